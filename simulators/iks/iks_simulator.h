// IksSimulator: the simulated IntelliKid Systems as one state machine. Several accounts, each with its token,
// locations, families and one webhook subscription. What is known of the real system is little [I1]; nearly everything
// here is an assumption with a switch (provenance.h).
//
// Threads: none of its own; see kit/simulator.h.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/iks/api.h"
#include "simulators/iks/model.h"
#include "simulators/iks/staff.h"
#include "simulators/kit/simulator.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

class IksSimulator final : public kit::Simulator {
 public:
  IksSimulator();
  IksSimulator(const IksSimulator&) = delete;
  IksSimulator& operator=(const IksSimulator&) = delete;

  std::string_view name() const override { return "iks"; }
  kit::Answer Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now) override;
  kit::Answer Staff(const nlohmann::json& action, Instant now) override;
  nlohmann::json StaffActions() const override;
  std::optional<Instant> NextDue() const override;
  // Webhooks are all that IKS does by itself, and they are taken by TakeOutgoing.
  void AdvanceTo(Instant) override {}
  std::vector<kit::Outgoing> PeekOutgoing(Instant now) const override;
  std::vector<kit::Outgoing> TakeOutgoing(Instant now, const std::vector<kit::ActiveFault>& faults) override;
  void Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now) override;
  std::string TenantOf(const http::Request& request) const override;  // the account's id
  std::string FailureBody(int status) const override;
  bool ActsOut(std::string_view fault_kind) const override;
  nlohmann::json Dump() const override;
  std::vector<std::string> Seed(const nlohmann::json& document, Instant now) override;
  void Reset() override;
  const std::vector<kit::Provenance>& provenance() const override;
  const std::vector<kit::Switch>& switches() const override { return switches_.all(); }
  // A status that some child has cannot be taken out of the list.
  std::optional<std::string> SetSwitch(const std::string& name, const std::string& value) override;

  const State& state() const { return state_; }  // for oracles and tests

 private:
  State state_;
  kit::SwitchBoard switches_;
  Api api_;
  StaffDesk staff_;
};

}  // namespace ikp::simulators::iks
