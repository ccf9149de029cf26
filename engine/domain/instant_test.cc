#include "engine/domain/instant.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::domain {
namespace {

constexpr const char* kNine = "2026-03-08T09:00:00.000Z";

TEST(InstantTest, ReadsZAndOffsets) {
  const auto nine = ParseInstant(kNine);
  ASSERT_TRUE(nine);
  EXPECT_EQ(FormatInstant(*nine), kNine);
  EXPECT_EQ(ParseInstant("2026-03-08T09:00:00Z"), nine);
  EXPECT_EQ(ParseInstant("2026-03-08T05:00:00.000-04:00"), nine);
  EXPECT_EQ(ParseInstant("2026-03-08T10:00:00+0100"), nine);
  EXPECT_EQ(ParseInstant("2026-03-08T14:30:00.000+05:30"), nine);
}

// Rails and others print three, six or nine decimals; what is finer than a millisecond is cut.
TEST(InstantTest, ReadsAnyFraction) {
  const auto expected = ParseInstant("2026-03-08T09:00:00.120Z");
  ASSERT_TRUE(expected);
  EXPECT_EQ(FormatInstant(*expected), "2026-03-08T09:00:00.120Z");
  EXPECT_EQ(ParseInstant("2026-03-08T09:00:00.12Z"), expected);
  EXPECT_EQ(ParseInstant("2026-03-08T09:00:00.120999Z"), expected);
  EXPECT_EQ(ParseInstant("2026-03-08T09:00:00.120999999Z"), expected);
  EXPECT_EQ(ParseInstant("2026-03-08T11:00:00.120999+02:00"), expected);
}

TEST(InstantTest, RefusesWhatIsNotAnInstant) {
  for (const char* text :
       {"", "2026-03-08", "2026-03-08T09:00:00", "2026-03-08 09:00:00Z", "2026-02-30T09:00:00Z", "2026-03-08T25:00:00Z",
        "2026-03-08T09:61:00Z", "2026-03-08T09:00:61Z", "2026-03-08T09:00:00ZZ", "2026-03-08T09:00:00Z ",
        " 2026-03-08T09:00:00Z", "2026-3-8T9:0:0Z", "yesterday", "2026-03-08T09:00:00.Z", "2026-03-08T09:00:00+25:00",
        "2026-03-08T09:00:00+1", "2026-03-08T09:00Z"}) {
    EXPECT_FALSE(ParseInstant(text)) << text;
  }
}

RC_GTEST_PROP(InstantProperty, TextRoundTrips, ()) {
  // 1900 to 2199
  const auto ms = *rc::gen::inRange<std::int64_t>(-2'208'988'800'000, 7'258'118'400'000);
  const Instant instant{Milliseconds(ms)};
  RC_ASSERT(ParseInstant(FormatInstant(instant)) == instant);
}

RC_GTEST_PROP(InstantProperty, NeverFailsOnAnyText, (const std::string& text)) {
  const auto instant = ParseInstant(text);
  if (instant) RC_ASSERT(ParseInstant(FormatInstant(*instant)) == instant);
}

}  // namespace
}  // namespace ikp::domain
