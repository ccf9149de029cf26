#include "engine/store/store_harness.h"

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>

namespace ikp::store {

CompletionPoster CompletionQueue::poster() {
  return [this](std::function<void()> function) {
    // Notified under the lock: the queue may be gone as soon as its owner has seen the function.
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(function));
    wake_.notify_one();
  };
}

void CompletionQueue::RunUntil(const std::function<bool()>& done) {
  while (!done()) {
    std::function<void()> function;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return !posted_.empty(); });
      function = std::move(posted_.front());
      posted_.pop_front();
    }
    function();
  }
}

std::string MakeTestFolder() {
  const char* base = ::getenv("TEST_TMPDIR");
  std::string folder =
      (base != nullptr ? std::string(base) : std::filesystem::temp_directory_path().string()) + "/store_XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot create a folder like " + folder);
  return folder;
}

SqliteHarness::SqliteHarness(Commits commits)
    : commits_(commits), folder_(MakeTestFolder()), path_(folder_ + "/engine store.db") {
  Reopen();
}

SqliteHarness::~SqliteHarness() {
  Close();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

SqliteStoreOptions SqliteHarness::Options() {
  SqliteStoreOptions options;
  options.path = path_;
  options.synchronous = commits_ == Commits::kSynchronous;
  if (commits_ == Commits::kThreaded) options.post = queue_.poster();
  return options;
}

void SqliteHarness::RunUntil(const std::function<bool()>& done) {
  if (commits_ == Commits::kThreaded) queue_.RunUntil(done);
}

bool SqliteHarness::Reopen() {
  Close();
  auto opened = SqliteStore::Open(Options());
  if (!opened) throw std::runtime_error(opened.error());
  store_ = *std::move(opened);
  return true;
}

StoreFactory MemoryFactory() {
  return {"Memory", [] { return std::make_unique<MemoryHarness>(); }};
}

StoreFactory SqliteFactory(Commits commits) {
  return {commits == Commits::kThreaded ? "SqliteThreaded" : "SqliteSynchronous",
          [commits] { return std::make_unique<SqliteHarness>(commits); }};
}

}  // namespace ikp::store
