#include "engine/runtime/system_clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

#include "engine/async/task.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/loop_await.h"

namespace ikp::runtime {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;

TEST(SystemClock, WakesAtOrAfterTheInstant) {
  EventLoop loop;
  SystemClock clock(loop);
  const auto due = clock.Now() + 30ms;
  AwaitOn(loop, clock.SleepUntil(due, {}));
  EXPECT_GE(clock.Now(), due);
}

TEST(SystemClock, PastInstantDoesNotSuspend) {
  EventLoop loop;
  SystemClock clock(loop);
  auto sleep = clock.SleepUntil(clock.Now() - 1h, {});
  sleep.Start();
  EXPECT_TRUE(sleep.done());
}

TEST(SystemClock, StopThatWasRequestedBeforeDoesNotSuspend) {
  EventLoop loop;
  SystemClock clock(loop);
  std::stop_source stop;
  stop.request_stop();
  auto sleep = clock.SleepUntil(clock.Now() + 24h, stop.get_token());
  sleep.Start();
  EXPECT_TRUE(sleep.done());
}

TEST(SystemClock, StopFromTheLoopWakesButNotInsideTheCall) {
  EventLoop loop;
  SystemClock clock(loop);
  std::stop_source stop;
  std::optional<bool> done_inside;
  auto sleep = clock.SleepUntil(clock.Now() + 24h, stop.get_token());
  const auto sleeper = [&]() -> async::Task<void> {
    co_await sleep;
    loop.Stop();
  };
  auto root = sleeper();
  root.Start();
  loop.PostFromAnyThread([&] {
    stop.request_stop();
    done_inside = sleep.done();
  });
  loop.Run();
  EXPECT_TRUE(root.done());
  EXPECT_EQ(done_inside, false);
}

TEST(SystemClock, StopFromAnotherThreadWakes) {
  EventLoop loop;
  SystemClock clock(loop);
  std::stop_source stop;
  std::thread other([&] { stop.request_stop(); });
  AwaitOn(loop, clock.SleepUntil(clock.Now() + 24h, stop.get_token()));
  other.join();
}

TEST(SystemClock, SleeperMayGoWhileItSleeps) {
  EventLoop loop;
  SystemClock clock(loop);
  std::stop_source stop;
  auto sleep = std::make_unique<async::Task<void>>(clock.SleepUntil(clock.Now() + 24h, stop.get_token()));
  sleep->Start();
  loop.PostFromAnyThread([&] {
    stop.request_stop();  // its wake-up is on the way when the sleeper goes
    sleep.reset();
    loop.PostFromAnyThread([&] { loop.Stop(); });
  });
  loop.Run();
  EXPECT_EQ(sleep, nullptr);
}

}  // namespace
}  // namespace ikp::runtime
