#include "engine/procare_online/connect_client.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::procare_online {
namespace {

using namespace std::chrono_literals;
using domain::IntentId;
using domain::Placement;
using domain::ProcareChildId;
using domain::ProcareSchoolId;
using domain::Reason;
using nlohmann::json;
using systems::Effect;
using wire::testing::Always;
using wire::testing::Answer;
using wire::testing::AnswerLost;
using wire::testing::InTurn;
using wire::testing::NotSent;
using wire::testing::Step;
using Strings = std::vector<std::string>;

const ProcareSchoolId kSchool = ProcareSchoolId::Trusted("sch-1");
const IntentId kIntent = IntentId::Trusted("intent-9");
const ProcareChildId kChild = ProcareChildId::Trusted("kid-7");
constexpr const char* kApi = "/t/sunrise/api/v1";

std::string List(const std::string& rows, int total) {
  return R"({"data":[)" + rows + R"(],"total":)" + std::to_string(total) + R"(,"limit":100,"offset":0})";
}

TenantConfig Tenant() {
  TenantConfig tenant;
  tenant.name = "sunrise";
  tenant.base_url = "http://procare/t/sunrise/";
  tenant.client_id = "id";
  tenant.client_secret = "secret";
  return tenant;
}

class ConnectClientTest : public ::testing::Test {
 protected:
  ConnectClientTest() {
    peer_.Route("POST", "/t/sunrise/oauth/token", [this](const http::Request&) {
      return Answer(200, R"({"access_token":"t)" + std::to_string(++tokens_) + R"(","expires_in":3600})");
    });
    Serve("GET", "/classrooms", Always(Answer(200, R"({"data":[{"id":"r-1","name":"Toddlers"}]})")));
    Serve("GET", "/families", Always(Answer(200, List(R"({"id":"fam-1","name":"Smith"})", 1))));
    Serve("GET", "/children",
          Always(Answer(200, List(R"({"id":"kid-7","status":"active"},{"id":"kid-8","school_id":"other"})", 2))));
    Serve("GET", "/schools",
          Always(Answer(200, List(R"({"id":"sch-1","name":"Main","time_zone":"America/New_York"})", 1))));
  }
  void Serve(std::string method, std::string path, wire::testing::Handler handler) {
    peer_.Route(std::move(method), kApi + path, std::move(handler));
  }
  systems::Result<domain::SchoolSnapshot> ReadSchool() { return clock_.Run(procare_.ReadSchool(kSchool)); }
  Effect CreateChild() {
    const domain::NewChild child{domain::ProcareFamilyId::Trusted("fam-1"),
                                 {"Zoe", "", "Smith", "", ""},
                                 domain::BirthDate(*domain::CivilDate::From(2021, 5, 4)),
                                 "",
                                 std::nullopt,
                                 std::nullopt,
                                 "iks-7"};
    return clock_.Run(procare_.CreateChild(kSchool, child, kIntent));
  }
  Effect Place(domain::InitialPlacement placement) {
    return clock_.Run(procare_.PlaceChild(kChild, std::move(placement), kIntent));
  }
  systems::Result<std::optional<domain::ProcareChild>> ReadChild() { return clock_.Run(procare_.ReadChild(kChild)); }
  std::vector<systems::CheckLine> Check(const ProcareSchoolId& school = kSchool) {
    return clock_.Run(procare_.Check(school));
  }

  const domain::Instant start_ = *domain::ParseInstant("2026-03-08T09:00:00Z");
  int tokens_ = 0;
  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, start_};
  wire::testing::ScriptedTransport peer_{clock_};
  wire::testing::SeededRandom random_{1};
  ConnectClient procare_{{executor_, clock_, peer_, random_, {}}, Tenant()};
};

TEST_F(ConnectClientTest, ReadsASchoolWithChildrenOfEveryStatus) {
  const auto snapshot = ReadSchool();
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_TRUE(snapshot->complete);
  EXPECT_EQ(snapshot->started, start_);
  EXPECT_EQ(snapshot->finished, clock_.Now());
  EXPECT_EQ(snapshot->classrooms.size(), 1u);
  EXPECT_EQ(snapshot->families.size(), 1u);
  ASSERT_EQ(snapshot->children.size(), 1u);  // the one of the other school is not ours
  EXPECT_EQ(peer_.Last("GET", "/t/sunrise/api/v1/children").target,
            "http://procare/t/sunrise/api/v1/children?school_id=sch-1&status=active&status=hold&status=inactive"
            "&status=graduate&limit=100&offset=0");
  EXPECT_EQ(peer_.sent().size(), 4u);  // the token and three lists
}

