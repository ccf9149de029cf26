#include <gtest/gtest.h>

#include <algorithm>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

TEST(Seed, WrittenByHandIsFilledIn) {
  ProcareOnlineSimulator simulator;
  const auto now = At("2026-03-02T15:00:00.000Z");
  ASSERT_EQ(simulator.Seed(json::parse(
                               R"({"tenants":[{"name":"sunrise","schools":[{"name":"Main"}],
                                   "families":[{"name":"Doe","guardians":[{"first_name":"Ann","last_name":"Doe"}],
                                                "children":[{"first_name":"Bo","last_name":"Doe"}]}],
                                   "leads":[{"student":{"first_name":"Cy","last_name":"Roe"}}]}],
                                   "switches":{"po.page_cap":20,"po.loose_types":true}})"),
                           now),
            Lines{});
  const auto tenant = simulator.Dump()["tenants"][0];
  EXPECT_EQ(tenant["client_id"], "sunrise-client");
  EXPECT_EQ(tenant["schools"][0]["time_zone"], "America/New_York");
  EXPECT_EQ(tenant["schools"][0]["active_head_count"], 1);
  EXPECT_EQ(tenant["families"][0]["school_id"], tenant["schools"][0]["id"]);
  EXPECT_EQ(tenant["families"][0]["guardians"][0]["pin"].get<std::string>().size(), 4U);
  EXPECT_EQ(tenant["families"][0]["guardians"][0]["is_primary"], true);
  EXPECT_EQ(tenant["families"][0]["children"][0]["status"], "active");
  EXPECT_EQ(tenant["leads"][0]["status"], "New");
  EXPECT_EQ(simulator.Dump()["switches"], (json{{"po.page_cap", "20"}, {"po.loose_types", "true"}}));
}

TEST(Seed, NamesEveryMistakeWithPathAndFixAndChangesNothing) {
  TestBench bench;
  const auto before = bench.simulator.Dump();
  const auto lines = bench.simulator.Seed(
      json::parse(R"({"tenants":[{"name":"Sun Rise","schools":[{"id":"s","name":"A","time_zone":"Mars/Base"}],
          "families":[{"id":"f","name":"Doe","guardians":[
             {"id":"g1","first_name":"Ann","last_name":"Doe","pin":"12"},
             {"id":"g2","first_name":"Bob","last_name":"Doe","pin":"0001"},
             {"id":"g3","first_name":"Cy","last_name":"Doe","pin":"0001"}],
             "children":[{"first_name":"Bo","last_name":"Doe","status":"enrolled","classroom_id":"x"},
                         {"first_name":"Cy","last_name":"Doe","status":"active",
                          "status_history":[{"at":"2026-01-05T15:00:00.000Z","status":"inactive"}]}]}],
          "reminders":[{"guardian_id":"g1","day":10,"due":"2026-04-01T15:00:00.000Z"}],
          "transitions":[{"kind":"hold","date":"2026-02-30","child_id":"nobody"}]}],
          "switches":{"po.page_cap":0,"po.nonsense":1},"extra":1})"),
      bench.now);
  const auto has = [&](const std::string& part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(part) != std::string::npos; });
  };
  for (const auto* part :
       {"tenants[0].name: must be a subdomain", "tenants[0].schools[0].time_zone: must be an IANA",
        "tenants[0].families[0].guardians[0].pin: must be four digits", "guardian g3: its pin is used twice",
        "tenants[0].families[0].children[0].status: must be one",
        "tenants[0].families[0].children[0].classroom_id: must exist",
        "tenants[0].families[0].children[1].status_history: must end with", "tenants[0].reminders[0].day",
        "tenants[0].transitions[0].date: must be a date", "tenants[0].transitions[0].child_id: must be", "po.page_cap",
        "po.nonsense", "extra: is not a known field"}) {
    EXPECT_TRUE(has(part)) << part;
  }
  EXPECT_EQ(bench.simulator.Dump(), before);
}

// Everything that a state can hold at once.
TEST(Seed, TakesADumpBackUnchanged) {
  TestBench bench;
  bench.Switch("po.idempotency", "true");
  bench.Switch("po.rate_limit_per_minute", "1000");
  const auto family = bench.NewFamily();
  const auto other = bench.NewFamily("ny", "Roe");
  const auto child = bench.NewChild(family);
  bench.Do({{"action", "share_child"}, {"child_id", child}, {"family_id", other}});
  bench.Raw(
      "POST", "/t/sunrise/api/v1/families", {{"Authorization", "Bearer " + bench.token}, {"Idempotency-Key", "k"}},
      R"({"school_id":"az","name":"K","guardians":[{"first_name":"K","last_name":"K","email":"k@example.com"}]})");
  bench.Call("PATCH", "/api/v1/children/" + child, {{"status", "hold"}, {"activation", {{"date", "2026-05-01"}}}});
  const auto lead = bench.Do({{"action", "submit_lead"},
                              {"school_id", "ny"},
                              {"student", {{"first_name", "Flo"}, {"last_name", "Poe"}}}})["lead_id"];
  bench.Do({{"action", "schedule_move"}, {"kind", "scheduled_enrollment"}, {"lead_id", lead}, {"date", "2026-04-01"}});
  bench.Login("wrong");
  bench.faults = {{"page_drift", {}}};
  bench.Get("/api/v1/children");
  const auto dump = bench.simulator.Dump();
  ProcareOnlineSimulator copy;
  ASSERT_EQ(copy.Seed(dump, bench.now + std::chrono::hours(1)), Lines{});
  EXPECT_EQ(copy.Dump(), dump);
  EXPECT_EQ(copy.NextDue(), bench.simulator.NextDue());
  const auto answer = copy.Handle(
      {"GET", "/t/sunrise/api/v1/schools", {{"Authorization", "Bearer " + bench.token}}, ""}, {}, bench.now);
  EXPECT_EQ(answer.response.status, 200) << "tokens are part of the state";
}

TEST(Seed, GivenIdsNeverCollideWithGeneratedOnes) {
  TestBench bench;
  const auto family = bench.NewFamily();
  auto dump = bench.simulator.Dump();
  dump.erase("counters");
  dump["tenants"][0]["families"].push_back({{"school_id", "ny"}, {"name", "New"}});
  ASSERT_EQ(bench.simulator.Seed(dump, bench.now), Lines{});
  for (int i = 0; i < 20; ++i) bench.NewFamily();
  EXPECT_EQ(bench.Tenant()["families"].size(), 22U);
}

TEST(Reset, LeavesNothing) {
  TestBench bench;
  bench.Switch("po.page_cap", "3");
  bench.simulator.Reset();
  EXPECT_TRUE(bench.simulator.Dump()["tenants"].empty());
  EXPECT_TRUE(bench.simulator.Dump()["switches"].empty());
  EXPECT_EQ(bench.Get("/api/v1/schools").status, 404);
}

}  // namespace
}  // namespace ikp::simulators::procare_online
