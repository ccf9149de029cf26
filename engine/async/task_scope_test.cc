#include "engine/async/task_scope.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/async/task.h"

namespace ikp::async {
namespace {

TEST(TaskScope, RunsTasksBesideEachOtherAndForgetsTheFinished) {
  ManualExecutor executor;
  Signal signal(executor);
  std::vector<std::string> log;
  TaskScope scope(executor);
  const auto work = [&](std::string name) -> Task<void> {
    log.push_back(name + " starts");
    co_await signal.Wait();
    log.push_back(name + " ends");
  };
  scope.Spawn(work("a"));
  scope.Spawn(work("b"));
  EXPECT_EQ(scope.running(), 2u);
  signal.Set();
  executor.RunUntilIdle();
  EXPECT_EQ(scope.running(), 1u);
  EXPECT_EQ(log, (std::vector<std::string>{"a starts", "b starts", "a ends"}));
}

TEST(TaskScope, JoinWaitsForAllOfThem) {
  ManualExecutor executor;
  Signal signal(executor);
  TaskScope scope(executor);
  const auto work = [&]() -> Task<void> { co_await signal.Wait(); };
  for (int i = 0; i < 3; ++i) scope.Spawn(work());
  auto join = scope.Join();
  join.Start();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(join.done());
    signal.Set();
    executor.RunUntilIdle();
  }
  EXPECT_TRUE(join.done());
}

TEST(TaskScope, JoinOfNothingIsDoneAtOnce) {
  ManualExecutor executor;
  TaskScope scope(executor);
  scope.Spawn([]() -> Task<void> { co_return; }());
  auto join = scope.Join();
  join.Start();
  EXPECT_TRUE(join.done());
}

TEST(TaskScope, TaskMaySpawnIntoItsOwnScope) {
  ManualExecutor executor;
  Signal signal(executor);
  TaskScope scope(executor);
  int children = 0;
  const auto child = [&]() -> Task<void> {
    co_await signal.Wait();
    ++children;
  };
  const auto parent = [&]() -> Task<void> {
    scope.Spawn(child());
    scope.Spawn(child());
    co_return;
  };
  scope.Spawn(parent());
  EXPECT_EQ(scope.running(), 2u);
  signal.Set();
  signal.Set();
  executor.RunUntilIdle();
  EXPECT_EQ(children, 2);
  EXPECT_EQ(scope.running(), 0u);
}

// What a crash does: whatever the tasks were doing, nothing of them runs any more, and nothing of them is left.
TEST(TaskScope, DestructionEndsEverythingInTheMiddle) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal never(executor);
  const auto alive = std::make_shared<int>(0);
  auto scope = std::make_unique<TaskScope>(executor);
  const auto work = [&](std::shared_ptr<int> mine) -> Task<void> {
    // A braced list inside a co_await expression is more than GCC 12 can compile.
    std::vector<std::string> keys{"family"};
    const auto guard = co_await lock.Lock(std::move(keys));
    co_await never.Wait();
    ++*mine;
  };
  for (int i = 0; i < 3; ++i) scope->Spawn(work(alive));
  EXPECT_EQ(alive.use_count(), 4);
  scope.reset();
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_FALSE(lock.Held("family"));
  never.Set();
  EXPECT_EQ(executor.RunUntilIdle(), 0u);
  EXPECT_EQ(*alive, 0);
}

TEST(TaskScopeDeathTest, ExceptionThatLeavesATaskEndsTheProcess) {
  ManualExecutor executor;
  EXPECT_DEATH(
      {
        TaskScope scope(executor);
        scope.Spawn([]() -> Task<void> {
          throw std::runtime_error("workflow failed");
          co_return;
        }());
      },
      "workflow failed");
}

}  // namespace
}  // namespace ikp::async
