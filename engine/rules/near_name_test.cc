#include "engine/rules/near_name.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace ikp::rules {
namespace {

domain::CivilDate Day(const char* text) { return domain::CivilDate::Parse(text).value(); }

TEST(EditDistanceTest, CountsSlips) {
  EXPECT_EQ(EditDistance("anna", "anna", 2), 0u);
  EXPECT_EQ(EditDistance("anna", "ana", 2), 1u);
  EXPECT_EQ(EditDistance("anna", "anan", 2), 1u);  // neighbours swapped
  EXPECT_EQ(EditDistance("jonathan", "johnathon", 2), 2u);
  EXPECT_EQ(EditDistance("anna", "robert", 2), 3u);
  EXPECT_EQ(EditDistance("", "abc", 5), 3u);
  EXPECT_EQ(EditDistance("张伟", "章伟", 2), 1u);  // one character, not its bytes
}

TEST(NearlyEqualTest, ShortNamesMustBeEqual) {
  EXPECT_FALSE(NearlyEqual("al", "ed"));
  EXPECT_FALSE(NearlyEqual("jo", "joe"));
  EXPECT_FALSE(NearlyEqual("张伟", "章伟"));
  EXPECT_TRUE(NearlyEqual("mia", "mya"));
  EXPECT_FALSE(NearlyEqual("mia", "leo"));
  EXPECT_TRUE(NearlyEqual("jonathan", "johnathon"));
  EXPECT_FALSE(NearlyEqual("emma", "emilia"));
}

TEST(IsPartOfNameTest, DoubleNames) {
  EXPECT_TRUE(IsPartOfName("garcialopez", "garcia"));
  EXPECT_TRUE(IsPartOfName("lopez", "garcialopez"));
  EXPECT_FALSE(IsPartOfName("garcialopez", "cia"));
  EXPECT_FALSE(IsPartOfName("lee", "li"));
  EXPECT_FALSE(IsPartOfName("", "garcia"));
  EXPECT_FALSE(IsPartOfName("ng", "ngo"));
}

// G26
TEST(LooksMistypedTest, OnePartDiffersOrDayAndMonthSwapped) {
  EXPECT_TRUE(LooksMistyped(Day("2021-03-04"), Day("2021-03-14")));
  EXPECT_TRUE(LooksMistyped(Day("2021-03-04"), Day("2021-08-04")));
  EXPECT_TRUE(LooksMistyped(Day("2021-03-04"), Day("2012-03-04")));
  EXPECT_TRUE(LooksMistyped(Day("2021-03-04"), Day("2021-04-03")));
  EXPECT_FALSE(LooksMistyped(Day("2021-03-04"), Day("2021-03-04")));
  EXPECT_FALSE(LooksMistyped(Day("2021-03-04"), Day("2020-03-05")));
  EXPECT_FALSE(LooksMistyped(Day("2021-03-04"), Day("2022-04-03")));
}

std::string ShortName() { return *rc::gen::container<std::string>(rc::gen::inRange('a', 'e')); }

RC_GTEST_PROP(EditDistanceProperty, IsSymmetricAndBounded, ()) {
  const std::string a = ShortName();
  const std::string b = ShortName();
  const auto limit = *rc::gen::inRange<std::size_t>(0, 5);
  const auto distance = EditDistance(a, b, limit);
  RC_ASSERT(distance == EditDistance(b, a, limit));
  RC_ASSERT(distance <= limit + 1);
  RC_ASSERT((EditDistance(a, b, 1000) == 0) == (a == b));
  RC_ASSERT(distance == std::min(EditDistance(a, b, 1000), limit + 1));
  RC_ASSERT(NearlyEqual(a, b) == NearlyEqual(b, a));
  RC_ASSERT(IsPartOfName(a, b) == IsPartOfName(b, a));
}

RC_GTEST_PROP(EditDistanceProperty, OneSlipIsOne, ()) {
  std::string name = ShortName();
  RC_PRE(!name.empty());
  const std::string typed = name;
  const auto at = *rc::gen::inRange<std::size_t>(0, name.size());
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      name[at] = 'x';
      break;
    case 1:
      name.insert(at, 1, 'x');
      break;
    default:
      name.erase(at, 1);
  }
  RC_ASSERT(EditDistance(typed, name, 3) == 1u);
}

}  // namespace
}  // namespace ikp::rules
