#include "engine/wire/http_call.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::wire {
namespace {

using namespace std::chrono_literals;
using domain::Reason;
using ports::TransportFailure;
using testing::Always;
using testing::AnswerLost;
using testing::InTurn;
using testing::NotSent;
using Kind = ActResult::Kind;

class HttpCallTest : public ::testing::Test {
 protected:
  systems::Result<Answer> Ask() { return clock_.Run(call_.Ask({"GET", "http://peer/things", {}, {}})); }
  ActResult Act() { return clock_.Run(call_.Act({"POST", "http://peer/things", {}, "{}"})); }
  void Serve(testing::Handler handler) { peer_.Route("", "/things", std::move(handler)); }

  const domain::Instant start_ = *domain::ParseInstant("2026-03-08T09:00:00Z");
  async::ManualExecutor executor_;
  testing::ManualClock clock_{executor_, start_};
  testing::ScriptedTransport peer_{clock_};
  testing::SeededRandom random_{1};
  std::stop_source stop_;
  Environment environment_{executor_, clock_, peer_, random_, stop_.get_token()};
  Gate gate_{environment_, GateSettings{}};
  HttpCall call_{
      environment_,
      gate_,
      CallSettings{},
      {Reason::kProcareUnreachable, Reason::kProcareThrottled, Reason::kProcareError, Reason::kOutcomeUnknown}};
};

TEST_F(HttpCallTest, AskReturnsASettledAnswerAtOnce) {
  for (const int status : {200, 201, 302, 400, 401, 403, 404, 410, 422}) {
    Serve(Always(testing::Answer(status, R"({"id":"7"})")));
    const auto answer = Ask();
    ASSERT_TRUE(answer.has_value()) << status;
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ((*answer->body)["id"], "7");
  }
  EXPECT_EQ(peer_.sent().size(), 9u);
}

TEST_F(HttpCallTest, AskRepeatsWhatMayPass) {
  Serve(InTurn({NotSent(), AnswerLost(), testing::Answer(503), testing::Answer(200, "<html>"),
                testing::Answer(200, R"({"ok":true})")}));
  const auto answer = Ask();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(peer_.sent().size(), 5u);
  for (std::size_t i = 1; i < peer_.sent().size(); ++i) {
    EXPECT_GE(peer_.sent()[i].at - peer_.sent()[i - 1].at, 1s);
  }
}

TEST_F(HttpCallTest, AskGivesUpAfterItsAttempts) {
  Serve(Always(testing::Answer(502, "<html>")));
  const auto answer = Ask();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().reason, Reason::kProcareError);
  EXPECT_EQ(answer.error().details.front(), "HTTP 502");
  EXPECT_EQ(peer_.sent().size(), 5u);
}

TEST_F(HttpCallTest, AskGivesUpAfterItsTime) {
  Serve(Always(testing::Answer(200).After(10min)));
  const auto answer = Ask();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().reason, Reason::kProcareUnreachable);
  EXPECT_EQ(answer.error().details, std::vector<std::string>{std::string(ToWord(TransportFailure::kTimeout))});
  EXPECT_LE(clock_.Now() - start_, 2min + 30s);
}

TEST_F(HttpCallTest, AskDoesNotRepeatWhatCannotPass) {
  for (const auto failure : {TransportFailure::kBadUrl, TransportFailure::kTlsUntrusted, TransportFailure::kStopped}) {
    peer_.Forget();
    Serve(Always(NotSent(failure)));
    EXPECT_FALSE(Ask().has_value());
    EXPECT_EQ(peer_.sent().size(), 1u);
  }
}

TEST_F(HttpCallTest, AskHonoursRetryAfter) {
  Serve(InTurn({testing::Answer(429, "{}", {{"Retry-After", "17"}}),
                testing::Answer(429, "{}", {{"Retry-After", "Sun, 08 Mar 2026 09:00:40 GMT"}}),
                testing::Answer(200, "[]")}));
  ASSERT_TRUE(Ask().has_value());
  EXPECT_EQ(peer_.sent()[1].at, start_ + 17s);
  EXPECT_EQ(peer_.sent()[2].at, start_ + 40s);
}

TEST_F(HttpCallTest, RetryAfterZeroIsNoTightLoop) {
  Serve(Always(testing::Answer(429, "{}", {{"Retry-After", "0"}})));
  ASSERT_FALSE(Ask().has_value());
  EXPECT_EQ(peer_.sent().size(), 5u);
  EXPECT_GE(clock_.Now() - start_, 10s);
}

TEST_F(HttpCallTest, AThrottledTenantIsPausedForEverybody) {
  Serve(InTurn({testing::Answer(429, "{}", {{"Retry-After", "10"}}), testing::Answer(200, "[]")}));
  async::TaskScope scope(executor_);
  const auto drop = [](HttpCall& call) -> async::Task<void> {
    const http::Request request{"GET", "http://peer/things", {}, {}};
    co_await call.Ask(request);
  };
  scope.Spawn(drop(call_));
  scope.Spawn(drop(call_));
  clock_.Advance(1min);
  ASSERT_EQ(peer_.sent().size(), 3u);
  EXPECT_EQ(peer_.sent()[0].at, start_);
  EXPECT_GE(peer_.sent()[1].at, start_ + 10s);
}

