// The simulator behind the kit's host: faults reach it through the admin side, and its state travels through it.
#include <gtest/gtest.h>

#include <memory>

#include "simulators/kit/json_text.h"
#include "simulators/kit/simulator_host.h"
#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

struct Hosted {
  kit::SimulatorHost host{std::make_unique<ProcareOnlineSimulator>()};
  Instant now = At("2026-03-02T15:00:00.000Z");

  Hosted() { EXPECT_EQ(host.SetStartSeed(SampleSeed(), now), std::vector<std::string>{}); }

  http::Response Admin(const std::string& method, const std::string& path, const json& body = nullptr) {
    return host.Handle({method, "/__admin" + path, {}, body.is_null() ? "" : body.dump()}, now).response;
  }
  http::Response Login() {
    return host
        .Handle({"POST",
                 "/t/sunrise/oauth/token",
                 {{"Content-Type", "application/x-www-form-urlencoded"}},
                 "grant_type=client_credentials&client_id=sunrise-client&client_secret=sunrise-secret"},
                now)
        .response;
  }
};

TEST(Hosted, EveryFaultThatTheSimulatorActsOutCanBeSet) {
  Hosted hosted;
  for (const auto* text :
       {R"({"kind":"token_expire"})", R"({"kind":"token_revoke"})", R"({"kind":"token_not_cleared"})",
        R"({"kind":"account_locked"})", R"({"kind":"page_cap","cap":2})", R"({"kind":"page_drift","change":"insert"})",
        R"({"kind":"ignore_offset"})", R"({"kind":"window_cap","cap":2})",
        R"({"kind":"read_lag","ms":5,"single":true})", R"({"kind":"read_back_404","status":500})",
        R"({"kind":"partial_write","count":1})", R"({"kind":"loose_types"})"}) {
    EXPECT_LT(hosted.Admin("POST", "/faults", json::parse(text)).status, 300) << text;
  }
}

TEST(Hosted, AFaultOfOneTenantActsThere) {
  Hosted hosted;
  hosted.Admin("POST", "/faults", {{"kind", "account_locked"}, {"match", {{"tenant", "sunrise"}}}});
  EXPECT_EQ(hosted.Login().status, 422);
  hosted.Admin("POST", "/staff", {{"action", "unlock_account"}, {"tenant", "sunrise"}});
  EXPECT_EQ(hosted.Login().status, 200);
}

TEST(Hosted, DumpSeedsBack) {
  Hosted hosted;
  hosted.Login();
  const auto dump = hosted.Admin("GET", "/dump");
  ASSERT_EQ(dump.status, 200);
  EXPECT_LT(hosted.Admin("POST", "/seed", kit::ParseJson(dump.body).value()).status, 300);
  EXPECT_EQ(hosted.Admin("GET", "/dump").body, dump.body);
}

}  // namespace
}  // namespace ikp::simulators::procare_online
