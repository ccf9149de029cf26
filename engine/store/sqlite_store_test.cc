// What only the durable store has: files, locks, group commit, dropped commits, failures of the disk.
#include "engine/store/sqlite_store.h"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "engine/store/sqlite_file.h"
#include "engine/store/store_harness.h"
#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

using ports::CommitResult;

mode_t ModeOf(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

ports::WriteBatch CursorBatch(const std::string& name, const std::string& value = "1") {
  return {ports::PutCursor{name, value}};
}

TEST(SqliteStoreFiles, AreForTheirOwnerOnly) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Commit(CursorBatch("poll"));
  for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) EXPECT_EQ(ModeOf(harness.path() + suffix), 0600u) << suffix;
}

TEST(SqliteStoreFiles, SecondEngineIsRefusedUntilTheFirstEnds) {
  SqliteHarness harness(Commits::kSynchronous);
  const auto second = SqliteStore::Open(harness.Options());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("another engine (process " + std::to_string(::getpid()) + ")"), std::string::npos)
      << second.error();
  harness.Close();
  EXPECT_TRUE(SqliteStore::Open(harness.Options()));
}

std::string ErrorOfOpening(SqliteStoreOptions options) {
  const auto opened = SqliteStore::Open(std::move(options));
  return opened ? "" : opened.error();
}

TEST(SqliteStoreFiles, WhatCannotBeOpenedIsNamed) {
  const auto folder = MakeTestFolder();
  SqliteStoreOptions options;
  options.synchronous = true;
  EXPECT_NE(ErrorOfOpening(options).find("path of the store is empty"), std::string::npos);
  options.path = folder + "/missing/store.db";
  EXPECT_NE(ErrorOfOpening(options).find("No such file or directory"), std::string::npos);
  options.path = folder + "/a\"b.db";
  EXPECT_NE(ErrorOfOpening(options).find("double quote"), std::string::npos);
  options.path = folder + "/text.db";
  std::ofstream(options.path) << std::string(5000, 'x');
  EXPECT_NE(ErrorOfOpening(options).find("not a database"), std::string::npos) << ErrorOfOpening(options);
  options.path = folder + "/store.db";
  options.synchronous = false;
  EXPECT_NE(ErrorOfOpening(options).find("completion poster"), std::string::npos);
}

TEST(SqliteStoreFiles, StoreOfANewerProgramIsRefused) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Close();
  {
    const auto session = Connect(harness.path(), Access::kReadWrite, std::chrono::milliseconds(100));
    *session << "UPDATE schema_version SET version = 1000";
  }
  EXPECT_NE(ErrorOfOpening(harness.Options()).find("use the newer program"), std::string::npos);
}

TEST(SqliteStoreSchema, AuditIsAppendOnly) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Commit({ports::AppendAudit{SampleAudit("linked")}});
  const auto session = Connect(harness.path(), Access::kReadWrite, std::chrono::milliseconds(100));
  EXPECT_THROW(*session << "UPDATE audit SET event = 'x'", soci::soci_error);
  EXPECT_THROW(*session << "DELETE FROM audit", soci::soci_error);
  EXPECT_EQ(harness.Await(harness.store().AuditAfter(0, 10)).size(), 1u);
}

TEST(SqliteStoreSchema, DoublesAreImpossibleInTheSchemaItself) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Commit({ports::PutLink{SampleLink("C1", "P1")}, ports::OpenIntent{SampleIntent("I1")},
                  ports::ClaimNightly{SampleRun(1)}, ports::AddTrigger{SampleTrigger("E1")}});
  const auto session = Connect(harness.path(), Access::kReadWrite, std::chrono::milliseconds(100));
  const auto copy = [&session](const std::string& table, const std::string& columns) {
    *session << "INSERT INTO " + table + " SELECT " + columns + " FROM " + table;
  };
  EXPECT_THROW(copy("links", "site, kind, 'C2', procare_id, origin, settled, linked_at"), soci::soci_error);
  EXPECT_THROW(copy("links", "site, kind, iks_id, 'P2', origin, settled, linked_at"), soci::soci_error);
  EXPECT_THROW(copy("intents",
                    "'I2', site, family, child, kind, state, identity, known_before, procare_id, "
                    "created_at, sent_until"),
               soci::soci_error);
  EXPECT_THROW(copy("nightly_runs", "*"), soci::soci_error);
  EXPECT_THROW(copy("trigger_inbox", "arrival + 1, event, location, family, child, status, source, received_at"),
               soci::soci_error);
}

TEST(SqliteStoreReads, DoNotLeaveASnapshotOpen) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Commit({ports::AddTrigger{SampleTrigger("E1", 1)}, ports::AddTrigger{SampleTrigger("E2", 2)}});
  EXPECT_EQ(harness.Await(harness.store().PendingTriggers(1)).size(), 1u);
  EXPECT_FALSE(harness.Await(harness.store().Cursor("poll")));
  harness.Commit(CursorBatch("poll"));
  EXPECT_TRUE(harness.Await(harness.store().Cursor("poll")));
}

