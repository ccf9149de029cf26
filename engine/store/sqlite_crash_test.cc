// Crashes: an engine process that is killed while it commits, and files that are copied or cut while it runs.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/store/sqlite_store.h"
#include "engine/store/store_harness.h"
#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

// Both halves of a batch carry its number, so that a torn batch would show.
ports::WriteBatch NumberedBatch(int number) {
  return {ports::PutCursor{"number", std::to_string(number)}, ports::AppendAudit{SampleAudit(std::to_string(number))}};
}

// How many numbered batches the store holds; fails the test unless they are exactly the first ones, each whole.
int WholeBatches(const SqliteStoreOptions& options) {
  auto opened = SqliteStore::Open(options);
  EXPECT_TRUE(opened) << (opened ? "" : opened.error());
  if (!opened) return -1;
  auto audit = (*opened)->AuditAfter(0, 1'000'000);
  audit.Start();
  const auto entries = audit.Result();
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].event, std::to_string(i + 1));
  auto cursor = (*opened)->Cursor("number");
  cursor.Start();
  EXPECT_EQ(cursor.Result().value_or("0"), std::to_string(entries.size()));
  return static_cast<int>(entries.size());
}

SqliteStoreOptions SynchronousOptions(const std::string& path) {
  SqliteStoreOptions options;
  options.path = path;
  options.synchronous = true;
  return options;
}

// The engine process: commits for ever, tells the parent of each commit that has returned.
[[noreturn]] void CommitForEver(const std::string& path, int acknowledgements) {
  CompletionQueue queue;
  SqliteStoreOptions options;
  options.path = path;
  options.post = queue.poster();
  auto opened = SqliteStore::Open(options);
  if (!opened) ::_exit(1);
  for (std::int32_t number = 1;; ++number) {
    auto task = (*opened)->Commit(NumberedBatch(number));
    task.Start();
    queue.RunUntil([&task] { return task.done(); });
    if (::write(acknowledgements, &number, sizeof number) != sizeof number) ::_exit(2);
  }
}

class CrashTest : public testing::TestWithParam<int> {};

TEST_P(CrashTest, KilledEngineLosesNothingThatHadReturned) {
  const auto path = MakeTestFolder() + "/store.db";
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t engine = ::fork();
  ASSERT_GE(engine, 0);
  if (engine == 0) CommitForEver(path, pipe_ends[1]);
  ::close(pipe_ends[1]);

  std::int32_t acknowledged = 0;
  while (acknowledged < GetParam()) {
    ASSERT_EQ(::read(pipe_ends[0], &acknowledged, sizeof acknowledged), static_cast<ssize_t>(sizeof acknowledged));
  }
  ASSERT_EQ(::kill(engine, SIGKILL), 0);
  ASSERT_EQ(::waitpid(engine, nullptr, 0), engine);
  while (::read(pipe_ends[0], &acknowledged, sizeof acknowledged) == static_cast<ssize_t>(sizeof acknowledged)) {
  }
  ::close(pipe_ends[0]);

  const int stored = WholeBatches(SynchronousOptions(path));
  EXPECT_GE(stored, acknowledged);
  EXPECT_LE(stored, acknowledged + 1);  // one more may have been written without its answer being heard
}

INSTANTIATE_TEST_SUITE_P(AfterCommits, CrashTest, testing::Values(1, 7, 60));

TEST(CrashWithoutClosing, LeavesEverythingCommitted) {
  const auto path = MakeTestFolder() + "/store.db";
  const pid_t engine = ::fork();
  ASSERT_GE(engine, 0);
  if (engine == 0) {
    auto opened = SqliteStore::Open(SynchronousOptions(path));
    if (!opened) ::_exit(1);
    for (int number = 1; number <= 5; ++number) {
      auto task = (*opened)->Commit(NumberedBatch(number));
      task.Start();
      if (!task.done() || task.Result() != ports::CommitResult::kCommitted) ::_exit(2);
    }
    ::_exit(0);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(engine, &status, 0), engine);
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(std::filesystem::exists(path + "-wal"));
  EXPECT_EQ(WholeBatches(SynchronousOptions(path)), 5);
}

TEST(CrashWithTornLog, OpensWithAPrefixOfTheCommits) {
  SqliteHarness harness(Commits::kSynchronous);
  for (int number = 1; number <= 6; ++number) {
    ASSERT_EQ(harness.Commit(NumberedBatch(number)), ports::CommitResult::kCommitted);
  }
  const auto folder = MakeTestFolder();
  const auto wal_bytes = std::filesystem::file_size(harness.path() + "-wal");
  int previous = 0;
  constexpr int kCuts = 12;
  for (int cut = 0; cut <= kCuts; ++cut) {
    const auto copy = folder + "/copy" + std::to_string(cut) + ".db";
    std::filesystem::copy_file(harness.path(), copy);
    std::filesystem::copy_file(harness.path() + "-wal", copy + "-wal");
    // The schema is in the log too: only the last part of it is about the batches.
    const auto bytes = wal_bytes - wal_bytes * static_cast<std::uintmax_t>(kCuts - cut) / 60;
    std::filesystem::resize_file(copy + "-wal", bytes);
    const int stored = WholeBatches(SynchronousOptions(copy));
    EXPECT_GE(stored, previous);
    previous = stored;
  }
  EXPECT_EQ(previous, 6);
}

}  // namespace
}  // namespace ikp::store
