#include "engine/rules/push_plan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/rules/push_case.h"

namespace ikp::rules {
namespace {

using domain::IksChildId;
using domain::ProcareChildId;
using domain::ProcareFamilyId;
using domain::Reason;
using testing::At;
using testing::Case;
using testing::Day;
using testing::IksChild;
using testing::IksFamily;
using testing::IksGuardian;
using testing::OpenChild;
using testing::ProcareChild;
using testing::ProcareFamily;
using testing::ProcareGuardian;
using testing::School;

std::vector<std::string> Lines(const PushPlan& plan) { return Describe(plan); }

using Strings = std::vector<std::string>;

TEST(PushPlanTest, AnUnknownFamilyIsCreatedWithItsGuardiansAndThenTheChild) {
  Case one;
  EXPECT_EQ(Lines(one.Plan()), (Strings{"create family with 1 guardians", "create child anna in family (new)",
                                        "child anna proceeds child.start_date:missing"}));
}

// F5, H16: siblings in a trigger status come in one family.
TEST(PushPlanTest, SiblingsShareTheNewFamily) {
  Case one;
  one.family.children.push_back(IksChild("ben", "Ben", "Smith", "2022-04-05"));
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<CreateFamily>(plan.steps[0]));
  EXPECT_TRUE(std::holds_alternative<CreateChild>(plan.steps[1]));
  EXPECT_TRUE(std::holds_alternative<CreateChild>(plan.steps[2]));
}

// H17: a later sibling joins the family that is linked; the family is not sent again.
TEST(PushPlanTest, ALaterSiblingJoinsTheLinkedFamily) {
  Case one;
  one.school = School({ProcareFamily("F1", {})}, {});
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 1u);
  EXPECT_EQ(std::get<CreateChild>(plan.steps[0]).family, ProcareFamilyId::Trusted("F1"));
}

// G50: a family that was linked a moment ago may not show yet; one that was linked long ago and is gone is for a
// person.
TEST(PushPlanTest, AMissingLinkedFamilyIsTrustedOnlyWhileItMayBeInvisible) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.view.family_linked_at = At(55);
  EXPECT_EQ(one.Plan().steps.size(), 1u);
  one.view.family_linked_at = At(0);
  const auto plan = one.Plan();
  EXPECT_TRUE(plan.steps.empty());
  ASSERT_EQ(plan.verdicts.size(), 1u);
  EXPECT_EQ(plan.verdicts[0].kind, ChildVerdict::Kind::kPerson);
}

// H37, F6: what staff typed is linked, not repeated.
TEST(PushPlanTest, AStaffTypedChildIsLinkedWithItsFamily) {
  Case one;
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "MARIA@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "ANNA", "Smith", "2021-03-04")});
  EXPECT_EQ(Lines(one.Plan()), (Strings{"link family F1", "link child anna = C1", "child anna proceeds"}));
}

TEST(PushPlanTest, TwoEqualRecordsAreForAPerson) {
  Case one;
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04"),
                       ProcareChild("C2", {"F1"}, "Anna", "Smith", "2021-03-04")});
  const auto plan = one.Plan();
  EXPECT_TRUE(plan.steps.empty());
  ASSERT_EQ(plan.verdicts.size(), 1u);
  EXPECT_EQ(plan.verdicts[0].reason, Reason::kTwoFound);
  EXPECT_EQ(plan.verdicts[0].candidates, (Strings{"C1", "C2"}));
}

// G24: cousins who share a grandmother get each a family of their own.
TEST(PushPlanTest, ACousinsFamilyIsNotTakenForOurs) {
  Case one;
  one.family.guardians.push_back(IksGuardian("Rose", "Smith", "", "555-010-7777"));
  one.school = School({ProcareFamily("F9", {ProcareGuardian("Tom", "Smith", "tom@x.org", ""),
                                            ProcareGuardian("Rose", "Smith", "", "555-010-7777")})},
                      {ProcareChild("C9", {"F9"}, "Anna", "Smith", "2019-01-01")});
  EXPECT_EQ(one.Plan().verdicts[0].kind, ChildVerdict::Kind::kPerson) << "nobody knows whose family it is";
  one.view.families_linked_elsewhere.insert(ProcareFamilyId::Trusted("F9"));
  EXPECT_TRUE(std::holds_alternative<CreateFamily>(one.Plan().steps.at(0)));
}

// I5: absence is not concluded from an incomplete reading.
TEST(PushPlanTest, NothingIsCreatedOnAnIncompleteReading) {
  Case one;
  one.school.complete = false;
  const auto plan = one.Plan();
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.verdicts.at(0).reason, Reason::kSnapshotIncomplete);
  EXPECT_EQ(plan.verdicts.at(0).kind, ChildVerdict::Kind::kLater);
}

