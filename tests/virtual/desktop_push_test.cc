// A push into a centre with Procare Desktop in the virtual world: engine, agent and program, unmodified.
#include <gtest/gtest.h>

#include "tests/virtual/virtual_world.h"

namespace ikp::tests {
namespace {

using nlohmann::json;

// One family at Duluth, whose program has these status words beside Enrolled.
json DuluthSeed(const std::vector<std::string>& words) {
  json seed = PlainSeed(1);
  auto& account = seed["iks"]["accounts"][0];
  account["locations"].push_back(
      {{"id", "loc-duluth"}, {"name", "Duluth"}, {"time_zone", "America/Chicago"}, {"procare_kind", "desktop"}});
  account["families"][0]["location_id"] = "loc-duluth";
  json labels = json::array({{{"name", "Enrolled"}}});
  for (const auto& word : words) labels.push_back({{"name", word}});
  seed["procare_desktop"] = {
      {"machine", {{"server_version", "10.2.1"}, {"time_zone", "America/Chicago"}, {"seats", 3}}},
      {"database",
       {{"database_id", "70000000-0000-4000-8000-000000000001"},
        {"regions", json::array({{{"id", 1}, {"name", "North Shore"}, {"code", "NS"}}})},
        {"schools", json::array({{{"id", 1}, {"name", "Duluth"}, {"region_id", 1}}})},
        {"status_labels", labels},
        {"relationship_labels", json::array({"Mother", "Father", "Guardian"})}}}};
  return seed;
}

class DesktopPush : public ::testing::Test {
 protected:
  explicit DesktopPush(const std::vector<std::string>& words = {"Left Us"})
      : world_(DuluthSeed(words), *domain::ParseInstant("2026-03-02T14:00:00Z")) {
    world_.StartEngine();
  }
  void Act(const char* system, const json& action) {
    const auto response = world_.Admin(system, "POST", "/__admin/staff", action);
    ASSERT_EQ(response.status, 200) << response.body;
  }
  void Pass(domain::Milliseconds time) { world_.RunUntil(world_.now() + time); }
  ports::PushState State() {
    return world_.Await(world_.store().FindPushState(domain::IksChildId::Trusted("child-0"))).value();
  }
  std::optional<ports::Link> Link() {
    return world_.Await(world_.store().FindLink(domain::SiteId::Trusted("duluth"), ports::LinkKind::kChild, "child-0"));
  }
  std::size_t StatusRows() { return world_.Dump("procare_desktop")["database"]["status_rows"].size(); }
  std::string Told() {
    http::Request request{.method = "GET", .target = "/admin/v1/children/child-0/explain", .headers = {}, .body = {}};
    request.headers.Set("Authorization", "Bearer sunrise-demo-admin-token");
    auto body = json::parse(world_.Await(world_.engine().Handle(std::move(request))).body);
    body.erase("text");  // its lines are wrapped
    return body.dump();
  }

  VirtualWorld world_;
};

// The centre has no "Signed Up": the child is in Procare, its status waits for the word, and follows it.
TEST_F(DesktopPush, AMissingStatusWordIsToldAndMadeUpFor) {
  Act("iks", {{"action", "set_status"}, {"child_id", "child-0"}, {"status", "Pre-Registered"}});
  Pass(std::chrono::minutes(10));
  EXPECT_EQ(State().phase, ports::PushPhase::kRefused);
  EXPECT_EQ(State().reason, domain::Reason::kStatusWordMissing);
  EXPECT_EQ(State().details, std::vector<std::string>{"status_label:Signed Up"});
  ASSERT_TRUE(Link());
  EXPECT_FALSE(Link()->settled);
  EXPECT_TRUE(world_.Await(world_.store().OpenIntents()).empty());
  const auto told = Told();
  for (const char* words : {"does not have the word Signed Up", "pre_registered_label", "still to be entered",
                            "once the list has the word", "About once an hour"}) {
    EXPECT_NE(told.find(words), std::string::npos) << words << "\n" << told;
  }
  EXPECT_EQ(told.find("Nothing of this child was created"), std::string::npos) << told;
  Act("procare_desktop", {{"action", "add_status_label"}, {"name", "Signed Up"}});
  Pass(std::chrono::minutes(70));
  EXPECT_EQ(State().reason, domain::Reason::kLinkedCreated);
  EXPECT_TRUE(Link()->settled);
  EXPECT_EQ(StatusRows(), 1u) << world_.Dump("procare_desktop")["database"]["status_rows"];
}

// H23: the centre is there, but no seat is free all morning: the night is made up for when there is one, however often
// it was tried in vain.
TEST_F(DesktopPush, ANightWaitsForACentreThatIsNotReady) {
  const auto run = [&] { return world_.Await(world_.store().LatestNightly(domain::SiteId::Trusted("duluth"))); };
  Act("procare_desktop", {{"action", "occupy_seats"}, {"count", 3}});
  world_.RunUntil(*domain::ParseInstant("2026-03-03T20:30:00Z"));  // due at 11:00
  ASSERT_TRUE(run());
  EXPECT_EQ(run()->outcome, ports::NightlyOutcome::kFailed);
  EXPECT_GT(run()->attempt, 6);
  EXPECT_LT(run()->attempt, 12);
  EXPECT_NE(run()->report_json.find("desktop_seats_full"), std::string::npos);
  Act("procare_desktop", {{"action", "occupy_seats"}, {"count", 0}});
  Pass(std::chrono::minutes(65));
  EXPECT_EQ(run()->local_date.str(), "2026-03-03");
  EXPECT_EQ(run()->outcome, ports::NightlyOutcome::kDone);
}

}  // namespace
}  // namespace ikp::tests
