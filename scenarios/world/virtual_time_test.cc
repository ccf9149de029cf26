// Virtual time: who wakes when, also when the clock of the machine is wrong, and what a stop leaves behind.
#include "scenarios/world/virtual_time.h"

#include <gtest/gtest.h>
// After GoogleTest.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <vector>

#include "engine/async/task_scope.h"

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr Instant kStart{std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)};
constexpr std::uint64_t kNoLimit = 1'000'000;

// A process with sleepers only, and a world that goes from one due time to the next.
struct Machine {
  WorldTime world{kStart};
  ProcessExecutor executor;
  ProcessClock clock{executor, world};
  std::vector<int> woken;         // in order
  std::vector<Instant> woken_at;  // by the world's time
  std::unique_ptr<async::TaskScope> scope = std::make_unique<async::TaskScope>(executor);

  async::Task<void> Sleep(int who, Instant due, std::stop_token stop) {
    co_await clock.SleepUntil(due, std::move(stop));
    woken.push_back(who);
    woken_at.push_back(world.now);
  }
  void Spawn(int who, Instant due, std::stop_token stop = {}) { scope->Spawn(Sleep(who, due, std::move(stop))); }

  void GoTo(Instant at) {
    world.now = at;
    clock.WakeDue();
    executor.Run(kNoLimit);
  }
  // Gives how often somebody had to be looked at.
  int LiveUntil(Instant end) {
    int looks = 0;
    for (auto next = clock.NextDue(); next && *next <= end; next = clock.NextDue(), ++looks) {
      GoTo(std::max(*next, world.now));
    }
    GoTo(end);
    return looks;
  }
};

TEST(VirtualTime, WhoeverIsDueAlreadyDoesNotSleep) {
  Machine machine;
  machine.Spawn(1, kStart);
  machine.Spawn(2, kStart - hours(1));
  EXPECT_EQ(machine.woken, (std::vector<int>{1, 2}));
  EXPECT_EQ(machine.clock.NextDue(), std::nullopt);
}

TEST(VirtualTime, NobodyWakesBeforeTheTime) {
  Machine machine;
  machine.Spawn(1, kStart + seconds(10));
  EXPECT_EQ(machine.clock.NextDue(), kStart + seconds(10));
  machine.GoTo(kStart + seconds(10) - Milliseconds(1));
  EXPECT_TRUE(machine.woken.empty());
  machine.GoTo(kStart + seconds(10));
  EXPECT_EQ(machine.woken, std::vector<int>{1});
  EXPECT_EQ(machine.clock.sleepers(), 0u);
}

RC_GTEST_PROP(VirtualTime, SleepersWakeByDueTimeAndThenInTheOrderInWhichTheyCame, ()) {
  const auto waits = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 20));
  Machine machine;
  for (std::size_t i = 0; i < waits.size(); ++i) machine.Spawn(static_cast<int>(i), kStart + seconds(waits[i]));
  std::vector<int> expected(waits.size());
  std::iota(expected.begin(), expected.end(), 0);
  std::stable_sort(expected.begin(), expected.end(), [&](int a, int b) {
    return waits[static_cast<std::size_t>(a)] < waits[static_cast<std::size_t>(b)];
  });
  machine.LiveUntil(kStart + seconds(30));
  RC_ASSERT(machine.woken == expected);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    RC_ASSERT(machine.woken_at[i] == kStart + seconds(waits[static_cast<std::size_t>(expected[i])]));
  }
}

TEST(VirtualTime, AStepForwardWakesWhoIsDueByTheNewTime) {
  Machine machine;
  machine.Spawn(1, kStart + hours(1));
  machine.Spawn(2, kStart + hours(3));
  machine.clock.Step(hours(2));
  EXPECT_EQ(machine.clock.Now(), kStart + hours(2));
  machine.executor.Run(kNoLimit);
  EXPECT_EQ(machine.woken, std::vector<int>{1});
  EXPECT_EQ(machine.clock.NextDue(), kStart + hours(1));  // of the world: an hour is left
}

TEST(VirtualTime, AStepBackLetsEverybodySleepLonger) {
  Machine machine;
  machine.Spawn(1, kStart + hours(1));
  machine.clock.Step(-hours(2));
  machine.executor.Run(kNoLimit);
  EXPECT_EQ(machine.clock.NextDue(), kStart + hours(3));
  machine.LiveUntil(kStart + hours(3) - Milliseconds(1));
  EXPECT_TRUE(machine.woken.empty());
  machine.LiveUntil(kStart + hours(3));
  EXPECT_EQ(machine.woken, std::vector<int>{1});
}

