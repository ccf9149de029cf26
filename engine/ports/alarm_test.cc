#include "engine/ports/alarm.h"

#include <gtest/gtest.h>

#include <optional>
#include <stop_token>
#include <utility>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/ports/clock.h"

namespace ikp::ports {
namespace {

using async::Executor;
using async::ManualExecutor;
using async::Task;

using domain::Instant;
using domain::Milliseconds;

// Time that stands still until the test moves it.
class StandingClock final : public Clock {
 public:
  explicit StandingClock(Executor& executor) : moved_(executor) {}
  Instant Now() const override { return now_; }
  Task<void> SleepUntil(Instant due, std::stop_token stop) override {
    const std::stop_callback on_stop(stop, [this] { moved_.WakeAll(); });
    while (now_ < due && !stop.stop_requested()) co_await moved_.Wait();
  }
  void Advance(Milliseconds by) {
    now_ += by;
    moved_.WakeAll();
  }

 private:
  Instant now_{};
  async::Broadcast moved_;
};

class AlarmTest : public testing::Test {
 protected:
  Instant In(int ms) const { return clock.Now() + Milliseconds(ms); }
  Task<void> StartWait(std::optional<Instant> due, std::stop_token stop = {}) {
    auto wait = alarm.WaitUntil(due, std::move(stop));
    wait.Start();
    executor.RunUntilIdle();
    return wait;
  }

  ManualExecutor executor;
  StandingClock clock{executor};
  Alarm alarm{executor, clock};
};

TEST_F(AlarmTest, RingsWhenItIsDue) {
  auto wait = StartWait(In(10));
  clock.Advance(Milliseconds(9));
  executor.RunUntilIdle();
  EXPECT_FALSE(wait.done());
  clock.Advance(Milliseconds(1));
  executor.RunUntilIdle();
  EXPECT_TRUE(wait.done());
}

TEST_F(AlarmTest, RingComesBeforeItIsDue) {
  auto wait = StartWait(In(10));
  alarm.Ring();
  executor.RunUntilIdle();
  EXPECT_TRUE(wait.done());
}

TEST_F(AlarmTest, EarlierRingLetsTheNextWaitPass) {
  alarm.Ring();
  EXPECT_TRUE(StartWait(std::nullopt).done());
  EXPECT_FALSE(StartWait(std::nullopt).done());
}

TEST_F(AlarmTest, TimeOfAWaitThatIsOverRingsNoMore) {
  auto first = StartWait(In(10));
  alarm.Ring();
  executor.RunUntilIdle();
  ASSERT_TRUE(first.done());
  auto second = StartWait(In(20));
  clock.Advance(Milliseconds(10));
  executor.RunUntilIdle();
  EXPECT_FALSE(second.done());
}

TEST_F(AlarmTest, StopEndsTheWait) {
  std::stop_source stop;
  auto wait = StartWait(In(10), stop.get_token());
  stop.request_stop();
  executor.RunUntilIdle();
  EXPECT_TRUE(wait.done());
  EXPECT_TRUE(StartWait(std::nullopt, stop.get_token()).done());
}

}  // namespace
}  // namespace ikp::ports
