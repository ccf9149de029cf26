#include "engine/async/sync.h"

#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/task.h"

namespace ikp::async {
namespace {

using Log = std::vector<std::string>;

TEST(Signal, SetBeforeWaitLetsOneWaitPass) {
  ManualExecutor executor;
  Signal signal(executor);
  signal.Set();
  signal.Set();
  auto first = signal.Wait();
  first.Start();
  EXPECT_TRUE(first.done());
  auto second = signal.Wait();
  second.Start();
  EXPECT_FALSE(second.done()) << "sets must not accumulate";
}

TEST(Signal, WakesInTheOrderOfWaiting) {
  ManualExecutor executor;
  Signal signal(executor);
  Log log;
  const auto waiter = [&](std::string name) -> Task<void> {
    co_await signal.Wait();
    log.push_back(name);
  };
  auto a = waiter("a");
  auto b = waiter("b");
  a.Start();
  b.Start();
  signal.Set();
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"a"}));
  signal.Set();
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"a", "b"}));
}

TEST(Signal, DestroyedWaiterIsForgotten) {
  ManualExecutor executor;
  Signal signal(executor);
  auto kept = signal.Wait();
  {
    auto dropped = signal.Wait();
    dropped.Start();
    kept.Start();
  }
  signal.Set();
  executor.RunUntilIdle();
  EXPECT_TRUE(kept.done());
}

TEST(Signal, WakeUpOfAWaiterThatGoesIsPassedOn) {
  ManualExecutor executor;
  Signal signal(executor);
  auto kept = signal.Wait();
  {
    auto dropped = signal.Wait();
    dropped.Start();
    kept.Start();
    signal.Set();  // wakes `dropped`, which never gets to run
  }
  executor.RunUntilIdle();
  EXPECT_TRUE(kept.done());
}

TEST(Signal, WakeUpOfTheOnlyWaiterThatGoesIsKept) {
  ManualExecutor executor;
  Signal signal(executor);
  {
    auto dropped = signal.Wait();
    dropped.Start();
    signal.Set();
  }
  auto later = signal.Wait();
  later.Start();
  EXPECT_TRUE(later.done());
}

TEST(Signal, MayGoBeforeItsWaiters) {
  ManualExecutor executor;
  auto signal = std::make_unique<Signal>(executor);
  auto waiting = signal->Wait();
  waiting.Start();
  signal.reset();
  EXPECT_FALSE(waiting.done());
}

TEST(Broadcast, WakesThoseWhoWaitAndNobodyElse) {
  ManualExecutor executor;
  Broadcast news(executor);
  news.WakeAll();  // nobody hears it
  auto first = news.Wait();
  auto late = news.Wait();
  {
    auto dropped = news.Wait();
    dropped.Start();
    first.Start();
    news.WakeAll();
    late.Start();
  }
  executor.RunUntilIdle();
  EXPECT_TRUE(first.done());
  EXPECT_FALSE(late.done());
}

Task<void> HoldPermit(Semaphore& semaphore, Signal& let_go, Log& log, std::string name) {
  const auto permit = co_await semaphore.Acquire();
  log.push_back("+" + name);
  co_await let_go.Wait();
  log.push_back("-" + name);
}

TEST(Semaphore, HoldsAtMostItsPermitsAndServesInTurn) {
  ManualExecutor executor;
  Semaphore semaphore(executor, 2);
  Signal let_go(executor);
  Log log;
  std::deque<Task<void>> tasks;
  for (const char* name : {"a", "b", "c", "d"}) {
    tasks.push_back(HoldPermit(semaphore, let_go, log, name));
    tasks.back().Start();
  }
  EXPECT_EQ(log, (Log{"+a", "+b"}));
  let_go.Set();
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"+a", "+b", "-a", "+c"}));
  while (!tasks.back().done()) {
    let_go.Set();
    executor.RunUntilIdle();
  }
  EXPECT_EQ(log, (Log{"+a", "+b", "-a", "+c", "-b", "+d", "-c", "-d"}));
  EXPECT_EQ(semaphore.free(), 2u);
}

TEST(Semaphore, NewcomerDoesNotOvertakeTheOneWhoWasWoken) {
  ManualExecutor executor;
  Semaphore semaphore(executor, 1);
  Signal let_go(executor);
  Log log;
  std::optional<Semaphore::Permit> held;
  const auto take = [&]() -> Task<void> { held.emplace(co_await semaphore.Acquire()); };
  auto holder = take();
  holder.Start();
  auto early = HoldPermit(semaphore, let_go, log, "early");
  early.Start();
  held.reset();  // the permit is for `early` from now on, though it has not continued yet
  auto late = HoldPermit(semaphore, let_go, log, "late");
  late.Start();
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"+early"}));
}

TEST(Semaphore, PermitOfAWokenWaiterThatGoesIsPassedOn) {
  ManualExecutor executor;
  Semaphore semaphore(executor, 1);
  Signal let_go(executor);
  Log log;
  std::optional<Semaphore::Permit> held;
  const auto take = [&]() -> Task<void> { held.emplace(co_await semaphore.Acquire()); };
  auto holder = take();
  holder.Start();
  auto second = HoldPermit(semaphore, let_go, log, "second");
  {
    auto dropped = HoldPermit(semaphore, let_go, log, "dropped");
    dropped.Start();
    second.Start();
    held.reset();
  }
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"+second"}));
}