TEST_F(ConnectClientTest, SaysWhyASnapshotIsIncomplete) {
  Serve("GET", "/children", Always(Answer(200, List(R"({"id":"kid-7"},{"first_name":"Zoe"})", 2))));
  const auto snapshot = ReadSchool();
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_FALSE(snapshot->complete);
  EXPECT_EQ(snapshot->incomplete_because, "The list of children has a row without an id.");
  EXPECT_EQ(snapshot->children.size(), 1u);
}

// G9: one endpoint disabled for an account must not stop the centre.
TEST_F(ConnectClientTest, WithoutItsClassroomsASchoolIsStillComplete) {
  Serve("GET", "/classrooms", Always(Answer(400, R"({"errors":["Bad request"]})")));
  const auto snapshot = ReadSchool();
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_TRUE(snapshot->complete);
  EXPECT_FALSE(snapshot->classrooms_known);
}

TEST_F(ConnectClientTest, AGuardianWithoutAnIdIsAnIncompleteness) {
  Serve("GET", "/families", Always(Answer(200, List(R"({"id":"fam-1","guardians":[{"email":"a@b.cc"}]})", 1))));
  const auto snapshot = ReadSchool();
  EXPECT_FALSE(snapshot->complete);
  EXPECT_EQ(snapshot->families.size(), 1u);
}

TEST_F(ConnectClientTest, ATenantThatCannotBeReadIsAProblem) {
  Serve("GET", "/children", Always(AnswerLost()));
  const auto snapshot = ReadSchool();
  ASSERT_FALSE(snapshot.has_value());
  EXPECT_EQ(snapshot.error().reason, Reason::kProcareUnreachable);
}

TEST_F(ConnectClientTest, APageThatFailsInTheMiddleLeavesAnIncompleteSnapshot) {
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += (i == 0 ? "" : ",") + (R"({"id":)" + std::to_string(i) + "}");
  std::vector<Step> steps{Answer(200, List(rows, 150))};
  steps.push_back(Answer(500));
  Serve("GET", "/children", InTurn(std::move(steps)));
  const auto snapshot = ReadSchool();
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_FALSE(snapshot->complete);
  EXPECT_EQ(snapshot->children.size(), 100u);
}

TEST_F(ConnectClientTest, ATokenThatExpiresInTheMiddleIsRenewedOnce) {
  Serve("GET", "/families", InTurn({Answer(401, R"({"errors":["Unauthorized"]})"), Answer(200, List("", 0))}));
  const auto snapshot = ReadSchool();
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_TRUE(snapshot->complete);
  EXPECT_EQ(tokens_, 2);
  EXPECT_EQ(peer_.Last("GET", "/t/sunrise/api/v1/families").headers.Get("Authorization"), "Bearer t2");
}

TEST_F(ConnectClientTest, ATokenThatIsRefusedTwiceIsFinal) {
  Serve("GET", "/children/kid-7", Always(Answer(401, R"({"errors":["Unauthorized"]})")));
  const auto child = ReadChild();
  ASSERT_FALSE(child.has_value());
  EXPECT_EQ(child.error().reason, Reason::kProcareLoginRejected);
  EXPECT_EQ(child.error().not_before, clock_.Now() + 1min);
  EXPECT_EQ(tokens_, 2);
  EXPECT_EQ(peer_.Count("GET", "/t/sunrise/api/v1/children/kid-7"), 2u);
}

TEST_F(ConnectClientTest, KeepsThePaceOfTheTenantOverAllCalls) {
  async::TaskScope scope(executor_);
  const auto read = [](ConnectClient& procare) -> async::Task<void> { co_await procare.ReadSchool(kSchool); };
  for (int i = 0; i < 5; ++i) scope.Spawn(read(procare_));
  clock_.Advance(1min);
  EXPECT_EQ(scope.running(), 0u);
  const auto& sent = peer_.sent();
  ASSERT_EQ(sent.size(), 16u);
  for (std::size_t i = 5; i < sent.size(); ++i) EXPECT_GE(sent[i].at, start_ + 500ms * static_cast<int>(i - 4));
}

