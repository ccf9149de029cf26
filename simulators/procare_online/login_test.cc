#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const http::Headers kForm{{"Content-Type", "application/x-www-form-urlencoded"}};

TEST(Login, GivesABearerTokenThatOpensTheData) {
  TestBench bench;
  const auto login = bench.Login();
  EXPECT_EQ(login.status, 200);
  EXPECT_EQ(login.body["token_type"], "Bearer");
  EXPECT_EQ(login.body["expires_in"], 3600);
  bench.token = login.body["access_token"];
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
}

// H1: tokens live 3600 s; T2: an expired token gives 401.
TEST(Login, TokenEndsExactlyWithItsLife) {
  TestBench bench;
  bench.Advance(seconds(3599));
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
  bench.Advance(seconds(1));
  const auto late = bench.Get("/api/v1/schools");
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(late.text, R"({"errors":["Unauthorized"]})");
}

TEST(Login, TokenOfOneTenantIsWorthNothingAtAnother) {
  TestBench bench;
  const auto foreign = bench.Raw("GET", "/t/other/api/v1/schools", {{"Authorization", "Bearer " + bench.token}}, "");
  EXPECT_EQ(foreign.status, 401);
}

TEST(Login, RefusesOtherGrantsAndMissingFields) {
  TestBench bench;
  const auto grant = bench.Raw("POST", "/t/sunrise/oauth/token", kForm, "grant_type=password");
  EXPECT_EQ(grant.status, 400);
  EXPECT_EQ(grant.body["error"], "unsupported_grant_type");
  const auto missing = bench.Raw("POST", "/t/sunrise/oauth/token", kForm, "grant_type=client_credentials");
  EXPECT_EQ(missing.body["error"], "invalid_request");
  const auto not_a_form = bench.Raw("POST", "/t/sunrise/oauth/token", {{"Content-Type", "application/json"}}, "{}");
  EXPECT_EQ(not_a_form.status, 400);
}

// T2: repeated bad logins lock the account, and only its own staff can unlock it (G5).
TEST(Login, FifthBadLoginLocksUntilStaffUnlock) {
  TestBench bench;
  for (int i = 0; i < 5; ++i) {
    const auto bad = bench.Login("wrong");
    EXPECT_EQ(bad.status, 401);
    EXPECT_EQ(bad.body["error"], "invalid_client");
  }
  const auto locked = bench.Login();
  EXPECT_EQ(locked.status, 422);
  EXPECT_TRUE(Errors(locked).at(0).starts_with("Your account has been locked"));
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200) << "the lock concerns logins, not tokens";
  EXPECT_EQ(bench.Login("other-secret", "other").status, 200) << "another tenant is not concerned";
  bench.Advance(minutes(600));
  EXPECT_EQ(bench.Login().status, 422) << "time does not unlock";
  bench.Do({{"action", "unlock_account"}});
  EXPECT_EQ(bench.Login().status, 200);
}

TEST(Login, BadLoginsFarApartOrBeforeAGoodOneDoNotLock) {
  TestBench bench;
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(bench.Login("wrong").status, 401);
    bench.Advance(minutes(3));
  }
  for (int i = 0; i < 4; ++i) bench.Login("wrong");
  bench.Do({{"action", "unlock_account"}});
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(bench.Login("wrong").status, 401);
    EXPECT_EQ(bench.Login().status, 200);
  }
}

// T2: the web login answers a bad secret with 422 and a sentence.
TEST(Login, BadSecretCanAnswerAsTheWebLoginDoes) {
  TestBench bench;
  bench.Switch("po.bad_secret_answer", "422");
  EXPECT_EQ(bench.Login("wrong").status, 422);
}

// G4, G5.
TEST(Login, TokensExpireOrAreRevokedByFault) {
  for (const auto* kind : {"token_expire", "token_revoke"}) {
    TestBench bench;
    bench.faults = {{kind, {}}};
    EXPECT_EQ(bench.Get("/api/v1/schools").status, 401) << kind;
    bench.faults.clear();
    EXPECT_EQ(bench.Get("/api/v1/schools").status, 401) << kind << " stays in effect for old tokens";
    bench.Authorise();
    EXPECT_EQ(bench.Get("/api/v1/schools").status, 200) << kind;
  }
}

