// AdminApi: the routes under /__admin that every simulator has: state, journal, faults, staff, switches, provenance.
// JSON in and out; errors are {"error": {"code", "message", "fields": [{"field", "message"}]}}.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/router.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

class SimulatorHost;

class AdminApi {
 public:
  explicit AdminApi(SimulatorHost& host);
  http::Response Handle(const http::Request& request, Instant now);

 private:
  struct Call {
    const http::Request& request;
    const PathParameters& path;
    Instant now;
  };
  using Handler = http::Response (AdminApi::*)(const Call&);

  http::Response Index(const Call& call);
  http::Response Reset(const Call& call);
  http::Response Seed(const Call& call);
  http::Response GetDump(const Call& call);
  http::Response GetJournal(const Call& call);
  http::Response ClearJournal(const Call& call);
  http::Response Staff(const Call& call);
  http::Response StaffActions(const Call& call);
  http::Response GetFaults(const Call& call);
  http::Response FaultKinds(const Call& call);
  http::Response AddFaults(const Call& call);
  http::Response ClearFaults(const Call& call);
  http::Response RemoveFault(const Call& call);
  http::Response GetProvenance(const Call& call);
  http::Response GetSwitches(const Call& call);
  http::Response SetSwitches(const Call& call);

  SimulatorHost& host_;
  RouteTable<Handler> routes_;
};

// {"error": {...}} with one field entry per "path: message" line.
http::Response AdminError(int status, std::string_view code, std::string_view message,
                          const std::vector<std::string>& lines = {});

}  // namespace ikp::simulators::kit
