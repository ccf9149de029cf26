#include "engine/domain/reason.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cctype>
#include <set>
#include <string>

namespace ikp::domain {
namespace {

constexpr int kReasons = static_cast<int>(Reason::kEditedInIks) + 1;

// I14: every reason is explained, and its code and word are its own.
TEST(ReasonTest, EveryReasonHasOneText) {
  ASSERT_EQ(AllReasons().size(), static_cast<std::size_t>(kReasons));
  std::set<std::string_view> codes;
  std::set<std::string_view> words;
  for (int i = 0; i < kReasons; ++i) {
    const auto reason = static_cast<Reason>(i);
    const ReasonText& text = Describe(reason);
    EXPECT_EQ(text.reason, reason);
    EXPECT_TRUE(codes.insert(text.code).second) << text.code;
    EXPECT_TRUE(words.insert(text.word).second) << text.word;
    EXPECT_EQ(ReasonFromWord(text.word), reason);
  }
  EXPECT_FALSE(ReasonFromWord(""));
  EXPECT_FALSE(ReasonFromWord("IKP-100"));
}

TEST(ReasonTest, CodesAndWordsHaveTheirShape) {
  for (const ReasonText& text : AllReasons()) {
    ASSERT_EQ(text.code.size(), 7u) << text.word;
    EXPECT_TRUE(text.code.starts_with("IKP-")) << text.code;
    EXPECT_EQ(text.code.find_first_not_of("0123456789", 4), std::string_view::npos) << text.code;
    EXPECT_EQ(text.word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << text.word;
  }
}

TEST(ReasonTest, TextsAreWholeSentences) {
  for (const ReasonText& text : AllReasons()) {
    for (const std::string_view sentence : {text.what, text.next_action, text.retry}) {
      ASSERT_GT(sentence.size(), 5u) << text.word;
      EXPECT_TRUE(std::isupper(static_cast<unsigned char>(sentence.front())) != 0) << text.word << ": " << sentence;
      EXPECT_EQ(sentence.back(), '.') << text.word << ": " << sentence;
      EXPECT_EQ(sentence.find("  "), std::string_view::npos) << text.word << ": " << sentence;
    }
  }
}

RC_GTEST_PROP(ReasonProperty, UnknownWordsAreNothing, (const std::string& word)) {
  const auto reason = ReasonFromWord(word);
  if (reason) RC_ASSERT(Describe(*reason).word == word);
}

}  // namespace
}  // namespace ikp::domain
