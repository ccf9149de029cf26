// `check` while an engine runs: what it says must be true of the configuration that was given.
#include "engine/app/running_check.h"

#include <gtest/gtest.h>

namespace ikp::app {
namespace {

using nlohmann::json;

config::Config TwoSites() {
  config::Config config;
  for (const char* id : {"brooklyn", "queens"}) {
    config.sites.push_back({.site = {.id = domain::SiteId::Trusted(id),
                                     .name = id,
                                     .iks_location = domain::IksLocationId::Trusted(id),
                                     .school = domain::ProcareSchoolId::Trusted("1"),
                                     .zone = domain::TimeZone::Find("America/New_York").value(),
                                     .nightly_at = {},
                                     .policy = {}},
                            .procare = config::DesktopAt{domain::InstallationId::Trusted("office"), {}}});
  }
  return config;
}

ports::Exchange Answered(int status, const json& body) {
  ports::Exchange exchange;
  exchange.delivery = ports::Delivery::kAnswered;
  exchange.response.status = status;
  exchange.response.body = body.dump();
  return exchange;
}

json GoodBody(const std::vector<std::string>& sites) {
  return {{"good", true},
          {"lines", json::array({{{"good", true}, {"what", "iks"}, {"result", "good"}, {"fix", ""}}})},
          {"sites", sites}};
}

TEST(RunningCheck, AllSitesKnownIsWhatTheEngineSays) {
  const auto body = GoodBody({"brooklyn", "queens"});
  EXPECT_EQ(CheckOfRunningEngine(TwoSites(), Answered(200, body)), body);
}

TEST(RunningCheck, ASiteThatWasAddedSinceIsNotPassedOver) {
  const auto body = CheckOfRunningEngine(TwoSites(), Answered(200, GoodBody({"brooklyn"}))).value();
  EXPECT_EQ(body["good"], false);
  ASSERT_EQ(body["lines"].size(), 2u);
  EXPECT_EQ(body["lines"][1]["what"], "queens: site");
  EXPECT_EQ(body["lines"][1]["fix"], "Restart the engine, then check again.");
}

TEST(RunningCheck, AnotherTokenAnotherProgramAndSilenceAreSaid) {
  ports::Exchange silent;
  silent.delivery = ports::Delivery::kUnknown;
  silent.failure = ports::TransportFailure::kTimeout;
  for (const auto& exchange :
       {Answered(401, json::object()), Answered(404, json::object()), Answered(200, json::array()), silent}) {
    const auto body = CheckOfRunningEngine(TwoSites(), exchange);
    ASSERT_TRUE(body);
    EXPECT_EQ((*body)["good"], false);
    ASSERT_EQ((*body)["lines"].size(), 1u);
    EXPECT_NE((*body)["lines"][0]["result"].get<std::string>().find("nothing was checked"), std::string::npos);
  }
}

TEST(RunningCheck, NobodyListensMeansThatNoEngineRuns) {
  ports::Exchange refused;
  refused.delivery = ports::Delivery::kNotSent;
  refused.failure = ports::TransportFailure::kConnectRefused;
  EXPECT_FALSE(CheckOfRunningEngine(TwoSites(), refused));
}

}  // namespace
}  // namespace ikp::app