TEST_F(ConnectClientTest, ReadsOneChildAndKnowsWhenThereIsNone) {
  Serve("GET", "/children/kid-7", Always(Answer(200, R"({"id":"kid-7","status":"hold"})")));
  EXPECT_EQ((*ReadChild())->status, domain::StatusLabel("hold"));
  Serve("GET", "/children/kid-7", Always(Answer(404, R"({"errors":["Not found"]})")));
  EXPECT_EQ(*ReadChild(), std::nullopt);
  Serve("GET", "/children/kid-7", Always(Answer(404, "<html>gateway")));
  EXPECT_EQ(ReadChild().error().reason, Reason::kProcareError);
  Serve("GET", "/children/kid-7", Always(Answer(200, R"({"id":"kid-1"})")));
  EXPECT_EQ(ReadChild().error().reason, Reason::kProcareError);
}

TEST_F(ConnectClientTest, CreatesAChild) {
  Serve("POST", "/children", Always(Answer(201, R"({"id":42,"status":"active"})")));
  const auto effect = CreateChild();
  EXPECT_EQ(effect.kind, Effect::Kind::kDone);
  EXPECT_EQ(effect.id, "42");
  const auto& request = peer_.Last("POST", "/t/sunrise/api/v1/children");
  EXPECT_EQ(request.headers.Get("Idempotency-Key"), "intent-9");
  EXPECT_FALSE(json::parse(request.body).contains("external_id"));
}

TEST_F(ConnectClientTest, CreatesAFamilyWithoutInvitations) {
  Serve("POST", "/families", Always(Answer(201, R"({"data":{"id":"fam-9"}})")));
  const domain::NewFamily family{"Smith", {}};
  const auto effect = clock_.Run(procare_.CreateFamily(kSchool, family, kIntent));
  EXPECT_EQ(effect.id, "fam-9");
  EXPECT_EQ(json::parse(peer_.Last("POST", "/t/sunrise/api/v1/families").body)["send_invitations"], false);
}

