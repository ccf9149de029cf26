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
  explicit KeptProgress(ports::Clock& clock) : clock_(clock) {}
  const std::string& before() const override { return first; }
  async::Task<void> Save(std::string) override {
    if (naps == 0) co_return;
    --naps;
    co_await clock_.SleepUntil(clock_.Now() + 1h, {});
  }
  void Moved() override { ++steps; }
  bool MayWrite() const override { return may_write; }
  std::string database_id() const override { return database; }

  std::string first;  // saved by an earlier try of the command
  int naps = 0;       // how often the computer sleeps between a look and what is written on it
  int steps = 0;
  bool may_write = true;
  std::string database;

 private:
  ports::Clock& clock_;
};

// An account of the school: of Ana Ortiz, with her e-mail, or of somebody else.
std::string PageWith(std::int64_t number, const std::string& key, bool of_ana, const std::string& children = "") {
  const std::string person =
      of_ana ? R"({"id":1,"guid":"g1","first_name":"Ana","last_name":"Ortiz","email":"a@b.example"})"
             : R"({"id":2,"guid":"g2","first_name":"Eve","last_name":"Vance"})";
  return R"({"accounts":[{"id":)" + std::to_string(number) + R"(,"school_id":1,"key":")" + key +
         R"(","name":"x","comment":"","hidden":false,"payers":[)" + (of_ana ? "1" : "2") +
         R"(],"pickups":[],"children":[)" + (children.empty() ? "" : "9") + R"(],"persons":[)" + person +
         (children.empty() ? "" : "," + children) + R"(]}],"next_after":null})";
}
constexpr const char* kLia =
    R"({"id":9,"guid":"g9","first_name":"Lia","last_name":"Ortiz","date_of_birth":"2022-02-03","status_rows":[],"relationships":[]})";

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
                                     .email = domain::Email::Parse("a@b.example"),
                                     .phones = {},
                                     .relationship = "Mother",
                                     .is_primary = true,
                                     .address = {}});
    return clock_.Run(data_.CreateFamily("c1", task, progress_));
  }
  Outcome CreateChild(std::vector<std::string> payers = {}) {
    desktop_wire::CreateChild task{1,
                                   4,
                                   {domain::ProcareFamilyId::Trusted("4"),
                                    {"Lia", "", "Ortiz", "", ""},
                                    domain::BirthDate(*domain::CivilDate::Parse("2022-02-03")),
                                    "",
                                    {},
                                    {},
                                    "",
                                    {}}};
    task.payers = std::move(payers);
    return clock_.Run(data_.CreateChild("c1", task, progress_));
  }
  void Shows(std::string page) { program_.Route("GET", "/session/7/accounts", Always(Answer(200, std::move(page)))); }
  void OnPost(wire::testing::Handler handler) { program_.Route("POST", "/session/7/accounts", std::move(handler)); }

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, *domain::ParseInstant("2026-03-08T09:00:00Z")};
  wire::testing::ScriptedTransport program_{clock_};
  wire::testing::SeededRandom random_{1};
  std::stop_source stop_;
  wire::Environment environment_{executor_, clock_, program_, random_, stop_.get_token()};
  SessionData data_{environment_, {.base_url = "http://127.0.0.1:9000/", .client_version = "10.2.0"}};
  KeptProgress progress_{clock_};
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
       {"server_version:10.3.0", "client_version:10.2.0"}},
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
  progress_.first = R"({"key":"ORTIZ"})";
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

// It was ended because the computer slept: what was read before says nothing any more.
TEST_F(SessionDataTest, NothingIsWrittenOnALookFromBeforeTheSessionEnded) {
  OnPost(wire::testing::InTurn({Answer(440, R"({"code":"session_ended"})"), Answer(201, R"({"account_id":4})")}));
  EXPECT_EQ(CreateFamily().id, "4");
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 2u);
}

TEST_F(SessionDataTest, NothingIsWrittenOnAnOldLook) {
  OnPost(Always(Answer(201, R"({"account_id":4})")));
  progress_.naps = 2;
  EXPECT_EQ(CreateFamily().id, "4");
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 3u);
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 1u);
  progress_.naps = 1000;
  const auto outcome = CreateFamily();
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.details, std::vector<std::string>{"looked_too_often"});
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 1u);
}

TEST_F(SessionDataTest, AComputerThatSleptWhileItLookedLooksAgain) {
  OnPost(Always(Answer(201, R"({"account_id":4})")));
  int pages = 0;
  program_.Route("GET", "/session/7/accounts", [&](const http::Request&) {
    if (++pages == 1) clock_.StepTo(clock_.Now() + 3h);
    return Answer(200, kNobody);
  });
  EXPECT_EQ(CreateFamily().id, "4");
  EXPECT_EQ(pages, 2);
}

