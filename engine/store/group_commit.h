// GroupCommit: a thread that commits what has queued up. While one group waits for the disk the next one gathers, so
// the number of syncs grows with time and not with the number of batches.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/ports/store.h"
#include "engine/store/sqlite_writer.h"

namespace ikp::store {

// One Commit on its way. Shared by its awaiter and the thread, so that either may go first.
struct PendingCommit {
  ports::WriteBatch batch;
  // Set by the thread before the completion is posted, read by the owner behind it. Neither: the store cannot write.
  std::optional<ports::CommitResult> result;
  std::string failure;
  // Owner's thread only. Null once nobody waits any more.
  std::coroutine_handle<> waiting;
};

struct GroupCommitOptions {
  std::size_t max_batches_per_commit = 256;
  std::function<void(std::function<void()>)> post;  // runs a function on the owner's thread; called on the writer's
  std::function<void()> operation_ended;            // called on the owner's thread, once for each batch
};

class GroupCommit {
 public:
  GroupCommit(SqliteWriter& writer, GroupCommitOptions options);
  // Commits what is queued, then ends the thread.
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  void Enqueue(std::shared_ptr<PendingCommit> commit);

 private:
  using Group = std::vector<std::shared_ptr<PendingCommit>>;

  void Run();
  Group TakeGroup();
  void CommitGroup(const Group& group);
  void PostCompletions(Group group);

  SqliteWriter& writer_;
  const GroupCommitOptions options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<PendingCommit>> queue_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the members above
};

}  // namespace ikp::store
