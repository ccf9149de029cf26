#include "engine/async/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/sync.h"

namespace ikp::async {
namespace {

Task<int> Ready(int value) { co_return value; }

Task<int> Throwing() {
  throw std::runtime_error("no");
  co_return 0;
}

// Writes into `log` when the frame that holds it goes.
struct Tracer {
  Tracer(std::vector<std::string>& into, std::string text) : log(into), name(std::move(text)) {}
  Tracer(const Tracer&) = delete;
  ~Tracer() { log.push_back(name); }
  std::vector<std::string>& log;
  std::string name;
};

TEST(Task, DoesNothingBeforeItIsStarted) {
  bool ran = false;
  const auto body = [&]() -> Task<void> {
    ran = true;
    co_return;
  };
  auto task = body();
  EXPECT_FALSE(ran);
  EXPECT_FALSE(task.done());
  task.Start();
  EXPECT_TRUE(ran);
  EXPECT_TRUE(task.done());
}

TEST(Task, GivesItsResultToTheAwaitingTask) {
  const auto sum = []() -> Task<int> {
    const int one = co_await Ready(1);
    const int two = co_await Ready(2);
    co_return one + two;
  };
  auto task = sum();
  task.Start();
  EXPECT_EQ(task.Result(), 3);
}

TEST(Task, CarriesValuesThatCanOnlyMove) {
  const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  const auto use = [&]() -> Task<int> {
    auto box = co_await make();
    co_return *box;
  };
  auto task = use();
  task.Start();
  EXPECT_EQ(task.Result(), 7);
}

TEST(Task, ExceptionTravelsToTheAwaitingTask) {
  const auto guarded = []() -> Task<std::string> {
    try {
      co_await Throwing();
    } catch (const std::runtime_error& error) {
      co_return error.what();
    }
    co_return "nothing was thrown";
  };
  auto task = guarded();
  task.Start();
  EXPECT_EQ(task.Result(), "no");
}

TEST(Task, ExceptionOfARootComesOutOfResult) {
  auto task = Throwing();
  task.Start();
  ASSERT_TRUE(task.done());
  EXPECT_THROW(task.Result(), std::runtime_error);
}

TEST(Task, ExceptionAfterASuspensionTravelsToo) {
  ManualExecutor executor;
  Signal signal(executor);
  const auto inner = [&]() -> Task<void> {
    co_await signal.Wait();
    throw std::runtime_error("late");
  };
  const auto outer = [&]() -> Task<bool> {
    try {
      co_await inner();
    } catch (const std::runtime_error&) {
      co_return true;
    }
    co_return false;
  };
  auto task = outer();
  task.Start();
  EXPECT_FALSE(task.done());
  signal.Set();
  executor.RunUntilIdle();
  ASSERT_TRUE(task.done());
  EXPECT_TRUE(task.Result());
}

TEST(Task, DestroyingASuspendedTaskDestroysWhatItWaitsFor) {
  ManualExecutor executor;
  Signal never(executor);
  std::vector<std::string> log;
  const auto inner = [&]() -> Task<void> {
    const Tracer tracer(log, "inner");
    co_await never.Wait();
    log.push_back("continued");
  };
  const auto outer = [&]() -> Task<void> {
    const Tracer tracer(log, "outer");
    co_await inner();
  };
  {
    auto task = outer();
    task.Start();
    EXPECT_TRUE(log.empty());
  }
  EXPECT_EQ(log, (std::vector<std::string>{"inner", "outer"}));
  never.Set();
  EXPECT_EQ(executor.RunUntilIdle(), 0u);
}

// Each of these tasks ends without suspending; were each resumed from within the one before, the stack would end first.
TEST(Task, LongLoopOverReadyTasksKeepsTheStackFlat) {
  constexpr int kRounds = 1'000'000;
  const auto loop = []() -> Task<long> {
    long sum = 0;
    for (int i = 0; i < kRounds; ++i) sum += co_await Ready(1);
    co_return sum;
  };
  auto task = loop();
  task.Start();
  EXPECT_EQ(task.Result(), kRounds);
}

TEST(Task, MovedFromTaskIsDoneAndTheTargetOwnsTheFrame) {
  std::vector<std::string> log;
  const auto body = [&]() -> Task<void> {
    const Tracer tracer(log, "ran");
    co_return;
  };
  Task<void> first = body();
  Task<void> second = std::move(first);
  EXPECT_TRUE(first.done());  // NOLINT(bugprone-use-after-move): this is what the test is about
  second.Start();
  EXPECT_EQ(log, (std::vector<std::string>{"ran"}));
}

TEST(ManualExecutor, StopsAtItsLimitAndForgets) {
  ManualExecutor executor;
  Signal signal(executor);
  int rounds = 0;
  const auto livelock = [&]() -> Task<void> {
    for (;;) {
      co_await signal.Wait();
      ++rounds;
    }
  };
  {
    auto first = livelock();
    auto second = livelock();
    first.Start();
    second.Start();
    signal.Set();
    signal.Set();
    EXPECT_EQ(executor.RunUntilIdle(1), 1u);
    EXPECT_EQ(rounds, 1);
    EXPECT_FALSE(executor.idle());
  }
  EXPECT_TRUE(executor.idle()) << "a destroyed task is still in the run queue";
}

}  // namespace
}  // namespace ikp::async
