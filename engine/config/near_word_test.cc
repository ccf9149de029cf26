#include "engine/config/near_word.h"

#include <gtest/gtest.h>

namespace ikp::config {
namespace {

const std::set<std::string> kKnown = {"time_zone", "nightly_at", "name", "id", "triggers"};

TEST(NearWord, FindsTypingMistakes) {
  EXPECT_EQ(NearestWord("time_zon", kKnown), "time_zone");
  EXPECT_EQ(NearestWord("timezone", kKnown), "time_zone");
  EXPECT_EQ(NearestWord("nigthly_at", kKnown), "nightly_at");  // swapped neighbours
  EXPECT_EQ(NearestWord("trigger", kKnown), "triggers");
}

TEST(NearWord, LeavesOtherWordsAlone) {
  EXPECT_EQ(NearestWord("password", kKnown), std::nullopt);
  EXPECT_EQ(NearestWord("", kKnown), std::nullopt);
  EXPECT_EQ(NearestWord("time_zone", {}), std::nullopt);
  EXPECT_EQ(NearestWord(std::string(10'000, 'x'), kKnown), std::nullopt);
}

}  // namespace
}  // namespace ikp::config
