#include "engine/store/group_commit.h"

#include <algorithm>
#include <utility>

namespace ikp::store {

GroupCommit::GroupCommit(SqliteWriter& writer, GroupCommitOptions options)
    : writer_(writer), options_(std::move(options)), thread_([this] { Run(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void GroupCommit::Enqueue(std::shared_ptr<PendingCommit> commit) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(commit));
  }
  wake_.notify_one();
}

void GroupCommit::Run() {
  for (Group group = TakeGroup(); !group.empty(); group = TakeGroup()) {
    CommitGroup(group);
    PostCompletions(std::move(group));
  }
}

// Nothing when the thread has to end.
GroupCommit::Group GroupCommit::TakeGroup() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const auto count = std::min(queue_.size(), options_.max_batches_per_commit);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
  Group group(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return group;
}

void GroupCommit::CommitGroup(const Group& group) {
  std::vector<const ports::WriteBatch*> batches;
  batches.reserve(group.size());
  for (const auto& commit : group) batches.push_back(&commit->batch);
  try {
    const auto results = writer_.CommitGroup(batches);
    for (std::size_t i = 0; i < group.size(); ++i) group[i]->result = results[i];
  } catch (const ports::StoreFailure& failure) {
    for (const auto& commit : group) commit->failure = failure.what();
  }
}

void GroupCommit::PostCompletions(Group group) {
  // Nothing of this object is captured: the completions may run after it is gone.
  options_.post([group = std::move(group), ended = options_.operation_ended] {
    for (const auto& commit : group) {
      // A resumption may destroy the coroutine behind a later commit of the group; its awaiter then clears `waiting`.
      if (const auto waiting = std::exchange(commit->waiting, nullptr)) waiting.resume();
      if (ended) ended();
    }
  });
}

}  // namespace ikp::store
