#include "engine/push/child_states.h"

#include <algorithm>

#include "engine/audit/entries.h"

namespace ikp::push {

using ports::PushPhase;

async::Task<void> ChildStates::Load() {
  for (auto& state : co_await services_.store.PushStatesOfFamily(family_)) {
    auto child = state.child;
    states_.insert_or_assign(std::move(child), std::move(state));
  }
}

const ports::PushState* ChildStates::Find(const domain::IksChildId& child) const {
  const auto found = states_.find(child);
  return found == states_.end() ? nullptr : &found->second;
}

std::optional<domain::Instant> ChildStates::NextLook(const ports::PushState* before, const ChildOutcome& outcome,
                                                     int attempts) {
  const auto now = services_.clock.Now();
  switch (outcome.phase) {
    case PushPhase::kIgnored:
    case PushPhase::kLinked:
      return std::nullopt;
    case PushPhase::kWaitingForPerson:
    case PushPhase::kRefused:
      // Kept when nothing changed, so that a stream of triggers does not postpone the look for ever.
      if (before != nullptr && before->phase == outcome.phase && before->next_attempt_at &&
          *before->next_attempt_at > now) {
        return before->next_attempt_at;
      }
      return now + services_.options.recheck;
    case PushPhase::kRetrying:
      break;
  }
  const auto& options = services_.options;
  const int doublings = std::min(attempts, 20);
  auto delay = std::min(options.longest_retry, domain::Milliseconds(options.first_retry.count() << doublings));
  // Half of the delay is jitter, so that a whole centre does not come back in one instant.
  const auto half = delay.count() / 2;
  const auto jitter = static_cast<std::int64_t>(services_.random.NextU64() % static_cast<std::uint64_t>(half + 1));
  delay = domain::Milliseconds(half + jitter);
  return std::max(now + delay, outcome.not_before.value_or(now));
}

ports::WriteBatch ChildStates::Record(const domain::IksChildId& child, std::int64_t iks_version,
                                      const ChildOutcome& outcome) {
  const ports::PushState* before = Find(child);
  const bool retrying_again =
      before != nullptr && before->phase == PushPhase::kRetrying && outcome.phase == PushPhase::kRetrying;
  const int attempts = retrying_again ? before->attempts + 1 : 0;
  ports::PushState state{.child = child,
                         .family = family_,
                         .location = location_,
                         .site = site_,
                         .phase = outcome.phase,
                         .reason = outcome.reason,
                         .details = outcome.details,
                         .iks_version = iks_version,
                         .attempts = attempts,
                         .next_attempt_at = NextLook(before, outcome, attempts),
                         .updated_at = services_.clock.Now()};
  const bool says_new = before == nullptr || before->phase != state.phase || before->reason != state.reason ||
                        before->details != state.details;
  if (!says_new && before->iks_version == state.iks_version && before->attempts == state.attempts &&
      before->next_attempt_at == state.next_attempt_at && before->location == state.location) {
    return {};
  }
  ports::WriteBatch batch;
  batch.push_back(ports::PutPushState{state});
  if (says_new) {
    batch.push_back(audit::StateEntry(state));
    services_.log.Write(ports::LogLevel::kInfo, "push_state",
                        {{"child", child.str()},
                         {"phase", std::string(ports::ToWord(state.phase))},
                         {"reason", std::string(domain::Describe(state.reason).word)}});
  }
  states_.insert_or_assign(child, std::move(state));
  return batch;
}

ChildOutcome OutcomeOf(const systems::SystemProblem& problem) {
  // What only a person can change is looked at again now and then, and not hammered.
  const bool refused = problem.reason == domain::Reason::kRejectedByProcare ||
                       problem.reason == domain::Reason::kDesktopLicenceFull ||
                       problem.reason == domain::Reason::kStatusWordMissing;
  return {.phase = refused ? PushPhase::kRefused : PushPhase::kRetrying,
          .reason = problem.reason,
          .details = problem.details,
          .not_before = problem.not_before};
}

}  // namespace ikp::push
