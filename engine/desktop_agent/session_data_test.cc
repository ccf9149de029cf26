// How refusals and silence of the program are told. What it does with a program that answers is tested against the
// simulator in tests/desktop.
#include "engine/desktop_agent/session_data.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::desktop_agent {
namespace {

using namespace std::chrono_literals;
using desktop_wire::Outcome;
using domain::Reason;
using wire::testing::Always;
using wire::testing::Answer;
using wire::testing::AnswerLost;
using wire::testing::NotSent;
using Kind = Outcome::Kind;

constexpr const char* kOpened = R"({"session_id":"7","database_id":"db","server_version":"10.2.1"})";
constexpr const char* kNobody = R"({"accounts":[],"next_after":null})";

class KeptProgress final : public Progress {
 public:
  const std::string& before() const override { return saved; }
  async::Task<void> Save(std::string text) override {
    saved = std::move(text);
    co_return;
  }
  std::string saved;
};

class SessionDataTest : public ::testing::Test {
 protected:
  SessionDataTest() {
    program_.Route("POST", "/session", Always(Answer(201, kOpened)));
    program_.Route("DELETE", "/session/7", Always(Answer(200, "{}")));
    program_.Route("GET", "/session/7/accounts", Always(Answer(200, kNobody)));
  }
  Outcome CreateFamily() {
    desktop_wire::CreateFamily task{1, "ORTIZ", {}};
    task.family.guardians.push_back({.name = {"Ana", "", "Ortiz", "", ""},
                                     .email = {},
                                     .phones = {},
                                     .relationship = "Mother",
                                     .is_primary = true,
                                     .address = {}});
    KeptProgress progress;
    progress.saved = saved_;
    return clock_.Run(data_.CreateFamily("c1", task, progress));
  }
  void OnPost(wire::testing::Handler handler) { program_.Route("POST", "/session/7/accounts", std::move(handler)); }

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, *domain::ParseInstant("2026-03-08T09:00:00Z")};
  wire::testing::ScriptedTransport program_{clock_};
  wire::testing::SeededRandom random_{1};
  std::stop_source stop_;
  wire::Environment environment_{executor_, clock_, program_, random_, stop_.get_token()};
  SessionData data_{environment_, {.base_url = "http://127.0.0.1:9000/", .client_version = "10.2.0"}};
  std::string saved_;  // by an earlier try of the command
};

TEST_F(SessionDataTest, WhyASessionCannotBeOpenedIsTold) {
  const struct {
    wire::testing::Step step;
    Reason reason;
    std::vector<std::string> details;
  } kCases[] = {
      {Answer(409, R"({"code":"not_enough_seats","errors":["x"]})"), Reason::kDesktopSeatsFull, {}},
      {Answer(426, R"({"code":"version_mismatch","client_version":"10.2.0","server_version":"10.3.0"})"),
       Reason::kDesktopVersionMismatch,
       {"client_version:10.2.0", "server_version:10.3.0"}},
      {Answer(503, R"({"code":"machine_off"})"), Reason::kDesktopNotAnswering, {"machine_off"}},
      {NotSent(), Reason::kDesktopNotAnswering, {"connect-refused"}},
      {AnswerLost(ports::TransportFailure::kTimeout), Reason::kDesktopNotAnswering, {"timeout"}},
      {Answer(500, "oops"), Reason::kDesktopNotAnswering, {"HTTP 500"}},
      {Answer(200, "<html>"), Reason::kProcareError, {"HTTP 200", "the answer is not the program's"}},
  };
  for (const auto& [step, reason, details] : kCases) {
    program_.Route("POST", "/session", Always(step));
    const auto outcome = CreateFamily();
    EXPECT_EQ(outcome.kind, Kind::kNotDone);
    EXPECT_EQ(outcome.reason, reason);
    EXPECT_EQ(outcome.details, details);
    EXPECT_FALSE(data_.State().good);
    EXPECT_EQ(data_.State().reason, reason);
    EXPECT_EQ(data_.State().details, details);
  }
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 0u);
}

TEST_F(SessionDataTest, TheStateShowsWhatWasOpened) {
  EXPECT_EQ(data_.State().kind, "program");
  OnPost(Always(Answer(201, R"({"account_id":4})")));
  EXPECT_EQ(CreateFamily().id, "4");
  EXPECT_TRUE(data_.State().good);
  EXPECT_EQ(data_.State().database_id, "db");
  EXPECT_EQ(data_.State().server_version, "10.2.1");
  EXPECT_EQ(data_.State().client_version, "10.2.0");
}

