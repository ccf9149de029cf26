#include "simulators/procare_online/procare_online_simulator.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "simulators/procare_online/dump.h"
#include "simulators/procare_online/provenance.h"
#include "simulators/procare_online/service.h"
#include "simulators/procare_online/settings.h"
#include "simulators/procare_online/staff.h"
#include "simulators/procare_online/transitions.h"

namespace ikp::simulators::procare_online {

ProcareOnlineSimulator::ProcareOnlineSimulator() { Reset(); }

kit::Answer ProcareOnlineSimulator::Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults,
                                           Instant now) {
  RunDue(world_, now);
  return Serve(world_, request, faults, now);
}

kit::Answer ProcareOnlineSimulator::Staff(const nlohmann::json& action, Instant now) {
  RunDue(world_, now);
  world_.answers.Forget();
  auto answer = ActAsStaff(world_, action, now);
  // A school's new time zone can bring a plan into the past.
  RunDue(world_, now);
  return answer;
}

nlohmann::json ProcareOnlineSimulator::StaffActions() const { return DescribeStaffActions(); }

std::optional<Instant> ProcareOnlineSimulator::NextDue() const { return procare_online::NextDue(world_); }

void ProcareOnlineSimulator::AdvanceTo(Instant now) { RunDue(world_, now); }

std::vector<kit::Outgoing> ProcareOnlineSimulator::TakeOutgoing(Instant, const std::vector<kit::ActiveFault>&) {
  return {};
}

void ProcareOnlineSimulator::Settle(std::uint64_t, std::optional<int>, Instant) {}

nlohmann::json ProcareOnlineSimulator::Dump() const { return DumpWorld(world_); }

std::vector<std::string> ProcareOnlineSimulator::Seed(const nlohmann::json& document, Instant now) {
  world_.answers.Forget();
  return SeedWorld(world_, document, now);
}

void ProcareOnlineSimulator::Reset() {
  world_ = World{};
  world_.switches = MakeSwitches();
}

const std::vector<kit::Provenance>& ProcareOnlineSimulator::provenance() const { return ProvenanceTable(); }

std::optional<std::string> ProcareOnlineSimulator::SetSwitch(const std::string& name, const std::string& value) {
  world_.due_known = false;
  world_.answers.Forget();
  return world_.switches.Set(name, value);
}

bool ProcareOnlineSimulator::ActsOut(std::string_view fault_kind) const {
  static constexpr std::array<std::string_view, 12> kKinds = {
      "token_expire",  "token_revoke", "token_not_cleared", "account_locked", "page_cap",      "page_drift",
      "ignore_offset", "window_cap",   "read_lag",          "read_back_404",  "partial_write", "loose_types"};
  return std::find(kKinds.begin(), kKinds.end(), fault_kind) != kKinds.end();
}

}  // namespace ikp::simulators::procare_online
