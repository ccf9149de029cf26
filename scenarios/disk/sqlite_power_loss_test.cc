// The production store on a disk that loses power, lies and fills up: what was acknowledged is there, what was under
// way is there whole or not at all.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store_contract.h"
#include "engine/store/store_generators.h"
#include "engine/store/store_samples.h"
#include "scenarios/disk/power_loss_vfs.h"
#include "scenarios/disk/store_image.h"
#include "scenarios/disk/vfs_harness.h"

namespace ikp::store {
namespace {

StoreFactory OnPowerLossVfs(const std::string& name, Commits commits) {
  return {name, [commits] {
            auto harness = std::make_unique<scenarios::disk::VfsHarness>(commits);
            harness->Reopen();
            return harness;
          }};
}

INSTANTIATE_TEST_SUITE_P(PowerLossVfs, StoreContract,
                         testing::Values(OnPowerLossVfs("Synchronous", Commits::kSynchronous),
                                         OnPowerLossVfs("Threaded", Commits::kThreaded)),
                         FactoryName);

}  // namespace
}  // namespace ikp::store

namespace ikp::scenarios::disk {
namespace {

using ports::CommitResult;
using ports::WriteBatch;
using store::Commits;

// A store, its disk and its ledger; the machine boots again whenever it is down.
class Machine {
 public:
  explicit Machine(Commits commits) : harness_(commits) {}

  PowerLossVfs& vfs() { return harness_.vfs(); }
  VfsHarness& harness() { return harness_; }
  const std::string& broken_promise() const { return broken_promise_; }

  // After a boot the store must open and keep its promise.
  void EnsureRunning() {
    if (vfs().down()) {
      harness_.Close();
      vfs().Restart();
    }
    if (harness_.is_open() || !broken_promise_.empty()) return;
    const auto error = harness_.Open();
    if (vfs().down()) {
      EnsureRunning();
    } else if (error) {
      broken_promise_ = *error;
    } else {
      broken_promise_ = ledger_.Audit(harness_.store());
    }
  }
  void Commit(const std::vector<WriteBatch>& batches) {
    EnsureRunning();
    if (!broken_promise_.empty()) return;
    const auto results = harness_.CommitAll(batches);
    for (std::size_t i = 0; i < batches.size(); ++i) {
      if (results[i]) {
        ledger_.Acknowledge(batches[i], *results[i]);
      } else {
        ledger_.LeaveInFlight(batches[i]);
      }
    }
    // A store that has failed is of no use any more; the process ends.
    if (!results.back()) harness_.Close();
  }
  void Close() { harness_.Close(); }

 private:
  VfsHarness harness_;
  Ledger ledger_;
  std::string broken_promise_;
};

// Some of everything, over the pool of ids that StoreImage looks at.
std::vector<WriteBatch> SampleBatches() {
  auto link = store::SampleLink("c0", "p0");
  link.site = store::Site("s0");
  auto intent = store::SampleIntent("i0");
  intent.site = store::Site("s0");
  auto night = store::SampleRun(1);
  night.site = store::Site("s1");
  const auto audit = [](const std::string& event) { return ports::AppendAudit{store::SampleAudit(event)}; };
  return {{ports::AddTrigger{store::SampleTrigger("e0")}, ports::PutCursor{"k0", "1"}},
          {ports::OpenIntent{intent}, audit("intent_opened")},
          {ports::PutLink{link}, ports::PutPushState{store::SamplePushState("c0")},
           ports::SettleIntent{intent.id, ports::IntentState::kDone, "p0"}, audit("linked"),
           ports::RemoveTriggers{{domain::EventId::Trusted("e0")}}, ports::PutCursor{"k0", "2"}},
          {ports::ClaimNightly{night}, ports::PutReview{store::SampleReview("r0")}, audit(std::string(9000, 'x'))}};
}

// Opens, commits, closes (which moves the log into the database), opens again, commits, closes.
void LiveOn(Machine& machine) {
  const auto batches = SampleBatches();
  machine.EnsureRunning();
  for (std::size_t i = 0; i + 1 < batches.size(); ++i) machine.Commit({batches[i]});
  machine.Close();
  machine.EnsureRunning();
  machine.Commit({batches.back()});
  machine.Close();
}

std::uint64_t ChangesOfAStory() {
  Machine machine(Commits::kSynchronous);
  LiveOn(machine);
  return machine.vfs().counts().changes;
}

TEST(SqlitePowerLoss, AtEveryChangeOfAStoryKeepsEveryPromise) {
  const auto changes = ChangesOfAStory();
  ASSERT_GT(changes, 50u);
  for (std::uint64_t change = 1; change <= changes; ++change) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      Machine machine(Commits::kSynchronous);
      machine.vfs().LosePowerAt(change, seed * 1'000'003 + change);
      LiveOn(machine);
      machine.EnsureRunning();
      ASSERT_EQ(machine.broken_promise(), "") << "change " << change << " of " << changes << ", seed " << seed;
      ASSERT_GE(machine.vfs().counts().changes, change);
    }
  }
}

