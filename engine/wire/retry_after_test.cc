#include "engine/wire/retry_after.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace ikp::wire {
namespace {

using namespace std::chrono_literals;

const domain::Instant kNow = *domain::ParseInstant("1994-11-06T08:49:00Z");
constexpr domain::Milliseconds kOtherwise = 7s;

TEST(RetryAfter, ReadsSeconds) {
  EXPECT_EQ(RetryAfter("120", kNow, kOtherwise), 120s);
  EXPECT_EQ(RetryAfter(" 5 ", kNow, kOtherwise), 5s);
  EXPECT_EQ(RetryAfter("0", kNow, kOtherwise), 0s);
  EXPECT_EQ(RetryAfter("86400", kNow, kOtherwise), 1h);
  EXPECT_EQ(RetryAfter("99999999999999999999999999", kNow, kOtherwise), 1h);
}

TEST(RetryAfter, ReadsTheThreeFormsOfHttpDates) {
  EXPECT_EQ(RetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", kNow, kOtherwise), 37s);
  EXPECT_EQ(RetryAfter("Sunday, 06-Nov-94 08:49:37 GMT", kNow, kOtherwise), 37s);
  EXPECT_EQ(RetryAfter("Sun Nov  6 08:49:37 1994", kNow, kOtherwise), 37s);
  EXPECT_EQ(RetryAfter("Sun, 06 Nov 1994 08:48:00 GMT", kNow, kOtherwise), 0s);
  EXPECT_EQ(RetryAfter("Sun, 06 Nov 2044 08:48:00 GMT", kNow, kOtherwise), 1h);
}

TEST(RetryAfter, AnythingElseIsTheDefault) {
  for (const char* header : {"", "soon", "-5", "1.5", "12 s", "Sun, 36 Nov 1994 08:49:37 GMT", "1994-11-06"}) {
    EXPECT_EQ(RetryAfter(header, kNow, kOtherwise), kOtherwise) << header;
  }
  EXPECT_EQ(RetryAfter(std::nullopt, kNow, kOtherwise), kOtherwise);
}

RC_GTEST_PROP(RetryAfterProperty, IsAlwaysBetweenZeroAndAnHour, (const std::string& header)) {
  const auto wait = RetryAfter(header, kNow, kOtherwise);
  RC_ASSERT(wait >= 0s);
  RC_ASSERT(wait <= 1h);
}

RC_GTEST_PROP(RetryAfterProperty, SecondsAreReadExactlyUpToAnHour, ()) {
  const auto seconds = *rc::gen::inRange(0, 3601);
  RC_ASSERT(RetryAfter(std::to_string(seconds), kNow, kOtherwise) == std::chrono::seconds(seconds));
}

}  // namespace
}  // namespace ikp::wire