Task<void> HoldKeys(KeyedLock& lock, std::vector<std::string> keys, Signal& let_go, Log& log, std::string name) {
  const auto guard = co_await lock.Lock(std::move(keys));
  log.push_back("+" + name);
  co_await let_go.Wait();
  log.push_back("-" + name);
}

TEST(KeyedLock, DifferentKeysDoNotWaitForEachOther) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal let_go(executor);
  Log log;
  auto a = HoldKeys(lock, {"family-1"}, let_go, log, "a");
  auto b = HoldKeys(lock, {"family-2"}, let_go, log, "b");
  a.Start();
  b.Start();
  EXPECT_EQ(log, (Log{"+a", "+b"}));
  EXPECT_TRUE(lock.Held("family-1"));
  EXPECT_FALSE(lock.Held("family-3"));
}

TEST(KeyedLock, SameKeyIsServedInTurn) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal let_go(executor);
  Log log;
  std::deque<Task<void>> tasks;
  for (const char* name : {"a", "b", "c"}) {
    tasks.push_back(HoldKeys(lock, {"family"}, let_go, log, name));
    tasks.back().Start();
  }
  for (int i = 0; i < 3; ++i) {
    let_go.Set();
    executor.RunUntilIdle();
  }
  EXPECT_EQ(log, (Log{"+a", "-a", "+b", "-b", "+c", "-c"}));
}

TEST(KeyedLock, RequestForTwoKeysIsNotStarvedByRequestsForOne) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal first_ends(executor);
  Signal others_end(executor);
  Log log;
  auto holder = HoldKeys(lock, {"x"}, first_ends, log, "holder");
  holder.Start();
  auto both = HoldKeys(lock, {"x", "y"}, others_end, log, "both");
  both.Start();
  // "y" is free, but it is promised: who comes later waits.
  auto late = HoldKeys(lock, {"y"}, others_end, log, "late");
  late.Start();
  EXPECT_EQ(log, (Log{"+holder"}));
  first_ends.Set();
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"+holder", "-holder", "+both"}));
}

TEST(KeyedLock, RequestThatGoesWhileWaitingLetsLaterOnesPass) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal let_go(executor);
  Log log;
  auto holder = HoldKeys(lock, {"x"}, let_go, log, "holder");
  holder.Start();
  auto late = HoldKeys(lock, {"y"}, let_go, log, "late");
  {
    auto dropped = HoldKeys(lock, {"x", "y"}, let_go, log, "dropped");
    dropped.Start();
    late.Start();
    EXPECT_EQ(log, (Log{"+holder"}));
  }
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"+holder", "+late"}));
}

TEST(KeyedLock, GrantOfARequestThatGoesIsTakenBack) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal let_go(executor);
  Signal never(executor);
  Log log;
  auto next = HoldKeys(lock, {"x"}, never, log, "next");
  {
    auto holder = HoldKeys(lock, {"x"}, let_go, log, "holder");
    holder.Start();
    auto dropped = HoldKeys(lock, {"x"}, never, log, "dropped");
    dropped.Start();
    next.Start();
    let_go.Set();
    executor.RunUntilIdle(1);  // `holder` lets go; `dropped` is granted but does not get to run
    EXPECT_EQ(log, (Log{"+holder", "-holder"}));
  }
  executor.RunUntilIdle();
  EXPECT_EQ(log, (Log{"+holder", "-holder", "+next"}));
}

TEST(KeyedLock, NamesMayRepeatInARequest) {
  ManualExecutor executor;
  KeyedLock lock(executor);
  Signal let_go(executor);
  Log log;
  auto twice = HoldKeys(lock, {"x", "x"}, let_go, log, "twice");
  twice.Start();
  let_go.Set();
  executor.RunUntilIdle();
  EXPECT_FALSE(lock.Held("x"));
}

// Any requests over few names, ended or dropped in any order: no name has two holders, requests that share a name are
// served in the order in which they came, and in the end everybody has been served.
RC_GTEST_PROP(KeyedLock, AnyRequestsAreExclusiveOrderedAndServed, ()) {
  const auto wanted = *rc::gen::container<std::vector<std::vector<int>>>(
      rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))));
  ManualExecutor executor;
  KeyedLock lock(executor);
  std::map<int, int> holders;
  std::map<int, std::vector<std::size_t>> served;
  Signal step(executor);
  std::deque<std::optional<Task<void>>> tasks;
  const auto hold = [&](std::size_t index) -> Task<void> {
    std::vector<std::string> keys;
    for (const int key : wanted[index]) keys.push_back(std::to_string(key));
    const auto guard = co_await lock.Lock(std::move(keys));
    const std::set<int> mine(wanted[index].begin(), wanted[index].end());
    for (const int key : mine) {
      RC_ASSERT(++holders[key] == 1);
      served[key].push_back(index);
    }
    co_await step.Wait();
    for (const int key : mine) --holders[key];
  };
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    tasks.emplace_back(hold(i));
    tasks.back()->Start();
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    step.Set();
    executor.RunUntilIdle();
  }
  for (const auto& task : tasks) RC_ASSERT(task->done());
  for (const auto& [key, order] : served) RC_ASSERT(std::is_sorted(order.begin(), order.end()));
}

}  // namespace
}  // namespace ikp::async
