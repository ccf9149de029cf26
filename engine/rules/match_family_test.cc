#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/rules/match.h"
#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using domain::ProcareFamilyId;
using testing::ProcareChild;
using testing::ProcareFamily;
using testing::ProcareGuardian;
using testing::School;

domain::IksFamily Family() {
  return testing::IksFamily({testing::IksGuardian("Maria", "Smith", "maria@x.org", "555-010-1234"),
                             testing::IksGuardian("Bob", "Smith", "bob@x.org", "555-010-9999")},
                            {testing::IksChild("iks-1", "Anna", "Smith", "2021-03-04")});
}

FamilyMatch Match(const domain::SchoolSnapshot& school, const domain::IksFamily& family = Family(),
                  const std::set<ProcareFamilyId>& excluded = {}) {
  return MatchFamily(IdentityOf(family), SchoolIndex(school), excluded);
}

std::vector<ProcareFamilyId> Ids(std::initializer_list<const char*> ids) {
  std::vector<ProcareFamilyId> result;
  for (const char* id : ids) result.push_back(ProcareFamilyId::Trusted(id));
  return result;
}

// F6: an ex-student's or sibling's family is used again.
TEST(MatchFamilyTest, GuardianByNameAndContactIsCertain) {
  for (const auto& guardian :
       {ProcareGuardian("MARIA", "Smith", "Maria@X.org", ""), ProcareGuardian("Maria", "Smith", "", "+1 555 010 1234"),
        ProcareGuardian("Bob", "Smith Sr.", "other@x.org", "(555) 010-9999")}) {
    EXPECT_EQ(Match(School({ProcareFamily("F1", {guardian})}, {})), (FamilyMatch{MatchKind::kUnique, Ids({"F1"})}));
  }
}

TEST(MatchFamilyTest, NobodyKnown) {
  EXPECT_EQ(Match(School({}, {})), FamilyMatch());
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Maria", "Jones", "mj@y.org", "")})}, {})),
            FamilyMatch());
  // The same name alone says nothing without a child of that name.
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "other@y.org", "")})}, {})),
            FamilyMatch());
}

TEST(MatchFamilyTest, ContactUnderAnotherNameAsksAPerson) {
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Grandma", "Kay", "maria@x.org", "")})}, {})),
            (FamilyMatch{MatchKind::kReview, Ids({"F1"})}));
}

TEST(MatchFamilyTest, NameOfGuardianAndChildWithoutContactAsksAPerson) {
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "", "")})},
                         {ProcareChild("C1", {"F1"}, "Tom", "Smith", "2018-01-01")})),
            (FamilyMatch{MatchKind::kReview, Ids({"F1"})}));
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "", "")})},
                         {ProcareChild("C1", {"F1"}, "Tom", "Jones", "2018-01-01")})),
            FamilyMatch());
  // Nothing but the name to tell it by: a family without contacts and children, as a creation leaves it whose e-mail
  // address was refused.
  const auto bare = Match(School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "", "")})}, {}));
  EXPECT_EQ(bare.kind, MatchKind::kReview);
}

// H39: divorced parents have an account each; the one of the first guardian is named first.
TEST(MatchFamilyTest, TwoCertainFamiliesAskAPerson) {
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Bob", "Smith", "bob@x.org", "")}),
                          ProcareFamily("F2", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                         {})),
            (FamilyMatch{MatchKind::kSeveral, Ids({"F2", "F1"})}));
}

TEST(MatchFamilyTest, CertainBeatsDoubtful) {
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("Grandma", "Kay", "maria@x.org", "")}),
                          ProcareFamily("F2", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                         {})),
            (FamilyMatch{MatchKind::kUnique, Ids({"F2"})}));
}

// G27
TEST(MatchFamilyTest, SharedEmailDoesNotConfuse) {
  auto family = Family();
  family.guardians = {testing::IksGuardian("Maria", "Smith", "home@x.org", ""),
                      testing::IksGuardian("Bob", "Smith", "home@x.org", "")};
  const auto school = School({ProcareFamily("F1", {ProcareGuardian("Bob", "Smith", "home@x.org", ""),
                                                   ProcareGuardian("Maria", "Smith", "home@x.org", "")})},
                             {});
  EXPECT_EQ(Match(school, family), (FamilyMatch{MatchKind::kUnique, Ids({"F1"})}));
}

