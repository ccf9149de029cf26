#include "scenarios/scenario/time_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::scenarios {
namespace {

using domain::Milliseconds;

TEST(TimeText, IsReadable) {
  EXPECT_EQ(ToTimeText(Milliseconds(0)), "00:00:00");
  EXPECT_EQ(ToTimeText(Milliseconds(3'723'004)), "01:02:03.004");
  EXPECT_EQ(ToTimeText(Milliseconds(2 * 86'400'000 + 5'000)), "2d 00:00:05");
  EXPECT_EQ(ToTimeText(Milliseconds(-500)), "-00:00:00.500");
}

TEST(TimeText, ReadsShortFractions) {
  EXPECT_EQ(ParseTimeText("00:00:01.5"), Milliseconds(1'500));
  EXPECT_EQ(ParseTimeText("00:00:01.25"), Milliseconds(1'250));
}

TEST(TimeText, RefusesEverythingElse) {
  for (const char* text :
       {"", "5", "1:02:03", "24:00:00", "00:60:00", "00:00:60", "00:00:00.", "00:00:00.0001", "d 00:00:00",
        "1d00:00:00", "00:00:00 ", "--00:00:01", "1d 2d 00:00:00", "00:00", "1234567d 00:00:00"}) {
    EXPECT_FALSE(ParseTimeText(text).has_value()) << text;
  }
}

RC_GTEST_PROP(TimeText, LosesNothing, ()) {
  const auto time = Milliseconds(*rc::gen::inRange<std::int64_t>(-86'400'000'000, 86'400'000'000));
  RC_ASSERT(ParseTimeText(ToTimeText(time)) == time);
}

}  // namespace
}  // namespace ikp::scenarios