TEST_F(ConnectClientTest, SaysWhatBecameOfACreate) {
  struct Case {
    Step step;
    Effect::Kind kind;
    Reason reason;
    Strings details;
  };
  const std::vector<Case> cases = {
      {Answer(422, R"({"errors":["First name can't be blank","Dob is invalid","Zoe Smith is odd"]})"),
       Effect::Kind::kNotDone,
       Reason::kRejectedByProcare,
       {"HTTP 422", "first_name: can't be blank", "dob: is invalid", "unrecognised message"}},
      // It may have been carried out, and reading it back failed (G49).
      {Answer(404, R"({"errors":["Not found"]})"),
       Effect::Kind::kUnknown,
       Reason::kOutcomeUnknown,
       {"HTTP 404", "not_found"}},
      {Answer(404, "<html>"), Effect::Kind::kNotDone, Reason::kProcareError, {"HTTP 404", "HTML page instead of JSON"}},
      {Answer(405), Effect::Kind::kNotDone, Reason::kProcareError, {"HTTP 405"}},
      {Answer(503), Effect::Kind::kUnknown, Reason::kOutcomeUnknown, {"HTTP 503"}},
      {Answer(201, "{}"), Effect::Kind::kUnknown, Reason::kOutcomeUnknown, {"HTTP 201", "answer without id"}},
      {Answer(201, ""), Effect::Kind::kUnknown, Reason::kOutcomeUnknown, {"HTTP 201", "answer without id"}},
      {Answer(201, R"({"id":)"), Effect::Kind::kUnknown, Reason::kOutcomeUnknown, {"HTTP 201", "answer is not JSON"}},
      {AnswerLost(),
       Effect::Kind::kUnknown,
       Reason::kOutcomeUnknown,
       {std::string(ToWord(ports::TransportFailure::kConnectionLost))}},
      {NotSent(),
       Effect::Kind::kNotDone,
       Reason::kProcareUnreachable,
       {std::string(ToWord(ports::TransportFailure::kConnectRefused))}},
  };
  for (const auto& one : cases) {
    peer_.Forget();
    Serve("POST", "/children", Always(one.step));
    const auto effect = CreateChild();
    EXPECT_EQ(effect.kind, one.kind);
    EXPECT_EQ(effect.problem.reason, one.reason);
    EXPECT_EQ(effect.problem.details, one.details);
    EXPECT_EQ(peer_.Count("POST", "/t/sunrise/api/v1/children"), 1u);
  }
}

TEST_F(ConnectClientTest, AnEffectIsRepeatedAfterARenewedTokenAndOnlyThen) {
  Serve("POST", "/children", InTurn({Answer(401), Answer(201, R"({"id":"42"})")}));
  EXPECT_EQ(CreateChild().kind, Effect::Kind::kDone);
  Serve("POST", "/children", Always(Answer(401)));
  const auto refused = CreateChild();
  EXPECT_EQ(refused.kind, Effect::Kind::kNotDone);
  EXPECT_EQ(refused.problem.reason, Reason::kProcareLoginRejected);
}

TEST_F(ConnectClientTest, WithoutALoginNothingIsSent) {
  peer_.Route("POST", "/t/sunrise/oauth/token", Always(Answer(401, R"({"error":"invalid_client"})")));
  EXPECT_EQ(CreateChild().problem.reason, Reason::kProcareLoginRejected);
  EXPECT_EQ(ReadSchool().error().reason, Reason::kProcareLoginRejected);
  EXPECT_EQ(Place({Placement::kPreRegistered, std::nullopt, std::nullopt}).kind, Effect::Kind::kNotDone);
  EXPECT_EQ(peer_.sent().size(), 1u);
}

TEST_F(ConnectClientTest, PlacesAChild) {
  EXPECT_EQ(Place({Placement::kEnrolled, std::nullopt, std::nullopt}).kind, Effect::Kind::kDone);
  EXPECT_TRUE(peer_.sent().empty());

  Serve("PATCH", "/children/kid-7", Always(Answer(200, R"({"id":"kid-7","status":"hold"})")));
  const auto effect = Place({Placement::kPreRegistered, domain::CivilDate::From(2026, 4, 1), std::nullopt});
  EXPECT_EQ(effect.kind, Effect::Kind::kDone);
  EXPECT_EQ(effect.id, "kid-7");
  EXPECT_EQ(json::parse(peer_.Last("PATCH", "/t/sunrise/api/v1/children/kid-7").body),
            json::parse(R"({"status":"hold","activation":{"date":"2026-04-01"}})"));

  Serve("PATCH", "/children/kid-7", Always(Answer(422, R"({"errors":["Activation date is in the past"]})")));
  const auto refused = Place({Placement::kPreRegistered, domain::CivilDate::From(2026, 1, 1), std::nullopt});
  EXPECT_EQ(refused.kind, Effect::Kind::kNotDone);
  EXPECT_EQ(refused.problem.details, (Strings{"HTTP 422", "activation_date: can't be in the past"}));

  Serve("PATCH", "/children/kid-7", Always(AnswerLost()));
  EXPECT_EQ(Place({Placement::kPreRegistered, std::nullopt, std::nullopt}).kind, Effect::Kind::kUnknown);
}

TEST_F(ConnectClientTest, CheckGoesThroughASetUpInPlainWords) {
  const auto lines = Check();
  ASSERT_EQ(lines.size(), 4u);
  for (const auto& line : lines) EXPECT_TRUE(line.good) << line.what << ": " << line.result;
  EXPECT_EQ(lines[0].what, "Procare tenant sunrise: address and login");
  EXPECT_EQ(lines[2].result, "\"Main\", time zone America/New_York: is this the centre?");
  EXPECT_EQ(lines[3].result, "2 of all statuses");
}

TEST_F(ConnectClientTest, CheckTellsAWrongSchoolId) {
  Serve("GET", "/schools/sch-2", Always(Answer(404, R"({"errors":["Not found"]})")));
  const auto lines = Check(ProcareSchoolId::Trusted("sch-2"));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_FALSE(lines[2].good);
  EXPECT_NE(lines[2].what.find("sch-2"), std::string::npos);
}

TEST_F(ConnectClientTest, CheckFindsASchoolBehindTheFirstPage) {
  Serve("GET", "/schools/sch-60",
        Always(Answer(200, R"({"id":"sch-60","name":"Far","time_zone":"Pacific/Honolulu"})")));
  const auto lines = Check(ProcareSchoolId::Trusted("sch-60"));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_TRUE(lines[2].good);
}

TEST_F(ConnectClientTest, CheckTellsAWrongSecretFromAWrongTenant) {
  peer_.Route("POST", "/t/sunrise/oauth/token", Always(Answer(401, R"({"error":"invalid_client"})")));
  auto lines = Check();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].result.find("The address is right"), std::string::npos);
  EXPECT_NE(lines[0].result.find("[invalid_client]"), std::string::npos);

  clock_.Advance(15min);
  peer_.Route("POST", "/t/sunrise/oauth/token", Always(Answer(404, "<html>No such school")));
  lines = Check();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].result.find("no such tenant"), std::string::npos);
  EXPECT_NE(lines[0].fix.find("base_url"), std::string::npos);
}

TEST_F(ConnectClientTest, VisibilityWindowIsConfigured) { EXPECT_EQ(procare_.Traits().visibility_window, 10min); }

}  // namespace
}  // namespace ikp::procare_online
