#include "simulators/kit/clock_coordinator.h"

#include <gtest/gtest.h>

#include "simulators/kit/simulator_clock.h"

namespace ikp::simulators::kit {
namespace {

using std::chrono::milliseconds;

Instant At(int seconds) { return Instant(std::chrono::seconds(1'000'000 + seconds)); }

class ClockCoordinatorTest : public testing::Test {
 protected:
  // Asks until nothing moves any more, as the host does.
  ClockStep Settle() {
    ClockStep all;
    for (int i = 0; i < 1000; ++i) {
      auto step = coordinator_.Next(now_, next_due_, true, real_);
      for (const auto& answer : step.follow_answers) answered_.push_back(answer.ticket);
      if (step.run_answer) run_answer_ = step.run_answer;
      all = step;
      if (!step.hop_to) return all;
      now_ = *step.hop_to;
      hops_.push_back(now_);
      if (next_due_ && *next_due_ <= now_) next_due_.reset();
    }
    ADD_FAILURE() << "never settles";
    return all;
  }
  void Follow(Ticket ticket, std::optional<Instant> until, const std::string& name = "engine") {
    ASSERT_TRUE(coordinator_.Follow({name, until}, ticket, real_));
  }
  void Run(Instant target) {
    ASSERT_TRUE(coordinator_.StartRun({.target = target, .settle_timeout = milliseconds(5000)}, 99, real_));
  }

