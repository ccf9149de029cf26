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

TEST(Seed, RoomsOfOneNameHaveOneWorkAreaOnlyWhenItSaysSo) {
  TestBench bench;
  EXPECT_EQ(bench.Database()["work_areas"].size(), 3) << "Infants of either school, and Toddlers";
  auto document = SampleSeed();
  auto& database = document["database"];
  database["work_areas"] = json::array({{{"id", 7}, {"name", "Infants"}}});
  database["classrooms"][2] = {{"id", 3}, {"school_id", 2}, {"work_area_id", 7}};
  EXPECT_EQ(ErrorsOf(document), std::vector<std::string>{});
  database["classrooms"][2]["name"] = "Babies";
  EXPECT_TRUE(Names(ErrorsOf(document), "database.classrooms[2].name"));
  database["classrooms"][2] = {{"id", 3}, {"school_id", 2}, {"work_area_id", 9}};
  EXPECT_TRUE(Names(ErrorsOf(document), "database.classrooms[2].work_area_id"));
}

TEST(Seed, IdsGoOnAfterThoseGiven) {
  TestBench bench;
  EXPECT_EQ(bench.Database()["next"], json({{"person", 4},
                                            {"account", 2},
                                            {"school", 3},
                                            {"region", 3},
                                            {"work_area", 4},
                                            {"classroom", 4},
                                            {"status_row", 2}}));
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

// A host with the sample, one open session and one fault that names no request.
struct HostBench {
  explicit HostBench(const json& fault) {
    EXPECT_EQ(host.SetStartSeed(SampleSeed(), now), std::vector<std::string>{});
    Send("POST", "/session", {{"client_version", "10.2.1"}});
    EXPECT_EQ(Send("POST", "/__admin/faults", fault).status, 201);
  }

  http::Response Send(const std::string& method, const std::string& target, const json& body = nullptr) {
    auto reply = host.Handle({method, target, {}, body.is_null() ? "" : body.dump()}, now);
    delay = reply.delay;
    return reply.response;
  }

  kit::SimulatorHost host{std::make_unique<ProcareDesktopSimulator>()};
  Instant now = At("2026-03-02T15:00:00.000Z");
  std::chrono::milliseconds delay{};
};

TEST(Hosted, EveryFaultWaitsForItsRequestAndActsOnce) {
  const json open = {{"client_version", "10.2.1"}};
  const json row = {
      {"command_id", "c"}, {"child_id", 3}, {"school_id", 1}, {"date", "2026-02-01"}, {"status", "Withdrawn"}};
  struct Case {
    const char* kind;
    std::vector<std::pair<const char*, const char*>> passes;  // requests that it does not fit
    const char* method;
    const char* target;
    json body;
    int status;
    int again;  // what the same request is answered next
  };
  const std::vector<Case> cases = {
      {"not_enough_seats",
       {{"GET", "/session/1/schools"}, {"GET", "/exports/payers.csv"}},
       "POST",
       "/session",
       open,
       409,
       201},
      {"version_mismatch", {{"GET", "/session/1/schools"}}, "POST", "/session", open, 426, 201},
      {"session_kicked", {{"GET", "/exports/payers.csv"}}, "GET", "/session/1/schools", nullptr, 440, 440},
      {"machine_off", {{"GET", "/mirror/accounts"}}, "GET", "/session/1/schools", nullptr, 503, 200},
      {"reboot_mid_snapshot", {{"GET", "/session/1/schools"}}, "GET", "/session/1/accounts", nullptr, 503, 503},
      {"disk_full", {{"GET", "/session/1/schools"}}, "POST", "/session/1/status-rows", row, 507, 201},
      {"latin1_bytes", {{"GET", "/exports/payers.csv"}}, "GET", "/session/1/accounts", nullptr, 200, 200},
  };
  for (const auto& one : cases) {
    HostBench hosted(json{{"kind", one.kind}});
    for (const auto& [method, target] : one.passes) {
      const auto passed = hosted.Send(method, target);
      EXPECT_TRUE(passed.status == 200 || passed.status == 404) << one.kind << " acts on " << target;
    }
    const auto hit = hosted.Send(one.method, one.target, one.body);
    EXPECT_EQ(hit.status, one.status) << one.kind;
    const bool utf8 = kit::ParseJson(hit.body).has_value();
    EXPECT_EQ(utf8, std::string_view(one.kind) != "latin1_bytes") << one.kind;
    EXPECT_EQ(hosted.Send(one.method, one.target, one.body).status, one.again) << one.kind;
  }
}

TEST(Hosted, ASlowRunDelaysTheAnswerByItsRows) {
  using namespace std::chrono_literals;
  HostBench hosted(json{{"kind", "slow_run"}, {"ms", 250}});
  hosted.Send("GET", "/session/1/schools");
  EXPECT_EQ(hosted.delay, 0ms);
  hosted.Send("GET", "/session/1/accounts");
  EXPECT_EQ(hosted.delay, 250ms);
  hosted.Send("GET", "/session/1/accounts");
  EXPECT_EQ(hosted.delay, 0ms);
}

// The answer of the first try is lost: the second one is told what the first one made.
TEST(Hosted, ALostAnswerIsGivenAgainToTheSameCommand) {
  HostBench hosted(json{{"kind", "answer_lost"}, {"match", {{"path", "/session/1/persons"}}}});
  const json person = {
      {"command_id", "c"}, {"account_id", 1}, {"role", "pickup"}, {"first_name", "Cy"}, {"last_name", "Roe"}};
  const auto request = http::Request{"POST", "/session/1/persons", {}, person.dump()};
  EXPECT_EQ(hosted.host.Handle(request, hosted.now).disposition, kit::HostDisposition::kCloseSilently);
  const auto again = hosted.Send("POST", "/session/1/persons", person);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(kit::ParseJson(again.body)->at("person_id"), 4);
  EXPECT_EQ(hosted.host.simulator().Dump()["database"]["persons"].size(), 4);
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
