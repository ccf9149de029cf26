// Sessions, seats, versions, and a PC that is not always there.
#include <gtest/gtest.h>

#include <set>

#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

TEST(Sessions, TakeSeatsAndFreeThem) {
  TestBench bench;
  bench.Do({{"action", "occupy_seats"}, {"count", 3}});
  const auto second = bench.Open();
  ASSERT_EQ(second.status, 201);
  EXPECT_EQ(second.body["seats"], 5);
  EXPECT_EQ(second.body["used"], 5);
  const auto third = bench.Open();
  EXPECT_EQ(third.status, 409);
  EXPECT_EQ(third.Code(), "not_enough_seats");
  EXPECT_EQ(bench.Raw("DELETE", "/session/" + bench.session).status, 200);
  EXPECT_EQ(bench.Open().status, 201);
}

TEST(Sessions, AClientOfAnotherVersionIsRefusedWithBoth) {
  TestBench bench;
  bench.Do({{"action", "upgrade_server"}, {"version", "10.3.0"}});
  EXPECT_EQ(bench.Get("/schools").Code(), "session_ended");
  const auto refused = bench.Open("10.2.1");
  EXPECT_EQ(refused.status, 426);
  EXPECT_EQ(refused.body["client_version"], "10.2.1");
  EXPECT_EQ(refused.body["server_version"], "10.3.0");
  EXPECT_EQ(bench.Open("10.3.0").status, 201);
}

TEST(Sessions, AKickedOneHasEndedAndAnUnknownOneNeverWas) {
  TestBench bench;
  bench.Do({{"action", "kick_session"}, {"session_id", bench.session}});
  const auto ended = bench.Get("/schools");
  EXPECT_EQ(ended.status, 440);
  EXPECT_EQ(ended.Code(), "session_ended");
  EXPECT_EQ(bench.Raw("GET", "/session/99/schools").status, 404);
  EXPECT_EQ(bench.Raw("GET", "/session/x/schools").status, 404);
  EXPECT_TRUE(bench.Staff({{"action", "kick_session"}, {"session_id", "99"}}).HasError("session_id"));
}

TEST(Sessions, AnUnusedOneFreesItsSeat) {
  TestBench bench;
  bench.Advance(9min);
  EXPECT_EQ(bench.Get("/schools").status, 200);
  bench.Advance(9min);
  EXPECT_EQ(bench.Get("/schools").status, 200);
  ASSERT_EQ(bench.simulator.NextDue(), bench.now + 10min);
  bench.Advance(10min);
  EXPECT_EQ(bench.Get("/schools").status, 440);
}

// A seat is a connection to the database of this PC: it goes with the connection.
TEST(Sessions, PeopleLoseTheirSeatsWithTheirConnection) {
  TestBench bench;
  bench.Do({{"action", "take_backup"}, {"name", "b"}});
  const auto occupied = [&] { return bench.simulator.world().machine.occupied_seats; };
  const std::vector<std::vector<json>> ways = {
      {{{"action", "power_off"}}, {{"action", "power_on"}}},
      {{{"action", "sleep"}}, {{"action", "wake"}}},
      {{{"action", "upgrade_server"}, {"version", "10.2.1"}}},
      {{{"action", "restore_backup"}, {"name", "b"}}},
      {{{"action", "kick_session"}, {"people", true}}},
      {{{"action", "occupy_seats"}, {"count", 0}}},
      {{{"action", "reboot"}}},
  };
  for (const auto& way : ways) {
    bench.Do({{"action", "occupy_seats"}, {"count", 3}});
    bench.Do({{"action", "kick_session"}});
    ASSERT_EQ(occupied(), 3) << "they are not what an agent opened";
    for (const auto& action : way) bench.Do(action);
    EXPECT_EQ(occupied(), 0) << way.front();
  }
  bench.Advance(3min);
  EXPECT_EQ(bench.Open().body["used"], 1);
}

