#include "engine/wire/testing/manual_clock.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace ikp::wire::testing {
namespace {

using namespace std::chrono_literals;

class ManualClockTest : public ::testing::Test {
 protected:
  async::Task<void> Note(std::string name, domain::Milliseconds delay) {
    co_await clock_.SleepUntil(clock_.Now() + delay, stop_.get_token());
    log_.push_back(name + "@" + std::to_string((clock_.Now() - start_).count()));
  }
  async::Task<int> SleepTwice() {
    co_await clock_.SleepUntil(clock_.Now() + 1s, {});
    co_await clock_.SleepUntil(clock_.Now() + 2s, {});
    co_return 7;
  }

  const domain::Instant start_ = *domain::ParseInstant("2026-03-08T09:00:00Z");
  async::ManualExecutor executor_;
  ManualClock clock_{executor_, start_};
  std::stop_source stop_;
  std::vector<std::string> log_;
};

TEST_F(ManualClockTest, WakesByDueTimeThenInOrderOfGoingToSleep) {
  auto late = Note("late", 20ms);
  auto first = Note("first", 10ms);
  auto second = Note("second", 10ms);
  late.Start();
  first.Start();
  second.Start();
  EXPECT_EQ(clock_.sleepers(), 3u);
  clock_.Advance(15ms);
  EXPECT_EQ(log_, (std::vector<std::string>{"first@10", "second@10"}));
  EXPECT_EQ(clock_.Now(), start_ + 15ms);
  clock_.Advance(5ms);
  EXPECT_EQ(log_.back(), "late@20");
}

TEST_F(ManualClockTest, ASleeperThatSleepsAgainIsWokenWithinTheSameAdvance) {
  auto task = SleepTwice();
  task.Start();
  clock_.Advance(3s);
  ASSERT_TRUE(task.done());
  EXPECT_EQ(task.Result(), 7);
}

TEST_F(ManualClockTest, APastDueTimeDoesNotSuspend) {
  auto task = Note("past", -5ms);
  task.Start();
  EXPECT_TRUE(task.done());
}

TEST_F(ManualClockTest, DestroyingASleepingTaskForgetsIt) {
  {
    auto task = Note("gone", 10ms);
    task.Start();
  }
  EXPECT_EQ(clock_.sleepers(), 0u);
  clock_.Advance(1s);
  EXPECT_TRUE(log_.empty());
}

TEST_F(ManualClockTest, DestroyingAWokenTaskBeforeItContinuesForgetsIt) {
  auto task = Note("gone", 1h);
  task.Start();
  stop_.request_stop();
  EXPECT_FALSE(executor_.idle());
  task = {};
  EXPECT_TRUE(executor_.idle());
  clock_.Settle();
  EXPECT_TRUE(log_.empty());
}

TEST_F(ManualClockTest, StopWakesAtThePresentTime) {
  auto task = Note("stopped", 1h);
  task.Start();
  clock_.Advance(1min);
  stop_.request_stop();
  clock_.Settle();
  EXPECT_EQ(log_, std::vector<std::string>{"stopped@60000"});
}

TEST_F(ManualClockTest, AStoppedTokenDoesNotSleepAtAll) {
  stop_.request_stop();
  auto task = Note("stopped", 1h);
  task.Start();
  EXPECT_TRUE(task.done());
}

TEST_F(ManualClockTest, SteppingBackwardsLengthensSleepAndForwardsWakes) {
  auto task = Note("stepped", 10s);
  task.Start();
  clock_.StepTo(start_ - 1h);
  clock_.Advance(10s);
  EXPECT_FALSE(task.done());
  clock_.StepTo(start_ + 1h);
  EXPECT_TRUE(task.done());
}

TEST_F(ManualClockTest, RunMovesTimeAsFarAsNeeded) {
  EXPECT_EQ(clock_.Run(SleepTwice()), 7);
  EXPECT_EQ(clock_.Now(), start_ + 3s);
}

TEST_F(ManualClockTest, RunRefusesATaskThatNeedsMoreThanItsPatience) {
  EXPECT_THROW(clock_.Run(SleepTwice(), 2s), std::runtime_error);
}

TEST_F(ManualClockTest, ATaskMayOutliveTheClock) {
  auto clock = std::make_unique<ManualClock>(executor_, start_);
  auto task = clock->SleepUntil(start_ + 1s, stop_.get_token());
  task.Start();
  clock.reset();
  stop_.request_stop();
  executor_.RunUntilIdle();
  EXPECT_TRUE(task.done());
}

}  // namespace
}  // namespace ikp::wire::testing