  ClockCoordinator coordinator_;
  Instant now_ = At(0);
  RealTime real_{1'000'000};
  std::optional<Instant> next_due_;
  std::vector<Ticket> answered_;
  std::vector<Instant> hops_;
  std::optional<RunAnswer> run_answer_;
};

TEST_F(ClockCoordinatorTest, TrafficBetweenFollowersMakesTheOthersLookAround) {
  Follow(1, At(8));
  Follow(2, At(9), "agent");
  ASSERT_TRUE(coordinator_.Follow({"agent", At(9), true}, 3, real_));
  Run(At(10));
  Settle();
  EXPECT_EQ(answered_, (std::vector<Ticket>{2, 1})) << "an older request, and what the engine said before";
  EXPECT_TRUE(hops_.empty());
  Follow(4, At(8));
  Settle();
  EXPECT_EQ(hops_, (std::vector<Instant>{At(8)})) << "and both are idle";
}

TEST_F(ClockCoordinatorTest, NobodyWaitsForAFollowerThatSaidItEnded) {
  Follow(1, At(4), "agent");
  coordinator_.Activity(real_);
  Run(At(10));
  Settle();
  ASSERT_FALSE(run_answer_) << "it is to look around";
  coordinator_.Unfollow("agent");
  Settle();
  ASSERT_TRUE(run_answer_);
  EXPECT_TRUE(run_answer_->followers_lost.empty());
  EXPECT_TRUE(coordinator_.followers().empty());
  coordinator_.Unfollow("agent");
}

TEST_F(ClockCoordinatorTest, WithoutFollowersItHopsOverWhatIsDue) {
  next_due_ = At(5);
  Run(At(10));
  Settle();
  EXPECT_EQ(hops_, (std::vector<Instant>{At(5), At(10)}));
  ASSERT_TRUE(run_answer_);
  EXPECT_EQ(run_answer_->hops, 2);
  EXPECT_TRUE(run_answer_->followers_lost.empty());
}

TEST_F(ClockCoordinatorTest, WaitsForTheFollowerAfterEachHop) {
  Follow(1, At(4));
  Run(At(10));
  Settle();
  EXPECT_EQ(hops_, (std::vector<Instant>{At(4)}));
  EXPECT_EQ(answered_, (std::vector<Ticket>{1}));
  EXPECT_FALSE(run_answer_);
  Follow(2, At(20));
  Settle();
  EXPECT_EQ(hops_.back(), At(10));
  ASSERT_TRUE(run_answer_);
  EXPECT_EQ(run_answer_->hops, 2);
}

TEST_F(ClockCoordinatorTest, FollowerWokenAtTheTargetMustSettleBeforeTheAnswer) {
  Follow(1, At(10));
  Run(At(10));
  Settle();
  EXPECT_EQ(now_, At(10));
  EXPECT_FALSE(run_answer_);
  Follow(2, std::nullopt);
  Settle();
  EXPECT_TRUE(run_answer_);
}

TEST_F(ClockCoordinatorTest, RequestOlderThanAnActivityIsAnsweredAndRenewed) {
  Follow(1, At(100));
  coordinator_.Activity(real_);
  Run(At(10));
  Settle();
  EXPECT_TRUE(hops_.empty());
  EXPECT_EQ(answered_, (std::vector<Ticket>{1}));
  Follow(2, At(100));
  Settle();
  EXPECT_TRUE(run_answer_);
  EXPECT_EQ(now_, At(10));
}

TEST_F(ClockCoordinatorTest, WebhookInFlightHoldsTime) {
  Follow(1, At(100));
  coordinator_.WebhookStarted();
  Run(At(10));
  Settle();
  EXPECT_TRUE(hops_.empty());
  coordinator_.WebhookEnded(real_);
  Settle();
  EXPECT_TRUE(hops_.empty()) << "the follower may be at work on the webhook";
  Follow(2, At(100));
  Settle();
  EXPECT_TRUE(run_answer_);
}

TEST_F(ClockCoordinatorTest, NewerRequestAnswersTheOlder) {
  Follow(1, At(100));
  Follow(2, At(200));
  Settle();
  EXPECT_EQ(answered_, (std::vector<Ticket>{1}));
}

TEST_F(ClockCoordinatorTest, PastUntilIsAnsweredAtOnce) {
  Follow(1, At(0));
  Settle();
  EXPECT_EQ(answered_, (std::vector<Ticket>{1}));
}

TEST_F(ClockCoordinatorTest, LongPollEndsAfterTwentySeconds) {
  Follow(1, std::nullopt);
  const auto step = Settle();
  EXPECT_EQ(step.look_again_at, real_ + milliseconds(20'000));
  real_ += milliseconds(20'000);
  Settle();
  EXPECT_EQ(answered_, (std::vector<Ticket>{1}));
}

TEST_F(ClockCoordinatorTest, DeadFollowerIsDroppedAndNamed) {
  Follow(1, At(3));
  Run(At(10));
  const auto step = Settle();
  EXPECT_EQ(hops_, (std::vector<Instant>{At(3)}));
  EXPECT_EQ(step.look_again_at, real_ + milliseconds(5000));
  real_ += milliseconds(4999);
  Settle();
  EXPECT_FALSE(run_answer_);
  coordinator_.Activity(real_);  // still at work: the wait begins again
  real_ += milliseconds(4999);
  Settle();
  EXPECT_FALSE(run_answer_);
  real_ += milliseconds(1);
  Settle();
  ASSERT_TRUE(run_answer_);
  EXPECT_EQ(run_answer_->followers_lost, std::vector<std::string>{"engine"});
  EXPECT_EQ(now_, At(10));
  EXPECT_TRUE(coordinator_.followers().empty());
}

TEST_F(ClockCoordinatorTest, TwoFollowersTheEarlierWakesFirst) {
  Follow(1, At(8), "a");
  Follow(2, At(3), "b");
  Run(At(10));
  Settle();
  EXPECT_EQ(hops_, (std::vector<Instant>{At(3)}));
  EXPECT_EQ(answered_, (std::vector<Ticket>{2}));
  Follow(3, At(50), "b");
  Settle();
  EXPECT_EQ(answered_, (std::vector<Ticket>{2, 1}));
  EXPECT_EQ(now_, At(8));
}

TEST_F(ClockCoordinatorTest, OneRunAtATime) {
  Follow(1, At(3));
  coordinator_.Activity(real_);
  Run(At(10));
  EXPECT_FALSE(coordinator_.StartRun({.target = At(20)}, 100, real_));
}

TEST_F(ClockCoordinatorTest, WorkThatStaysDueDoesNotStopTime) {
  Run(At(1));
  for (int i = 0; i < 1000; ++i) {
    const auto step = coordinator_.Next(now_, At(-5), true, real_);
    ASSERT_TRUE(step.hop_to) << i;
    ASSERT_GT(*step.hop_to, now_);
    now_ = *step.hop_to;
  }
  EXPECT_TRUE(coordinator_.Next(now_, At(-5), true, real_).run_answer);
}

TEST_F(ClockCoordinatorTest, BusyForeverEndsUnsettled) {
  coordinator_.WebhookStarted();
  Run(At(10));
  Settle();
  real_ += ClockCoordinator::kLongestRun;
  Settle();
  ASSERT_TRUE(run_answer_);
  EXPECT_FALSE(run_answer_->settled);
}

TEST(SimulatorClock, NeverGoesBack) {
  Instant wall = At(0);
  SimulatorClock clock([&] { return wall; });
  EXPECT_EQ(clock.Now(), At(0));
  EXPECT_FALSE(clock.HopTo(At(5))) << "time is real";
  wall = At(10);
  clock.Hold();
  wall = At(20);
  EXPECT_EQ(clock.Now(), At(10));
  EXPECT_TRUE(clock.HopTo(At(100)));
  EXPECT_FALSE(clock.HopTo(At(99)));
  clock.FollowWallClock();
  EXPECT_EQ(clock.Now(), At(100));
  wall = At(101);
  EXPECT_EQ(clock.Now(), At(101));
}

}  // namespace
}  // namespace ikp::simulators::kit
