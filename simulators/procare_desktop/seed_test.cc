// Seeds, dumps, provenance and the host.
#include <gtest/gtest.h>

#include <memory>

#include "simulators/kit/json_text.h"
#include "simulators/kit/provenance_check.h"
#include "simulators/kit/simulator_host.h"
#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

std::vector<std::string> ErrorsOf(const json& document) {
  ProcareDesktopSimulator simulator;
  return simulator.Seed(document, At("2026-03-02T15:00:00.000Z"));
}

bool Names(const std::vector<std::string>& errors, const std::string& start) {
  for (const auto& error : errors) {
    if (error.starts_with(start)) return true;
  }
  return false;
}

TEST(Seed, ADumpIsASeedOfTheSameState) {
  TestBench bench;
  bench.Switch("pd.licence", "mini");
  bench.Post("/accounts", {{"school_id", 1}, {"key", "K"}, {"payers", {{{"person_id", 1}}}}});
  bench.Do({{"action", "take_backup"}, {"name", "b"}});
  bench.Do({{"action", "remove_account"}, {"account_id", 1}});
  bench.Open();
  const auto dump = bench.simulator.Dump();
  ProcareDesktopSimulator other;
  EXPECT_EQ(other.Seed(dump, bench.now), std::vector<std::string>{});
  EXPECT_EQ(other.Dump(), dump);
  bench.Do({{"action", "reboot"}});
  const auto rebooting = bench.simulator.Dump();
  EXPECT_EQ(other.Seed(rebooting, bench.now), std::vector<std::string>{});
  EXPECT_EQ(other.Dump(), rebooting);
}

TEST(Seed, ErrorsNameTheFieldAndChangeNothing) {
  TestBench bench;
  const auto before = bench.simulator.Dump();
  auto document = SampleSeed();
  auto& database = document["database"];
  database["schools"][1]["region_id"] = 9;
  database["classrooms"][2]["id"] = 1;
  database["accounts"].push_back({{"school_id", 1}, {"key", "doe"}, {"payers", {1, 99}}, {"children", {1}}});
  database["persons"][0]["date_of_birth"] = "yesterday";
  database["relationships"][0]["label"] = "Boss";
  database["status_labels"] = json::array({{{"name", "Withdrawn"}}});
  document["machine"] = {{"time_zone", "Mars/Base"}, {"power", "half"}};
  document["switches"] = {{"pd.licence", "huge"}};
  const auto errors = bench.simulator.Seed(document, bench.now);
  for (const auto* start : {"database.schools[1].region_id", "database.classrooms[2].id", "database.accounts[1].key",
                            "database.accounts[1].payers[1]", "database.accounts[1].children[0]",
                            "database.persons[0].date_of_birth", "database.relationships[0].label",
                            "database.status_labels", "machine.time_zone", "machine.power", "switches.pd.licence"}) {
    EXPECT_TRUE(Names(errors, start)) << start;
  }
  EXPECT_EQ(bench.simulator.Dump(), before);
  EXPECT_TRUE(Names(ErrorsOf({{"databse", 1}}), "databse"));
  EXPECT_FALSE(ErrorsOf(json::array()).empty());
}

TEST(Seed, WhatStaffAndSwitchesMayGiveIsInADumpThatIsASeed) {
  TestBench bench;
  bench.Do({{"action", "edit_account"}, {"account_id", 1}, {"name", "  "}});
  bench.Do({{"action", "edit_person"},
            {"person_id", 1},
            {"middle_initial", " "},
            {"gender", " "},
            {"email", " "},
            {"phones", {{{"type", "Mobile"}, {"area_code", " "}, {"number", "5550101"}}}}});
  bench.Do({{"action", "add_placeholder_child"}, {"account_id", 1}});
  const std::string long_name(256, 'z');
  EXPECT_TRUE(bench.simulator.SetSwitch("pd.placeholder_marker", long_name).has_value());
  EXPECT_TRUE(bench.simulator.SetSwitch("pd.placeholder_marker", "\t").has_value());
  EXPECT_EQ(bench.simulator.SetSwitch("pd.placeholder_marker", long_name.substr(1)), std::nullopt);
  bench.Do({{"action", "add_placeholder_child"}, {"account_id", 1}});
  const auto dump = bench.simulator.Dump();
  ProcareDesktopSimulator other;
  EXPECT_EQ(other.Seed(dump, bench.now), std::vector<std::string>{});
  EXPECT_EQ(other.Dump(), dump);
}

