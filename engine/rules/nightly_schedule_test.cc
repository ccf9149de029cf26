#include "engine/rules/nightly_schedule.h"

#include <date/tz.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace ikp::rules {
namespace {

using domain::CivilDate;
using domain::Instant;
using domain::Milliseconds;
using domain::MinuteOfDay;
using domain::TimeZone;
using std::chrono::hours;
using std::chrono::minutes;

Instant At(const char* text) { return domain::ParseInstant(text).value(); }
CivilDate Day(const char* text) { return CivilDate::Parse(text).value(); }
NightlyTime Site(const char* zone, const char* time) {
  return {.zone = TimeZone::Find(zone).value(), .at = *domain::ParseMinuteOfDay(time)};
}
std::string Due(const char* zone, const char* date, const char* time) {
  return domain::FormatInstant(DueInstant(Site(zone, time), Day(date)));
}
const Instant kLongAgo = At("2019-01-01T00:00:00Z");

// H22, G42
TEST(NightlyScheduleTest, DaylightSaving) {
  EXPECT_EQ(Due("America/New_York", "2026-03-08", "02:30"), "2026-03-08T07:00:00.000Z");
  EXPECT_EQ(Due("America/New_York", "2026-03-07", "02:30"), "2026-03-07T07:30:00.000Z");
  EXPECT_EQ(Due("America/New_York", "2026-03-09", "02:30"), "2026-03-09T06:30:00.000Z");
  EXPECT_EQ(Due("America/New_York", "2026-11-01", "01:30"), "2026-11-01T05:30:00.000Z");
  EXPECT_EQ(Due("America/New_York", "2026-11-01", "02:30"), "2026-11-01T07:30:00.000Z");
  EXPECT_EQ(Due("America/Phoenix", "2026-03-08", "02:30"), "2026-03-08T09:30:00.000Z");
  EXPECT_EQ(Due("America/Phoenix", "2026-11-01", "01:30"), "2026-11-01T08:30:00.000Z");
  EXPECT_EQ(Due("Pacific/Honolulu", "2026-03-08", "02:30"), "2026-03-08T12:30:00.000Z");
}

TEST(NightlyScheduleTest, RunsAtItsInstantAndThenOnceADate) {
  const auto site = Site("America/New_York", "04:00");
  const Instant due_at = At("2026-07-01T08:00:00Z");
  auto due = DueRun(site, Day("2026-06-30"), kLongAgo, due_at - Milliseconds(1));
  EXPECT_EQ(due.run, std::nullopt);
  EXPECT_EQ(due.next_wake, due_at);
  due = DueRun(site, Day("2026-06-30"), kLongAgo, due_at);
  EXPECT_EQ(due.run, Day("2026-07-01"));
  EXPECT_EQ(due.due_at, due_at);
  EXPECT_TRUE(due.skipped.empty());
  EXPECT_EQ(due.next_wake, At("2026-07-02T08:00:00Z"));
  due = DueRun(site, Day("2026-07-01"), kLongAgo, due_at + minutes(1));
  EXPECT_EQ(due.run, std::nullopt);
  EXPECT_EQ(due.next_wake, At("2026-07-02T08:00:00Z"));
}

// G42: 01:30 comes twice on 1 November.
TEST(NightlyScheduleTest, RepeatedTimeRunsOnce) {
  const auto site = Site("America/New_York", "01:30");
  EXPECT_EQ(DueRun(site, Day("2026-10-31"), kLongAgo, At("2026-11-01T05:30:00Z")).run, Day("2026-11-01"));
  const auto second = DueRun(site, Day("2026-11-01"), kLongAgo, At("2026-11-01T06:30:00Z"));
  EXPECT_EQ(second.run, std::nullopt);
  EXPECT_EQ(second.next_wake, At("2026-11-02T06:30:00Z"));
}

// H23
TEST(NightlyScheduleTest, CatchesUpWithinTwentyHours) {
  const auto site = Site("America/New_York", "04:00");
  const Instant due_at = At("2026-07-01T08:00:00Z");
  auto due = DueRun(site, Day("2026-06-30"), kLongAgo, due_at + hours(20) - Milliseconds(1));
  EXPECT_EQ(due.run, Day("2026-07-01"));
  EXPECT_EQ(due.due_at, due_at);
  due = DueRun(site, Day("2026-06-30"), kLongAgo, due_at + hours(20));
  EXPECT_EQ(due.run, std::nullopt);
  EXPECT_EQ(due.skipped, std::vector<CivilDate>{Day("2026-07-01")});
  EXPECT_EQ(due.next_wake, due_at + hours(24));
}

TEST(NightlyScheduleTest, AfterDaysOfDowntimeOnlyTheLatestRuns) {
  const auto site = Site("America/New_York", "04:00");
  const auto due = DueRun(site, Day("2026-06-27"), kLongAgo, At("2026-07-01T10:00:00Z"));
  EXPECT_EQ(due.run, Day("2026-07-01"));
  EXPECT_EQ(due.skipped, (std::vector<CivilDate>{Day("2026-06-28"), Day("2026-06-29"), Day("2026-06-30")}));
  EXPECT_EQ(DueRun(site, Day("2025-01-01"), kLongAgo, At("2026-07-01T10:00:00Z")).skipped.size(), kMaxSkipped);
}

TEST(NightlyScheduleTest, NothingBeforeTheFirstStart) {
  const auto site = Site("America/New_York", "04:00");
  const Instant since = At("2026-07-01T08:00:01Z");  // a second after the night's time
  auto due = DueRun(site, {}, since, since + hours(2));
  EXPECT_EQ(due.run, std::nullopt);
  EXPECT_TRUE(due.skipped.empty());
  EXPECT_EQ(due.next_wake, At("2026-07-02T08:00:00Z"));
  due = DueRun(site, {}, At("2026-07-01T08:00:00Z"), At("2026-07-01T08:00:00Z"));
  EXPECT_EQ(due.run, Day("2026-07-01"));
}

// G43: the date is the scheduled one, also when the run is caught up after midnight.
TEST(NightlyScheduleTest, NearMidnightTheScheduledDateCounts) {
  const auto late = Site("America/New_York", "23:59");
  const auto caught_up = DueRun(late, Day("2026-06-30"), kLongAgo, At("2026-07-02T04:05:00Z"));  // 00:05 on the 2nd
  EXPECT_EQ(caught_up.run, Day("2026-07-01"));
  EXPECT_EQ(caught_up.next_wake, At("2026-07-03T03:59:00Z"));
  const auto midnight = Site("America/New_York", "00:00");
  EXPECT_EQ(DueRun(midnight, Day("2026-07-01"), kLongAgo, At("2026-07-02T04:00:00Z")).run, Day("2026-07-02"));
}

// A record that is ahead of the calendar (the clock was wrong, the zone was changed) never makes a date run twice.
TEST(NightlyScheduleTest, RecordAheadOfTheCalendarWaits) {
  const auto due = DueRun(Site("America/New_York", "04:00"), Day("2026-07-03"), kLongAgo, At("2026-07-01T10:00:00Z"));
  EXPECT_EQ(due.run, std::nullopt);
  EXPECT_TRUE(due.skipped.empty());
  EXPECT_EQ(due.next_wake, At("2026-07-04T08:00:00Z"));
}

// G42: the site's zone is corrected during the day; the local date that has run does not run again.
TEST(NightlyScheduleTest, ZoneChangeDoesNotRepeatADate) {
  const Instant now = At("2026-07-01T08:30:00Z");  // 04:30 in New York, 01:30 in Los Angeles
  const auto due = DueRun(Site("America/Los_Angeles", "01:00"), Day("2026-07-01"), kLongAgo, now);
  EXPECT_EQ(due.run, std::nullopt);
  EXPECT_EQ(due.next_wake, At("2026-07-02T08:00:00Z"));
}

// --- properties over all zones -------------------------------------------------------------------------------------
const std::vector<TimeZone>& AllZones() {
  static const std::vector<TimeZone> kZones = [] {
    std::vector<TimeZone> zones;
    for (const auto& zone : date::get_tzdb().zones) {
      if (const auto found = TimeZone::Find(zone.name())) zones.push_back(*found);
    }
    return zones;
  }();
  return kZones;
}

// Days around which the offset of a zone changes, 2020 to 2030.
std::vector<CivilDate> TransitionDays(const TimeZone& zone) {
  std::vector<CivilDate> days;
  const auto* tz = date::locate_zone(zone.name());
  const date::sys_seconds end = date::sys_days(date::year(2031) / 1 / 1);
  for (date::sys_seconds at = date::sys_days(date::year(2020) / 1 / 1); at < end;) {
    const auto info = tz->get_info(at);
    if (info.end >= end) break;
    days.push_back(zone.DateAt(Instant(info.end.time_since_epoch())));
    at = info.end;
  }
  return days;
}

// The independent definition: walking minute by minute, the first at which the wall clock has reached date and time.
Instant FirstMinuteAtOrAfter(const TimeZone& zone, CivilDate date, MinuteOfDay time) {
  Instant at = Instant(date.days()) - hours(15);  // no zone is further ahead than 14 hours
  while (std::pair(zone.DateAt(at), zone.MinuteAt(at)) < std::pair(date, time)) at += minutes(1);
  return at;
}

TEST(NightlyScheduleTest, TimeZoneDatabaseIsThere) { EXPECT_GT(AllZones().size(), 300u); }

// Every zone, every change of its clock: minute-wise equal to the walk.
TEST(NightlyScheduleTest, EqualsTheMinuteWalkAroundEveryTransition) {
  int checked = 0;
  for (const TimeZone& zone : AllZones()) {
    auto days = TransitionDays(zone);
    if (days.size() > 2) days.erase(days.begin() + 2, days.end());
    for (const CivilDate day : days) {
      for (const int minute : {0, 30, 90, 150, 1439}) {
        const NightlyTime site{.zone = zone, .at = MinuteOfDay(minute)};
        for (const int offset : {-1, 0}) {
          ASSERT_EQ(DueInstant(site, day.Plus(offset)), FirstMinuteAtOrAfter(zone, day.Plus(offset), site.at))
              << zone.name() << " " << day << " " << minute;
          ++checked;
        }
      }
    }
  }
  EXPECT_GT(checked, 1000);
}

RC_GTEST_PROP(NightlyScheduleProperty, EqualsTheMinuteWalk, ()) {
  const TimeZone zone = *rc::gen::elementOf(AllZones());
  const CivilDate date = Day("2020-01-01").Plus(*rc::gen::inRange(0, 4018));
  const MinuteOfDay time(*rc::gen::inRange(0, 1440));
  RC_ASSERT(DueInstant({.zone = zone, .at = time}, date) == FirstMinuteAtOrAfter(zone, date, time));
}

TEST(NightlyScheduleTest, DueInstantsIncreaseInEveryZone) {
  for (const TimeZone& zone : AllZones()) {
    for (const int minute : {0, 150, 1439}) {
      const NightlyTime site{.zone = zone, .at = MinuteOfDay(minute)};
      Instant before = DueInstant(site, Day("2019-12-31"));
      for (CivilDate date = Day("2020-01-01"); date < Day("2031-01-01"); date = date.Plus(1)) {
        const Instant due = DueInstant(site, date);
        ASSERT_LT(before, due) << zone.name() << " " << date;
        // In Greenland the last hour of a day is skipped once a year: then the run comes with midnight.
        ASSERT_EQ(zone.DateAt(due - Milliseconds(zone.MinuteAt(due) < site.at ? 1 : 0)), date) << zone.name();
        before = due;
      }
    }
  }
}

// A service that wakes when told and records what it runs: each local date once, at its instant, in any zone (I6).
RC_GTEST_PROP(NightlyScheduleProperty, EveryDateRunsOnceAtItsInstant, ()) {
  const TimeZone zone = *rc::gen::elementOf(AllZones());
  const NightlyTime site{.zone = zone, .at = MinuteOfDay(*rc::gen::inRange(0, 1440))};
  const Instant since = Instant(Day("2020-01-01").Plus(*rc::gen::inRange(0, 3600)).days()) +
                        Milliseconds(*rc::gen::inRange(0, 86'400'000));
  std::optional<CivilDate> recorded;
  Instant now = since;
  for (int wake = 0; wake < 400; ++wake) {
    const auto due = DueRun(site, recorded, since, now);
    RC_ASSERT(due.next_wake > now);
    RC_ASSERT(due.skipped.empty());
    if (wake > 0) {
      RC_ASSERT(due.run.has_value());
      RC_ASSERT(due.due_at == now);
    }
    if (due.run) {
      if (recorded) RC_ASSERT(*due.run == recorded->Plus(1));
      recorded = due.run;
    }
    now = due.next_wake;
  }
}

// The engine is down and up at random: no date twice, none early, none 20 hours late, and every other one is reported.
RC_GTEST_PROP(NightlyScheduleProperty, DowntimeNeverRepeatsAndNeverForgets, ()) {
  const TimeZone zone = *rc::gen::elementOf(AllZones());
  const NightlyTime site{.zone = zone, .at = MinuteOfDay(*rc::gen::inRange(0, 1440))};
  const Instant since = Instant(Day("2024-01-01").Plus(*rc::gen::inRange(0, 1000)).days());
  std::optional<CivilDate> recorded;
  std::set<CivilDate> ran;
  std::set<CivilDate> reported;
  Instant now = since;
  for (int look = 0; look < 60; ++look) {
    const auto due = DueRun(site, recorded, since, now);
    for (const CivilDate date : due.skipped) {
      RC_ASSERT(now - DueInstant(site, date) >= kCatchUpLimit);
      RC_ASSERT(!ran.contains(date));
      reported.insert(date);
    }
    if (due.run) {
      RC_ASSERT(due.due_at == DueInstant(site, *due.run));
      RC_ASSERT(due.due_at <= now && due.due_at >= since && now - due.due_at < kCatchUpLimit);
      RC_ASSERT(!reported.contains(*due.run));
      RC_ASSERT(ran.insert(*due.run).second);
      recorded = due.run;
    }
    now += minutes(*rc::gen::inRange(1, 5000));
  }
  RC_PRE(!ran.empty());
  for (CivilDate date = zone.DateAt(since).Plus(-1); date < *std::max_element(ran.begin(), ran.end());
       date = date.Plus(1)) {
    if (DueInstant(site, date) >= since) RC_ASSERT(ran.contains(date) != reported.contains(date));
  }
}

}  // namespace
}  // namespace ikp::rules
