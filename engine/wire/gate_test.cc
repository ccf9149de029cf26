#include "engine/wire/gate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "engine/async/task_scope.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::wire {
namespace {

using namespace std::chrono_literals;

struct Taken {
  int who;
  domain::Milliseconds at;
  bool operator==(const Taken&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Taken& taken) { return out << taken.who << "@" << taken.at.count(); }

class World {
 public:
  async::Task<void> TakeOne(TokenBucket& bucket, int who, domain::Milliseconds patience = 1h) {
    const auto busy_until = co_await bucket.Take(clock.Now() + patience);
    if (!busy_until) taken.push_back({who, clock.Now() - start});
    if (busy_until) refused.push_back({who, *busy_until - start});
  }
  async::Task<void> Enter(Gate& gate, int who, domain::Milliseconds hold) {
    auto pass = co_await gate.Enter(clock.Now() + 1h);
    if (!pass) {
      refused.push_back({who, pass.error() - start});
      co_return;
    }
    taken.push_back({who, clock.Now() - start});
    inside = inside + 1;
    most_inside = std::max(most_inside, inside);
    co_await clock.SleepUntil(clock.Now() + hold, {});
    inside = inside - 1;
  }
  Environment environment() { return {executor, clock, transport, random, stop.get_token()}; }

  const domain::Instant start = *domain::ParseInstant("2026-03-08T09:00:00Z");
  async::ManualExecutor executor;
  testing::ManualClock clock{executor, start};
  testing::ScriptedTransport transport{clock};
  testing::SeededRandom random{1};
  std::stop_source stop;
  std::vector<Taken> taken;
  std::vector<Taken> refused;
  int inside = 0;
  int most_inside = 0;
};

TEST(TokenBucket, GivesABurstThenKeepsThePaceInOrder) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token());
  async::TaskScope scope(world.executor);
  for (int i = 0; i < 8; ++i) scope.Spawn(world.TakeOne(bucket, i));
  world.clock.Advance(10s);
  EXPECT_EQ(world.taken, (std::vector<Taken>{
                             {0, 0ms}, {1, 0ms}, {2, 0ms}, {3, 0ms}, {4, 0ms}, {5, 500ms}, {6, 1000ms}, {7, 1500ms}}));
}

TEST(TokenBucket, ARestFillsItUpToTheBurstOnly) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token(), {.per_second = 1, .burst = 2});
  async::TaskScope scope(world.executor);
  world.clock.Advance(1h);
  for (int i = 0; i < 3; ++i) scope.Spawn(world.TakeOne(bucket, i));
  world.clock.Advance(10s);
  EXPECT_EQ(world.taken, (std::vector<Taken>{{0, 1h}, {1, 1h}, {2, 1h + 1s}}));
}

TEST(TokenBucket, APauseHoldsEverybodyAndWhoCannotWaitIsToldWhen) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token());
  async::TaskScope scope(world.executor);
  bucket.PauseUntil(world.start + 30s);
  bucket.PauseUntil(world.start + 20s);  // does not shorten it
  scope.Spawn(world.TakeOne(bucket, 1, 10s));
  scope.Spawn(world.TakeOne(bucket, 2, 60s));
  world.clock.Advance(1min);
  EXPECT_EQ(world.refused, (std::vector<Taken>{{1, 30s}}));
  EXPECT_EQ(world.taken, (std::vector<Taken>{{2, 30s}}));
}

TEST(TokenBucket, APauseThatStartsWhileSomebodyWaitsHoldsHimToo) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token(), {.per_second = 1, .burst = 1});
  async::TaskScope scope(world.executor);
  scope.Spawn(world.TakeOne(bucket, 1));
  scope.Spawn(world.TakeOne(bucket, 2));
  bucket.PauseUntil(world.start + 5s);
  world.clock.Advance(1min);
  EXPECT_EQ(world.taken, (std::vector<Taken>{{1, 0s}, {2, 5s}}));
}

