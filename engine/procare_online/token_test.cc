#include "engine/procare_online/token.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/async/task_scope.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::procare_online {
namespace {

using namespace std::chrono_literals;
using domain::Reason;
using wire::testing::Always;
using wire::testing::Answer;
using wire::testing::AnswerLost;
using wire::testing::InTurn;
using wire::testing::NotSent;
using Strings = std::vector<std::string>;

std::string TokenBody(const std::string& token, const std::string& life = "3600") {
  return R"({"access_token":")" + token + R"(","token_type":"Bearer","expires_in":)" + life + "}";
}

class TokenTest : public ::testing::Test {
 protected:
  void Serve(wire::testing::Handler handler) { peer_.Route("POST", "/oauth/token", std::move(handler)); }
  systems::Result<std::string> Get() { return clock_.Run(tokens_.Get()); }
  std::size_t logins() const { return peer_.sent().size(); }
  async::Task<void> GetInto(std::vector<std::string>& results) {
    const auto token = co_await tokens_.Get();
    results.push_back(token ? *token : std::string(domain::Describe(token.error().reason).word));
  }
  static TenantConfig Tenant() {
    TenantConfig tenant;
    tenant.name = "sunrise";
    tenant.base_url = "http://procare";
    tenant.client_id = "id 1";
    tenant.client_secret = "s&cret";
    return tenant;
  }

  const domain::Instant start_ = *domain::ParseInstant("2026-03-08T09:00:00Z");
  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, start_};
  wire::testing::ScriptedTransport peer_{clock_};
  wire::testing::SeededRandom random_{1};
  wire::Environment environment_{executor_, clock_, peer_, random_, {}};
  TenantConfig tenant_ = Tenant();
  wire::Gate gate_{environment_, wire::GateSettings{}};
  TokenSource tokens_{environment_, tenant_, gate_};
};

