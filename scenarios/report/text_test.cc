#include "scenarios/report/text.h"

#include <gtest/gtest.h>

#include <chrono>

#include "scenarios/report/text_table.h"

namespace ikp::scenarios::report {
namespace {

using domain::Milliseconds;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Text, WidthsCountCharactersNotBytes) {
  EXPECT_EQ(Width("Zoë"), 3u);
  EXPECT_EQ(PadRight("Zoë", 5), "Zoë  ");
  EXPECT_EQ(PadLeft("Zoë", 5), "  Zoë");
  EXPECT_EQ(Clip("Zoë Okafor", 4), "Zoë…");
  EXPECT_EQ(Clip("Zoë", 3), "Zoë");
}

TEST(Text, WrapsAtBlanksAndCutsWordsThatAreLongerThanTheLine) {
  EXPECT_EQ(Wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(Wrap("abcdefgh", 3), (std::vector<std::string>{"abc", "def", "gh"}));
  EXPECT_EQ(Wrap("", 10), (std::vector<std::string>{""}));
}

TEST(Text, TimesAreUtcAndOffsetsFromTheStart) {
  const auto at = *domain::ParseInstant("2026-03-08T07:05:09.120Z");
  EXPECT_EQ(Clock(at), "07:05:09.120");
  EXPECT_EQ(Day(at), "Sun 2026-03-08");
  EXPECT_EQ(Offset(seconds(5) + Milliseconds(20)), "+00:00:05.020");
  EXPECT_EQ(Offset(days(2) + hours(3)), "+2d 03:00:00.000");
  EXPECT_EQ(Offset(Milliseconds(-1)), "-00:00:00.001");
  EXPECT_EQ(ShortOffset(Milliseconds(0)), "start");
  EXPECT_EQ(ShortOffset(hours(1) + minutes(2) + seconds(3)), "+1 h 2 min");
}

TEST(Text, SpansSayTheirTwoGreatestParts) {
  EXPECT_EQ(Span(hours(5) + minutes(12) + seconds(40)), "5 h 12 min");
  EXPECT_EQ(Span(days(3)), "3 d");
  EXPECT_EQ(Span(days(3) + minutes(1)), "3 d");
  EXPECT_EQ(Span(Milliseconds(250)), "250 ms");
  EXPECT_EQ(Span(Milliseconds(0)), "0 s");
}

TEST(Text, NumbersInWords) {
  EXPECT_EQ(Ordinal(1), "1st");
  EXPECT_EQ(Ordinal(12), "12th");
  EXPECT_EQ(Ordinal(22), "22nd");
  EXPECT_EQ(Ordinal(113), "113th");
  EXPECT_EQ(WithCommas(2'000'000), "2,000,000");
  EXPECT_EQ(WithCommas(-1234), "-1,234");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(Counted(1, "action"), "1 action");
  EXPECT_EQ(Counted(0, "action"), "0 actions");
}

TEST(Text, EscapesMarkup) {
  EXPECT_EQ(EscapeMarkup("<b a=\"1\">O'Neil & Zoë</b>"), "&lt;b a=&quot;1&quot;&gt;O&#39;Neil &amp; Zoë&lt;/b&gt;");
}

TEST(Text, ReplacesWhatXmlForbids) {
  EXPECT_EQ(EscapeMarkup("a\x01z\n"), "a\xEF\xBF\xBDz\n");
  EXPECT_EQ(EscapeMarkup("cut \xC3"), "cut \xEF\xBF\xBD");
  EXPECT_EQ(EscapeMarkup("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // half of a surrogate pair
  EXPECT_EQ(EscapeMarkup("\xF0\x9F\x8E\x88"), "\xF0\x9F\x8E\x88");
}

TEST(TextTable, AlignsAndLeavesNoBlanksAtLineEnds) {
  TextTable table({{"name"}, {"count", Align::kRight}});
  table.Add({"Zoë", "7"});
  table.Add({"a longer name", "1,000"});
  EXPECT_EQ(table.Text(),
            "  name           count\n"
            "  Zoë                7\n"
            "  a longer name  1,000\n");
}

TEST(TextTable, WrapsTheWidestColumnWhenItIsTooWide) {
  TextTable table({{}, {}}, 0);
  table.Add({"key", "one two three four"});
  EXPECT_EQ(table.Text(15),
            "key  one two\n"
            "     three four\n");
}

}  // namespace
}  // namespace ikp::scenarios::report
