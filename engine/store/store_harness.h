// StoreHarness: a store under test together with the loop that its completions need. For tests only.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "engine/async/task.h"
#include "engine/ports/store.h"
#include "engine/store/memory_store.h"
#include "engine/store/sqlite_store.h"

namespace ikp::store {

class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  virtual ports::Store& store() = 0;
  // Runs completions on the calling thread until `done` says so.
  virtual void RunUntil(const std::function<bool()>& done) = 0;
  // Closes and opens a durable store; false for a store that forgets.
  virtual bool Reopen() { return false; }

  template <typename T>
  T Await(async::Task<T> task) {
    task.Start();
    RunUntil([&task] { return task.done(); });
    return task.Result();
  }
  ports::CommitResult Commit(ports::WriteBatch batch) { return Await(store().Commit(std::move(batch))); }
};

struct StoreFactory {
  std::string name;
  std::function<std::unique_ptr<StoreHarness>()> make;
};

// The owner's thread of a store: functions posted from any thread, run by RunUntil.
class CompletionQueue {
 public:
  CompletionPoster poster();
  void RunUntil(const std::function<bool()>& done);

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> posted_;
};

class MemoryHarness final : public StoreHarness {
 public:
  ports::Store& store() override { return store_; }
  void RunUntil(const std::function<bool()>&) override {}

 private:
  MemoryStore store_;
};

enum class Commits { kSynchronous, kThreaded };

class SqliteHarness final : public StoreHarness {
 public:
  // In a new folder of its own, removed at the end.
  explicit SqliteHarness(Commits commits);
  ~SqliteHarness() override;

  ports::Store& store() override { return *store_; }
  SqliteStore& sqlite() { return *store_; }
  void RunUntil(const std::function<bool()>& done) override;
  bool Reopen() override;
  void Close() { store_.reset(); }

  const std::string& path() const { return path_; }
  SqliteStoreOptions Options();

 private:
  Commits commits_;
  std::string folder_;
  std::string path_;
  CompletionQueue queue_;
  std::unique_ptr<SqliteStore> store_;
};

// A new folder for the files of one test.
std::string MakeTestFolder();

StoreFactory MemoryFactory();
StoreFactory SqliteFactory(Commits commits);

}  // namespace ikp::store