TEST_F(HttpCallTest, AskDoesNotWaitForAnHour) {
  Serve(Always(testing::Answer(429, "{}", {{"Retry-After", "3600"}})));
  const auto answer = Ask();
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().reason, Reason::kProcareThrottled);
  EXPECT_EQ(answer.error().not_before, start_ + 1h);
  EXPECT_EQ(clock_.Now(), start_);
  // And nobody else knocks in the meantime.
  EXPECT_EQ(Ask().error().not_before, start_ + 1h);
  EXPECT_EQ(Act().problem.not_before, start_ + 1h);
  EXPECT_EQ(peer_.sent().size(), 1u);
}

TEST_F(HttpCallTest, AskEndsWhenTheEngineStops) {
  Serve(Always(testing::Answer(503)));
  auto task = call_.Ask({"GET", "http://peer/things", {}, {}});
  task.Start();
  stop_.request_stop();
  clock_.Settle();
  ASSERT_TRUE(task.done());
  EXPECT_EQ(task.Result().error().details, std::vector<std::string>{"stopping"});
}

TEST_F(HttpCallTest, ActIsSentOnceWhateverHappens) {
  struct Case {
    testing::Step step;
    Kind kind;
  };
  const std::vector<Case> cases = {
      {testing::Answer(201, R"({"id":"7"})"), Kind::kAnswered},
      {testing::Answer(204), Kind::kAnswered},
      {testing::Answer(200, "<html>captive portal"), Kind::kUnknown},
      {testing::Answer(201, R"({"id":)"), Kind::kUnknown},
      {testing::Answer(301), Kind::kRefused},
      {testing::Answer(302), Kind::kUnknown},
      {testing::Answer(303), Kind::kUnknown},
      {testing::Answer(400), Kind::kRefused},
      {testing::Answer(401), Kind::kRefused},
      {testing::Answer(404), Kind::kRefused},
      {testing::Answer(408), Kind::kUnknown},
      {testing::Answer(409), Kind::kRefused},
      {testing::Answer(422), Kind::kRefused},
      {testing::Answer(499), Kind::kUnknown},
      {testing::Answer(500), Kind::kUnknown},
      {testing::Answer(502), Kind::kUnknown},
      {testing::Answer(503), Kind::kUnknown},
      {testing::Answer(504), Kind::kUnknown},
      {AnswerLost(), Kind::kUnknown},
      {AnswerLost(TransportFailure::kMalformedAnswer), Kind::kUnknown},
      {testing::Answer(201).After(1h), Kind::kUnknown},
      {NotSent(), Kind::kNotDone},
  };
  for (const auto& one : cases) {
    peer_.Forget();
    Serve(Always(one.step));
    EXPECT_EQ(Act().kind, one.kind) << one.step.exchange.response.status;
    EXPECT_EQ(peer_.sent().size(), 1u);
    clock_.Advance(1min);
  }
}

TEST_F(HttpCallTest, ActRepeatsOnlyAThrottledRequestAndOnlyForAShortWhile) {
  Serve(InTurn({testing::Answer(429, "{}", {{"Retry-After", "5"}}), testing::Answer(201, R"({"id":"7"})")}));
  EXPECT_EQ(Act().kind, Kind::kAnswered);
  EXPECT_EQ(peer_.sent().size(), 2u);
  EXPECT_EQ(clock_.Now(), start_ + 5s);

  Serve(Always(testing::Answer(429, "{}", {{"Retry-After", "600"}})));
  const auto result = Act();
  EXPECT_EQ(result.kind, Kind::kNotDone);
  EXPECT_EQ(result.problem.reason, Reason::kProcareThrottled);
  EXPECT_EQ(result.problem.not_before, start_ + 5s + 10min);
}

TEST_F(HttpCallTest, ActSaysWhatItKnowsWithoutValues) {
  Serve(Always(testing::Answer(500, R"({"errors":["Email jane@example.com has already been taken"]})")));
  const auto result = Act();
  EXPECT_EQ(result.problem.reason, Reason::kOutcomeUnknown);
  EXPECT_EQ(result.problem.details, (std::vector<std::string>{"HTTP 500", "email: has already been taken"}));
}

TEST_F(HttpCallTest, WhenStoppingAnEffectIsNotSent) {
  gate_.PauseUntil(start_ + 10s);
  stop_.request_stop();
  const auto result = Act();
  EXPECT_EQ(result.kind, Kind::kNotDone);
  EXPECT_TRUE(peer_.sent().empty());
}

}  // namespace
}  // namespace ikp::wire