// G27: a staff member's or a placeholder address stands in many families.
TEST(MatchFamilyTest, WidelySharedContactIsNoDoubt) {
  std::vector<domain::ProcareFamily> families;
  for (int i = 0; i < 6; ++i) {
    families.push_back(
        ProcareFamily("F" + std::to_string(i), {ProcareGuardian("P" + std::to_string(i), "Kay", "maria@x.org", "")}));
  }
  EXPECT_EQ(Match(School(families, {})), FamilyMatch());
  families.pop_back();
  EXPECT_EQ(Match(School(families, {})).kind, MatchKind::kReview);
  families.push_back(ProcareFamily("F6", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")}));
  EXPECT_EQ(Match(School(families, {})), (FamilyMatch{MatchKind::kUnique, Ids({"F6"})}));
}

TEST(MatchFamilyTest, ExcludedFamiliesAreNotOffered) {
  const auto school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")}),
                              ProcareFamily("F2", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                             {});
  EXPECT_EQ(Match(school).kind, MatchKind::kSeveral);
  EXPECT_EQ(Match(school, Family(), {ProcareFamilyId::Trusted("F1")}), (FamilyMatch{MatchKind::kUnique, Ids({"F2"})}));
}

TEST(MatchFamilyTest, GuardianWithoutFirstNameIsFoundAgain) {
  auto family = Family();
  family.guardians = {testing::IksGuardian("", "Smith", "", "555-010-1234")};
  EXPECT_EQ(Match(School({ProcareFamily("F1", {ProcareGuardian("", "Smith", "", "555-010-1234")})}, {}), family).kind,
            MatchKind::kUnique);
}

std::string First() { return *rc::gen::element<std::string>("Maria", "Bob", "Eve", ""); }
std::string Last() { return *rc::gen::element<std::string>("Smith", "Smith Jr", "Lee"); }
std::string EmailText() { return *rc::gen::element<std::string>("", "a@x.org", "b@x.org"); }
std::string PhoneText() { return *rc::gen::element<std::string>("", "555-010-0001", "555-010-0002"); }

domain::SchoolSnapshot AnySchool() {
  std::vector<domain::ProcareFamily> families;
  const int count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i) {
    families.push_back(
        ProcareFamily("F" + std::to_string(i), {ProcareGuardian(First(), Last(), EmailText(), PhoneText()),
                                                ProcareGuardian(First(), Last(), EmailText(), "")}));
  }
  return School(families,
                {ProcareChild("C1", {"F0"}, "Tom", "Smith", ""), ProcareChild("C2", {"F1"}, "Ann", "Lee", "")});
}

RC_GTEST_PROP(MatchFamilyProperty, AnswersAreWellFormed, ()) {
  const auto school = AnySchool();
  auto family = Family();
  family.guardians = {testing::IksGuardian(First(), Last(), EmailText(), PhoneText())};
  const auto match = Match(school, family);
  RC_ASSERT((match.kind == MatchKind::kNone) == match.candidates.empty());
  if (match.kind == MatchKind::kUnique) RC_ASSERT(match.candidates.size() == 1u);
  if (match.kind == MatchKind::kSeveral) RC_ASSERT(match.candidates.size() > 1u);
  const auto alike = AlikeFamilies(IdentityOf(family), SchoolIndex(school));
  for (const auto& id : match.candidates) RC_ASSERT(std::find(alike.begin(), alike.end(), id) != alike.end());
  // Without everything that is alike, nothing is found.
  RC_ASSERT(Match(school, family, {alike.begin(), alike.end()}) == FamilyMatch());
}

// A family that the engine created from IKS is found again with certainty (I1).
RC_GTEST_PROP(MatchFamilyProperty, OwnFamilyIsAlwaysFoundAgain, ()) {
  auto school = AnySchool();
  auto family = Family();
  family.guardians = {testing::IksGuardian(First(), Last(), "", "555-010-0001"),
                      testing::IksGuardian(First(), Last(), EmailText(), "")};
  std::vector<domain::ProcareGuardian> guardians;
  for (const auto& guardian : family.guardians) {
    guardians.push_back(
        {.id = domain::ProcareGuardianId::Trusted("g"), .name = guardian.name, .email = guardian.email, .phones = {}});
    for (const auto& phone : guardian.phones) guardians.back().phones.push_back(phone.phone);
  }
  school.families.push_back(ProcareFamily("F-own", guardians));
  const auto match = Match(school, family);
  RC_ASSERT(match.kind == MatchKind::kUnique || match.kind == MatchKind::kSeveral);
  RC_ASSERT(std::find(match.candidates.begin(), match.candidates.end(), ProcareFamilyId::Trusted("F-own")) !=
            match.candidates.end());
}

}  // namespace
}  // namespace ikp::rules
