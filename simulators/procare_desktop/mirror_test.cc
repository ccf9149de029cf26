// The copy in the cloud: its runs, what it shows meanwhile, and that it is locked.
#include <gtest/gtest.h>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/mirror.h"
#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

// The e-mail of Ann, the primary payer, as the copy shows it.
json MirroredEmail(TestBench& bench) {
  const auto copy = bench.Raw("GET", "/mirror/accounts?school_id=1");
  if (copy.body.at("accounts").empty()) return nullptr;
  return copy.body["accounts"][0]["persons"][0]["email"];
}

void EditEmail(TestBench& bench, const std::string& email) {
  bench.Do({{"action", "edit_person"}, {"person_id", 1}, {"email", email}});
}

// The bench starts at 07:00 Pacific.
TEST(Mirror, AChangeIsSeenWhenARunThatStartedAfterItHasEnded) {
  TestBench bench;
  EXPECT_EQ(bench.Raw("GET", "/mirror/accounts").Code(), "no_mirror");
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  EXPECT_EQ(MirroredEmail(bench), nullptr) << "nothing before the first run";
  ASSERT_EQ(bench.simulator.NextDue(), bench.now + 10min) << "the session";
  bench.Advance(3h);  // 10:00, a run is under way since 09:00
  EXPECT_EQ(bench.Raw("GET", "/mirror/accounts").body["run_under_way"], true);
  EditEmail(bench, "new@example.com");
  bench.Advance(1h);  // 11:00, it has ended
  EXPECT_EQ(MirroredEmail(bench), "ann@example.com") << "typed after the start";
  EXPECT_EQ(bench.Raw("GET", "/mirror/accounts").body["as_of"], "2026-03-02T17:00:00.000Z");
  bench.Advance(5h);  // 16:00, the next run is under way
  EXPECT_EQ(MirroredEmail(bench), "ann@example.com");
  bench.Advance(1h);
  EXPECT_EQ(MirroredEmail(bench), "new@example.com");
  EXPECT_EQ(bench.Raw("GET", "/mirror/accounts").body["next_start"], "2026-03-03T07:00:00.000Z") << "23:00 Pacific";
}

TEST(Mirror, MayTakeTheDataOfARunsEnd) {
  TestBench bench;
  bench.Switch("pd.mirror_takes", "run_end");
  bench.Switch("pd.mirror_run_minutes", "30");
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(2h + 10min);
  EditEmail(bench, "new@example.com");
  bench.Advance(20min);
  EXPECT_EQ(MirroredEmail(bench), "new@example.com");
}

TEST(Mirror, StaysAsItWasWhileThePcSleeps) {
  TestBench bench;
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(4h);
  ASSERT_EQ(MirroredEmail(bench), "ann@example.com");
  EditEmail(bench, "new@example.com");
  bench.Advance(5h);  // 16:00: a run is under way
  bench.Do({{"action", "sleep"}});
  EXPECT_EQ(MirroredEmail(bench), "ann@example.com") << "the cloud answers all the same";
  bench.Advance(8h);  // 00:00: 23:00 went by asleep
  bench.Do({{"action", "wake"}});
  bench.Advance(2h);
  EXPECT_EQ(MirroredEmail(bench), "ann@example.com");
  bench.Advance(3h);  // 05:00
  EXPECT_EQ(MirroredEmail(bench), "new@example.com");
}

// What the cloud has does not depend on the PC's clock of today, nor on how the program counts rows since.
TEST(Mirror, KeepsTheStatusOfItsRun) {
  TestBench bench;
  for (const auto* status : {"Withdrawn", "Graduated"}) {
    bench.Do(
        {{"action", "add_status_row"}, {"child_id", 3}, {"school_id", 1}, {"date", "2026-03-02"}, {"status", status}});
  }
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(4h);
  const auto shown = [&] { return bench.Raw("GET", "/mirror/accounts").body["accounts"]; };
  const auto before = shown();
  ASSERT_EQ(before[0]["persons"][2]["status"], "Graduated");
  bench.Do({{"action", "set_pc_clock_offset"}, {"minutes", -1440}});
  EXPECT_EQ(shown(), before);
  bench.Switch("pd.same_day_rows", "lowest_id");
  bench.Switch("pd.interval_end", "last_day");
  EXPECT_EQ(shown(), before);
  bench.Do({{"action", "set_pc_clock_offset"}, {"minutes", 0}});
  bench.Advance(6h);
  EXPECT_EQ(shown()[0]["persons"][2]["status"], "Withdrawn") << "a run brings the new rules";
}

std::vector<std::string> StartsFrom(const std::string& from, int count) {
  std::vector<std::string> starts;
  for (auto at = At(from); count > 0; --count) {
    at = NextMirrorStart(at);
    starts.push_back(kit::FormatInstant(at));
  }
  return starts;
}

