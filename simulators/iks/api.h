// The wire API of the simulated IKS: locations, families, children, write-back. Strict: everything unknown is refused
// with the names of the fields. Assumed as a whole (switch iks.contract).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/iks/model.h"
#include "simulators/kit/answer_memory.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/request_reading.h"
#include "simulators/kit/router.h"
#include "simulators/kit/simulator.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

class Api {
 public:
  Api(State& state, const kit::SwitchBoard& switches);

  kit::Answer Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now);
  // The state or a switch has changed by another way than Handle.
  void Forget() { answers_.Forget(); }
  // The account whose token the request carries, or nothing.
  const Account* AccountOf(const http::Request& request) const;

 private:
  struct Call {
    const http::Request& request;
    const kit::PathParameters& path;
    const kit::ActingFaults& faults;
    Account& account;
    Instant now;
  };
  using Handler = kit::Answer (Api::*)(const Call&);

  kit::Answer ListLocations(const Call& call);
  kit::Answer GetFamily(const Call& call);
  kit::Answer ListChildren(const Call& call);
  kit::Answer GetChild(const Call& call);
  kit::Answer PatchChild(const Call& call);

  State& state_;
  const kit::SwitchBoard& switches_;
  kit::RouteTable<Handler> routes_;
  kit::AnswerMemory answers_;
};

// {"error": {"code", "message", "fields"}}; `fields` only when there are some.
http::Response ApiError(int status, std::string_view code, std::string_view message,
                        const kit::FieldErrors& fields = {});

}  // namespace ikp::simulators::iks
