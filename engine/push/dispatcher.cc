#include "engine/push/dispatcher.h"

#include <algorithm>

namespace ikp::push {
namespace {

// How much is looked at in one go; what is beyond waits in the store, not in memory (I15).
constexpr std::size_t kMostTriggers = 5000;
constexpr std::size_t kMostStates = 5000;

}  // namespace

async::Task<void> Dispatcher::Run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const WorkByFamily work = co_await Collect();
    for (const auto& [family, todo] : work) {
      if (at_work_.size() >= services_.options.families_at_once) break;
      if (!at_work_.insert(family).second) continue;
      scope_.Spawn(Handle(family, todo));
    }
    auto due = co_await services_.store.NextAttemptAt();
    // While all places are taken, the end of a family rings; a due state of a family at work must not spin.
    if (due && *due <= services_.clock.Now()) due = at_work_.empty() ? due : std::nullopt;
    co_await alarm_.WaitUntil(due, stop);
  }
  co_await scope_.Join();
}

async::Task<Dispatcher::WorkByFamily> Dispatcher::Collect() {
  WorkByFamily work;
  for (auto& trigger : co_await services_.store.PendingTriggers(kMostTriggers)) {
    if (at_work_.contains(trigger.family)) continue;
    auto& todo = work[trigger.family];
    todo.children.insert(trigger.child);
    todo.events.push_back(std::move(trigger.event));
  }
  for (auto& state : co_await services_.store.DuePushStates(services_.clock.Now(), kMostStates)) {
    if (at_work_.contains(state.family)) continue;
    work[state.family].children.insert(state.child);
  }
  co_return work;
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
  alarm_.Ring();
}

}  // namespace ikp::push