TEST(SqliteStoreReads, UnreadableRowIsAStoreFailure) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Commit({ports::PutPushState{SamplePushState("C1")}});
  {
    const auto session = Connect(harness.path(), Access::kReadWrite, std::chrono::milliseconds(100));
    *session << "UPDATE push_states SET phase = 'dreaming'";
  }
  EXPECT_THROW(harness.Await(harness.store().AllPushStates()), ports::StoreFailure);
}

// A threaded store whose writer thread waits, after its first group, until the test opens the gate. What is committed
// in between gathers, so that the number of groups is known.
class GatedStore {
 public:
  GatedStore() : path_(MakeTestFolder() + "/store.db") {
    SqliteStoreOptions options;
    options.path = path_;
    options.post = [this, post = queue_.poster()](std::function<void()> function) {
      if (!std::exchange(first_group_done_, true)) {
        reached_.set_value();
        gate_.get_future().wait();
      }
      post(std::move(function));
    };
    options.operation_started = [this] { ++operations_; };
    options.operation_ended = [this] { --operations_; };
    store_ = SqliteStore::Open(options).value();
    first_.emplace(store_->Commit(CursorBatch("first")));
    first_->Start();
    reached_.get_future().wait();
  }
  ~GatedStore() { OpenGate(); }

  SqliteStore& store() { return *store_; }
  const std::string& path() const { return path_; }
  void OpenGate() {
    if (!std::exchange(open_, true)) gate_.set_value();
  }
  void RunUntil(const std::function<bool()>& done) { queue_.RunUntil(done); }
  int operations() const { return operations_; }
  bool first_done() const { return first_->done(); }

 private:
  std::string path_;
  CompletionQueue queue_;
  std::promise<void> reached_;
  std::promise<void> gate_;
  bool first_group_done_ = false;  // writer thread only
  bool open_ = false;
  int operations_ = 0;
  std::unique_ptr<SqliteStore> store_;
  std::optional<async::Task<CommitResult>> first_;
};

using Commitments = std::vector<async::Task<CommitResult>>;

void Start(GatedStore& gated, Commitments& tasks, ports::WriteBatch batch) {
  tasks.push_back(gated.store().Commit(std::move(batch)));
  tasks.back().Start();
}

bool AllDone(const Commitments& tasks) {
  return std::all_of(tasks.begin(), tasks.end(), [](const auto& task) { return task.done(); });
}

TEST(SqliteGroupCommit, ManyBatchesBecomeOnePhysicalCommit) {
  GatedStore gated;
  Commitments tasks;
  for (int i = 0; i < 100; ++i) {
    Start(gated, tasks, {ports::AppendAudit{SampleAudit("event")}, ports::PutCursor{std::to_string(i), "1"}});
  }
  EXPECT_EQ(gated.operations(), 101);
  gated.OpenGate();
  gated.RunUntil([&] { return AllDone(tasks); });
  for (auto& task : tasks) EXPECT_EQ(task.Result(), CommitResult::kCommitted);
  EXPECT_EQ(gated.store().physical_commits(), 2u);  // the first one alone, then all others
  EXPECT_EQ(gated.operations(), 0);
  auto audit = gated.store().AuditAfter(0, 1000);
  audit.Start();
  EXPECT_EQ(audit.Result().size(), 100u);
}

TEST(SqliteGroupCommit, ConflictLeavesTheOthersOfItsGroupAlone) {
  GatedStore gated;
  Commitments tasks;
  Start(gated, tasks, {ports::PutLink{SampleLink("C1", "P1")}});
  Start(gated, tasks, {ports::AppendAudit{SampleAudit("never")}, ports::PutLink{SampleLink("C1", "P2")}});
  Start(gated, tasks, {ports::PutLink{SampleLink("C2", "P2")}});
  gated.OpenGate();
  gated.RunUntil([&] { return AllDone(tasks); });
  EXPECT_EQ(tasks[0].Result(), CommitResult::kCommitted);
  EXPECT_EQ(tasks[1].Result(), CommitResult::kConflict);
  EXPECT_EQ(tasks[2].Result(), CommitResult::kCommitted);
  EXPECT_EQ(gated.store().physical_commits(), 2u);
  auto links = gated.store().LinksOfSite(Site());
  links.Start();
  EXPECT_EQ(links.Result(), (std::vector<ports::Link>{SampleLink("C1", "P1"), SampleLink("C2", "P2")}));
  auto audit = gated.store().AuditAfter(0, 10);
  audit.Start();
  EXPECT_TRUE(audit.Result().empty());
}