// What staff and agents cannot bring about a seed cannot either.
TEST(Seed, RefusesWhatCannotBe) {
  const auto refused = [](const char* list, json item, const std::string& start) {
    auto document = SampleSeed();
    auto& items = document["database"][list];
    if (items.is_null()) items = json::array({{{"name", "Enrolled"}}});
    items.push_back(std::move(item));
    return Names(ErrorsOf(document), start);
  };
  EXPECT_TRUE(
      refused("persons", {{"id", INT64_MAX}, {"first_name", "Cy"}, {"last_name", "Roe"}}, "database.persons[3].id"));
  EXPECT_TRUE(
      refused("persons", {{"id", UINT64_MAX}, {"first_name", "Cy"}, {"last_name", "Roe"}}, "database.persons[3].id"));
  EXPECT_TRUE(refused("status_labels", {{"name", "enrolled"}}, "database.status_labels[1].name"));
  EXPECT_TRUE(refused("relationships", {{"child_id", 3}, {"person_id", 3}, {"label", "Other"}},
                      "database.relationships[1].person_id"));
  EXPECT_TRUE(refused("accounts", {{"school_id", 2}, {"key", "A"}, {"payers", {3}}}, "database.accounts[1].payers[0]"));
  EXPECT_TRUE(
      refused("accounts", {{"school_id", 2}, {"key", "A"}, {"children", {2}}}, "database.accounts[1].children[0]"));
  auto far = SampleSeed();
  far["database"]["next"] = {{"person", INT64_MAX}};
  EXPECT_TRUE(Names(ErrorsOf(far), "database.next.person"));
}

TEST(Seed, IdsGoOnAfterThoseGiven) {
  TestBench bench;
  EXPECT_EQ(bench.Database()["next"],
            json({{"person", 4}, {"account", 2}, {"school", 3}, {"region", 3}, {"classroom", 4}, {"status_row", 2}}));
  bench.simulator.Reset();
  EXPECT_TRUE(bench.Database()["schools"].empty());
  EXPECT_EQ(bench.Database()["status_labels"][0]["name"], "Enrolled");
}

TEST(Provenance, IsCompleteAndHonest) { kit::ExpectHonestProvenance(ProcareDesktopSimulator()); }

TEST(Hosted, EveryFaultThatTheSimulatorActsOutCanBeSet) {
  kit::SimulatorHost host(std::make_unique<ProcareDesktopSimulator>());
  const auto now = At("2026-03-02T15:00:00.000Z");
  const auto set = [&](const std::string& fault) {
    return host.Handle({"POST", "/__admin/faults", {}, fault}, now).response.status;
  };
  for (const auto* kind : {"not_enough_seats", "session_kicked", "machine_off", "reboot_mid_snapshot",
                           "version_mismatch", "disk_full", "latin1_bytes"}) {
    EXPECT_LT(set(R"({"kind":")" + std::string(kind) + R"("})"), 300) << kind;
  }
  EXPECT_LT(set(R"({"kind":"slow_run","ms":7200000})"), 300);
  EXPECT_EQ(set(R"({"kind":"token_expire"})"), 422) << "it has no tokens";
}

TEST(Hosted, ASlowRunDelaysTheAnswerByItsRows) {
  using namespace std::chrono_literals;
  kit::SimulatorHost host(std::make_unique<ProcareDesktopSimulator>());
  const auto now = At("2026-03-02T15:00:00.000Z");
  ASSERT_EQ(host.SetStartSeed(SampleSeed(), now), std::vector<std::string>{});
  host.Handle({"POST", "/session", {}, R"({"client_version":"10.2.1"})"}, now);
  host.Handle({"POST", "/__admin/faults", {}, R"({"kind":"slow_run","ms":250})"}, now);
  EXPECT_EQ(host.Handle({"GET", "/session/1/accounts", {}, ""}, now).delay, 250ms);
  EXPECT_EQ(host.Handle({"GET", "/session/1/accounts", {}, ""}, now).delay, 0ms);
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
