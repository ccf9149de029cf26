#include "simulators/iks/iks_simulator.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "simulators/iks/provenance.h"
#include "simulators/iks/seed.h"
#include "simulators/iks/webhooks.h"

namespace ikp::simulators::iks {

IksSimulator::IksSimulator() : switches_(IksSwitches()), api_(state_, switches_), staff_(state_, switches_) {}

kit::Answer IksSimulator::Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults,
                                 Instant now) {
  return api_.Handle(request, faults, now);
}

kit::Answer IksSimulator::Staff(const nlohmann::json& action, Instant now) {
  api_.Forget();
  return staff_.Handle(action, now);
}

nlohmann::json IksSimulator::StaffActions() const { return staff_.Actions(); }

std::optional<Instant> IksSimulator::NextDue() const { return NextDelivery(state_); }

std::vector<kit::Outgoing> IksSimulator::PeekOutgoing(Instant now) const { return PeekDeliveries(state_, now); }

std::vector<kit::Outgoing> IksSimulator::TakeOutgoing(Instant now, const std::vector<kit::ActiveFault>& faults) {
  return TakeDeliveries(state_, now, faults);
}

void IksSimulator::Settle(std::uint64_t outgoing_id, std::optional<int> status, Instant now) {
  SettleDelivery(state_, switches_, outgoing_id, status, now);
}

std::string IksSimulator::TenantOf(const http::Request& request) const {
  const auto* account = api_.AccountOf(request);
  return account == nullptr ? std::string() : account->id;
}

nlohmann::json IksSimulator::Dump() const { return DumpState(state_, switches_); }

std::vector<std::string> IksSimulator::Seed(const nlohmann::json& document, Instant now) {
  api_.Forget();
  return SeedState(document, now, state_, switches_);
}

void IksSimulator::Reset() {
  // Delivery numbers go on: a webhook that is in flight now may be settled later.
  const auto next_delivery = state_.next_delivery;
  state_ = State{};
  api_.Forget();
  state_.next_delivery = next_delivery;
  switches_.ResetToDefaults();
}

const std::vector<kit::Provenance>& IksSimulator::provenance() const { return IksProvenance(); }

std::optional<std::string> IksSimulator::SetSwitch(const std::string& name, const std::string& value) {
  auto next = switches_;
  if (auto wrong = next.Set(name, value)) return wrong;
  if (name == "iks.statuses") {
    const auto statuses = next.Words(name);
    for (const auto& [id, account] : state_.accounts) {
      for (const auto& [child_id, child] : account.children) {
        if (std::find(statuses.begin(), statuses.end(), child.status) == statuses.end()) {
          return name + ": must keep '" + child.status + "', which child " + child_id + " has; change the child first";
        }
      }
    }
  }
  switches_ = std::move(next);
  api_.Forget();
  return std::nullopt;
}

std::string IksSimulator::FailureBody(int status) const {
  const std::string_view code = status == 429 ? "too_many_requests" : "simulated_failure";
  return nlohmann::json{{"error", {{"code", code}, {"message", "simulated failure"}}}}.dump();
}

bool IksSimulator::ActsOut(std::string_view fault_kind) const {
  static constexpr std::array<std::string_view, 9> kKinds = {"token_expire",    "token_revoke", "page_cap",
                                                             "ignore_offset",   "read_lag",     "webhook_duplicate",
                                                             "webhook_reorder", "webhook_drop", "webhook_delay"};
  return std::find(kKinds.begin(), kKinds.end(), fault_kind) != kKinds.end();
}

}  // namespace ikp::simulators::iks
