// SqliteWriter: the writing connection of a store. It puts a group of batches into one physical commit, each batch in a
// savepoint of its own. One thread at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports/store.h"

namespace soci {
class session;
}

namespace ikp::store {

class BatchWriter;

class SqliteWriter {
 public:
  // `session` is connected and migrated.
  explicit SqliteWriter(std::unique_ptr<soci::session> session);
  ~SqliteWriter();

  // One result for each batch, in their order. Throws StoreFailure when the database cannot be written; from then on
  // every call throws the same, since what the failed commit left behind is not known.
  std::vector<ports::CommitResult> CommitGroup(const std::vector<const ports::WriteBatch*>& batches);

  // How many transactions reached the disk. Any thread.
  std::uint64_t physical_commits() const { return physical_commits_; }

 private:
  std::vector<ports::CommitResult> RunTransaction(const std::vector<const ports::WriteBatch*>& batches);
  [[noreturn]] void Fail(const std::string& reason);
  void RollBack() noexcept;

  std::unique_ptr<soci::session> session_;  // outlives the statements of batch_writer_
  std::unique_ptr<BatchWriter> batch_writer_;
  std::optional<std::string> failure_;
  std::atomic<std::uint64_t> physical_commits_ = 0;
};

}  // namespace ikp::store