// Pacific time, wherever the site is: 03:00 is an hour earlier by UTC from the night in which the clocks go forward.
TEST(Mirror, StartsAtPacificTimesThroughBothClockChanges) {
  EXPECT_EQ(
      StartsFrom("2026-03-08T06:00:00.000Z", 3),
      (std::vector<std::string>{"2026-03-08T07:00:00.000Z", "2026-03-08T10:00:00.000Z", "2026-03-08T16:00:00.000Z"}));
  EXPECT_EQ(
      StartsFrom("2026-11-01T05:00:00.000Z", 3),
      (std::vector<std::string>{"2026-11-01T06:00:00.000Z", "2026-11-01T11:00:00.000Z", "2026-11-01T17:00:00.000Z"}));
}

// A site that does not change its clocks: the same run is at 10:00 there in winter and at 09:00 in summer.
TEST(Mirror, ShiftsForASiteInArizona) {
  TestBench bench;
  bench.Do({{"action", "set_pc_time_zone"}, {"time_zone", "America/Phoenix"}});
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(7 * 24h - 5h);  // Monday, 2026-03-09, 10:00 UTC: 03:00 in Phoenix
  EXPECT_EQ(bench.Raw("GET", "/mirror/accounts").body["next_start"], "2026-03-09T16:00:00.000Z");
}

TEST(Mirror, ARunTakesASeatUntilItsEnd) {
  TestBench bench;
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(2h);  // 09:00: a run begins
  bench.Do({{"action", "occupy_seats"}, {"count", 4}});
  const auto refused = bench.Open();
  EXPECT_EQ(refused.Code(), "not_enough_seats");
  bench.Switch("pd.mirror_takes_seat", "false");
  EXPECT_EQ(bench.Open().status, 201);
  bench.Advance(20min);  // unused, the session has ended
  bench.Switch("pd.mirror_takes_seat", "true");
  EXPECT_EQ(bench.Open().Code(), "not_enough_seats");
  bench.Advance(1h + 40min);  // 11:00: the run has ended
  EXPECT_EQ(bench.Open().status, 201);
}

TEST(Mirror, IsLocked) {
  TestBench bench;
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  const auto before = bench.simulator.Dump();
  const auto refused = bench.Raw("PATCH", "/mirror/persons/1", {{"email", "x@example.com"}});
  EXPECT_EQ(refused.status, 423);
  EXPECT_EQ(refused.Code(), "mirror_write");
  EXPECT_EQ(bench.Raw("POST", "/mirror/accounts", json::object()).Code(), "mirror_write");
  EXPECT_EQ(bench.simulator.Dump(), before);
}

TEST(Mirror, SwitchedOnOnceMoreStaysAsItIs) {
  TestBench bench;
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(4h);
  bench.Do({{"action", "sync_now"}});
  const auto before = bench.simulator.Dump();
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  EXPECT_EQ(bench.simulator.Dump(), before) << "the copy, the run and the cool-down";
  bench.Do({{"action", "set_engagement"}, {"on", false}});
  EXPECT_EQ(bench.Raw("GET", "/mirror/accounts").Code(), "no_mirror");
}

TEST(Mirror, WhatTheCloudDoesNotHaveIsSaidWithoutThePc) {
  TestBench bench;
  bench.Do({{"action", "sleep"}});
  EXPECT_EQ(bench.Raw("GET", "/mirror/families").Code(), "no_such_route");
  EXPECT_EQ(bench.Raw("DELETE", "/mirror/accounts").Code(), "wrong_method");
  EXPECT_EQ(bench.Raw("GET", "/mirrors").Code(), "machine_off");
}

TEST(Resync, IsRefusedWithTheRemainingTimeUntilTheCooldownIsOver) {
  TestBench bench;
  EXPECT_TRUE(bench.Staff({{"action", "sync_now"}}).HasError("action: needs Engagement"));
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Switch("pd.mirror_run_minutes", "20");
  bench.Do({{"action", "sync_now"}});
  EXPECT_TRUE(bench.Staff({{"action", "sync_now"}}).HasError("action: is refused: a run is under way"));
  bench.Advance(50min);
  EXPECT_EQ(MirroredEmail(bench), "ann@example.com");
  const auto refused = bench.Staff({{"action", "sync_now"}});
  EXPECT_TRUE(refused.HasError("action: is refused so soon after the last re-sync; try again in 3 h 10 min"))
      << refused.text;
  bench.Advance(3h + 10min);
  bench.Do({{"action", "sync_now"}});
}

TEST(Mirror, ADumpIsASeedOfTheSameState) {
  TestBench bench;
  bench.Do({{"action", "set_engagement"}, {"on", true}});
  bench.Advance(9h);  // one run has ended, the next is under way
  const auto dump = bench.simulator.Dump();
  ASSERT_TRUE(dump["mirror"].contains("shown"));
  ASSERT_TRUE(dump["mirror"].contains("run"));
  ProcareDesktopSimulator other;
  EXPECT_EQ(other.Seed(dump, bench.now), std::vector<std::string>{});
  EXPECT_EQ(other.Dump(), dump);
  auto document = dump;
  document["mirror"].erase("as_of");
  EXPECT_FALSE(other.Seed(document, bench.now).empty());
  EXPECT_EQ(other.Dump(), dump);
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
