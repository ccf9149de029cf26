// The push plan where a child is born without a status and people's ids can vanish: Procare Desktop, by its traits.
#include <gtest/gtest.h>

#include "engine/rules/push_case.h"

namespace ikp::rules {
namespace {

using domain::IksChildId;
using domain::ProcareChildId;
using testing::Case;
using testing::Day;
using testing::ProcareChild;
using testing::ProcareFamily;
using testing::ProcareGuardian;
using testing::School;

const IksChildId kAnna = IksChildId::Trusted("anna");

struct DesktopCase : Case {
  DesktopCase() {
    view.born_as = {};
    view.ids_can_vanish = true;
  }
  void CreatedButNotPlaced() {
    no_candidates = true;
    view.child_links.emplace(
        kAnna, LinkedChild{.procare = ProcareChildId::Trusted("C1"), .created_by_us = true, .settled = false});
    school = School({ProcareFamily("F1", {})}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04")});
    school.children[0].status = {};
    school.children[0].start.reset();
  }
  OpenEffect Open(PushEffect effect) const {
    OpenEffect open{domain::IntentId::Trusted("intent-1"), effect, std::nullopt, {}, {}, {}};
    if (effect != PushEffect::kCreateFamily) open.child = kAnna;
    if (effect == PushEffect::kCreateFamily) open.identity = ToStrings(IdentityOf(family));
    return open;
  }
};

TEST(PushDesktopTest, AnEnrolledChildIsPlacedTooSinceItHasNoStatusYet) {
  DesktopCase one;
  one.CreatedButNotPlaced();
  one.family.children[0].actual_start = Day("2026-01-05");
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 1u);
  const auto& placement = std::get<PlaceChild>(plan.steps[0]).placement;
  EXPECT_EQ(placement.placement, domain::Placement::kEnrolled);
  EXPECT_EQ(placement.wanted, domain::Placement::kEnrolled);
  EXPECT_EQ(placement.first_day, Day("2026-01-05"));
  EXPECT_EQ(placement.guardians.size(), one.family.guardians.size());
}

TEST(PushDesktopTest, WhatStaffEnteredMeanwhileIsLeftAlone) {
  DesktopCase one;
  one.CreatedButNotPlaced();
  one.school.children[0].status = domain::StatusLabel("Waiting List");
  EXPECT_TRUE(std::holds_alternative<SettleChild>(one.Plan().steps.at(0)));
}

// Two rows are two entries: the first may be there when the answer got lost.
TEST(PushDesktopTest, APlacementThatWasBegunIsBroughtToItsEnd) {
  DesktopCase one;
  one.CreatedButNotPlaced();
  one.school.children[0].status = domain::StatusLabel("Pre-Registered");
  one.view.open_effects.push_back(one.Open(PushEffect::kPlaceChild));
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 1u);
  EXPECT_EQ(std::get<PlaceChild>(plan.steps[0]).intent, domain::IntentId::Trusted("intent-1"));
}

// Merged away, or lost to a restore, between its creation and its placement: there is nothing to place any more.
TEST(PushDesktopTest, AVanishedChildIsNotPlacedForEver) {
  DesktopCase one;
  one.CreatedButNotPlaced();
  one.school = School({ProcareFamily("F1", {})}, {});
  one.view.child_links.at(kAnna).linked_at = testing::At(30);
  one.reading_started = testing::At(20);  // older than the creation: it proves nothing
  EXPECT_TRUE(std::holds_alternative<PlaceChild>(one.Plan().steps.at(0)));
  one.reading_started = testing::At(30) + testing::kWindow;  // of the same moment: nor does that
  EXPECT_TRUE(std::holds_alternative<PlaceChild>(one.Plan().steps.at(0)));
  one.reading_started = testing::At(30 + 60 * 60);
  EXPECT_TRUE(std::holds_alternative<SettleChild>(one.Plan().steps.at(0)));
}

// What people have on their list may happen at any time: no reading proves that it never will.
TEST(PushDesktopTest, AnEffectOnTheWorkListIsWaitedFor) {
  DesktopCase one;
  one.school = School({}, {});
  one.view.open_effects.push_back(one.Open(PushEffect::kCreateFamily));
  const auto without = one.Plan();
  ASSERT_FALSE(without.steps.empty());
  EXPECT_TRUE(std::holds_alternative<DropIntent>(without.steps[0]));
  one.school.on_work_list.insert(domain::IntentId::Trusted("intent-1"));
  const auto with = one.Plan();
  EXPECT_TRUE(with.steps.empty());
  ASSERT_EQ(with.verdicts.size(), 1u);
  EXPECT_EQ(with.verdicts[0].kind, ChildVerdict::Kind::kLater);
  EXPECT_EQ(with.verdicts[0].reason, domain::Reason::kOnWorkList);
  EXPECT_TRUE(with.not_wanted.empty());
}

// A person linked the family while its card was on the list: the card can go, and the intent ends when it has gone.
TEST(PushDesktopTest, ACardIsNotWantedWhenTheFamilyWasLinkedOtherwise) {
  DesktopCase one;
  one.school = School({ProcareFamily("40", {ProcareGuardian("Mary", "Smyth", "", "")})}, {});
  one.view.open_effects.push_back(one.Open(PushEffect::kCreateFamily));
  one.view.family_link = domain::ProcareFamilyId::Trusted("40");
  one.school.on_work_list.insert(domain::IntentId::Trusted("intent-1"));
  const auto on_list = one.Plan();
  EXPECT_EQ(on_list.not_wanted, std::vector<domain::IntentId>{domain::IntentId::Trusted("intent-1")});
  ASSERT_FALSE(on_list.steps.empty());
  EXPECT_FALSE(std::holds_alternative<DropIntent>(on_list.steps[0]));
  one.school.on_work_list.clear();
  const auto off_list = one.Plan();
  EXPECT_TRUE(off_list.not_wanted.empty());
  EXPECT_TRUE(std::holds_alternative<DropIntent>(off_list.steps.at(0)));
}

// The account was restored under another number, or entered anew: a sibling joins the family that it surely is.
TEST(PushDesktopTest, AVanishedFamilyIsReplacedByTheOneThatItSurelyIs) {
  DesktopCase one;
  one.view.family_link = domain::ProcareFamilyId::Trusted("12");
  one.reading_started = testing::At(1'000'000);
  one.school = School({ProcareFamily("12.2", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})}, {});
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(std::get<LinkFamily>(plan.steps[0]).procare, domain::ProcareFamilyId::Trusted("12.2"));
  EXPECT_TRUE(std::holds_alternative<CreateChild>(plan.steps[1]));

  one.school = School({ProcareFamily("40", {ProcareGuardian("Tom", "Jones", "tom@x.org", "")})}, {});
  const auto doubt = one.Plan();
  EXPECT_TRUE(doubt.steps.empty());
  EXPECT_EQ(doubt.verdicts.at(0).kind, ChildVerdict::Kind::kPerson);
}

// For those who carry it out by hand, the family comes with the children that will follow.
TEST(PushDesktopTest, ANewFamilyTellsWhichChildrenFollow) {
  DesktopCase one;
  one.school = School({}, {});
  const auto plan = one.Plan();
  const auto& family = std::get<CreateFamily>(plan.steps.at(0)).family;
  ASSERT_EQ(family.children.size(), 1u);
  EXPECT_EQ(family.children[0].name.first, "Anna");
  EXPECT_EQ(family.children[0].placement.guardians.size(), family.guardians.size());
}

}  // namespace
}  // namespace ikp::rules
