#include "engine/wire/testing/scripted_transport.h"

#include <gtest/gtest.h>

#include "engine/wire/testing/manual_clock.h"

namespace ikp::wire::testing {
namespace {

using namespace std::chrono_literals;
using ports::Delivery;
using ports::TransportFailure;

class ScriptedTransportTest : public ::testing::Test {
 protected:
  ports::Exchange Send(std::string method, std::string url) {
    return clock_.Run(peer_.Send({std::move(method), std::move(url), {}, {}}, 30s));
  }

  async::ManualExecutor executor_;
  ManualClock clock_{executor_, *domain::ParseInstant("2026-03-08T09:00:00Z")};
  ScriptedTransport peer_{clock_};
};

TEST_F(ScriptedTransportTest, RoutesByMethodAndPathAndTheLastRuleWins) {
  peer_.Route("", "/a/*", Always(Answer(200, "general")));
  peer_.Route("GET", "/a/b", Always(Answer(200, "special")));
  EXPECT_EQ(Send("GET", "http://peer/a/b?x=1").response.body, "special");
  EXPECT_EQ(Send("POST", "http://peer/a/b").response.body, "general");
  EXPECT_EQ(Send("GET", "http://peer/other").failure, TransportFailure::kConnectRefused);
  EXPECT_EQ(peer_.unrouted(), 1u);
  EXPECT_EQ(peer_.Count("", "/a/*"), 2u);
  EXPECT_EQ(peer_.Last("GET", "/a/b").target, "http://peer/a/b?x=1");
  EXPECT_THROW(peer_.Last("PUT", "/a/b"), std::out_of_range);
}

TEST_F(ScriptedTransportTest, StepsComeInTurnAndTheLastRepeats) {
  peer_.Route("GET", "/", InTurn({Answer(503), AnswerLost(), Answer(200)}));
  EXPECT_EQ(Send("GET", "http://peer").response.status, 503);
  EXPECT_EQ(Send("GET", "http://peer").delivery, Delivery::kUnknown);
  EXPECT_EQ(Send("GET", "http://peer").response.status, 200);
  EXPECT_EQ(Send("GET", "http://peer").response.status, 200);
}

TEST_F(ScriptedTransportTest, LatencyPassesOnTheClockAndATimeoutCutsIt) {
  peer_.Route("GET", "/slow", Always(Answer(200).After(10s)));
  peer_.Route("GET", "/stuck", Always(Answer(200).After(10min)));
  const auto start = clock_.Now();
  EXPECT_EQ(Send("GET", "http://peer/slow").delivery, Delivery::kAnswered);
  EXPECT_EQ(clock_.Now(), start + 10s);
  const auto stuck = Send("GET", "http://peer/stuck");
  EXPECT_EQ(stuck.delivery, Delivery::kUnknown);
  EXPECT_EQ(stuck.failure, TransportFailure::kTimeout);
  EXPECT_EQ(clock_.Now(), start + 40s);
}

TEST_F(ScriptedTransportTest, ACallThatIsDroppedWhileItWaitsIsGone) {
  peer_.Route("GET", "/slow", Always(Answer(200).After(10s)));
  {
    auto call = peer_.Send({"GET", "http://peer/slow", {}, {}}, 30s);
    call.Start();
    EXPECT_EQ(peer_.in_flight(), 1u);
  }
  EXPECT_EQ(peer_.in_flight(), 0u);
  EXPECT_EQ(clock_.sleepers(), 0u);
}

}  // namespace
}  // namespace ikp::wire::testing