// A slow machine writes the child after the answer was given up; it does not remember the ids of commands (H8).
TEST_F(SessionDataTest, WhatGotNoAnswerInTimeIsLookedForLateAndNotSentAgain) {
  Shows(PageWith(4, "ORTIZ", true));
  domain::Instant sent{};
  program_.Route("POST", "/session/7/persons", [&](const http::Request&) {
    sent = clock_.Now();
    return AnswerLost(ports::TransportFailure::kTimeout).After(60s);
  });
  program_.Route("GET", "/session/7/accounts", [&](const http::Request&) {
    const bool written = sent != domain::Instant{} && clock_.Now() >= sent + 70s;
    return Answer(200, PageWith(4, "ORTIZ", true, written ? kLia : ""));
  });
  const auto outcome = CreateChild();
  EXPECT_EQ(outcome.kind, Kind::kDone);
  EXPECT_EQ(outcome.id, "g9");
  EXPECT_EQ(program_.Count("POST", "/session/7/persons"), 1u);
  EXPECT_EQ(program_.Count("DELETE", "/session/7"), 2u) << "the session of the lost answer was ended first";
}

TEST_F(SessionDataTest, WhatGotNoAnswerInTimeAndIsNotThereIsUnknown) {
  Shows(PageWith(4, "ORTIZ", true));
  program_.Route("POST", "/session/7/persons", Always(AnswerLost(ports::TransportFailure::kTimeout)));
  EXPECT_EQ(CreateChild().kind, Kind::kUnknown);
  EXPECT_EQ(program_.Count("POST", "/session/7/persons"), 1u);
  OnPost(Always(AnswerLost(ports::TransportFailure::kTimeout)));
  Shows(kNobody);
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 1u);
}

TEST_F(SessionDataTest, ATryThatACrashInterruptedHasTimeToLand) {
  progress_.first = R"({"children":[],"sent_at":)" + std::to_string(clock_.Now().time_since_epoch().count()) + "}";
  clock_.Advance(10s);
  Shows(PageWith(4, "ORTIZ", true, kLia));
  EXPECT_EQ(CreateChild().id, "g9");
  EXPECT_EQ(clock_.Now(), *domain::ParseInstant("2026-03-08T09:02:00Z"));
}

// Staff typed the family between the look and the entry, under the key that we took too.
TEST_F(SessionDataTest, AKeyThatWasTakenSinceTheLookMayBeTheFamilysOwn) {
  OnPost([&](const http::Request&) {
    Shows(PageWith(6, "ORTIZ", true));
    return Answer(409, R"({"code":"key_taken"})");
  });
  const auto outcome = CreateFamily();
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kProcareError) << "the engine looks again soon, and links it";
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 1u);
}

TEST_F(SessionDataTest, AKeyThatSomebodyElseTookSinceTheLookIsPassedOver) {
  OnPost([&](const http::Request& request) {
    if (request.body.find(R"("key":"ORTIZ1")") != std::string::npos) return Answer(201, R"({"account_id":4})");
    Shows(PageWith(6, "ORTIZ", false));
    return Answer(409, R"({"code":"key_taken"})");
  });
  EXPECT_EQ(CreateFamily().kind, Kind::kDone);
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 2u);
}

TEST_F(SessionDataTest, AnErrorOfWhatStandsBetweenIsALostAnswer) {
  OnPost(Always(Answer(504, R"({"code":"upstream_timeout"})")));
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
  OnPost(Always(Answer(502, R"({"code":"disk_full_of_cats"})")));
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
}

TEST_F(SessionDataTest, APageWithoutAccountsIsNoPage) {
  Shows(R"({"next_after":null})");
  EXPECT_EQ(CreateFamily().kind, Kind::kNotDone);
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 0u);
}

TEST_F(SessionDataTest, AComputerThatWasReplacedWritesNothing) {
  progress_.may_write = false;
  EXPECT_EQ(CreateFamily().kind, Kind::kNotDone);
  progress_.first = R"({"key":"ORTIZ"})";
  EXPECT_EQ(CreateFamily().kind, Kind::kUnknown);
  EXPECT_EQ(program_.Count("POST", "/session/7/accounts"), 0u);
}

TEST_F(SessionDataTest, AnotherDatabaseIsLeftAlone) {
  progress_.database = "another";
  const auto outcome = CreateFamily();
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kDesktopOtherDatabase);
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 0u);
  EXPECT_EQ(program_.Count("DELETE", "/session/7"), 1u);
}

TEST_F(SessionDataTest, EachStepIsTold) {
  OnPost(Always(Answer(201, R"({"account_id":4,"payers":[{"id":7,"guid":"g7"},{"id":8,"guid":null}]})")));
  const auto outcome = CreateFamily();
  EXPECT_EQ(progress_.steps, 2) << "a page and an entry";
  EXPECT_EQ(outcome.payers, (std::vector<std::string>{"g7", "8"}));
}

TEST_F(SessionDataTest, AnAccountThatChangedHandsGetsNoChild) {
  Shows(PageWith(4, "ORTIZ", true));
  program_.Route("POST", "/session/7/persons", Always(Answer(201, R"({"person_id":9,"guid":"g9"})")));
  const auto outcome = CreateChild({"g5"});
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kProcareError);
  EXPECT_EQ(program_.Count("POST", "/session/7/persons"), 0u);
  EXPECT_EQ(CreateChild({"g5", "g1"}).kind, Kind::kDone);
}

TEST_F(SessionDataTest, AStopEndsAReading) {
  stop_.request_stop();
  EXPECT_EQ(CreateFamily().kind, Kind::kNotDone);
  EXPECT_EQ(program_.Count("GET", "/session/7/accounts"), 0u);
  EXPECT_EQ(program_.Count("DELETE", "/session/7"), 1u);
}

}  // namespace
}  // namespace ikp::desktop_agent