TEST(VirtualTime, CorrectedAfterAStepBackWhoOversleptWakesAtOnce) {
  Machine machine;
  machine.clock.Step(-hours(2));
  machine.Spawn(1, kStart + hours(1));
  machine.GoTo(kStart + hours(2));
  EXPECT_TRUE(machine.woken.empty());
  machine.clock.Correct();
  machine.executor.Run(kNoLimit);
  EXPECT_EQ(machine.clock.Now(), kStart + hours(2));
  EXPECT_EQ(machine.woken, std::vector<int>{1});
}

RC_GTEST_PROP(VirtualTime, WithDriftASleeperWakesAtItsOwnTimeAndIsNotLookedAtForEver, ()) {
  const int parts_per_million = *rc::gen::inRange(-500, 501);
  const auto wait = Milliseconds(*rc::gen::inRange(1, 1'000'000'000));
  Machine machine;
  machine.clock.SetDrift(parts_per_million);
  machine.Spawn(1, kStart + wait);
  const int looks = machine.LiveUntil(kStart + wait * 2);
  RC_ASSERT(machine.woken == std::vector<int>{1});
  RC_ASSERT(looks <= 3);
  const auto exact = Milliseconds(wait.count() * 1'000'000 / (1'000'000 + parts_per_million));
  RC_ASSERT(machine.woken_at[0] >= exact + kStart - Milliseconds(2));
  RC_ASSERT(machine.woken_at[0] <= exact + kStart + Milliseconds(3));
}

TEST(VirtualTime, WhatDriftedStaysWhenTheDriftChanges) {
  Machine machine;
  machine.clock.SetDrift(500);
  machine.GoTo(kStart + seconds(1000));
  EXPECT_EQ(machine.clock.Now(), machine.world.now + Milliseconds(500));
  machine.clock.SetDrift(-500);
  machine.GoTo(kStart + seconds(3000));
  EXPECT_EQ(machine.clock.Now(), machine.world.now - Milliseconds(500));
  machine.clock.Correct();
  EXPECT_EQ(machine.clock.Now(), machine.world.now);
}

TEST(VirtualTime, AStopWakesAtOnce) {
  Machine machine;
  std::stop_source stop;
  machine.Spawn(1, kStart + hours(1), stop.get_token());
  stop.request_stop();
  machine.executor.Run(kNoLimit);
  EXPECT_EQ(machine.woken, std::vector<int>{1});
  EXPECT_EQ(machine.clock.sleepers(), 0u);
}

TEST(VirtualTime, DestroyedSleepersAreForgottenAsleepOrJustWoken) {
  Machine machine;
  for (int who = 0; who < 6; ++who) machine.Spawn(who, kStart + seconds(1 + who % 2));
  machine.world.now = kStart + seconds(1);
  machine.clock.WakeDue();  // three are ready and have not run
  EXPECT_EQ(machine.executor.ready(), 3u);
  EXPECT_EQ(machine.clock.sleepers(), 3u);
  machine.scope.reset();
  EXPECT_TRUE(machine.executor.idle());
  EXPECT_EQ(machine.clock.sleepers(), 0u);
  EXPECT_EQ(machine.clock.NextDue(), std::nullopt);
  EXPECT_EQ(machine.executor.Run(kNoLimit), 0u);
  EXPECT_TRUE(machine.woken.empty());
}

RC_GTEST_PROP(VirtualTime, HaltedAtAStepNothingRunsFromThereOn, ()) {
  const int sleepers = *rc::gen::inRange(0, 12);
  const int step = *rc::gen::inRange(1, 16);
  Machine machine;
  for (int who = 0; who < sleepers; ++who) machine.Spawn(who, kStart + seconds(1));
  machine.executor.HaltAtStep(static_cast<std::uint64_t>(step));
  machine.GoTo(kStart + seconds(1));
  RC_ASSERT(static_cast<int>(machine.woken.size()) == std::min(sleepers, step - 1));
  RC_ASSERT(machine.executor.halted() == (sleepers >= step));
  machine.GoTo(kStart + seconds(2));
  RC_ASSERT(static_cast<int>(machine.woken.size()) == std::min(sleepers, step - 1));
}

TEST(VirtualTime, AHaltThatWasTakenBackDoesNotCome) {
  Machine machine;
  machine.Spawn(1, kStart + seconds(1));
  machine.executor.HaltAtStep(1);
  machine.executor.DoNotHalt();
  machine.GoTo(kStart + seconds(1));
  EXPECT_FALSE(machine.executor.halted());
  EXPECT_EQ(machine.woken, std::vector<int>{1});
}

TEST(VirtualTime, ARunKeepsItsLimit) {
  Machine machine;
  for (int who = 0; who < 5; ++who) machine.Spawn(who, kStart + seconds(1));
  machine.world.now = kStart + seconds(1);
  machine.clock.WakeDue();
  EXPECT_EQ(machine.executor.Run(2), 2u);
  EXPECT_EQ(machine.woken, (std::vector<int>{0, 1}));
  EXPECT_EQ(machine.executor.Run(kNoLimit), 3u);
}

}  // namespace
}  // namespace ikp::scenarios
