// Webhooks of the simulated IKS: at least once, unordered, signed, retried on a schedule until given up. One event per
// status change of a child, to the subscriber of the account.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/iks/model.h"
#include "simulators/kit/simulator.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

// Queues `child.status_changed` when the account has a subscriber (and the switches want it for this origin).
void AnnounceStatus(State& state, const kit::SwitchBoard& switches, const Account& account, const Child& child,
                    std::string_view old_status, Instant now);

std::optional<Instant> NextDelivery(const State& state);
// Due and not held before: what faults may act on.
std::vector<kit::Outgoing> PeekDeliveries(const State& state, Instant now);
// Signs and takes what is due. The subscription of the moment counts: without one the event is dropped.
std::vector<kit::Outgoing> TakeDeliveries(State& state, Instant now, const std::vector<kit::ActiveFault>& faults);
// Any 2xx ends a delivery; anything else plans the next attempt.
void SettleDelivery(State& state, const kit::SwitchBoard& switches, std::uint64_t id, std::optional<int> status,
                    Instant now);

}  // namespace ikp::simulators::iks