// A page that takes longer than a session may be idle.
TEST(Sessions, AnAnswerThatTakesItsTimeKeepsTheSession) {
  TestBench bench;
  bench.faults = {{"slow_run", {{"ms", std::to_string(25 * 60'000)}}}};
  ASSERT_EQ(bench.Get("/accounts").delay, 25min);
  bench.faults = {};
  ASSERT_EQ(bench.simulator.NextDue(), bench.now + 35min);
  bench.Advance(25min);
  EXPECT_EQ(bench.Get("/accounts").status, 200);
  bench.Advance(10min);
  EXPECT_EQ(bench.Get("/accounts").status, 440);
}

TEST(Machine, SleepsWakesAndIsOff) {
  TestBench bench;
  bench.Do({{"action", "sleep"}});
  EXPECT_EQ(bench.Open().status, 503);
  EXPECT_EQ(bench.Open().Code(), "machine_off");
  EXPECT_TRUE(bench.Staff({{"action", "hide_account"}, {"account_id", 1}}).HasError("action"));
  bench.Do({{"action", "wake"}});
  EXPECT_EQ(bench.Get("/schools").status, 440);
  bench.Do({{"action", "power_off"}});
  EXPECT_TRUE(bench.Staff({{"action", "wake"}}).HasError("action"));
  bench.Do({{"action", "power_on"}});
  EXPECT_EQ(bench.Open().status, 201);
}

TEST(Machine, SessionsMayOutliveSleepWhenSwitched) {
  TestBench bench;
  bench.Switch("pd.sleep_ends_sessions", "false");
  bench.Do({{"action", "sleep"}});
  bench.Do({{"action", "wake"}});
  EXPECT_EQ(bench.Get("/schools").status, 200);
}

TEST(Machine, IsBackAfterAReboot) {
  TestBench bench;
  bench.Do({{"action", "reboot"}});
  EXPECT_EQ(bench.simulator.NextDue(), bench.now + 3min);
  bench.Advance(2min);
  EXPECT_EQ(bench.Open().status, 503);
  bench.Advance(1min);
  EXPECT_EQ(bench.Get("/schools").status, 440);
  EXPECT_EQ(bench.Open().status, 201);
}

TEST(Machine, IsRebootedOnlyWhenItIsOn) {
  TestBench bench;
  for (const auto* down : {"sleep", "power_off", "reboot"}) {
    bench.Do({{"action", down}});
    EXPECT_TRUE(bench.Staff({{"action", "reboot"}}).HasError("action: needs a PC that is on")) << down;
    bench.Do({{"action", "power_on"}});
  }
}

TEST(Faults, ActOnTheirRequests) {
  TestBench bench;
  bench.faults = {{"not_enough_seats", {}}};
  EXPECT_EQ(bench.Open().Code(), "not_enough_seats");
  bench.faults = {{"version_mismatch", {}}};
  EXPECT_EQ(bench.Open().status, 426);
  bench.faults = {{"machine_off", {}}};
  EXPECT_EQ(bench.Get("/schools").status, 503);
  bench.faults = {};
  EXPECT_EQ(bench.Get("/schools").status, 200);
  bench.faults = {{"slow_run", {{"ms", "250"}}}};
  EXPECT_EQ(bench.Get("/accounts").delay, 250ms);
  bench.faults = {{"session_kicked", {}}};
  EXPECT_EQ(bench.Get("/schools").status, 440);
  bench.faults = {};
  EXPECT_EQ(bench.Get("/schools").status, 440) << "it stays ended";
}

TEST(Faults, ARebootInTheMiddleOfASnapshotEndsTheSession) {
  TestBench bench;
  bench.faults = {{"reboot_mid_snapshot", {}}};
  EXPECT_EQ(bench.Get("/schools").status, 200) << "only accounts are met";
  EXPECT_EQ(bench.Get("/accounts").status, 503);
  bench.faults = {};
  EXPECT_EQ(bench.Open().status, 503);
  bench.Advance(3min);
  EXPECT_EQ(bench.Get("/accounts").status, 440);
}

TEST(Faults, StrayBytesAreNotUtf8) {
  TestBench bench;
  bench.faults = {{"latin1_bytes", {}}};
  const auto page = bench.Get("/accounts");
  EXPECT_TRUE(page.body.is_null());
  EXPECT_NE(page.text.find("caf\xE9"), std::string::npos);
  EXPECT_NE(page.text.find("\\r\\n\\u0000"), std::string::npos);
  for (const auto* path : {"/schools", "/classrooms", "/status-labels", "/persons/1"}) {
    EXPECT_NE(bench.Get(path).text.find("caf\xE9"), std::string::npos) << path;
  }
}

TEST(Disk, WhenFullNothingIsWritten) {
  TestBench bench;
  const auto before = bench.Database();
  const json row = {{"child_id", 3}, {"school_id", 1}, {"date", "2026-02-01"}, {"status", "Withdrawn"}};
  bench.Do({{"action", "disk_full"}, {"full", true}});
  const auto refused = bench.Post("/status-rows", row);
  EXPECT_EQ(refused.status, 507);
  EXPECT_EQ(refused.Code(), "disk_full");
  EXPECT_TRUE(bench.Staff({{"action", "take_backup"}, {"name", "b"}}).HasError("action"));
  bench.Do({{"action", "disk_full"}, {"full", false}});
  bench.faults = {{"disk_full", {}}};
  EXPECT_EQ(bench.Post("/status-rows", row).status, 507);
  EXPECT_EQ(bench.Database(), before);
  bench.faults = {};
  EXPECT_EQ(bench.Post("/status-rows", row).status, 201);
}

// Whoever types meets the same disk as the agent.
TEST(Disk, WhenFullStaffWriteNothingEither) {
  TestBench bench;
  bench.Do({{"action", "take_backup"}, {"name", "b"}});
  bench.Do({{"action", "disk_full"}, {"full", true}});
  const auto before = bench.simulator.Dump();
  const std::set<std::string> pass = {
      "sleep",           "wake",         "power_off",           "power_on",         "reboot",
      "disk_full",       "kick_session", "set_pc_clock_offset", "set_pc_time_zone", "set_seats",
      "list_unassigned", "occupy_seats", "set_engagement",      "sync_now"};
  for (const auto& action : bench.simulator.StaffActions()) {
    const auto name = action["action"].get<std::string>();
    if (pass.contains(name)) continue;
    EXPECT_TRUE(bench.Staff({{"action", name}}).HasError("action: is refused: the disk is full")) << name;
  }
  EXPECT_TRUE(bench.Staff({{"action", "restore_backup"}, {"name", "b"}}).HasError("action"));
  EXPECT_EQ(bench.simulator.Dump(), before);
  EXPECT_EQ(bench.Get("/accounts").status, 200) << "reads go on";
  bench.Do({{"action", "kick_session"}});
  bench.Do({{"action", "reboot"}});
}

TEST(Routes, AWrongPathOrMethodIsToldWhatIsRight) {
  TestBench bench;
  EXPECT_EQ(bench.Get("/account").Code(), "no_such_route");
  EXPECT_EQ(bench.Raw("PATCH", "/session").Code(), "wrong_method");
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