TEST(SqliteProcessCrash, AtEveryChangeOfAStoryKeepsEveryPromise) {
  const auto changes = ChangesOfAStory();
  for (std::uint64_t change = 1; change <= changes; ++change) {
    Machine machine(Commits::kSynchronous);
    machine.vfs().CrashProcessAt(change);
    LiveOn(machine);
    machine.EnsureRunning();
    ASSERT_EQ(machine.broken_promise(), "") << "change " << change << " of " << changes;
  }
}

// A long life: the log is full again and again and moves into the database in the middle of commits.
constexpr int kLongCommits = 8;
void CommitLong(Machine& machine, int number) {
  machine.Commit({{ports::PutCursor{"k0", std::to_string(number)},
                   ports::AppendAudit{store::SampleAudit(std::string(900'000, static_cast<char>('a' + number)))}}});
}

// How many changes there are, and how many in the commit that has most of them.
std::pair<std::uint64_t, std::uint64_t> ChangesOfALongLife() {
  Machine machine(Commits::kSynchronous);
  machine.EnsureRunning();
  std::uint64_t most = 0;
  for (int number = 0; number < kLongCommits; ++number) {
    const auto before = machine.vfs().counts().changes;
    CommitLong(machine, number);
    most = std::max(most, machine.vfs().counts().changes - before);
  }
  return {machine.vfs().counts().changes, most};
}

TEST(SqlitePowerLoss, WhileTheLogMovesIntoTheDatabaseKeepsEveryPromise) {
  const auto [changes, most_in_one] = ChangesOfALongLife();
  EXPECT_GT(most_in_one, 1000u);  // the log moved
  constexpr std::uint64_t kTrials = 40;
  for (std::uint64_t seed = 0; seed < kTrials; ++seed) {
    Machine machine(Commits::kSynchronous);
    machine.vfs().LosePowerAt(changes - changes / 2 * seed / kTrials, seed);
    for (int number = 0; number < kLongCommits; ++number) CommitLong(machine, number);
    machine.EnsureRunning();
    ASSERT_EQ(machine.broken_promise(), "") << "seed " << seed;
  }
}

// How many of so many power cuts right after the last acknowledgement broke a promise.
int BrokenPromises(bool ignores_syncs, int trials) {
  int broken = 0;
  for (int seed = 0; seed < trials; ++seed) {
    Machine machine(Commits::kSynchronous);
    machine.EnsureRunning();
    machine.vfs().IgnoreSyncs(ignores_syncs);
    for (const auto& batch : SampleBatches()) machine.Commit({batch});
    machine.vfs().LosePower(static_cast<std::uint64_t>(seed));
    machine.EnsureRunning();
    broken += machine.broken_promise().empty() ? 0 : 1;
  }
  return broken;
}

// What SQLite does with synchronous=OFF is what a disk that lies about syncs does: the ledger must see it.
TEST(SqlitePowerLoss, WithoutSyncsIsCaughtLosingAcknowledgedCommits) {
  EXPECT_EQ(BrokenPromises(false, 40), 0);
  EXPECT_GT(BrokenPromises(true, 40), 20);
}

TEST(SqlitePowerLoss, EveryAcknowledgedCommitWasSynced) {
  Machine machine(Commits::kSynchronous);
  machine.EnsureRunning();
  for (const auto& batch : SampleBatches()) {
    const auto before = machine.vfs().counts();
    machine.Commit({batch});
    EXPECT_GT(machine.vfs().counts().syncs, before.syncs);
    EXPECT_GT(machine.vfs().counts().writes, before.writes);
  }
}

TEST(SqliteProcessCrash, KeepsWhatWasWrittenAndFreesTheLocks) {
  Machine machine(Commits::kSynchronous);
  machine.vfs().IgnoreSyncs(true);  // not needed by a crash of the process alone
  for (const auto& batch : SampleBatches()) machine.Commit({batch});
  machine.vfs().CrashProcess();
  machine.EnsureRunning();
  EXPECT_EQ(machine.broken_promise(), "");
  machine.Commit({{ports::PutCursor{"k1", "still works"}}});
  EXPECT_EQ(ImageOf(machine.harness().store()).cursors[1], "still works");
}

class DiskFullTest : public testing::TestWithParam<int> {};

TEST_P(DiskFullTest, FailsTheCommitWritesNothingOfItAndLosesNothing) {
  Machine machine(Commits::kSynchronous);
  for (const auto& batch : SampleBatches()) machine.Commit({batch});
  auto& harness = machine.harness();
  machine.vfs().DiskFull(static_cast<std::uint64_t>(GetParam()));
  // What fits in the space that is left is committed as ever.
  std::optional<std::string> last;
  bool failed = false;
  for (int i = 0; i < 100 && !failed; ++i) {
    const WriteBatch batch = {ports::PutCursor{"k2", std::to_string(i)},
                              ports::AppendAudit{store::SampleAudit(std::string(5000, 'y'))}};
    failed = !harness.CommitAll({batch}).front();
    if (!failed) last = std::to_string(i);
  }
  ASSERT_TRUE(failed);
  EXPECT_THROW(harness.Commit({ports::PutCursor{"k1", "later"}}), ports::StoreFailure);
  EXPECT_EQ(ImageOf(harness.store()).cursors[2], last);
  machine.vfs().DiskFull(std::nullopt);
  harness.Reopen();
  const auto image = ImageOf(harness.store());
  EXPECT_EQ(image.cursors[0], "2");
  EXPECT_FALSE(image.cursors[1]);
  EXPECT_EQ(image.cursors[2], last);
  EXPECT_EQ(image.audit.size(), 3u + (last ? std::stoul(*last) + 1 : 0u));
  EXPECT_EQ(harness.Commit({ports::PutCursor{"k1", "again"}}), CommitResult::kCommitted);
}

INSTANTIATE_TEST_SUITE_P(FreeBytes, DiskFullTest, testing::Values(0, 1, 600, 4096, 4120, 9000, 60'000));

TEST(SqliteBrokenDisk, FailsTheCommitAndKeepsWhatWasAcknowledged) {
  Machine machine(Commits::kThreaded);
  for (const auto& batch : SampleBatches()) machine.Commit({batch});
  machine.vfs().BreakWrites(true);
  const std::vector<WriteBatch> lost = {{ports::PutCursor{"k1", "lost"}}, {ports::PutCursor{"k2", "lost too"}}};
  for (const auto& result : machine.harness().CommitAll(lost)) EXPECT_FALSE(result);
  machine.Close();
  machine.vfs().BreakWrites(false);
  machine.EnsureRunning();
  EXPECT_EQ(machine.broken_promise(), "");
}

// Random batches, in groups that are in flight together; power goes at random changes, also while the store opens and
// closes, again and again.
void RunProperty(Commits commits, std::size_t most_in_flight) {
  Machine machine(commits);
  int cuts = 0;
  const auto groups = *rc::gen::inRange(1, 8);
  for (int group = 0; group < groups; ++group) {
    if (*rc::gen::inRange(0, 3) == 0) {
      machine.vfs().LosePowerAt(*rc::gen::inRange<std::uint64_t>(1, 40), *rc::gen::arbitrary<std::uint64_t>());
    }
    if (*rc::gen::inRange(0, 4) == 0) machine.Close();
    const auto size = *rc::gen::inRange<std::size_t>(1, most_in_flight + 1);
    const auto batches = *rc::gen::container<std::vector<WriteBatch>>(size, store::AnyBatch());
    for (const auto& batch : batches) RC_LOG() << store::Describe(batch) << "\n";
    machine.Commit(batches);
    if (*rc::gen::inRange(0, 4) == 0) machine.vfs().LosePower(*rc::gen::arbitrary<std::uint64_t>());
    cuts += machine.vfs().down() ? 1 : 0;
    machine.EnsureRunning();
    if (!machine.broken_promise().empty()) RC_FAIL(machine.broken_promise());
  }
  RC_CLASSIFY(cuts > 0, "with power cuts");
}

RC_GTEST_PROP(SqlitePowerLossModel, OneCommitAtATime, ()) { RunProperty(Commits::kSynchronous, 1); }
RC_GTEST_PROP(SqlitePowerLossModel, GroupCommit, ()) { RunProperty(Commits::kThreaded, 5); }

}  // namespace
}  // namespace ikp::scenarios::disk