TEST(SqliteGroupCommit, DroppedCommitIsWrittenAndForgotten) {
  GatedStore gated;
  Commitments tasks;
  Start(gated, tasks, CursorBatch("dropped"));
  Start(gated, tasks, CursorBatch("kept"));
  tasks.erase(tasks.begin());
  gated.OpenGate();
  gated.RunUntil([&] { return AllDone(tasks); });
  EXPECT_EQ(gated.operations(), 0);
  auto cursor = gated.store().Cursor("dropped");
  cursor.Start();
  EXPECT_EQ(cursor.Result(), "1");
}

// The first completion of a group drops the task behind a later one.
TEST(SqliteGroupCommit, CompletionMayDropAnotherCommitOfItsGroup) {
  GatedStore gated;
  std::optional<async::Task<CommitResult>> victim;
  const auto drop = [](GatedStore& store, std::optional<async::Task<CommitResult>>& other) -> async::Task<void> {
    co_await store.store().Commit(CursorBatch("killer"));
    other.reset();
  };
  auto killer = drop(gated, victim);
  killer.Start();
  victim.emplace(gated.store().Commit(CursorBatch("victim")));
  victim->Start();
  gated.OpenGate();
  gated.RunUntil([&] { return killer.done() && gated.operations() == 0; });
  EXPECT_FALSE(victim);
}

TEST(SqliteGroupCommit, ClosingWritesWhatIsQueuedAndCompletionsComeLater) {
  const auto path = MakeTestFolder() + "/store.db";
  CompletionQueue queue;
  SqliteStoreOptions options;
  options.path = path;
  options.post = queue.poster();
  auto store = SqliteStore::Open(options).value();
  auto task = store->Commit(CursorBatch("last"));
  task.Start();
  store.reset();
  queue.RunUntil([&] { return task.done(); });
  EXPECT_EQ(task.Result(), CommitResult::kCommitted);
  store = SqliteStore::Open(options).value();
  auto cursor = store->Cursor("last");
  cursor.Start();
  EXPECT_EQ(cursor.Result(), "1");
}

// Writing past the limit fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    auto limited = before_;
    limited.rlim_cur = bytes;
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limited), 0);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  struct rlimit before_ {};
};

TEST(SqliteStoreFailure, FullDiskFailsEveryWaitingAndEveryLaterCommit) {
  GatedStore gated;
  const auto wal_bytes = std::filesystem::file_size(gated.path() + "-wal");
  {
    const FileSizeLimit limit(wal_bytes + 1);
    Commitments tasks;
    for (int i = 0; i < 3; ++i) Start(gated, tasks, CursorBatch("lost" + std::to_string(i)));
    gated.OpenGate();
    gated.RunUntil([&] { return AllDone(tasks); });
    for (auto& task : tasks) EXPECT_THROW(task.Result(), ports::StoreFailure);
  }
  EXPECT_TRUE(gated.first_done());
  Commitments later;
  Start(gated, later, CursorBatch("later"));
  gated.RunUntil([&] { return AllDone(later); });
  EXPECT_THROW(later[0].Result(), ports::StoreFailure);
  EXPECT_EQ(gated.operations(), 0);
}

TEST(SqliteStoreFailure, TextSaysNothingAboutPeople) {
  SqliteHarness harness(Commits::kSynchronous);
  auto intent = SampleIntent("I1");
  intent.identity = {"mia-marie", "2022-02-03"};
  {
    const auto session = Connect(harness.path(), Access::kReadWrite, std::chrono::milliseconds(100));
    *session << "CREATE TRIGGER broken BEFORE INSERT ON intents BEGIN SELECT raise(ABORT, 'made to fail'); END";
  }
  try {
    harness.Commit({ports::OpenIntent{intent}});
    FAIL() << "the commit did not fail";
  } catch (const ports::StoreFailure& failure) {
    const std::string text = failure.what();
    EXPECT_NE(text.find("made to fail"), std::string::npos) << text;
    EXPECT_EQ(text.find("mia-marie"), std::string::npos) << text;
  }
}

TEST(SqliteStoreFailure, WhatWasCommittedBeforeAFullDiskIsThereAfterReopening) {
  SqliteHarness harness(Commits::kSynchronous);
  harness.Commit(CursorBatch("kept"));
  {
    const FileSizeLimit limit(std::filesystem::file_size(harness.path() + "-wal") + 1);
    EXPECT_THROW(harness.Commit(CursorBatch("lost")), ports::StoreFailure);
  }
  EXPECT_THROW(harness.Commit(CursorBatch("later")), ports::StoreFailure);
  harness.Reopen();
  EXPECT_EQ(harness.Await(harness.store().Cursor("kept")), "1");
  EXPECT_FALSE(harness.Await(harness.store().Cursor("lost")));
  EXPECT_EQ(harness.Commit(CursorBatch("again")), CommitResult::kCommitted);
}

}  // namespace
}  // namespace ikp::store
