// SimulatorHost: everything around one Simulator that needs no socket: admin API, faults, request journal, start seed.
// Pure like the simulator itself, (state, request, now) -> answer, so that the same code runs in real and virtual time.
//
// Whoever drives it calls Handle for each request, AdvanceTo when NextDue is reached, TakeOutgoing after both, and
// Settle once for each taken request. The clock's admin routes belong to the driver (http_host.h).
//
// Threads: none of its own; one caller thread. `now` never decreases between calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/kit/faults.h"
#include "simulators/kit/journal.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

// What the driver does with an answer.
enum class HostDisposition {
  kSend,
  kCloseSilently,  // the request was handled; nothing is sent
  kReset,          // the request was not handled; the connection is reset
  kSendHalf,       // headers and half of the body, then the connection is closed
};

struct HostReply {
  http::Response response;
  HostDisposition disposition = HostDisposition::kSend;
  std::chrono::milliseconds delay{0};
  bool admin = false;  // an admin request: no activity of the simulated system
};

class SimulatorHost {
 public:
  explicit SimulatorHost(std::unique_ptr<Simulator> simulator);
  ~SimulatorHost();
  SimulatorHost(const SimulatorHost&) = delete;
  SimulatorHost& operator=(const SimulatorHost&) = delete;

  // Seeds the simulator and keeps the document for `POST /__admin/reset {"to":"seed"}`. Errors as Simulator::Seed.
  std::vector<std::string> SetStartSeed(const nlohmann::json& document, Instant now);

  HostReply Handle(const http::Request& request, Instant now);

  std::optional<Instant> NextDue() const { return simulator_->NextDue(); }
  void AdvanceTo(Instant now) { simulator_->AdvanceTo(now); }
  std::vector<Outgoing> TakeOutgoing(Instant now);
  void Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now);

  Simulator& simulator() { return *simulator_; }
  FaultRegistry& faults() { return faults_; }
  Journal& journal() { return journal_; }

 private:
  friend class AdminApi;
  HostReply HandleApi(const http::Request& request, Instant now);
  nlohmann::json Dump() const;
  std::vector<std::string> Seed(const nlohmann::json& document, Instant now);
  std::vector<std::string> ResetTo(bool seed, Instant now);

  std::unique_ptr<Simulator> simulator_;
  FaultRegistry faults_;
  Journal journal_;
  std::unique_ptr<nlohmann::json> start_seed_;  // null: none
  std::map<std::string, std::string> switch_defaults_;
  std::map<std::uint64_t, JournalEntry> in_flight_;
  std::unique_ptr<class AdminApi> admin_;
};

inline constexpr std::string_view kAdminPrefix = "/__admin";
// True for paths of the admin API.
bool IsAdminPath(std::string_view target);

}  // namespace ikp::simulators::kit
