// ProcareOnlineSimulator: Procare Online's Connect API with its people and its daily jobs, as a pure state machine. It
// holds several tenants; each is reached by the path prefix /t/{tenant} or the host <tenant>.procareconnect.com.
//
//   ProcareOnlineSimulator simulator;
//   simulator.Seed(document, now);  // dump.h shows the document
//   const auto answer = simulator.Handle({"GET", "/t/sunrise/api/v1/schools", {{"Authorization", "Bearer ..."}}, ""},
//                                        {}, now);
//
// Everything that is due is carried out before a request is looked at. Faults it acts out: token_expire, token_revoke,
// token_not_cleared, account_locked, page_cap {cap}, page_drift {op, ms}, ignore_offset, window_cap {cap}, read_lag
// {ms, single}, read_back_404 {status}, partial_write {count}, loose_types. Threads: none; one caller at a time.
#pragma once

#include "simulators/kit/simulator.h"
#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

class ProcareOnlineSimulator : public kit::Simulator {
 public:
  ProcareOnlineSimulator();

  std::string_view name() const override { return "procare-online"; }
  kit::Answer Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now) override;
  kit::Answer Staff(const nlohmann::json& action, Instant now) override;
  nlohmann::json StaffActions() const override;

  std::optional<Instant> NextDue() const override;
  void AdvanceTo(Instant now) override;

  // Procare Online has no webhooks (H10): there is never anything to send.
  std::vector<kit::Outgoing> TakeOutgoing(Instant now, const std::vector<kit::ActiveFault>& faults) override;
  void Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now) override;

  bool ActsOut(std::string_view fault_kind) const override;
  nlohmann::json Dump() const override;
  std::vector<std::string> Seed(const nlohmann::json& document, Instant now) override;
  // Back to no tenants and default switches.
  void Reset() override;

  const std::vector<kit::Provenance>& provenance() const override;
  const std::vector<kit::Switch>& switches() const override { return world_.switches.all(); }
  std::optional<std::string> SetSwitch(const std::string& name, const std::string& value) override;

  const World& world() const { return world_; }  // for oracles and tests

 private:
  mutable World world_;  // only its memo of what is due next changes in const methods
};

}  // namespace ikp::simulators::procare_online
