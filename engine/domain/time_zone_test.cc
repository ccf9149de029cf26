#include "engine/domain/time_zone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::domain {
namespace {

TimeZone Zone(const char* name) { return TimeZone::Find(name).value(); }
std::string At(const char* zone, const char* date, const char* time) {
  return FormatInstant(Zone(zone).InstantOf(*CivilDate::Parse(date), *ParseMinuteOfDay(time)));
}

TEST(TimeZoneTest, FindsRealZonesOnly) {
  EXPECT_EQ(Zone("America/New_York").name(), "America/New_York");
  EXPECT_TRUE(TimeZone::Find("UTC"));
  EXPECT_TRUE(TimeZone::Find("America/Argentina/Buenos_Aires"));
  for (const char* name : {"", "EST", "EST5EDT", "GMT", "Etc/GMT+5", "America/Nowhere", "america/new_york",
                           "/etc/passwd", "America/../America/New_York", "right/America/New_York",
                           "posix/America/New_York", "America/New_York ", "America/", "-05:00"}) {
    EXPECT_FALSE(TimeZone::Find(name)) << name;
  }
}

// H22, G42: a skipped time is the first valid instant after the gap, a repeated one its first occurrence.
TEST(TimeZoneTest, DaylightSavingInNewYork) {
  EXPECT_EQ(At("America/New_York", "2026-03-08", "02:30"), "2026-03-08T07:00:00.000Z");
  EXPECT_EQ(At("America/New_York", "2026-03-08", "02:00"), "2026-03-08T07:00:00.000Z");
  EXPECT_EQ(At("America/New_York", "2026-03-08", "01:59"), "2026-03-08T06:59:00.000Z");
  EXPECT_EQ(At("America/New_York", "2026-03-08", "03:00"), "2026-03-08T07:00:00.000Z");
  EXPECT_EQ(At("America/New_York", "2026-11-01", "01:30"), "2026-11-01T05:30:00.000Z");
  EXPECT_EQ(At("America/New_York", "2026-11-01", "02:30"), "2026-11-01T07:30:00.000Z");
}

TEST(TimeZoneTest, ZonesWithoutDaylightSaving) {
  EXPECT_EQ(At("America/Phoenix", "2026-03-08", "02:30"), "2026-03-08T09:30:00.000Z");
  EXPECT_EQ(At("America/Phoenix", "2026-11-01", "01:30"), "2026-11-01T08:30:00.000Z");
  EXPECT_EQ(At("Pacific/Honolulu", "2026-03-08", "02:30"), "2026-03-08T12:30:00.000Z");
  EXPECT_EQ(At("UTC", "2026-03-08", "02:30"), "2026-03-08T02:30:00.000Z");
}

// A whole day that Samoa skipped: the first instant after it.
TEST(TimeZoneTest, SkippedDay) {
  EXPECT_EQ(At("Pacific/Apia", "2011-12-30", "04:00"), "2011-12-30T10:00:00.000Z");
  EXPECT_EQ(At("Pacific/Apia", "2011-12-31", "00:00"), "2011-12-30T10:00:00.000Z");
}

TEST(TimeZoneTest, DateAndMinuteAtAnInstant) {
  const auto instant = *ParseInstant("2026-07-01T03:59:59.999Z");
  EXPECT_EQ(Zone("America/New_York").DateAt(instant).str(), "2026-06-30");
  EXPECT_EQ(FormatMinuteOfDay(Zone("America/New_York").MinuteAt(instant)), "23:59");
  EXPECT_EQ(Zone("Asia/Tokyo").DateAt(instant).str(), "2026-07-01");
  EXPECT_EQ(FormatMinuteOfDay(Zone("Asia/Kolkata").MinuteAt(instant)), "09:29");
}

TEST(MinuteOfDayTest, ReadsTwentyFourHours) {
  EXPECT_EQ(ParseMinuteOfDay("00:00"), MinuteOfDay(0));
  EXPECT_EQ(ParseMinuteOfDay("23:59"), MinuteOfDay(1439));
  for (const char* text : {"", "24:00", "4:00", "04:60", "04-00", "04:0", "04:00 ", "4:00am", "-1:00"}) {
    EXPECT_FALSE(ParseMinuteOfDay(text)) << text;
  }
}

RC_GTEST_PROP(MinuteOfDayProperty, TextRoundTrips, ()) {
  const MinuteOfDay time(*rc::gen::inRange(0, 1440));
  RC_ASSERT(ParseMinuteOfDay(FormatMinuteOfDay(time)) == time);
}

// Where the wall clock shows the time at all, the instant shows it.
RC_GTEST_PROP(TimeZoneProperty, InstantShowsDateAndTime, ()) {
  const auto zone = Zone(*rc::gen::element("America/New_York", "America/Phoenix", "Pacific/Honolulu",
                                           "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/London"));
  const CivilDate date = CivilDate::From(2020, 1, 1)->Plus(*rc::gen::inRange(0, 4000));
  const MinuteOfDay time(*rc::gen::inRange(0, 1440));
  const Instant instant = zone.InstantOf(date, time);
  RC_ASSERT(zone.DateAt(instant) == date);
  RC_ASSERT(zone.MinuteAt(instant) >= time);  // later only in a gap
  RC_ASSERT(zone.MinuteAt(instant) - time <= std::chrono::hours(1));
  if (zone.MinuteAt(instant) != time) RC_ASSERT(zone.MinuteAt(instant - Milliseconds(1)) < time);
}

}  // namespace
}  // namespace ikp::domain
