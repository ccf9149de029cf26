#include "engine/rules/desktop_names.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace ikp::rules {
namespace {

using domain::CivilDate;
using domain::InitialPlacement;
using domain::NewGuardian;
using domain::Placement;

CivilDate Day(const char* text) { return CivilDate::Parse(text).value(); }

NewGuardian Guardian(const char* first, const char* relationship, const char* street, bool primary) {
  NewGuardian guardian;
  guardian.name = {.first = first, .middle = "", .last = "Hale", .suffix = "", .preferred = ""};
  guardian.relationship = relationship;
  guardian.is_primary = primary;
  guardian.address = {.line1 = street, .line2 = "", .city = "", .state = "", .zip = "", .country = ""};
  return guardian;
}

TEST(AccountKey, IsTheLastNameInPlainCapitals) {
  EXPECT_EQ(AccountKeyBase("Hale"), "HALE");
  EXPECT_EQ(AccountKeyBase("Nu\xC3\xB1"
                           "ez-O'Hara"),
            "NUNEZOHA");
  EXPECT_EQ(AccountKeyBase("Smith Jr."), "SMITH");
  EXPECT_EQ(AccountKeyBase(""), "FAMILY");
  EXPECT_EQ(AccountKeyBase("\xE6\x9D\x8E"), "FAMILY");
}

TEST(AccountKey, OfAFamilyIsThePrimaryGuardians) {
  domain::NewFamily family{.name = "Hale-Ortiz", .guardians = {}};
  EXPECT_EQ(AccountKeyBase(family), "HALEORTI");
  family.guardians = {Guardian("Ann", "Mother", "", false), Guardian("Ben", "Father", "", true)};
  family.guardians[1].name.last = "Ortiz";
  EXPECT_EQ(AccountKeyBase(family), "ORTIZ");
  family.guardians[1].name.last = "";
  EXPECT_EQ(AccountKeyBase(family), "HALEORTI");
}

RC_GTEST_PROP(AccountKeyProperty, AnyNameGivesAKeyThatProcareTakes, ()) {
  const auto key = AccountKeyBase(*rc::gen::arbitrary<std::string>());
  RC_ASSERT(!key.empty() && key.size() <= 8u);
  RC_ASSERT(
      std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }));
}

TEST(Relationship, MotherAndFatherByLabelElseTheSitesWord) {
  for (const char* label : {"Mother", "mom", "MUM", "Mommy ", "Mama"}) {
    EXPECT_EQ(DesktopRelationshipLabel(label, "Guardian"), "Mother") << label;
  }
  for (const char* label : {"Father", "dad", "Daddy", "Papa"}) {
    EXPECT_EQ(DesktopRelationshipLabel(label, "Guardian"), "Father") << label;
  }
  for (const char* label : {"", "Grandmother", "Stepfather", "Aunt", "Godmother", "Parent"}) {
    EXPECT_EQ(DesktopRelationshipLabel(label, "Other"), "Other") << label;
  }
}

TEST(Relationship, LivesWithOnlyAtThePrimaryGuardiansAddress) {
  const auto made =
      DesktopRelationships({Guardian("Ann", "mom", "5 Elm St", true), Guardian("Ben", "dad", " 5  elm st", false),
                            Guardian("Cleo", "aunt", "9 Oak St", false), Guardian("Dora", "", "", false)},
                           {.default_relationship = "Carer", .pickup = true, .emergency = false});
  ASSERT_EQ(made.size(), 4u);
  EXPECT_EQ(made[0].label, "Mother");
  EXPECT_TRUE(made[0].lives_with);
  EXPECT_TRUE(made[1].lives_with);
  EXPECT_FALSE(made[2].lives_with);
  EXPECT_EQ(made[2].label, "Carer");
  EXPECT_FALSE(made[3].lives_with);
  EXPECT_TRUE(made[3].pickup);
  EXPECT_FALSE(made[3].emergency);
}

TEST(Relationship, WithoutAnyAddressNobodyLivesWithAnybody) {
  const auto made = DesktopRelationships({Guardian("Ann", "", "", true), Guardian("Ben", "", "", false)}, {});
  EXPECT_FALSE(made[0].lives_with || made[1].lives_with);
}

std::vector<DesktopFirstRow> Rows(Placement wanted, const char* first_day, bool future_row = true) {
  InitialPlacement placement;
  placement.wanted = wanted;
  if (*first_day != '\0') placement.first_day = Day(first_day);
  DesktopPolicy policy;
  policy.pre_registered_label = "Signed up";
  policy.push_future_enrolled_row = future_row;
  return DesktopFirstRows(placement, policy, Day("2026-11-24"));
}

TEST(FirstRows, PreRegistered) {
  using Expected = std::vector<DesktopFirstRow>;
  const DesktopFirstRow today{Day("2026-11-24"), "Signed up"};
  EXPECT_EQ(Rows(Placement::kPreRegistered, "2027-01-04"), (Expected{today, {Day("2027-01-04"), "Enrolled"}}));
  EXPECT_EQ(Rows(Placement::kPreRegistered, "2027-01-04", false), (Expected{today}));
  EXPECT_EQ(Rows(Placement::kPreRegistered, ""), (Expected{today}));
  EXPECT_EQ(Rows(Placement::kPreRegistered, "2026-11-24"), (Expected{today}));
  EXPECT_EQ(Rows(Placement::kPreRegistered, "2026-10-01"), (Expected{today}));
}

TEST(FirstRows, Enrolled) {
  using Expected = std::vector<DesktopFirstRow>;
  EXPECT_EQ(Rows(Placement::kEnrolled, "2027-01-04"), (Expected{{Day("2027-01-04"), "Enrolled"}}));
  EXPECT_EQ(Rows(Placement::kEnrolled, "2026-10-01"), (Expected{{Day("2026-10-01"), "Enrolled"}}));
  EXPECT_EQ(Rows(Placement::kEnrolled, ""), (Expected{{Day("2026-11-24"), "Enrolled"}}));
}

}  // namespace
}  // namespace ikp::rules
