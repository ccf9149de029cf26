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

bool Asker::HasBegun(const std::string& id) const { return std::find(begun.begin(), begun.end(), id) != begun.end(); }

void CommandQueue::AskedBy(const Asker& asker) {
  if (in_flight_ == nullptr) return;
  if (in_flight_->journal != asker.journal) {
    EndWithout(*in_flight_, Reason::kOutcomeUnknown, "another_journal");
  } else if (in_flight_->instance != asker.instance && !asker.HasBegun(in_flight_->command.id)) {
    EndWithout(*in_flight_, Reason::kOutcomeUnknown, "another_process");
  }
}

std::vector<std::string> CommandQueue::NotWanted(const Asker& asker) const {
  std::vector<std::string> ids;
  for (const auto& id : asker.begun) {
    const bool waiting =
        std::any_of(waiting_.begin(), waiting_.end(), [&](const auto* one) { return one->command.id == id; });
    if (!waiting && (in_flight_ == nullptr || in_flight_->command.id != id)) ids.push_back(id);
  }
  return ids;
}

void CommandQueue::Told(const desktop_wire::Finished& finished) {
  if (in_flight_ == nullptr || in_flight_->command.id != finished.outcome.command_id) return;
  Ended ended{.outcome = finished.outcome, .reading = finished.reading};
  if (in_flight_->assembly) {
    ended.whole = finished.reading && in_flight_->assembly->IsAllOf(*finished.reading);
    ended.chunks = in_flight_->assembly->Take();
  }
  End(*in_flight_, std::move(ended));
}

const desktop_wire::Command* CommandQueue::Deliver(const Asker& asker, Instant now) {
  if (in_flight_ == nullptr) {
    const auto next =
        asker.begun.empty() ? waiting_.begin() : std::find_if(waiting_.begin(), waiting_.end(), [&](const auto* one) {
          return asker.HasBegun(one->command.id);
        });
    if (next == waiting_.end()) return nullptr;
    in_flight_ = *next;
    waiting_.erase(next);
    in_flight_->delivered_at = now;
    in_flight_->moved_at = now;
    in_flight_->journal = asker.journal;
  } else if (!asker.begun.empty() && !asker.HasBegun(in_flight_->command.id)) {
    return nullptr;
  }
  if (in_flight_->instance != asker.instance) in_flight_->steps = 0;
  in_flight_->instance = asker.instance;
  return &in_flight_->command;
}

void CommandQueue::Moved(const desktop_wire::Heartbeat& heartbeat, Instant now) {
  if (in_flight_ == nullptr || in_flight_->command.id != heartbeat.command_id) return;
  if (in_flight_->instance != heartbeat.instance || heartbeat.steps <= in_flight_->steps) return;
  in_flight_->steps = heartbeat.steps;
  in_flight_->moved_at = now;
}

PendingCommand* CommandQueue::Reading(const std::string& snapshot_id) {
  const bool wanted = in_flight_ != nullptr && in_flight_->reading() && in_flight_->command.id == snapshot_id;
  return wanted ? in_flight_ : nullptr;
}

Instant CommandQueue::GiveUpAt(const PendingCommand& pending, std::optional<Instant> last_heard) const {
  const auto since = pending.delivered_at.value_or(pending.queued_at);
  const auto silent = std::max(since, last_heard.value_or(since)) + patience_.answer_within;
  const auto longest = pending.reading() ? patience_.longest_reading : patience_.longest_effect;
  // An effect that is not even delivered is taken back soon: it is tried again.
  if (!pending.delivered_at) return std::min(silent, since + (pending.reading() ? longest : patience_.no_step));
  return std::min({silent, since + longest, std::max(since, pending.moved_at) + patience_.no_step});
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
