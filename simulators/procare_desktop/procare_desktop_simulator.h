// ProcareDesktopSimulator: the database of one installation of Procare Desktop, the PC that it runs on, and the people
// who work with both, as a pure state machine. Its local session contract (pd.contract) is an assumption.
//
//   ProcareDesktopSimulator simulator;
//   simulator.Seed(document, now);  // dump.h shows the document
//   simulator.Handle({"POST", "/session", {}, R"({"client_version": "10.2.1"})"}, {}, now);
//   simulator.Handle({"GET", "/session/1/accounts?school_id=1&after=0&limit=50", {}, ""}, {}, now);
//
// While the PC is asleep, off or starting every request is answered 503 machine_off: nobody is there; a connection that
// is refused is the kit's fault reset_before. Faults it acts out: not_enough_seats, session_kicked, machine_off,
// reboot_mid_snapshot, version_mismatch, disk_full, slow_run {ms}, latin1_bytes. Threads: none; one caller at a time.
#pragma once

#include "simulators/kit/simulator.h"
#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

class ProcareDesktopSimulator : public kit::Simulator {
 public:
  ProcareDesktopSimulator();

  std::string_view name() const override { return "procare-desktop"; }
  kit::Answer Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now) override;
  kit::Answer Staff(const nlohmann::json& action, Instant now) override;
  nlohmann::json StaffActions() const override;

  std::optional<Instant> NextDue() const override;
  void AdvanceTo(Instant now) override;

  // It never calls anybody: there is never anything to send.
  std::vector<kit::Outgoing> TakeOutgoing(Instant now, const std::vector<kit::ActiveFault>& faults) override;
  void Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now) override;

  std::string FailureBody(int status) const override;
  bool ActsOut(std::string_view fault_kind) const override;
  nlohmann::json Dump() const override;
  std::vector<std::string> Seed(const nlohmann::json& document, Instant now) override;
  // Back to an installation without schools, and default switches.
  void Reset() override;

  const std::vector<kit::Provenance>& provenance() const override;
  const std::vector<kit::Switch>& switches() const override { return world_.switches.all(); }
  std::optional<std::string> SetSwitch(const std::string& name, const std::string& value) override;

  const World& world() const { return world_; }  // for oracles and tests

 private:
  World world_;
};

}  // namespace ikp::simulators::procare_desktop
