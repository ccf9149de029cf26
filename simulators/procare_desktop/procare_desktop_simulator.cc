#include "simulators/procare_desktop/procare_desktop_simulator.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/dump.h"
#include "simulators/procare_desktop/provenance.h"
#include "simulators/procare_desktop/service.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {

ProcareDesktopSimulator::ProcareDesktopSimulator() { Reset(); }

kit::Answer ProcareDesktopSimulator::Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults,
                                            Instant now) {
  RunDue(world_, now);
  return Serve(world_, request, faults, now);
}

kit::Answer ProcareDesktopSimulator::Staff(const nlohmann::json& action, Instant now) {
  RunDue(world_, now);
  return ActAsStaff(world_, action, now);
}

nlohmann::json ProcareDesktopSimulator::StaffActions() const { return DescribeStaffActions(); }

std::optional<Instant> ProcareDesktopSimulator::NextDue() const { return procare_desktop::NextDue(world_); }

void ProcareDesktopSimulator::AdvanceTo(Instant now) { RunDue(world_, now); }

std::vector<kit::Outgoing> ProcareDesktopSimulator::TakeOutgoing(Instant, const std::vector<kit::ActiveFault>&) {
  return {};
}

void ProcareDesktopSimulator::Settle(std::uint64_t, std::optional<int>, Instant) {}

std::string ProcareDesktopSimulator::FailureBody(int status) const {
  const auto code = "status_" + std::to_string(status);
  return nlohmann::json{{"code", code}, {"errors", {"server: failed; try again later"}}}.dump();
}

bool ProcareDesktopSimulator::ActsOut(std::string_view fault_kind) const {
  static constexpr std::array<std::string_view, 8> kKinds = {
      "not_enough_seats", "session_kicked", "machine_off", "reboot_mid_snapshot",
      "version_mismatch", "disk_full",      "slow_run",    "latin1_bytes"};
  return std::find(kKinds.begin(), kKinds.end(), fault_kind) != kKinds.end();
}

nlohmann::json ProcareDesktopSimulator::Dump() const { return DumpWorld(world_); }

std::vector<std::string> ProcareDesktopSimulator::Seed(const nlohmann::json& document, Instant now) {
  return SeedWorld(world_, document, now);
}

void ProcareDesktopSimulator::Reset() { world_ = EmptyWorld(); }

const std::vector<kit::Provenance>& ProcareDesktopSimulator::provenance() const { return ProvenanceTable(); }

std::optional<std::string> ProcareDesktopSimulator::SetSwitch(const std::string& name, const std::string& value) {
  return world_.switches.Set(name, value);
}

}  // namespace ikp::simulators::procare_desktop
