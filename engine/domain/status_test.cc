#include "engine/domain/status.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ikp::domain {
namespace {

// H30, G29: sites retype their words.
TEST(StatusLabelTest, SpellingVariantsAreOneLabel) {
  const StatusLabel expected("Pre-Registered");
  for (const char* text : {"pre registered", " Pre-registered ", "PREREGISTERED", "pre_registered", "Pre - Registered",
                           "Pre\xC2\xA0Registered", "\xC2\xA0Pre-Registered", "Pre\xE2\x80\x93Registered",
                           "Pre\xE2\x80\x91Registered", "\tPre-Registered\r\n"}) {
    EXPECT_EQ(StatusLabel(text), expected) << text;
  }
}

TEST(StatusLabelTest, LocalisedWordsKeepTheirLetters) {
  EXPECT_EQ(StatusLabel("INSCRIT \xC3\x89T\xC3\x89"), StatusLabel("inscrit \xC3\xA9t\xC3\xA9"));
  EXPECT_NE(StatusLabel("\xE5\x9C\xA8\xE8\xAA\xAD"), StatusLabel("\xE9\x80\x80\xE5\x9C\x92"));
  EXPECT_NE(StatusLabel("Hold"), StatusLabel("On Hold"));
}

TEST(StatusLabelTest, BlankIsEmptyAndPunctuationIsNot) {
  EXPECT_TRUE(StatusLabel("").empty());
  EXPECT_TRUE(StatusLabel(" \t\r\n").empty());
  EXPECT_TRUE(StatusLabel("\xC2\xA0").empty());
  EXPECT_FALSE(StatusLabel("-").empty());
  EXPECT_NE(StatusLabel("-"), StatusLabel("?"));
}

TEST(StatusLabelTest, TextIsAsWritten) { EXPECT_EQ(StatusLabel("  On Hold ").text(), "On Hold"); }

RC_GTEST_PROP(StatusLabelProperty, EqualityAndOrderAgree, (const std::string& a, const std::string& b)) {
  const StatusLabel x(a);
  const StatusLabel y(b);
  RC_ASSERT((x == y) == ((x <=> y) == 0));
  RC_ASSERT(StatusLabel(x.text()) == x);
}

TEST(PlacementTest, WordsRoundTrip) {
  for (const auto placement : {Placement::kEnrolled, Placement::kPreRegistered}) {
    EXPECT_EQ(PlacementFromWord(ToWord(placement)), placement);
  }
  EXPECT_FALSE(PlacementFromWord("Enrolled"));
}

}  // namespace
}  // namespace ikp::domain