TEST_F(TokenTest, LogsInOnceAndKeepsTheToken) {
  Serve(Always(Answer(200, TokenBody("t1"))));
  EXPECT_EQ(*Get(), "t1");
  EXPECT_EQ(*Get(), "t1");
  ASSERT_EQ(logins(), 1u);
  const auto& request = peer_.sent()[0].request;
  EXPECT_EQ(request.body, "grant_type=client_credentials&client_id=id%201&client_secret=s%26cret");
  EXPECT_EQ(request.headers.Get("Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(TokenTest, ALoginThatIsGoodForNothingIsNotRepeatedAtOnce) {
  Serve(Always(Answer(200, TokenBody("one"))));
  ASSERT_TRUE(Get());
  tokens_.Pause({Reason::kProcareLoginRejected, {"a new token was refused as well"}, start_ + 60s});
  const auto paused = Get();
  ASSERT_FALSE(paused);
  EXPECT_EQ(paused.error().reason, Reason::kProcareLoginRejected);
  EXPECT_EQ(logins(), 1u);
  clock_.Advance(61s);
  EXPECT_TRUE(Get());
  EXPECT_EQ(logins(), 2u);
}

TEST_F(TokenTest, RenewsAtEightyPercentOfItsLife) {
  Serve(InTurn({Answer(200, TokenBody("t1")), Answer(200, TokenBody("t2"))}));
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(48min - 1ms);
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(1ms);
  EXPECT_EQ(*Get(), "t2");
}

TEST_F(TokenTest, WaitersShareOneLogin) {
  Serve(Always(Answer(200, TokenBody("t1")).After(2s)));
  Strings results;
  async::TaskScope scope(executor_);
  for (int i = 0; i < 5; ++i) scope.Spawn(GetInto(results));
  clock_.Advance(1min);
  EXPECT_EQ(results, Strings(5, "t1"));
  EXPECT_EQ(logins(), 1u);
}

TEST_F(TokenTest, WaitersShareAFailureToo) {
  Serve(Always(Answer(500).After(1s)));
  Strings results;
  async::TaskScope scope(executor_);
  for (int i = 0; i < 5; ++i) scope.Spawn(GetInto(results));
  clock_.Advance(1min);
  EXPECT_EQ(results, Strings(5, "procare_error"));
  EXPECT_EQ(logins(), 2u);  // of one attempt
}

TEST_F(TokenTest, AWaiterIsServedWhenTheOneWhoLogsInIsDropped) {
  Serve(Always(Answer(200, TokenBody("t1")).After(2s)));
  Strings results;
  async::TaskScope scope(executor_);
  {
    async::TaskScope dropped(executor_);
    dropped.Spawn(GetInto(results));
    scope.Spawn(GetInto(results));
  }
  clock_.Advance(1min);
  EXPECT_EQ(results, Strings{"t1"});
}

TEST_F(TokenTest, ARejectedLoginIsNotHammered) {
  for (const auto& step :
       {Answer(401, R"({"error":"invalid_client"})"), Answer(422, R"({"errors":["Your account has been locked"]})"),
        Answer(400, R"({"error":"unsupported_grant_type"})")}) {
    peer_.Forget();
    Serve(Always(step));
    const auto rejected = Get();
    ASSERT_FALSE(rejected.has_value());
    EXPECT_EQ(rejected.error().reason, Reason::kProcareLoginRejected);
    EXPECT_EQ(rejected.error().not_before, clock_.Now() + 15min);
    EXPECT_EQ(rejected.error().details.size(), 2u);
    clock_.Advance(15min - 1ms);
    EXPECT_EQ(Get().error().reason, Reason::kProcareLoginRejected);
    EXPECT_EQ(logins(), 1u);
    clock_.Advance(1ms);
  }
  Serve(Always(Answer(200, TokenBody("t1"))));
  EXPECT_EQ(*Get(), "t1");
}

TEST_F(TokenTest, AWrongAddressIsToldFromAWrongSecret) {
  for (const auto& step :
       {Answer(404, "<html>No such tenant"), Answer(404, R"({"errors":["Not found"]})"), Answer(200, "<html>Welcome"),
        Answer(302, "", {{"Location", "https://www"}}), NotSent(ports::TransportFailure::kNameNotResolved)}) {
    Serve(Always(step));
    const auto unknown = Get();
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().reason, Reason::kProcareTenantUnknown);
    EXPECT_EQ(unknown.error().not_before, clock_.Now() + 15min);
    const auto before = logins();
    EXPECT_FALSE(Get().has_value());
    EXPECT_EQ(logins(), before);
    clock_.Advance(15min);
  }
}

TEST_F(TokenTest, AnAddressThatHasWorkedIsNotDoubtedForTroubleOnTheWay) {
  Serve(InTurn({Answer(200, TokenBody("t1", "60")), NotSent(ports::TransportFailure::kNameNotResolved),
                NotSent(ports::TransportFailure::kNameNotResolved), Answer(200, "<html>captive portal"),
                Answer(200, "<html>captive portal"), Answer(200, TokenBody("t2"))}));
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(61s);
  EXPECT_EQ(Get().error().reason, Reason::kProcareUnreachable);
  EXPECT_EQ(Get().error().reason, Reason::kProcareError);
  EXPECT_EQ(*Get(), "t2");
}

TEST_F(TokenTest, TroubleOnTheWayIsNoPause) {
  Serve(InTurn({AnswerLost(), AnswerLost(), Answer(200, TokenBody("t1"))}));
  const auto lost = Get();
  EXPECT_EQ(lost.error().reason, Reason::kProcareUnreachable);
  EXPECT_EQ(lost.error().not_before, std::nullopt);
  EXPECT_EQ(*Get(), "t1");
}

TEST_F(TokenTest, WhileTheOldTokenLivesAFailingRenewalHurtsNobody) {
  Serve(InTurn({Answer(200, TokenBody("t1")), Answer(401, R"({"error":"invalid_client"})")}));
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(50min);
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(9min);
  EXPECT_EQ(*Get(), "t1");
  EXPECT_EQ(logins(), 2u);
  clock_.Advance(1min);
  EXPECT_EQ(Get().error().reason, Reason::kProcareLoginRejected);
  EXPECT_EQ(logins(), 2u);
}

TEST_F(TokenTest, AFailingRenewalIsNotTriedWithEveryCall) {
  Serve(InTurn({Answer(200, TokenBody("t1")), Answer(500)}));
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(50min);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(*Get(), "t1");
  EXPECT_EQ(logins(), 3u);
}

TEST_F(TokenTest, AnInvalidatedTokenIsReplacedButANewerOneIsLeftAlone) {
  Serve(InTurn({Answer(200, TokenBody("t1")), Answer(200, TokenBody("t2"))}));
  EXPECT_EQ(*Get(), "t1");
  tokens_.Invalidate("t1");
  EXPECT_EQ(*Get(), "t2");
  tokens_.Invalidate("t1");
  EXPECT_EQ(*Get(), "t2");
}

TEST_F(TokenTest, OddLifetimesAreTamed) {
  Serve(InTurn({Answer(200, TokenBody("t1", "\"100\"")), Answer(200, TokenBody("t2", "0")),
                Answer(200, R"({"access_token":"t3"})"), Answer(200, TokenBody("t4"))}));
  EXPECT_EQ(*Get(), "t1");
  clock_.Advance(80s);
  EXPECT_EQ(*Get(), "t2");
  clock_.Advance(47s);
  EXPECT_EQ(*Get(), "t2");
  clock_.Advance(1s);
  EXPECT_EQ(*Get(), "t3");
  clock_.Advance(48min);
  EXPECT_EQ(*Get(), "t4");
}

TEST_F(TokenTest, AnAnswerWithoutATokenIsAnError) {
  Serve(Always(Answer(200, "{}")));
  EXPECT_EQ(Get().error().reason, Reason::kProcareError);
}

}  // namespace
}  // namespace ikp::procare_online
