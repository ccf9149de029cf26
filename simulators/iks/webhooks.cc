#include "simulators/iks/webhooks.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/iks/signature.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::iks {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMaximumDeliveries = 100'000;

bool Ready(const Delivery& delivery, Instant now) { return !delivery.in_flight && delivery.due <= now; }

const Subscription* SubscriptionOf(const State& state, const Delivery& delivery) {
  const auto account = state.accounts.find(delivery.account_id);
  if (account == state.accounts.end() || !account->second.webhook) return nullptr;
  return &*account->second.webhook;
}

// Ids of the ready deliveries, the longest waiting first.
std::vector<std::uint64_t> ReadyIds(const State& state, Instant now) {
  std::vector<const Delivery*> ready;
  for (const auto& [id, delivery] : state.deliveries) {
    if (Ready(delivery, now)) ready.push_back(&delivery);
  }
  std::stable_sort(ready.begin(), ready.end(), [](const auto* a, const auto* b) { return a->due < b->due; });
  std::vector<std::uint64_t> ids;
  for (const auto* delivery : ready) ids.push_back(delivery->id);
  return ids;
}

kit::Outgoing Sign(const Delivery& delivery, const Subscription& subscription, Instant now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const auto timestamp = std::to_string(seconds);
  http::Request request{"POST", subscription.url, {}, delivery.body};
  request.headers.Set("Content-Type", "application/json");
  request.headers.Set("X-IKS-Timestamp", timestamp);
  request.headers.Set("X-IKS-Signature", SignWebhook(subscription.secret, timestamp, delivery.body));
  return {delivery.id, "webhook", std::move(request)};
}

bool Concerns(const kit::ActiveFault& fault, std::uint64_t id) {
  const auto found = fault.parameters.find("outgoing");
  return found == fault.parameters.end() || found->second == std::to_string(id);
}

milliseconds MsOf(const kit::ActiveFault& fault, milliseconds fallback) {
  const auto found = fault.parameters.find("ms");
  return found == fault.parameters.end() ? fallback : milliseconds(std::stoll(found->second));
}

enum class Fate { kSend, kHold, kDrop };

// What the faults make of a ready delivery; a duplicate is queued beside it.
Fate Decide(State& state, Delivery& delivery, const std::vector<kit::ActiveFault>& faults, Instant now) {
  if (delivery.held || delivery.copy) return Fate::kSend;
  auto fate = Fate::kSend;
  for (const auto& fault : faults) {
    if (!Concerns(fault, delivery.id)) continue;
    if (fault.kind == "webhook_drop") return Fate::kDrop;
    if (fault.kind == "webhook_delay" || fault.kind == "webhook_reorder") {
      delivery.held = true;
      delivery.due = std::max(delivery.due, now + MsOf(fault, milliseconds(5000)));
      fate = Fate::kHold;
    } else if (fault.kind == "webhook_duplicate") {
      auto copy = delivery;
      copy.id = state.next_delivery++;
      copy.copy = true;
      copy.due = now + MsOf(fault, milliseconds(0));
      state.deliveries.emplace(copy.id, std::move(copy));
    }
  }
  return fate;
}

}  // namespace

void AnnounceStatus(State& state, const kit::SwitchBoard& switches, const Account& account, const Child& child,
                    std::string_view old_status, Instant now) {
  if (!account.webhook) return;
  if (child.last_change_origin == kSyncOrigin && !switches.On("iks.webhook_for_sync_origin")) return;
  Delivery delivery;
  delivery.id = state.next_delivery++;
  delivery.account_id = account.id;
  // The time keeps event ids different across restarts of the simulator.
  delivery.event_id =
      "evt-" + std::to_string(now.time_since_epoch().count()) + "-" + std::to_string(state.next_event++);
  delivery.first_at = delivery.due = now;
  const nlohmann::ordered_json body = {{"event_id", delivery.event_id},
                                       {"type", "child.status_changed"},
                                       {"account_id", account.id},
                                       {"location_id", child.location_id},
                                       {"family_id", child.family_id},
                                       {"child_id", child.id},
                                       {"old", old_status},
                                       {"new", child.status},
                                       {"version", child.version},
                                       {"origin", child.last_change_origin},
                                       {"at", kit::FormatInstant(now)}};
  delivery.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  if (state.deliveries.size() >= kMaximumDeliveries) {
    state.deliveries.erase(state.deliveries.begin());
    ++state.webhooks_given_up;
  }
  state.deliveries.emplace(delivery.id, std::move(delivery));
}

std::optional<Instant> NextDelivery(const State& state) {
  std::optional<Instant> next;
  for (const auto& [id, delivery] : state.deliveries) {
    if (!delivery.in_flight && (!next || delivery.due < *next)) next = delivery.due;
  }
  return next;
}

std::vector<kit::Outgoing> PeekDeliveries(const State& state, Instant now) {
  std::vector<kit::Outgoing> outgoing;
  for (const auto id : ReadyIds(state, now)) {
    const auto& delivery = state.deliveries.at(id);
    const auto* subscription = SubscriptionOf(state, delivery);
    if (subscription == nullptr || delivery.held || delivery.copy) continue;
    outgoing.push_back({id, "webhook", {"POST", subscription->url, {}, delivery.body}});
  }
  return outgoing;
}

std::vector<kit::Outgoing> TakeDeliveries(State& state, Instant now, const std::vector<kit::ActiveFault>& faults) {
  std::vector<kit::Outgoing> outgoing;
  auto ids = ReadyIds(state, now);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto& delivery = state.deliveries.at(ids[i]);
    const auto* subscription = SubscriptionOf(state, delivery);
    const auto next_before = state.next_delivery;
    const auto fate = subscription == nullptr ? Fate::kDrop : Decide(state, delivery, faults, now);
    // A copy without delay leaves in the same batch.
    for (auto id = next_before; id < state.next_delivery; ++id) {
      if (Ready(state.deliveries.at(id), now)) ids.push_back(id);
    }
    if (fate == Fate::kDrop) {
      state.deliveries.erase(ids[i]);
    } else if (fate == Fate::kSend) {
      delivery.in_flight = true;
      outgoing.push_back(Sign(delivery, *subscription, now));
    }
  }
  return outgoing;
}

void SettleDelivery(State& state, const kit::SwitchBoard& switches, std::uint64_t id, std::optional<int> status,
                    Instant now) {
  const auto found = state.deliveries.find(id);
  if (found == state.deliveries.end() || !found->second.in_flight) return;
  auto& delivery = found->second;
  const bool acknowledged = status && *status >= 200 && *status < 300;
  if (acknowledged || delivery.copy) {
    state.deliveries.erase(found);
    return;
  }
  const auto waits = switches.Words("iks.webhook_retry_seconds");
  const auto index = std::min<std::size_t>(static_cast<std::size_t>(delivery.attempts), waits.size() - 1);
  ++delivery.attempts;
  delivery.in_flight = false;
  delivery.due = now + std::chrono::seconds(std::stoll(waits[index]));
  if (delivery.due > delivery.first_at + std::chrono::hours(switches.Number("iks.webhook_give_up_hours"))) {
    state.deliveries.erase(found);
    ++state.webhooks_given_up;
  }
}

}  // namespace ikp::simulators::iks