TEST_F(SessionDataTest, ASessionIsClosedAlsoAfterAFailure) {
  OnPost(Always(Answer(507, R"({"code":"disk_full"})")));
  EXPECT_EQ(CreateFamily().reason, Reason::kDesktopDiskFull);
  EXPECT_EQ(program_.Count("DELETE", "/session/7"), 1u);
}

TEST_F(SessionDataTest, RefusalsOfTheRecord) {
  OnPost(Always(Answer(409, R"({"code":"licence_full"})")));
  EXPECT_EQ(CreateFamily().reason, Reason::kDesktopLicenceFull);
  OnPost(
      Always(Answer(422, R"({"code":"invalid","errors":["payers[0].email: Ana is no e-mail","key: x","Ana Ortiz"]})")));
  const auto outcome = CreateFamily();
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kRejectedByProcare);
  EXPECT_EQ(outcome.details, (std::vector<std::string>{"payers[0].email", "key"})) << "names of fields, never values";
}

TEST_F(SessionDataTest, APersonWhoIsGoneInTheMeantimeIsNoMistakeInIks) {
  OnPost(Always(Answer(422, R"({"code":"invalid","errors":["payers[0].person_id: does not exist"]})")));
  EXPECT_EQ(CreateFamily().reason, Reason::kProcareError);
}

TEST_F(SessionDataTest, KeysThatAreTakenGetDigits) {
  int tries = 0;
  OnPost([&](const http::Request& request) {
    ++tries;
    if (tries < 3) return Answer(409, R"({"code":"key_taken"})");
    EXPECT_NE(request.body.find(R"("key":"ORTIZ2")"), std::string::npos);
    return Answer(201, R"({"account_id":4})");
  });
  EXPECT_EQ(CreateFamily().kind, Kind::kDone);
}

TEST_F(SessionDataTest, WhenEveryKeyIsTakenItIsToldSo) {
  OnPost(Always(Answer(409, R"({"code":"key_taken"})")));
  const auto outcome = CreateFamily();
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.details, std::vector<std::string>{"key"});
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 100u);
}

TEST_F(SessionDataTest, AnAnswerThatStaysLostLeavesItUnknown) {
  OnPost(Always(AnswerLost()));
  const auto outcome = CreateFamily();
  EXPECT_EQ(outcome.kind, Kind::kUnknown);
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 3u);
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 4u) << "it looks before each and after the last";
}

TEST_F(SessionDataTest, AKeyThatIsTakenAfterALostAnswerMayBeOurs) {
  OnPost(wire::testing::InTurn({AnswerLost(), Answer(409, R"({"code":"key_taken"})")}));
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
}

TEST_F(SessionDataTest, AnEarlierTryIsNeverCalledNotDoneWithoutLooking) {
  saved_ = R"({"key":"ORTIZ","accounts":[]})";
  program_.Route("GET", "/session/7/accounts", Always(Answer(503, R"({"code":"machine_off"})")));
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
  program_.Route("POST", "/session", Always(NotSent()));
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
}

TEST_F(SessionDataTest, AMachineTooSlowForAPageIsAskedForSmallerOnes) {
  program_.Route("GET", "/session/7/accounts", [](const http::Request& request) {
    const bool small = request.target.ends_with("limit=12");
    return small ? Answer(200, kNobody) : AnswerLost(ports::TransportFailure::kTimeout);
  });
  OnPost(Always(Answer(201, R"({"account_id":4})")));
  EXPECT_EQ(CreateFamily().kind, Kind::kDone);
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 3u);
}

TEST_F(SessionDataTest, PagesWithoutAnEndAreGivenUp) {
  program_.Route("GET", "/session/7/accounts", Always(Answer(200, R"({"accounts":[],"next_after":5})")));
  EXPECT_EQ(CreateFamily().kind, Kind::kNotDone);
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 2u);
}

TEST_F(SessionDataTest, ASessionThatEndedIsOpenedAgainOnce) {
  OnPost(wire::testing::InTurn({Answer(440, R"({"code":"session_ended"})"), Answer(201, R"({"account_id":4})")}));
  EXPECT_EQ(CreateFamily().id, "4");
  EXPECT_EQ(program_.Count("POST", "/session"), 2u);
  OnPost(Always(Answer(440, R"({"code":"session_ended"})")));
  EXPECT_EQ(CreateFamily().reason, Reason::kDesktopNotAnswering);
  EXPECT_EQ(program_.Count("POST", "/session"), 4u);
}

TEST_F(SessionDataTest, AStopEndsAReading) {
  stop_.request_stop();
  EXPECT_EQ(CreateFamily().kind, Kind::kNotDone);
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 0u);
  EXPECT_EQ(program_.Count("DELETE", "/session/7"), 1u);
}

}  // namespace
}  // namespace ikp::desktop_agent
