#include "scenarios/disk/power_loss_store.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store_contract.h"
#include "engine/store/store_generators.h"
#include "engine/store/store_harness.h"
#include "engine/store/store_samples.h"

namespace ikp::store {
// The instantiation belongs to the suite's namespace.
namespace {

using scenarios::disk::Disk;
using scenarios::disk::PowerLossStore;
using scenarios::disk::PowerLossStoreOptions;

// Reopening is a process that ends and a next one on the same disk.
class PowerLossHarness final : public StoreHarness {
 public:
  explicit PowerLossHarness(domain::Milliseconds delay) : delay_(delay) { Reopen(); }
  ports::Store& store() override { return *store_; }
  void RunUntil(const std::function<bool()>& done) override {
    executor_.RunUntilIdle();
    while (!done() && store_->NextFlush()) {
      now_ = *store_->NextFlush();
      store_->Flush();
      executor_.RunUntilIdle();
    }
  }
  bool Reopen() override {
    store_ = std::make_unique<PowerLossStore>(
        disk_, executor_, PowerLossStoreOptions{.now = [this] { return now_; }, .flush_delay = delay_});
    return true;
  }

 private:
  domain::Milliseconds delay_;
  domain::Instant now_ = At(0);
  async::ManualExecutor executor_;
  Disk disk_;
  std::unique_ptr<PowerLossStore> store_;
};

StoreFactory PowerLossFactory(const std::string& name, int delay_ms) {
  return {name, [delay_ms] { return std::make_unique<PowerLossHarness>(domain::Milliseconds(delay_ms)); }};
}

INSTANTIATE_TEST_SUITE_P(PowerLossStores, StoreContract,
                         testing::Values(PowerLossFactory("AtOnce", 0), PowerLossFactory("Delayed", 5)), FactoryName);

}  // namespace
}  // namespace ikp::store

namespace ikp::scenarios::disk {
namespace {

using ports::CommitResult;
using std::chrono::milliseconds;
using Names = std::vector<std::string>;

ports::WriteBatch CursorBatch(const std::string& name) { return {ports::PutCursor{name, "1"}}; }
// The child is linked to one Procare child only: the second batch of these for a child is a conflict.
ports::WriteBatch LinkBatch(const std::string& procare_child) {
  return {ports::PutLink{store::SampleLink("C1", procare_child)}};
}
std::string NameOf(const ports::WriteBatch& batch) { return std::get<ports::PutCursor>(batch.front()).name; }

// One machine, its processes, and the world's time.
class PowerLossStoreTest : public testing::Test {
 protected:
  PowerLossStoreOptions Options(int delay_ms = 5) {
    return {.now = [this] { return now_; },
            .flush_delay = domain::Milliseconds(delay_ms),
            .on_commit = [this](const ports::WriteBatch& batch, CommitResult) { durable_.push_back(NameOf(batch)); },
            .on_fatal = [this](Death death) { deaths_.push_back(death); }};
  }
  std::unique_ptr<PowerLossStore> Connect(PowerLossStoreOptions options) {
    return std::make_unique<PowerLossStore>(disk_, executor_, std::move(options));
  }
  async::Task<CommitResult> Started(PowerLossStore& store, ports::WriteBatch batch) {
    auto task = store.Commit(std::move(batch));
    task.Start();
    return task;
  }
  bool OnDisk(const std::string& name) {
    auto cursor = disk_.durable().Cursor(name);
    cursor.Start();
    return cursor.Result().has_value();
  }

