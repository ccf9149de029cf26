#include "engine/explain/words.h"

#include <gtest/gtest.h>
// GoogleTest first.
#include <rapidcheck/gtest.h>

#include "engine/explain/time_text.h"

namespace ikp::explain {
namespace {

TEST(Words, DetailsOfAPerson) {
  EXPECT_EQ(DetailInWords("child.birth_date:missing"), "the child's birth date is missing");
  EXPECT_EQ(DetailInWords("child.dob:unreadable"), "the child's birth date could not be read");
  EXPECT_EQ(DetailInWords("child.birth_date:implausible"), "the child's birth date is not plausible");
  EXPECT_EQ(DetailInWords("child.desired_start_date:unreadable"), "the child's desired start could not be read");
  EXPECT_EQ(DetailInWords("child:twice_in_iks"), "the child stands twice in IKS");
  EXPECT_EQ(DetailInWords("guardians:missing"), "the family has no guardian");
  EXPECT_EQ(DetailInWords("guardians:missing_email"), "no guardian has an e-mail address");
  EXPECT_EQ(DetailInWords("guardians[1].first_name:missing"), "the first name of guardian 2 is missing");
  EXPECT_EQ(DetailInWords("guardians[0].phones[2]:phone_incomplete"), "phone 3 of guardian 1: phone incomplete");
  EXPECT_EQ(DetailInWords("guardians[0].email:shared_email"), "the e-mail address of guardian 1: shared email");
}

TEST(Words, DetailsOfThePush) {
  EXPECT_EQ(DetailInWords("candidate:p-1"), "Procare record p-1");
  EXPECT_EQ(DetailInWords("location:a:b"), "IKS location a:b");
  EXPECT_EQ(DetailInWords("rung:near_spelling"), "the records have nearly the same spelling");
  EXPECT_EQ(DetailInWords("rung:new_rung"), "new rung");
  EXPECT_EQ(DetailInWords("intent_conflict"), "another process is at work on the same record");
}

TEST(Words, UnknownDetailsStayAsTheyAre) {
  EXPECT_EQ(DetailInWords("HTTP 422"), "HTTP 422");
  EXPECT_EQ(DetailInWords("first_name: can't be blank"), "first_name: can't be blank");
  EXPECT_EQ(DetailInWords("guardians[x].email:missing"), "guardians[x].email:missing");
  EXPECT_EQ(DetailInWords("guardians[99999999999].email:missing"), "guardians[99999999999].email:missing");
  EXPECT_EQ(DetailInWords(""), "");
}

TEST(Words, CleanIsOneLineOfUtf8) {
  EXPECT_EQ(Clean("a\nb\tc\x7f"), "a b c ");
  EXPECT_EQ(Clean("caf\xC3\xA9 \xF0\x9F\x98\x80"), "caf\xC3\xA9 \xF0\x9F\x98\x80");
  EXPECT_EQ(Clean("caf\xE9"), "caf?");
  EXPECT_EQ(Clean("\xC0\xAF\xED\xA0\x80"), "?????");
  EXPECT_EQ(Clean(std::string(500, 'x')), std::string(200, 'x') + "...");
}

RC_GTEST_PROP(Words, AnyDetailGivesWords, (const std::string& detail)) {
  const auto words = DetailInWords(detail);
  RC_ASSERT(words.size() < 600u);
  RC_ASSERT(words.find('\n') == std::string::npos);
  RC_ASSERT(Clean(words.substr(0, 200)).size() <= words.size() + 3);
}

TEST(Words, Sentences) {
  EXPECT_EQ(Sentence("it is so"), "It is so.");
  EXPECT_EQ(Sentence("HTTP 422"), "HTTP 422.");
  EXPECT_EQ(Sentence("Done."), "Done.");
  EXPECT_EQ(Counted(1, "night"), "1 night");
  EXPECT_EQ(Counted(0, "night"), "0 nights");
  EXPECT_EQ(CountedChildren(1), "1 child");
  EXPECT_EQ(CountedChildren(2), "2 children");
}

domain::Instant Iso(std::string_view text) { return domain::ParseInstant(text).value(); }

TEST(TimeText, ShowsTheCentreAndUtc) {
  const TimeText times(domain::TimeZone::Find("America/New_York"), Iso("2026-03-10T15:00:00Z"));
  EXPECT_EQ(times.At(Iso("2026-03-10T15:00:00Z")), "2026-03-10 11:00 America/New_York (15:00 UTC)");
  EXPECT_EQ(times.At(Iso("2026-03-10T02:00:00Z")), "2026-03-09 22:00 America/New_York (2026-03-10 02:00 UTC)");
  EXPECT_EQ(times.At(Iso("2026-01-10T15:00:00Z")), "2026-01-10 10:00 America/New_York (15:00 UTC)");  // winter
  EXPECT_EQ(TimeText(std::nullopt, Iso("2026-03-10T15:00:00Z")).At(Iso("2026-03-10T15:00:00Z")),
            "2026-03-10 15:00 UTC");
}

TEST(TimeText, SaysHowFarAwayItIs) {
  const TimeText times(std::nullopt, Iso("2026-03-10T15:00:00Z"));
  EXPECT_EQ(times.When(Iso("2026-03-10T15:00:00Z")), "2026-03-10 15:00 UTC, less than a minute ago");
  EXPECT_EQ(times.When(Iso("2026-03-10T15:00:59Z")), "2026-03-10 15:00 UTC, in less than a minute");
  EXPECT_EQ(times.When(Iso("2026-03-10T15:01:00Z")), "2026-03-10 15:01 UTC, in 1 minute");
  EXPECT_EQ(times.When(Iso("2026-03-10T13:01:00Z")), "2026-03-10 13:01 UTC, 119 minutes ago");
  EXPECT_EQ(times.When(Iso("2026-03-08T15:01:00Z")), "2026-03-08 15:01 UTC, 47 hours ago");
  EXPECT_EQ(times.When(Iso("2026-03-12T15:00:00Z")), "2026-03-12 15:00 UTC, in 2 days");
}

}  // namespace
}  // namespace ikp::explain
