#include "engine/rules/guards.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <vector>

namespace ikp::rules {
namespace {

// H26: more than 20 % and at least 10.
TEST(MassChangeTest, NeedsBothShareAndMinimum) {
  EXPECT_FALSE(IsMassChange(20, 9, 0.20, 10));
  EXPECT_TRUE(IsMassChange(20, 10, 0.20, 10));
  EXPECT_FALSE(IsMassChange(50, 10, 0.20, 10));  // exactly the share
  EXPECT_TRUE(IsMassChange(50, 11, 0.20, 10));
  EXPECT_FALSE(IsMassChange(1000, 200, 0.20, 10));
  EXPECT_TRUE(IsMassChange(1000, 201, 0.20, 10));
  EXPECT_FALSE(IsMassChange(100, 29, 0.29, 10));  // 0.29 * 100 is a little less than 29 in binary
  EXPECT_FALSE(IsMassChange(0, 0, 0.20, 0));
  EXPECT_TRUE(IsMassChange(1, 1, 0.20, 0));
}

RC_GTEST_PROP(MassChangeProperty, MoreChangesNeverPass, ()) {
  const auto linked = *rc::gen::inRange<std::size_t>(0, 5000);
  const auto changes = *rc::gen::inRange<std::size_t>(0, linked + 1);
  const double share = *rc::gen::inRange(0, 101) / 100.0;
  const int minimum = *rc::gen::inRange(0, 50);
  if (IsMassChange(linked, changes, share, minimum)) {
    RC_ASSERT(IsMassChange(linked, changes + 1, share, minimum));
    RC_ASSERT(static_cast<int>(changes) >= minimum);
  }
}

// H25: three consecutive complete snapshots; I5: an incomplete one counts for nothing.
TEST(MissingTest, AlertsOnTheThirdNight) {
  EXPECT_EQ(JudgeMissing(0, false, true, 3), (MissingVerdict{1, false}));
  EXPECT_EQ(JudgeMissing(1, false, true, 3), (MissingVerdict{2, false}));
  EXPECT_EQ(JudgeMissing(2, false, true, 3), (MissingVerdict{3, true}));
  EXPECT_EQ(JudgeMissing(3, false, true, 3), (MissingVerdict{4, true}));
  EXPECT_EQ(JudgeMissing(2, false, false, 3), (MissingVerdict{2, false}));
  EXPECT_EQ(JudgeMissing(5, false, false, 3), (MissingVerdict{5, false}));
  EXPECT_EQ(JudgeMissing(2, true, true, 3), (MissingVerdict{0, false}));
  EXPECT_EQ(JudgeMissing(2, true, false, 3), (MissingVerdict{0, false}));
  EXPECT_EQ(JudgeMissing(-1, false, true, 3), (MissingVerdict{1, false}));
  EXPECT_EQ(JudgeMissing(std::numeric_limits<int>::max(), false, true, 3).nights, std::numeric_limits<int>::max());
}

struct Night {
  bool found;
  bool complete;
};

// Over any nights: the alert is on exactly when the last `after` complete nights, none found between, missed it.
RC_GTEST_PROP(MissingProperty, CountsConsecutiveCompleteNights, ()) {
  const int after = *rc::gen::inRange(1, 5);
  const auto count = *rc::gen::inRange(1, 12);
  std::vector<Night> nights;
  for (int i = 0; i < count; ++i)
    nights.push_back({*rc::gen::weightedElement<bool>({{1, true}, {4, false}}), *rc::gen::arbitrary<bool>()});
  MissingVerdict verdict;
  for (const Night& night : nights) verdict = JudgeMissing(verdict.nights, night.found, night.complete, after);
  int missed = 0;
  for (auto night = nights.rbegin(); night != nights.rend() && !night->found; ++night)
    missed += night->complete ? 1 : 0;
  RC_ASSERT(verdict.nights == missed);
  RC_ASSERT(verdict.alert == (nights.back().complete && !nights.back().found && missed >= after));
}

}  // namespace
}  // namespace ikp::rules
