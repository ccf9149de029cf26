#include "engine/rules/placement.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using domain::CivilDate;
using domain::Placement;
using domain::PreRegisteredAs;

const CivilDate kToday = *CivilDate::From(2026, 3, 8);

PlacementDecision Decide(Placement wanted, std::optional<int> start_in_days,
                         PreRegisteredAs as = PreRegisteredAs::kHold) {
  std::optional<CivilDate> start;
  if (start_in_days) start = kToday.Plus(*start_in_days);
  return DecidePlacement(wanted, start, kToday, as);
}

// E.1, one row after the other
TEST(PlacementTest, EnrolledThatHasStartedAttends) {
  for (const int days : {-400, -1, 0}) {
    const auto decision = Decide(Placement::kEnrolled, days);
    EXPECT_EQ(decision.placement, (domain::InitialPlacement{Placement::kEnrolled, {}, {}}));
    EXPECT_TRUE(decision.warnings.empty());
  }
}

TEST(PlacementTest, EnrolledInTheFutureWaitsForItsDay) {
  const auto decision = Decide(Placement::kEnrolled, 1);
  EXPECT_EQ(decision.placement, (domain::InitialPlacement{Placement::kPreRegistered, kToday.Plus(1), {}}));
  EXPECT_TRUE(decision.warnings.empty());
}

TEST(PlacementTest, EnrolledWithoutStartAttendsWithWarning) {
  const auto decision = Decide(Placement::kEnrolled, {});
  EXPECT_EQ(decision.placement.placement, Placement::kEnrolled);
  ASSERT_EQ(decision.warnings.size(), 1u);
  EXPECT_EQ(decision.warnings[0].word, "missing");
  EXPECT_EQ(decision.warnings[0].field, "child.start_date");
}

TEST(PlacementTest, PreRegisteredActivatesOnItsDay) {
  const auto decision = Decide(Placement::kPreRegistered, 30);
  EXPECT_EQ(decision.placement, (domain::InitialPlacement{Placement::kPreRegistered, kToday.Plus(30), {}}));
  EXPECT_TRUE(decision.warnings.empty());
}

// H12; an activation in the past is refused by Procare, so none is sent.
TEST(PlacementTest, PreRegisteredWithoutFutureStartHasNoActivation) {
  for (const std::optional<int> days : {std::optional<int>(), std::optional<int>(0), std::optional<int>(-5)}) {
    const auto decision = Decide(Placement::kPreRegistered, days);
    EXPECT_EQ(decision.placement, (domain::InitialPlacement{Placement::kPreRegistered, {}, {}}));
    ASSERT_EQ(decision.warnings.size(), 1u);
    EXPECT_EQ(decision.warnings[0].word, days ? "start_not_in_future" : "missing");
  }
}

TEST(PlacementTest, SitesMayWantEverybodyActive) {
  EXPECT_EQ(Decide(Placement::kPreRegistered, 30, PreRegisteredAs::kActive).placement.placement, Placement::kEnrolled);
  EXPECT_EQ(Decide(Placement::kEnrolled, 30, PreRegisteredAs::kActive).placement.placement, Placement::kEnrolled);
}

TEST(PlacementTest, ActualStartComesBeforeDesired) {
  auto child = testing::IksChild("c", "Anna", "Smith", "2021-03-04");
  EXPECT_EQ(StartOf(child), std::nullopt);
  child.desired_start = kToday;
  EXPECT_EQ(StartOf(child), kToday);
  child.actual_start = kToday.Plus(7);
  EXPECT_EQ(StartOf(child), kToday.Plus(7));
}

// F8: under the default policy nobody is billable before the first day, and an activation always lies in the future.
RC_GTEST_PROP(PlacementProperty, NobodyIsActiveEarly, ()) {
  const auto wanted = *rc::gen::element(Placement::kEnrolled, Placement::kPreRegistered);
  const int days = *rc::gen::inRange(-500, 500);
  const auto placement = Decide(wanted, days).placement;
  if (days > 0) RC_ASSERT(placement.placement == Placement::kPreRegistered && placement.start == kToday.Plus(days));
  if (placement.placement == Placement::kEnrolled) RC_ASSERT(wanted == Placement::kEnrolled && days <= 0);
  if (placement.start) RC_ASSERT(*placement.start > kToday);
}

}  // namespace
}  // namespace ikp::rules