// F4, F33.
TEST(PushPlanTest, MissingDataRefusesThatChildOnly) {
  Case one;
  one.family.children.push_back(IksChild("ben", "Ben", "", "2022-04-05"));
  const auto plan = one.Plan();
  EXPECT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(plan.verdicts.at(1).kind, ChildVerdict::Kind::kRefused);
  EXPECT_EQ(plan.verdicts.at(1).reason, Reason::kMissingData);
  EXPECT_EQ(plan.verdicts.at(1).details, (Strings{"child.last_name:missing"}));
}

// IKS holds one child twice in a family: one of the entries is pushed, the other waits for a person.
TEST(PushPlanTest, AChildThatIksHoldsTwiceIsCreatedOnce) {
  Case one;
  one.family.children.push_back(IksChild("anna-again", "ANNA", "Smith", "2021-03-04"));
  const auto plan = one.Plan();
  EXPECT_EQ(std::count_if(plan.steps.begin(), plan.steps.end(),
                          [](const auto& step) { return std::holds_alternative<CreateChild>(step); }),
            1);
  EXPECT_EQ(plan.verdicts.at(1).kind, ChildVerdict::Kind::kPerson);
}

// --- unknown outcomes ------------------------------------------------------------------------------------------------

TEST(PushPlanTest, ALostAnswerThatTurnsOutDoneIsAdopted) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.view.open_effects.push_back(OpenChild(one, At(100)));
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04")});
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 1u);
  EXPECT_EQ(std::get<AdoptChild>(plan.steps[0]).procare, ProcareChildId::Trusted("C1"));
}

// Also when IKS changed the name in between: what was sent is what is looked for.
TEST(PushPlanTest, ALostAnswerIsLookedForUnderTheNameThatWasSent) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.view.open_effects.push_back(OpenChild(one, At(0)));
  one.family.children[0].name.first = "Annabel";
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04")});
  EXPECT_TRUE(std::holds_alternative<AdoptChild>(one.Plan().steps.at(0)));
}

TEST(PushPlanTest, NothingIsSentAgainWhileTheRecordMayStillAppear) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.school = School({ProcareFamily("F1", {})}, {});
  one.view.open_effects.push_back(OpenChild(one, At(61)));
  const auto plan = one.Plan();
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.verdicts.at(0).kind, ChildVerdict::Kind::kLater);
  EXPECT_EQ(plan.verdicts.at(0).reason, Reason::kOutcomeUnknown);
  EXPECT_EQ(plan.verdicts.at(0).look_again_at, At(61));
}

TEST(PushPlanTest, OnlyACompleteReadingAfterTheWindowProvesThatItNeverHappened) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.school = School({ProcareFamily("F1", {})}, {});
  one.view.open_effects.push_back(OpenChild(one, At(60)));
  EXPECT_TRUE(std::holds_alternative<DropIntent>(one.Plan().steps.at(0)));
  one.school.complete = false;
  EXPECT_TRUE(one.Plan().steps.empty());
}

// A record that was there before the effect is not its result.
TEST(PushPlanTest, WhatExistedBeforeIsNotAdopted) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04")});
  auto open = OpenChild(one, At(60));
  open.known_before = {"C1"};
  one.view.open_effects.push_back(open);
  EXPECT_TRUE(std::holds_alternative<DropIntent>(one.Plan().steps.at(0)));
}

// The child is no longer to be pushed, but something may be on its way: somebody must look again.
TEST(PushPlanTest, AnOpenEffectIsFollowedUpWithoutCandidates) {
  Case one;
  one.no_candidates = true;
  one.view.open_effects.push_back(OpenChild(one, At(90)));
  const auto plan = one.Plan();
  ASSERT_EQ(plan.verdicts.size(), 1u);
  EXPECT_EQ(plan.verdicts[0].reason, Reason::kOutcomeUnknown);
}

// G50: another IKS family just created this very child, and Procare does not show it yet.
TEST(PushPlanTest, WaitsForWhatASimilarFamilyJustCreated) {
  Case one;
  one.view.recent_elsewhere.push_back({.effect = PushEffect::kCreateChild,
                                       .identity = ToStrings(IdentityOf(one.family, one.family.children.front())),
                                       .procare_id = "C7",
                                       .visible_by = At(70)});
  const auto plan = one.Plan();
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.verdicts.at(0).look_again_at, At(70));
  one.reading_started = At(71);
  EXPECT_EQ(one.Plan().steps.size(), 2u);
}

// --- placement -------------------------------------------------------------------------------------------------------

LinkedChild Unsettled() { return {.procare = ProcareChildId::Trusted("C1"), .created_by_us = true, .settled = false}; }

// E.1, H12: a pre-registered child goes on hold, to be activated on its start date.
TEST(PushPlanTest, APreRegisteredChildIsPlacedOnHold) {
  Case one;
  one.no_candidates = true;
  one.family.children[0].status = domain::StatusLabel("Pre-Registered");
  one.family.children[0].desired_start = Day("2026-04-01");
  one.view.child_links.emplace(IksChildId::Trusted("anna"), Unsettled());
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 1u);
  const auto& placement = std::get<PlaceChild>(plan.steps[0]).placement;
  EXPECT_EQ(placement.placement, domain::Placement::kPreRegistered);
  EXPECT_EQ(placement.start, Day("2026-04-01"));
}