  async::ManualExecutor executor_;
  Disk disk_;
  domain::Instant now_ = store::At(0);
  Names durable_;
  std::vector<Death> deaths_;
};

TEST_F(PowerLossStoreTest, CommitWaitsForTheDisk) {
  const auto store = Connect(Options());
  auto first = Started(*store, CursorBatch("first"));
  now_ += milliseconds(2);
  auto second = Started(*store, CursorBatch("second"));
  EXPECT_EQ(store->NextFlush(), store::At(0) + milliseconds(5));
  store->Flush();
  EXPECT_FALSE(OnDisk("first"));
  now_ += milliseconds(3);
  store->Flush();
  EXPECT_TRUE(OnDisk("first"));
  EXPECT_FALSE(first.done());  // posted, not resumed
  executor_.RunUntilIdle();
  EXPECT_TRUE(first.done());
  EXPECT_FALSE(second.done());
  EXPECT_EQ(store->NextFlush(), store::At(0) + milliseconds(7));
  store->FlushAll();
  executor_.RunUntilIdle();
  EXPECT_EQ(second.Result(), CommitResult::kCommitted);
  EXPECT_EQ(durable_, (Names{"first", "second"}));
  EXPECT_EQ(disk_.writes(), 2u);
  EXPECT_FALSE(store->NextFlush());
}

TEST_F(PowerLossStoreTest, WithoutADelayNothingWaits) {
  PowerLossStore store(disk_, executor_, {});
  auto task = Started(store, CursorBatch("now"));
  EXPECT_TRUE(task.done());
  EXPECT_TRUE(OnDisk("now"));
  EXPECT_TRUE(executor_.idle());
}

TEST_F(PowerLossStoreTest, ADiskThatBecameFasterKeepsTheOrder) {
  const auto store = Connect(Options());
  auto slow = Started(*store, CursorBatch("slow"));
  store->SetFlushDelay(milliseconds(0));
  auto fast = Started(*store, CursorBatch("fast"));
  EXPECT_FALSE(fast.done());
  now_ += milliseconds(5);
  store->Flush();
  EXPECT_EQ(durable_, (Names{"slow", "fast"}));
}

TEST_F(PowerLossStoreTest, ConflictsAreJudgedWhenTheDiskWrites) {
  auto options = Options();
  options.on_commit = {};
  const auto one = Connect(options);
  const auto other = Connect(options);
  auto early = Started(*one, LinkBatch("P1"));
  auto late = Started(*other, LinkBatch("P2"));
  other->FlushAll();
  one->FlushAll();
  executor_.RunUntilIdle();
  EXPECT_EQ(early.Result(), CommitResult::kConflict);
  EXPECT_EQ(late.Result(), CommitResult::kCommitted);
  EXPECT_EQ(disk_.writes(), 1u);
}

TEST_F(PowerLossStoreTest, CrashKeepsTheOldestAndAnswersNobody) {
  auto store = Connect(Options());
  std::vector<async::Task<CommitResult>> tasks;
  for (const auto* name : {"a", "b", "c"}) tasks.push_back(Started(*store, CursorBatch(name)));
  store->Crash(2);
  EXPECT_TRUE(store->died());
  EXPECT_FALSE(store->NextFlush());
  EXPECT_EQ(durable_, (Names{"a", "b"}));
  EXPECT_FALSE(OnDisk("c"));
  tasks.push_back(Started(*store, CursorBatch("after death")));
  executor_.RunUntilIdle();
  for (const auto& task : tasks) EXPECT_FALSE(task.done());
  EXPECT_TRUE(deaths_.empty());
  store.reset();  // before its coroutines
  tasks.clear();
  const auto next = Connect(Options());
  next->Crash(7);
  EXPECT_EQ(durable_.size(), 2u);
}

TEST_F(PowerLossStoreTest, DroppedCommitIsWrittenAllTheSame) {
  const auto store = Connect(Options());
  { const auto dropped = Started(*store, CursorBatch("dropped")); }
  store->FlushAll();
  EXPECT_TRUE(OnDisk("dropped"));
  EXPECT_TRUE(executor_.idle());
}

TEST_F(PowerLossStoreTest, CommitDroppedBetweenItsFlushAndItsResumptionIsForgotten) {
  auto store = Connect(Options());
  {
    const auto dropped = Started(*store, CursorBatch("dropped"));
    store->FlushAll();
    EXPECT_FALSE(executor_.idle());
    store.reset();
  }
  EXPECT_TRUE(executor_.idle());
}

TEST_F(PowerLossStoreTest, ClosingLosesWhatIsQueued) {
  auto store = Connect(Options());
  auto task = Started(*store, CursorBatch("queued"));
  store.reset();
  EXPECT_FALSE(task.done());
  EXPECT_FALSE(OnDisk("queued"));
}

TEST_F(PowerLossStoreTest, FullDiskKillsTheProcessAndHarmsNothingElse) {
  auto store = Connect(Options());
  auto before = Started(*store, CursorBatch("before"));
  store->FlushAll();
  auto first = Started(*store, CursorBatch("lost"));
  auto second = Started(*store, CursorBatch("lost too"));
  disk_.SetFull(true);
  store->FlushAll();
  executor_.RunUntilIdle();
  EXPECT_TRUE(before.done());
  EXPECT_FALSE(first.done());
  EXPECT_FALSE(second.done());
  EXPECT_EQ(deaths_, (std::vector<Death>{Death::kDiskFull}));
  disk_.SetFull(false);
  store = Connect(Options(0));
  EXPECT_TRUE(Started(*store, CursorBatch("again")).done());
  EXPECT_EQ(durable_, (Names{"before", "again"}));
}

TEST_F(PowerLossStoreTest, FullDiskAlsoStopsACommitWithoutDelay) {
  disk_.SetFull(true);
  const auto store = Connect(Options(0));
  const auto task = Started(*store, CursorBatch("lost"));
  EXPECT_FALSE(task.done());
  EXPECT_EQ(store->death(), Death::kDiskFull);
  EXPECT_EQ(deaths_.size(), 1u);
}

class CrashAtWrite : public PowerLossStoreTest, public testing::WithParamInterface<int> {};

TEST_P(CrashAtWrite, BeforeTheSecondWriteKeepsOne) {
  int writes = 0;
  auto options = Options(GetParam());
  options.before_write = [&writes](const ports::WriteBatch&) { return ++writes != 2; };
  const auto store = Connect(options);
  std::vector<async::Task<CommitResult>> tasks;
  for (const auto* name : {"a", "b", "c"}) tasks.push_back(Started(*store, CursorBatch(name)));
  store->FlushAll();
  executor_.RunUntilIdle();
  EXPECT_TRUE(tasks[0].done());
  EXPECT_FALSE(tasks[1].done());
  EXPECT_FALSE(tasks[2].done());
  EXPECT_EQ(durable_, (Names{"a"}));
  EXPECT_EQ(deaths_, (std::vector<Death>{Death::kVeto}));
}

TEST_P(CrashAtWrite, AfterTheSecondWriteKeepsTwoAndNobodyLearnsOfTheSecond) {
  PowerLossStore* crashing = nullptr;
  auto options = Options(GetParam());
  options.on_commit = [&](const ports::WriteBatch& batch, CommitResult) {
    durable_.push_back(NameOf(batch));
    if (durable_.size() == 2) crashing->Crash(0);
  };
  const auto store = Connect(options);
  crashing = store.get();
  std::vector<async::Task<CommitResult>> tasks;
  for (const auto* name : {"a", "b", "c"}) tasks.push_back(Started(*store, CursorBatch(name)));
  store->FlushAll();
  executor_.RunUntilIdle();
  EXPECT_TRUE(tasks[0].done());
  EXPECT_FALSE(tasks[1].done());
  EXPECT_FALSE(tasks[2].done());
  EXPECT_EQ(durable_, (Names{"a", "b"}));
  EXPECT_EQ(store->death(), Death::kCrash);
}

INSTANTIATE_TEST_SUITE_P(Delays, CrashAtWrite, testing::Values(0, 5));

// Whatever is committed, flushed and crashed: what became durable, in that order, explains the disk.
RC_GTEST_PROP(PowerLossStoreModel, DiskEqualsAMemoryStoreGivenTheDurableBatchesInOrder, ()) {
  async::ManualExecutor executor;
  Disk disk;
  store::MemoryStore model;
  domain::Instant now = store::At(0);
  PowerLossStoreOptions options{.now = [&] { return now; },
                                .flush_delay = milliseconds(*rc::gen::inRange(0, 4)),
                                .on_commit = [&](const ports::WriteBatch& batch,
                                                 CommitResult result) { RC_ASSERT(model.Apply(batch) == result); }};
  std::vector<std::unique_ptr<PowerLossStore>> processes(2);
  std::vector<async::Task<CommitResult>> tasks;
  for (const auto& batch : *rc::gen::container<std::vector<ports::WriteBatch>>(store::AnyBatch())) {
    auto& process = processes[*rc::gen::inRange<std::size_t>(0, 2)];
    if (!process || *rc::gen::inRange(0, 8) == 0) {
      if (process) process->Crash(*rc::gen::inRange<std::size_t>(0, 3));
      process = std::make_unique<PowerLossStore>(disk, executor, options);
    }
    tasks.push_back(process->Commit(batch));
    tasks.back().Start();
    if (*rc::gen::inRange(0, 6) == 0) tasks.erase(tasks.begin());
    now += milliseconds(*rc::gen::inRange(0, 3));
    for (const auto& other : processes) {
      if (other) other->Flush();
    }
    if (*rc::gen::arbitrary<bool>()) executor.RunUntilIdle();
  }
  executor.RunUntilIdle();
  const auto links = [](store::MemoryStore& store) {
    auto task = store.LinksOfSite(store::Site("s0"));
    task.Start();
    return task.Result();
  };
  RC_ASSERT(disk.durable().audit() == model.audit());
  RC_ASSERT(links(disk.durable()) == links(model));
}

}  // namespace
}  // namespace ikp::scenarios::disk
