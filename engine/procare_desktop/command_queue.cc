#include "engine/procare_desktop/command_queue.h"

#include <algorithm>
#include <utility>

namespace ikp::procare_desktop {

using desktop_wire::Outcome;
using domain::Instant;
using domain::Reason;

void CommandQueue::Add(PendingCommand& pending) {
  if (pending.reading()) pending.assembly.emplace(limits_);
  waiting_.push_back(&pending);
}

void CommandQueue::Remove(PendingCommand& pending) {
  std::erase(waiting_, &pending);
  if (in_flight_ == &pending) in_flight_ = nullptr;
}

void CommandQueue::JournalIs(const std::string& journal) {
  if (in_flight_ != nullptr && in_flight_->journal != journal) {
    EndWithout(*in_flight_, Reason::kOutcomeUnknown, "another_journal");
  }
}

void CommandQueue::Told(const desktop_wire::Finished& finished) {
  if (in_flight_ == nullptr || in_flight_->command.id != finished.outcome.command_id) return;
  Ended ended{.outcome = finished.outcome, .reading = finished.reading};
  if (in_flight_->assembly) {
    ended.whole = in_flight_->assembly->whole();
    ended.chunks = in_flight_->assembly->Take();
  }
  End(*in_flight_, std::move(ended));
}

const desktop_wire::Command* CommandQueue::Deliver(const std::string& journal, Instant now) {
  if (in_flight_ == nullptr) {
    if (waiting_.empty()) return nullptr;
    in_flight_ = waiting_.front();
    waiting_.pop_front();
    in_flight_->delivered_at = now;
    in_flight_->moved_at = now;
    in_flight_->journal = journal;
  }
  return &in_flight_->command;
}

PendingCommand* CommandQueue::Reading(const std::string& snapshot_id) {
  const bool wanted = in_flight_ != nullptr && in_flight_->reading() && in_flight_->command.id == snapshot_id;
  return wanted ? in_flight_ : nullptr;
}

Instant CommandQueue::GiveUpAt(const PendingCommand& pending, std::optional<Instant> last_heard) const {
  const auto since = pending.delivered_at.value_or(pending.queued_at);
  const auto silent = std::max(since, last_heard.value_or(since)) + patience_.answer_within;
  if (!pending.reading()) return std::min(silent, since + patience_.longest_effect);
  const auto longest = since + patience_.longest_reading;
  if (!pending.delivered_at) return std::min(silent, longest);
  return std::min({silent, longest, std::max(since, pending.moved_at) + patience_.longest_effect});
}

void CommandQueue::GiveUp(PendingCommand& pending, Instant now, std::optional<Instant> last_heard) {
  const auto since = pending.delivered_at.value_or(pending.queued_at);
  const bool silent = now >= std::max(since, last_heard.value_or(since)) + patience_.answer_within;
  if (silent) {
    EndWithout(pending, Reason::kDesktopOffline, "not_heard_of");
  } else if (pending.delivered_at) {
    EndWithout(pending, Reason::kDesktopNotAnswering, "no_end");
  } else {
    EndWithout(pending, Reason::kDesktopNotAnswering, "busy_with_another_command");
  }
}

void CommandQueue::Abandon(PendingCommand& pending) { EndWithout(pending, Reason::kQueued, "engine_stops"); }

// Not delivered is certainly not done; delivered may be.
void CommandQueue::EndWithout(PendingCommand& pending, Reason reason, std::string detail) {
  Outcome outcome;
  outcome.command_id = pending.command.id;
  outcome.kind = pending.delivered_at ? Outcome::Kind::kUnknown : Outcome::Kind::kNotDone;
  outcome.reason = reason;
  outcome.details = {std::move(detail)};
  End(pending, Ended{.outcome = std::move(outcome)});
}

void CommandQueue::End(PendingCommand& pending, Ended ended) {
  Remove(pending);
  pending.ended = std::move(ended);
  if (pending.wake) pending.wake();
}

}  // namespace ikp::procare_desktop
