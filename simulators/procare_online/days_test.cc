// The boundaries of local days: plans at the start of the day, leaving at its end [P4], by the school's zone [P7].
#include <gtest/gtest.h>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

std::string Plan(TestBench& bench, const std::string& kind, const std::string& child, const std::string& date,
                 const std::string& room = "") {
  json action = {{"action", "schedule_move"}, {"kind", kind}, {"child_id", child}, {"date", date}};
  if (!room.empty()) action["classroom_id"] = room;
  return bench.Do(action)["due"];
}

std::string ChildAt(TestBench& bench, const std::string& school) {
  return bench.NewChild(bench.NewFamily(school), school);
}

struct Boundary {
  std::string school, date, start, end;  // the local day as instants
};

// New York's 8 March 2026 has 23 hours, its 1 November 25; Phoenix and Honolulu have no daylight saving.
const std::vector<Boundary> kBoundaries = {
    {"ny", "2026-03-07", "2026-03-07T05:00:00.000Z", "2026-03-08T05:00:00.000Z"},
    {"ny", "2026-03-08", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"},
    {"ny", "2026-07-01", "2026-07-01T04:00:00.000Z", "2026-07-02T04:00:00.000Z"},
    {"ny", "2026-11-01", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"},
    {"az", "2026-03-08", "2026-03-08T07:00:00.000Z", "2026-03-09T07:00:00.000Z"},
    {"az", "2026-11-01", "2026-11-01T07:00:00.000Z", "2026-11-02T07:00:00.000Z"},
    {"hi", "2026-03-08", "2026-03-08T10:00:00.000Z", "2026-03-09T10:00:00.000Z"},
    {"hi", "2026-11-01", "2026-11-01T10:00:00.000Z", "2026-11-02T10:00:00.000Z"},
};

TEST(Days, WithdrawalHappensAtTheEndOfTheDay) {
  for (const auto& day : kBoundaries) {
    TestBench bench;
    const auto child = ChildAt(bench, day.school);
    EXPECT_EQ(Plan(bench, "withdrawal", child, day.date), day.end) << day.school << day.date;
    EXPECT_EQ(bench.simulator.NextDue(), At(day.end));
    bench.GoTo(kit::FormatInstant(At(day.end) - std::chrono::milliseconds(1)));
    EXPECT_EQ(bench.Child(child)["status"], "active") << day.school << day.date;
    bench.GoTo(day.end);
    EXPECT_EQ(bench.Child(child)["status"], "inactive");
    EXPECT_EQ(bench.Child(child)["withdrawal_date"], day.date);
    EXPECT_EQ(bench.Child(child)["updated_at"], day.end);
  }
}

TEST(Days, ActivationHappensAtTheStartOfTheDay) {
  for (const auto& day : kBoundaries) {
    TestBench bench;
    const auto child = ChildAt(bench, day.school);
    const auto room = day.school + "-toddlers";
    bench.Call("PATCH", "/api/v1/children/" + child,
               {{"status", "hold"}, {"activation", {{"date", day.date}, {"classroom_id", room}}}});
    EXPECT_EQ(bench.simulator.NextDue(), At(day.start)) << day.school << day.date;
    bench.GoTo(kit::FormatInstant(At(day.start) - std::chrono::milliseconds(1)));
    EXPECT_EQ(bench.Child(child)["status"], "hold");
    bench.GoTo(day.start);
    const auto active = bench.Child(child);
    EXPECT_EQ(active["status"], "active") << day.school << day.date;
    EXPECT_EQ(active["classroom_id"], room);
    EXPECT_EQ(active["start_date"], day.date);
    EXPECT_TRUE(active["upcoming_transitions"].empty());
  }
}

TEST(Days, OtherKindsKeepToTheirEndOfTheDay) {
  TestBench bench;
  const auto child = ChildAt(bench, "ny");
  EXPECT_EQ(Plan(bench, "room_transition", child, "2026-03-05", "ny-infants"), "2026-03-05T05:00:00.000Z");
  EXPECT_EQ(Plan(bench, "hold", child, "2026-03-06"), "2026-03-06T05:00:00.000Z");
  EXPECT_EQ(Plan(bench, "hold_activation", child, "2026-03-09"), "2026-03-09T04:00:00.000Z");
  EXPECT_EQ(Plan(bench, "graduation", child, "2026-03-10"), "2026-03-11T04:00:00.000Z");
  bench.GoTo("2026-03-05T05:00:00.000Z");
  EXPECT_EQ(bench.Child(child)["classroom_id"], "ny-infants");
  bench.GoTo("2026-03-06T05:00:00.000Z");
  EXPECT_EQ(bench.Child(child)["status"], "hold");
  bench.GoTo("2026-03-09T04:00:00.000Z");
  EXPECT_EQ(bench.Child(child)["status"], "active");
  bench.GoTo("2026-03-11T04:00:00.000Z");
  EXPECT_EQ(bench.Child(child)["status"], "graduate");
  EXPECT_FALSE(bench.simulator.NextDue().has_value());
}

TEST(Days, OneLongAdvanceGivesWhatManySmallOnesDo) {
  const auto prepare = [](TestBench& bench) {
    const auto a = ChildAt(bench, "ny");
    const auto b = ChildAt(bench, "hi");
    Plan(bench, "hold", a, "2026-03-06");
    Plan(bench, "hold_activation", a, "2026-03-08");
    Plan(bench, "withdrawal", a, "2026-03-08");
    Plan(bench, "room_transition", b, "2026-03-08", "hi-infants");
    Plan(bench, "withdrawal", b, "2026-03-08");
  };
  TestBench once;
  TestBench often;
  prepare(once);
  prepare(often);
  once.now = At("2026-03-20T00:00:00.000Z");
  once.simulator.AdvanceTo(once.now);
  while (const auto due = often.simulator.NextDue()) {
    ASSERT_GT(*due, often.now);
    often.now = *due;
    often.simulator.AdvanceTo(*due);
  }
  EXPECT_EQ(once.simulator.Dump(), often.simulator.Dump());
}

// At one midnight a day ends before the next one starts.
TEST(Days, TheEndOfADayComesBeforeTheStartOfTheNext) {
  TestBench bench;
  const auto leaving = ChildAt(bench, "ny");
  Plan(bench, "hold", leaving, "2026-03-06");
  Plan(bench, "withdrawal", leaving, "2026-03-05");
  bench.GoTo("2026-03-06T05:00:00.000Z");
  EXPECT_EQ(bench.Child(leaving)["status"], "inactive") << "the hold found a child who had left";
}

// G20: the end-of-day job may run after a nightly sync, the start-of-day job late.
TEST(Days, JobsCanBeLate) {
  TestBench bench;
  const auto child = ChildAt(bench, "ny");
  Plan(bench, "withdrawal", child, "2026-03-07");
  bench.Switch("po.end_of_day_hour", "29");
  EXPECT_EQ(bench.simulator.NextDue(), At("2026-03-08T09:00:00.000Z")) << "05:00 by the clock, after the lost hour";
  bench.Switch("po.end_of_day_hour", "18");
  EXPECT_EQ(bench.simulator.NextDue(), At("2026-03-07T23:00:00.000Z"));
  bench.Do({{"action", "change_enrollment"},
            {"child_id", child},
            {"status", "hold"},
            {"activation", {{"date", "2026-03-05"}}}});
  EXPECT_EQ(bench.simulator.NextDue(), At("2026-03-05T05:00:00.000Z"));
  bench.Switch("po.start_of_day_delay_minutes", "90");
  EXPECT_EQ(bench.simulator.NextDue(), At("2026-03-05T06:30:00.000Z"));
}

// With a late job the activation of today is still ahead.
TEST(Days, ActivationOfTodayWaitsForALateJob) {
  TestBench bench;
  bench.Switch("po.start_of_day_delay_minutes", "720");
  const auto child = ChildAt(bench, "ny");
  bench.Call("PATCH", "/api/v1/children/" + child, {{"status", "hold"}, {"activation", {{"date", "2026-03-02"}}}});
  EXPECT_EQ(bench.Child(child)["status"], "hold");
  bench.GoTo("2026-03-02T17:00:00.000Z");
  EXPECT_EQ(bench.Child(child)["status"], "active");
}

// G42: the zone of a site changes.
TEST(Days, FollowANewTimeZoneOfTheSchool) {
  TestBench bench;
  const auto child = ChildAt(bench, "ny");
  Plan(bench, "hold", child, "2026-03-05");
  bench.Do({{"action", "edit_school"}, {"school_id", "ny"}, {"time_zone", "Pacific/Honolulu"}});
  EXPECT_EQ(bench.simulator.NextDue(), At("2026-03-05T10:00:00.000Z"));
}

}  // namespace
}  // namespace ikp::simulators::procare_online
