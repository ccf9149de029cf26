#include "engine/domain/civil_date.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::domain {
namespace {

TEST(CivilDateTest, ReadsADay) {
  const auto date = CivilDate::Parse("2024-02-29");
  ASSERT_TRUE(date);
  EXPECT_EQ(date->str(), "2024-02-29");
  EXPECT_EQ(date->Plus(1).str(), "2024-03-01");
  EXPECT_EQ(date->Plus(-60).str(), "2023-12-31");
}

// F29: a birthday with a time of day behind it is refused, not cut, since it may already be the wrong day.
TEST(CivilDateTest, RefusesEverythingElse) {
  for (const char* text : {"", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "24-01-01",
                           "2024-1-1", "2024/01/01", "2024-01-01T00:00:00Z", " 2024-01-01", "2024-01-01 ", "20240101",
                           "1899-12-31", "2201-01-01", "-024-01-01", "2024-+1-01", "2024-01-0x"}) {
    EXPECT_FALSE(CivilDate::Parse(text)) << text;
  }
}

TEST(CivilDateTest, KeepsThePlaceholderDay) { EXPECT_TRUE(CivilDate::Parse("1900-01-01")); }

RC_GTEST_PROP(CivilDateProperty, TextRoundTripsAndOrderIsTheCalendars, ()) {
  const auto first = *CivilDate::From(1900, 1, 1);
  const int a = *rc::gen::inRange(0, 109'000);
  const int b = *rc::gen::inRange(0, 109'000);
  const CivilDate x = first.Plus(a);
  const CivilDate y = first.Plus(b);
  RC_ASSERT(CivilDate::Parse(x.str()) == x);
  RC_ASSERT((x < y) == (a < b));
  RC_ASSERT((x.str() < y.str()) == (a < b));
  RC_ASSERT(x.Plus(b - a) == y);
}

RC_GTEST_PROP(CivilDateProperty, NeverFailsOnAnyText, (const std::string& text)) {
  const auto date = CivilDate::Parse(text);
  if (date) RC_ASSERT(date->str() == text);
}

}  // namespace
}  // namespace ikp::domain