TEST(TokenBucket, NobodyIsServedAfterHisPatience) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token(), {.per_second = 0.1, .burst = 1});
  async::TaskScope scope(world.executor);
  scope.Spawn(world.TakeOne(bucket, 1, 1min));
  scope.Spawn(world.TakeOne(bucket, 2, 1min));
  scope.Spawn(world.TakeOne(bucket, 3, 12s));  // could be served alone, but not behind the one before
  world.clock.Advance(1min);
  EXPECT_EQ(world.taken, (std::vector<Taken>{{1, 0s}, {2, 10s}}));
  EXPECT_EQ(world.refused, (std::vector<Taken>{{3, 20s}}));
}

TEST(TokenBucket, AClockThatIsSteppedBackDoesNotHoldEverybodyUp) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token());
  async::TaskScope scope(world.executor);
  scope.Spawn(world.TakeOne(bucket, 1));
  world.clock.StepTo(world.start - 24h);
  scope.Spawn(world.TakeOne(bucket, 2));
  world.clock.Advance(1s);
  EXPECT_EQ(world.taken.size(), 2u);
}

TEST(TokenBucket, AWaiterThatIsDroppedDoesNotBlockTheNext) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token(), {.per_second = 1, .burst = 1});
  async::TaskScope scope(world.executor);
  scope.Spawn(world.TakeOne(bucket, 1));
  {
    async::TaskScope dropped(world.executor);
    dropped.Spawn(world.TakeOne(bucket, 2));
    scope.Spawn(world.TakeOne(bucket, 3));
  }
  world.clock.Advance(1min);
  EXPECT_EQ(world.taken, (std::vector<Taken>{{1, 0s}, {3, 1s}}));
}

TEST(TokenBucket, StoppingTheEngineEndsTheWait) {
  World world;
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token());
  bucket.PauseUntil(world.start + 30min);
  async::TaskScope scope(world.executor);
  scope.Spawn(world.TakeOne(bucket, 1));
  world.stop.request_stop();
  world.clock.Settle();
  EXPECT_EQ(world.refused.size(), 1u);
  EXPECT_EQ(scope.running(), 0u);
}

RC_GTEST_PROP(TokenBucketProperty, NoWindowHoldsMoreThanBurstPlusPace, ()) {
  World world;
  const Pace pace{static_cast<double>(*rc::gen::inRange(1, 20)), *rc::gen::inRange(1, 8)};
  TokenBucket bucket(world.executor, world.clock, world.stop.get_token(), pace);
  async::TaskScope scope(world.executor);
  const auto gaps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 900));
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    world.clock.Advance(domain::Milliseconds(gaps[i]));
    scope.Spawn(world.TakeOne(bucket, static_cast<int>(i)));
  }
  world.clock.Advance(1h);
  RC_ASSERT(world.taken.size() == gaps.size());
  for (std::size_t i = 0; i < world.taken.size(); ++i) {
    RC_ASSERT(world.taken[i].who == static_cast<int>(i));
    for (std::size_t j = i; j < world.taken.size(); ++j) {
      const double seconds = static_cast<double>((world.taken[j].at - world.taken[i].at).count()) / 1000;
      RC_ASSERT(static_cast<double>(j - i + 1) <= pace.burst + seconds * pace.per_second + 1e-9);
    }
  }
}

TEST(Gate, KeepsTheNumberOfCallsUnderWay) {
  World world;
  Gate gate(world.environment(), {.pace = {.per_second = 100, .burst = 100}, .concurrent = 3, .queued = 100});
  async::TaskScope scope(world.executor);
  for (int i = 0; i < 10; ++i) scope.Spawn(world.Enter(gate, i, 1s));
  world.clock.Advance(10s);
  EXPECT_EQ(world.taken.size(), 10u);
  EXPECT_EQ(world.most_inside, 3);
}

TEST(Gate, TurnsAwayWhatDoesNotFitInTheQueue) {
  World world;
  Gate gate(world.environment(), {.pace = {.per_second = 100, .burst = 100}, .concurrent = 1, .queued = 2});
  async::TaskScope scope(world.executor);
  for (int i = 0; i < 4; ++i) scope.Spawn(world.Enter(gate, i, 1s));
  world.clock.Advance(10s);
  EXPECT_EQ(world.taken.size(), 3u);
  EXPECT_EQ(world.refused, (std::vector<Taken>{{3, 10s}}));
}

}  // namespace
}  // namespace ikp::wire