// G6: the login says success, but the account is not cleared.
TEST(Login, UnclearedTokenIsRefusedOnUse) {
  TestBench bench;
  bench.faults = {{"token_not_cleared", {}}};
  bench.Authorise();
  bench.faults.clear();
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 403);
}

TEST(Login, AccountLockedFaultStaysUntilUnlocked) {
  TestBench bench;
  bench.faults = {{"account_locked", {}}};
  EXPECT_EQ(bench.Login().status, 422);
  bench.faults.clear();
  EXPECT_EQ(bench.Login().status, 422);
  bench.Do({{"action", "unlock_account"}});
  EXPECT_EQ(bench.Login().status, 200);
}

TEST(Login, RotatedSecretEndsTokensUnlessTold) {
  TestBench bench;
  bench.Do({{"action", "rotate_secret"}, {"client_secret", "s2"}, {"revoke_tokens", false}});
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
  EXPECT_EQ(bench.Login().status, 401);
  const auto rotated = bench.Do({{"action", "rotate_secret"}});
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 401);
  EXPECT_EQ(bench.Login(rotated["client_secret"]).status, 200);
}

TEST(Login, OneTokenAtATimeEndsTheOneBefore) {
  TestBench bench;
  bench.Switch("po.one_token_at_a_time", "true");
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
  bench.Login();
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 401);
}

// T1: each tenant has its own subdomain; B.6: a wrong one is not found, with a page instead of JSON.
TEST(Tenants, AreNamedByPathOrHost) {
  TestBench bench;
  const std::string bearer = "Bearer " + bench.token;
  const auto by_host =
      bench.Raw("GET", "/api/v1/schools", {{"Host", "Sunrise.procareconnect.com"}, {"Authorization", bearer}}, "");
  EXPECT_EQ(by_host.status, 200);
  const auto unknown = bench.Raw("GET", "/t/nobody/api/v1/schools", {{"Authorization", bearer}}, "");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_TRUE(unknown.headers.Get("Content-Type")->starts_with("text/html"));
  EXPECT_EQ(bench.Raw("GET", "/api/v1/schools", {{"Host", "127.0.0.1:8080"}}, "").status, 404);
}

// G10.
TEST(Tenants, RenamedOneIsOnlyFoundUnderItsNewName) {
  TestBench bench;
  bench.Do({{"action", "rename_tenant"}, {"new_name", "sunset"}});
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 404);
  const auto moved = bench.Raw("GET", "/t/sunset/api/v1/schools", {{"Authorization", "Bearer " + bench.token}}, "");
  EXPECT_EQ(moved.status, 200);
  EXPECT_EQ(bench.Staff({{"action", "rename_tenant"}, {"tenant", "sunset"}, {"new_name", "other"}}).status, 422);
}

TEST(Routes, UnknownOneNamesTheNearest) {
  TestBench bench;
  const auto reply = bench.Get("/api/v1/childrens");
  EXPECT_EQ(reply.status, 404);
  EXPECT_NE(Errors(reply).at(0).find("GET /api/v1/children"), std::string::npos);
  const auto wrong_method = bench.Call("DELETE", "/api/v1/children/x");
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(wrong_method.headers.Get("Allow").value(), "GET, PATCH");
}

TEST(RateLimit, Answers429WithRetryAfterAndHealsWithTheMinute) {
  TestBench bench;
  bench.Switch("po.rate_limit_per_minute", "2");
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
  bench.Advance(seconds(20));
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
  const auto refused = bench.Get("/api/v1/schools");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.Get("Retry-After").value(), "40");
  bench.Advance(seconds(40));
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 200);
}

}  // namespace
}  // namespace ikp::simulators::procare_online
