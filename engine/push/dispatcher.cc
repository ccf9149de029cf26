#include "engine/push/dispatcher.h"

#include <algorithm>

namespace ikp::push {
namespace {

// How much is looked at in one go; what is beyond waits in the store, not in memory (I15).
constexpr std::size_t kMostTriggers = 5000;
constexpr std::size_t kMostStates = 5000;
constexpr domain::Milliseconds kOrphanLook = std::chrono::minutes(10);

}  // namespace

async::Task<void> Dispatcher::Run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const WorkByFamily work = co_await Collect();
    for (const auto& [family, todo] : work) {
      // Places are counted by location: a centre whose Procare hangs must not take those of the others (I10).
      auto& places = at_work_in_[todo.location];
      if (places >= services_.options.families_at_once || !at_work_.insert(family).second) continue;
      ++places;
      scope_.Spawn(Handle(family, todo));
    }
    const auto due = co_await NextDue();
    co_await alarm_.WaitUntil(due, stop);
  }
  co_await scope_.Join();
}

async::Task<Dispatcher::WorkByFamily> Dispatcher::Collect() {
  WorkByFamily work;
  for (auto& trigger : co_await services_.store.PendingTriggers(kMostTriggers)) {
    if (at_work_.contains(trigger.family)) continue;
    auto& todo = work[trigger.family];
    todo.location = trigger.location;
    todo.children.insert(trigger.child);
    todo.events.push_back(std::move(trigger.event));
  }
  for (auto& state : co_await services_.store.DuePushStates(services_.clock.Now(), kMostStates)) {
    if (at_work_.contains(state.family)) continue;
    auto& todo = work[state.family];
    todo.location = state.location;
    todo.children.insert(state.child);
  }
  co_await CollectOrphans(work);
  co_return work;
}

async::Task<void> Dispatcher::CollectOrphans(WorkByFamily& work) {
  const auto now = services_.clock.Now();
  std::map<domain::IksFamilyId, domain::Instant> looks;
  for (const auto& intent : co_await services_.store.OpenIntents()) {
    if (at_work_.contains(intent.family)) continue;
    bool followed = work.contains(intent.family);
    for (const auto& state : co_await services_.store.PushStatesOfFamily(intent.family)) {
      followed = followed || state.next_attempt_at.has_value();
    }
    if (followed) continue;
    const auto known = orphan_look_.find(intent.family);
    auto due = known != orphan_look_.end() ? known->second : now;
    if (due <= now) {
      for (const auto& [location, site] : services_.sites) {
        if (site.site.id == intent.site) work[intent.family].location = location;
      }
      due = now + kOrphanLook;
    }
    looks.insert_or_assign(intent.family, due);
  }
  orphan_look_ = std::move(looks);
}

// The earliest look that is not already at work or waiting for a place: those are told by the end of a family.
async::Task<std::optional<domain::Instant>> Dispatcher::NextDue() {
  const auto now = services_.clock.Now();
  auto next = co_await services_.store.NextAttemptAfter(now, at_work_);
  for (const auto& [family, due] : orphan_look_) {
    if (due > now && (!next || due < *next)) next = due;
  }
  co_return next;
}

async::Task<void> Dispatcher::Handle(domain::IksFamilyId family, Work work) {
  std::vector<domain::IksChildId> children(work.children.begin(), work.children.end());
  co_await push_.Run(family, std::move(children));
  if (!work.events.empty()) {
    ports::WriteBatch batch;
    batch.push_back(ports::RemoveTriggers{std::move(work.events)});
    co_await services_.store.Commit(std::move(batch));
  }
  at_work_.erase(family);
  --at_work_in_[work.location];
  alarm_.Ring();
}

}  // namespace ikp::push