// I7: staff were quicker.
TEST(PushPlanTest, AChildThatStaffAlreadyMovedIsLeftAlone) {
  Case one;
  one.no_candidates = true;
  one.family.children[0].status = domain::StatusLabel("Pre-Registered");
  one.view.child_links.emplace(IksChildId::Trusted("anna"), Unsettled());
  one.school = School({ProcareFamily("F1", {})}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04")});
  one.school.children[0].status = domain::StatusLabel("inactive");
  EXPECT_TRUE(std::holds_alternative<SettleChild>(one.Plan().steps.at(0)));
}

// --- properties ------------------------------------------------------------------------------------------------------

// Random small worlds out of a hot pool of names: whatever the school holds, a child is created only when the reading
// is complete and holds no record with its names and birth date, and never while an effect for it may be on its way.
RC_GTEST_PROP(PushPlanProperty, NeverCreatesWhatIsThereOrMayBeComing, ()) {
  const Strings firsts = {"Anna", "ANNA", "Ann", "Ben", "Mia", "Lia"};
  const Strings lasts = {"Smith", "O'Brien", "OBrien"};
  const std::vector<const char*> births = {"2021-03-04", "2021-04-03", "2022-05-06", ""};
  Case one;
  one.family.children.clear();
  const int children = *rc::gen::inRange(1, 4);
  for (int i = 0; i < children; ++i) {
    one.family.children.push_back(IksChild("iks-" + std::to_string(i), *rc::gen::elementOf(firsts),
                                           *rc::gen::elementOf(lasts), *rc::gen::elementOf(births)));
  }
  std::vector<domain::ProcareChild> records;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    records.push_back(ProcareChild("C" + std::to_string(i), {*rc::gen::elementOf(std::vector<const char*>{"F1", "F2"})},
                                   *rc::gen::elementOf(firsts), *rc::gen::elementOf(lasts),
                                   *rc::gen::elementOf(births)));
  }
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")}),
                       ProcareFamily("F2", {ProcareGuardian("Tom", "Jones", "tom@x.org", "")})},
                      records);
  one.school.complete = *rc::gen::arbitrary<bool>();
  const bool open = *rc::gen::arbitrary<bool>();
  if (open && one.family.children[0].birth_date) {
    one.view.open_effects.push_back({.intent = domain::IntentId::Trusted("intent-1"),
                                     .effect = PushEffect::kCreateChild,
                                     .child = one.family.children[0].id,
                                     .identity = ToStrings(IdentityOf(one.family, one.family.children[0])),
                                     .known_before = {},
                                     .settles_at = At(1000)});
  }
  const auto plan = one.Plan();
  for (const auto& step : plan.steps) {
    const auto* create = std::get_if<CreateChild>(&step);
    if (create == nullptr) continue;
    RC_ASSERT(one.school.complete);
    for (const auto& effect : one.view.open_effects) RC_ASSERT(effect.child != create->child);
    const auto& child = *std::find_if(one.family.children.begin(), one.family.children.end(),
                                      [&](const auto& candidate) { return candidate.id == create->child; });
    const auto ours = IdentityOf(one.family, child);
    for (const auto& record : SchoolIndex(one.school).children()) {
      const bool same = record.first == ours.first && record.last == ours.last && record.birth_date == ours.birth_date;
      RC_ASSERT(!same);
    }
  }
  // Everybody gets an answer (I2, I14).
  RC_ASSERT(plan.verdicts.size() >= one.view.candidates.size());
}

// The same view gives the same plan.
TEST(PushPlanTest, IsDeterministic) {
  Case one;
  one.family.children.push_back(IksChild("ben", "Ben", "Smith", "2022-04-05"));
  EXPECT_EQ(Lines(one.Plan()), Lines(one.Plan()));
}

TEST(ExclusionKeysTest, FamiliesThatShareAPersonShareAKey) {
  const auto site = domain::SiteId::Trusted("site");
  auto ours = IksFamily({IksGuardian("Maria", "Smith", "maria@x.org", "555-010-1234")}, {});
  auto theirs = IksFamily({IksGuardian("Tom", "Jones", "tom@x.org", "+1 (555) 010-1234")}, {});
  theirs.id = domain::IksFamilyId::Trusted("other");
  const auto a = ExclusionKeys(site, ours);
  const auto b = ExclusionKeys(site, theirs);
  EXPECT_TRUE(
      std::any_of(a.begin(), a.end(), [&](const auto& key) { return std::count(b.begin(), b.end(), key) > 0; }));
  const auto elsewhere = ExclusionKeys(domain::SiteId::Trusted("other-site"), ours);
  EXPECT_TRUE(std::none_of(a.begin(), a.end(),
                           [&](const auto& key) { return std::count(elsewhere.begin(), elsewhere.end(), key) > 0; }));
}

}  // namespace
}  // namespace ikp::rules
