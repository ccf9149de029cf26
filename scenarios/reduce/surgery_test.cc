#include "scenarios/reduce/surgery.h"

#include <gtest/gtest.h>

#include "scenarios/scenario/valid.h"

namespace ikp::scenarios::reduce {
namespace {

Action At(int ms, ActionKind kind, int family, int child, int site = -1, int other = -1) {
  return {.at = Milliseconds(ms),
          .kind = kind,
          .family = family,
          .child = child,
          .site = site,
          .other = other,
          .value = "Enrolled"};
}

// Two sites of two tenants, three families of two children.
Scenario Small() {
  Scenario scenario;
  scenario.sites = {Site{}, Site{.tenant = 1}};
  for (int i = 0; i < 3; ++i) {
    Family family;
    family.site = i == 2 ? 1 : 0;
    family.guardians = {Guardian{"A", "B", "", ""}, Guardian{"C", "D", "", ""}};
    family.children = {Child{.first_name = "X", .last_name = "Y"}, Child{.first_name = "Z", .last_name = "Y"}};
    scenario.families.push_back(family);
  }
  scenario.actions = {At(10, ActionKind::kSetStatus, 0, 0), At(20, ActionKind::kSetStatus, 1, 1),
                      At(30, ActionKind::kMergeFamilies, 1, -1, -1, 2), At(40, ActionKind::kMoveChild, 2, 1, 1)};
  scenario.faults = {{.at = Milliseconds(15), .kind = FaultKind::kReset},
                     {.at = Milliseconds(40), .kind = FaultKind::kCrash}};
  scenario.safety_ends = Milliseconds(1'000);
  return scenario;
}

class Surgery : public ::testing::Test {
 protected:
  ~Surgery() override { EXPECT_TRUE(MistakesIn(scenario_).empty()) << MistakesIn(scenario_).front(); }
  Scenario scenario_ = Small();
};

TEST_F(Surgery, AFamilyGoesWithItsActionsAndTheOthersMoveUp) {
  DropFamily(scenario_, 1);
  ASSERT_EQ(scenario_.actions.size(), 2u);
  EXPECT_EQ(scenario_.actions[0].family, 0);
  EXPECT_EQ(scenario_.actions[1].family, 1);  // was 2
}

TEST_F(Surgery, AMergeGoesWithTheOtherFamily) {
  DropFamily(scenario_, 2);
  EXPECT_EQ(scenario_.actions.size(), 2u);
}

TEST_F(Surgery, AChildGoesWithItsActions) {
  DropChild(scenario_, 1, 0);
  ASSERT_EQ(scenario_.actions.size(), 4u);
  EXPECT_EQ(scenario_.actions[1].child, 0);  // was 1
  DropChild(scenario_, 0, 0);
  EXPECT_EQ(scenario_.actions.size(), 3u);
}

TEST_F(Surgery, AGuardianGoesWithItsEdits) {
  scenario_.actions = {At(1, ActionKind::kEditGuardian, 0, -1), At(2, ActionKind::kEditGuardian, 0, -1)};
  scenario_.actions[0].value = scenario_.actions[1].value = "email=a@example.com";
  scenario_.actions[1].number = 1;
  DropGuardian(scenario_, 0, 0);
  ASSERT_EQ(scenario_.actions.size(), 1u);
  EXPECT_EQ(scenario_.actions[0].number, 0);
}

TEST_F(Surgery, ASiteGoesWithItsFamilies) {
  DropSite(scenario_, 0, Residents::kGo);
  ASSERT_EQ(scenario_.families.size(), 1u);
  EXPECT_EQ(scenario_.families[0].site, 0);
  EXPECT_EQ(scenario_.sites[0].tenant, 0);  // was 1
  ASSERT_EQ(scenario_.actions.size(), 1u);
  EXPECT_EQ(scenario_.actions[0].site, 0);
}

TEST_F(Surgery, OrItsFamiliesMoveToTheFirst) {
  DropSite(scenario_, 1, Residents::kMoveToFirst);
  EXPECT_EQ(scenario_.families[2].site, 0);
  EXPECT_EQ(scenario_.actions[3].site, 0);
  EXPECT_EQ(scenario_.actions.size(), 4u);
}

TEST_F(Surgery, TheFirstEventsAreOfBothKinds) {
  KeepFirstEvents(scenario_, 3);
  EXPECT_EQ(scenario_.actions.size(), 2u);
  EXPECT_EQ(scenario_.faults.size(), 1u);
  EXPECT_EQ(LastEvent(scenario_), Milliseconds(20));
}

TEST_F(Surgery, PausesGetShorterForAllThatComesAfter) {
  scenario_.actions[3].at = scenario_.faults[1].at = Milliseconds(530);
  ShortenPauses(scenario_, Milliseconds(100));
  EXPECT_EQ(scenario_.actions[3].at, Milliseconds(130));
  EXPECT_EQ(scenario_.faults[1].at, Milliseconds(130));
  EXPECT_EQ(scenario_.safety_ends, Milliseconds(600));
}

TEST_F(Surgery, KnowsWhoIsUsed) {
  EXPECT_TRUE(IsUsed(scenario_, 2));
  EXPECT_TRUE(IsUsed(scenario_, 1, 1));
  EXPECT_FALSE(IsUsed(scenario_, 1, 0));
  scenario_.actions.clear();
  EXPECT_FALSE(IsUsed(scenario_, 2));
}

}  // namespace
}  // namespace ikp::scenarios::reduce
