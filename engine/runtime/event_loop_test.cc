#include "engine/runtime/event_loop.h"

#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/async/task_scope.h"

namespace ikp::runtime {
namespace {

using async::Task;
using Log = std::vector<std::string>;

TEST(EventLoop, ResumesInTheOrderOfThePosts) {
  EventLoop loop;
  async::Signal signal(loop);
  Log log;
  async::TaskScope scope(loop);
  const auto waiter = [&](std::string name) -> Task<void> {
    co_await signal.Wait();
    log.push_back(name);
    if (log.size() == 3) loop.Stop();
  };
  for (const char* name : {"a", "b", "c"}) scope.Spawn(waiter(name));
  for (int i = 0; i < 3; ++i) signal.Set();
  EXPECT_TRUE(log.empty()) << "nothing may continue inside Set";
  loop.Run();
  EXPECT_EQ(log, (Log{"a", "b", "c"}));
}

TEST(EventLoop, ForgottenHandleIsNotResumed) {
  EventLoop loop;
  async::Signal signal(loop);
  bool continued = false;
  {
    const auto waiter = [&]() -> Task<void> {
      co_await signal.Wait();
      continued = true;
    };
    auto dropped = waiter();
    dropped.Start();
    signal.Set();
  }
  loop.PostFromAnyThread([&] { loop.Stop(); });
  loop.Run();
  EXPECT_FALSE(continued);
}

TEST(EventLoop, TakesWorkFromAnotherThread) {
  EventLoop loop;
  std::thread::id ran_on;
  std::thread other([&] {
    loop.PostFromAnyThread([&] {
      ran_on = std::this_thread::get_id();
      loop.Stop();
    });
  });
  loop.Run();
  other.join();
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(EventLoop, StopFromAnotherThreadEndsRun) {
  EventLoop loop;
  std::thread other([&] { loop.Stop(); });
  loop.Run();
  other.join();
}

TEST(EventLoop, StopBeforeRunEndsTheNextRunOnly) {
  EventLoop loop;
  bool ran = false;
  loop.Stop();
  loop.PostFromAnyThread([&] {
    ran = true;
    loop.Stop();
  });
  loop.Run();
  EXPECT_FALSE(ran);
  loop.Run();
  EXPECT_TRUE(ran);
}

TEST(EventLoop, DropsPendingWorkWhenItGoes) {
  const auto held = std::make_shared<int>(1);
  {
    EventLoop loop;
    loop.PostFromAnyThread([held] {});
    EXPECT_EQ(held.use_count(), 2);
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(EventLoop, StopSignalCallsTheHandlerOnce) {
  EventLoop loop;
  int calls = 0;
  loop.OnStopSignal([&] {
    ++calls;
    loop.Stop();
  });
  loop.PostFromAnyThread([] { std::raise(SIGTERM); });
  loop.Run();
  EXPECT_EQ(calls, 1);
}

TEST(EventLoopDeathTest, SecondStopSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        EventLoop loop;
        loop.OnStopSignal([] { std::raise(SIGINT); });
        loop.PostFromAnyThread([] { std::raise(SIGINT); });
        loop.Run();
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(EventLoopIdle, LoopWithNothingToDoSaysSoOnce) {
  EventLoop loop;
  int idle = 0;
  loop.OnIdle([&] {
    ++idle;
    // The second posting ends the run, so that a call too many would be seen.
    loop.PostFromAnyThread([&] { loop.Stop(); });
  });
  loop.Run();
  EXPECT_EQ(idle, 1);
}

TEST(EventLoopIdle, ComesAfterEverythingThatIsReady) {
  EventLoop loop;
  Log log;
  loop.PostFromAnyThread([&] {
    log.push_back("first");
    loop.PostFromAnyThread([&] { log.push_back("posted by first"); });
  });
  loop.PostFromAnyThread([&] { log.push_back("second"); });
  loop.OnIdle([&] {
    log.push_back("idle");
    loop.Stop();
  });
  loop.Run();
  EXPECT_EQ(log, (Log{"first", "second", "posted by first", "idle"}));
}

TEST(EventLoopIdle, HandlerMayCreateWorkAndIsCalledAgainAfterIt) {
  EventLoop loop;
  Log log;
  int rounds = 0;
  loop.OnIdle([&] {
    log.push_back("idle");
    if (++rounds == 3) return loop.Stop();
    loop.PostFromAnyThread([&] { log.push_back("work"); });
  });
  loop.Run();
  EXPECT_EQ(log, (Log{"idle", "work", "idle", "work", "idle"}));
}

TEST(EventLoopIdle, WaitsForOperations) {
  EventLoop loop;
  Log log;
  loop.OperationStarted();
  std::thread outside;
  loop.PostFromAnyThread([&] {
    log.push_back("waiting");
    outside = std::thread([&] {
      loop.PostFromAnyThread([&] {
        log.push_back("completed");
        loop.OperationEnded();
      });
    });
  });
  loop.OnIdle([&] {
    log.push_back("idle");
    loop.Stop();
  });
  loop.Run();
  outside.join();
  EXPECT_EQ(log, (Log{"waiting", "completed", "idle"}));
}

TEST(EventLoopIdle, MayBeSetAndEndedWhileTheLoopRuns) {
  EventLoop loop;
  Log log;
  loop.PostFromAnyThread([&] {
    loop.OnIdle([&] {
      log.push_back("idle");
      loop.OnIdle(nullptr);
      loop.PostFromAnyThread([&] {
        log.push_back("after");
        loop.PostFromAnyThread([&] { loop.Stop(); });
      });
    });
  });
  loop.Run();
  EXPECT_EQ(log, (Log{"idle", "after"}));
}

}  // namespace
}  // namespace ikp::runtime
