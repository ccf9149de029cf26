#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/rules/match.h"
#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using domain::ProcareChildId;
using testing::Born;
using testing::ProcareChild;
using testing::ProcareFamily;
using testing::ProcareGuardian;
using testing::School;

// The child that all tests look for: Anna Smith, born 4 March 2021, mother Maria.
constexpr const char* kBorn = "2021-03-04";

domain::IksFamily Family() {
  return testing::IksFamily({testing::IksGuardian("Maria", "Smith", "maria@x.org", "555-010-1234")},
                            {testing::IksChild("iks-1", "Anna", "Smith", kBorn)});
}
domain::ProcareFamily Smiths(const char* id = "F1") {
  return ProcareFamily(id, {ProcareGuardian("Maria", "Smith", "MARIA@x.org", "")});
}
domain::ProcareFamily Strangers(const char* id = "F9") {
  return ProcareFamily(id, {ProcareGuardian("Paul", "Smith", "paul@y.org", "555-999-0000")});
}

ChildMatch Match(const domain::SchoolSnapshot& school, const ChildExclusions& exclusions = {},
                 const domain::IksFamily& family = Family()) {
  return MatchChild(IdentityOf(family, family.children[0]), SchoolIndex(school), exclusions);
}

std::vector<ProcareChildId> Ids(std::initializer_list<const char*> ids) {
  std::vector<ProcareChildId> result;
  for (const char* id : ids) result.push_back(ProcareChildId::Trusted(id));
  return result;
}

TEST(MatchChildTest, EmptySchoolHasNobody) { EXPECT_EQ(Match(School({}, {})), ChildMatch()); }

// E.4 rung 2
TEST(MatchChildTest, OurReferenceComesFirst) {
  auto school = School({Smiths(), Strangers()}, {ProcareChild("C1", {"F9"}, "Other", "Name", "2020-01-01"),
                                                 ProcareChild("C2", {"F1"}, "Anna", "Smith", kBorn)});
  school.children[0].external_id = "iks-1";
  const auto match = Match(school);
  EXPECT_EQ(match.kind, MatchKind::kUnique);
  EXPECT_EQ(match.rung, MatchRung::kExternalReference);
  EXPECT_EQ(match.candidates, Ids({"C1"}));
  school.children[1].external_id = "iks-1";
  EXPECT_EQ(Match(school).kind, MatchKind::kSeveral);
}

// E.4 rung 4, F6, G25
TEST(MatchChildTest, NameBirthAndGuardianLink) {
  const auto match = Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "ANNA", "Smith Jr.", kBorn)}));
  EXPECT_EQ(match.kind, MatchKind::kUnique);
  EXPECT_EQ(match.rung, MatchRung::kNameBirthGuardian);
  EXPECT_EQ(match.candidates, Ids({"C1"}));
  EXPECT_TRUE(match.notices.empty());
}

// G23: the guardian may stand in any of the child's families.
TEST(MatchChildTest, SplitHouseholdIsSeenThroughEitherFamily) {
  const auto match =
      Match(School({Strangers("F1"), Smiths("F2")}, {ProcareChild("C1", {"F1", "F2"}, "Anna", "Smith", kBorn)}));
  EXPECT_EQ(match.kind, MatchKind::kUnique);
  EXPECT_EQ(match.rung, MatchRung::kNameBirthGuardian);
}

// E.4 rung 5, H37
TEST(MatchChildTest, NameAndBirthAloneLinkWithNoticeWhenUnique) {
  const auto match = Match(School({Strangers()}, {ProcareChild("C1", {"F9"}, "Anna", "Smith", kBorn)}));
  EXPECT_EQ(match.kind, MatchKind::kUnique);
  EXPECT_EQ(match.rung, MatchRung::kNameBirth);
  EXPECT_EQ(match.notices, std::vector<std::string>{std::string(kNoticeWithoutGuardian)});
}

TEST(MatchChildTest, SeveralExactRecordsAskAPerson) {
  const auto school = School({Smiths(), Strangers()}, {ProcareChild("C2", {"F9"}, "Anna", "Smith", kBorn),
                                                       ProcareChild("C1", {"F1"}, "Anna", "Smith", kBorn)});
  const auto match = Match(school);
  EXPECT_EQ(match.kind, MatchKind::kSeveral);
  EXPECT_EQ(match.candidates, Ids({"C1", "C2"}));
  // The other one is somebody else's.
  ChildExclusions exclusions;
  exclusions.linked = {ProcareChildId::Trusted("C2")};
  EXPECT_EQ(Match(school, exclusions).kind, MatchKind::kUnique);
  EXPECT_EQ(Match(school, exclusions).candidates, Ids({"C1"}));
}

// G11: page drift shows one record twice.
TEST(MatchChildTest, OneRecordShownTwiceIsOneRecord) {
  const auto record = ProcareChild("C1", {"F1"}, "Anna", "Smith", kBorn);
  EXPECT_EQ(Match(School({Smiths()}, {record, record})).kind, MatchKind::kUnique);
}

// I1: the parent filled in the form twice, so IKS has the child twice.
TEST(MatchChildTest, SecondIksRecordOfALinkedChildAsksAPerson) {
  ChildExclusions exclusions;
  exclusions.linked = {ProcareChildId::Trusted("C1")};
  const auto match = Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", kBorn)}), exclusions);
  EXPECT_EQ(match.kind, MatchKind::kReview);
  EXPECT_EQ(match.notices, std::vector<std::string>{std::string(kNoticeLinkedElsewhere)});
  EXPECT_EQ(match.rung, MatchRung::kNameBirthGuardian);
  // Divorced parents may be two IKS families without a guardian in common (G23).
  const auto split = Match(School({Strangers()}, {ProcareChild("C1", {"F9"}, "Anna", "Smith", kBorn)}), exclusions);
  EXPECT_EQ(split.kind, MatchKind::kReview);
  EXPECT_EQ(split.rung, MatchRung::kNameBirth);
  EXPECT_EQ(split.notices, std::vector<std::string>{std::string(kNoticeLinkedElsewhere)});
}

// E.4 rung 6, G26
TEST(MatchChildTest, NameAndGuardianWithoutBirthDateAskAPerson) {
  for (const char* born : {"", "1900-01-01"}) {
    const auto match = Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", born)}));
    EXPECT_EQ(match.kind, MatchKind::kReview);
    EXPECT_EQ(match.rung, MatchRung::kNameGuardian);
    EXPECT_EQ(match.candidates, Ids({"C1"}));
    EXPECT_EQ(match.notices, std::vector<std::string>{std::string(kNoticeBirthDateMissing)});
  }
  auto family = Family();
  family.children[0].birth_date.reset();
  EXPECT_EQ(Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", kBorn)}), {}, family).kind,
            MatchKind::kReview);
  EXPECT_EQ(Match(School({Strangers()}, {ProcareChild("C1", {"F9"}, "Anna", "Smith", "")})).kind, MatchKind::kNone);
}

TEST(MatchChildTest, MistypedBirthDateAsksAPerson) {
  for (const char* born : {"2021-03-14", "2021-08-04", "2012-03-04", "2021-04-03"}) {
    const auto match = Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", born)}));
    EXPECT_EQ(match.kind, MatchKind::kReview) << born;
    EXPECT_EQ(match.notices, std::vector<std::string>{std::string(kNoticeBirthDateDiffers)}) << born;
  }
}

// G24
TEST(MatchChildTest, CousinsOfOneNameAreTwoChildren) {
  EXPECT_EQ(Match(School({Strangers()}, {ProcareChild("C1", {"F9"}, "Anna", "Smith", "2021-03-14")})).kind,
            MatchKind::kNone);
  EXPECT_EQ(Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2019-11-20")})).kind,
            MatchKind::kNone);
}

// G25
TEST(MatchChildTest, NearSpellingWithBirthDateAndGuardianAsksAPerson) {
  const std::vector<std::pair<std::string, std::string>> spellings = {
      {"Ana", "Smith"}, {"Anna", "Smyth"}, {"Anna", "Smith-Jones"}, {"Smith", "Anna"}, {"Anna", "Jones Smith"}};
  for (const auto& [first, last] : spellings) {
    const auto match = Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, first, last, kBorn)}));
    EXPECT_EQ(match.kind, MatchKind::kReview) << first << " " << last;
    EXPECT_EQ(match.rung, MatchRung::kNearSpelling) << first << " " << last;
    EXPECT_EQ(Match(School({Strangers()}, {ProcareChild("C1", {"F9"}, first, last, kBorn)})).kind, MatchKind::kNone);
  }
}

TEST(MatchChildTest, PreferredNameCounts) {
  auto school = School({Smiths()}, {ProcareChild("C1", {"F1"}, "Annabelle", "Smith", kBorn)});
  EXPECT_EQ(Match(school).kind, MatchKind::kNone);
  school.children[0].name.preferred = "Anna";
  EXPECT_EQ(Match(school).kind, MatchKind::kReview);
  auto family = Family();
  family.children[0].name.preferred = "Annabelle";
  school.children[0].name.preferred.clear();
  EXPECT_EQ(Match(school, {}, family).kind, MatchKind::kReview);
}

// G24: Anna's twin is Ana, typed by staff; it is offered to Ana only.
TEST(MatchChildTest, TwinsAreNeverMerged) {
  const auto school = School({Smiths()}, {ProcareChild("C1", {"F1"}, "Ana", "Smith", kBorn)});
  auto family = Family();
  family.children.push_back(testing::IksChild("iks-2", "Ana", "Smith", kBorn));
  ChildExclusions exclusions;
  exclusions.siblings = {IdentityOf(family, family.children[1])};
  EXPECT_EQ(Match(school, exclusions, family).kind, MatchKind::kNone);

  exclusions.siblings = {IdentityOf(family, family.children[0])};
  const auto twin = MatchChild(IdentityOf(family, family.children[1]), SchoolIndex(school), exclusions);
  EXPECT_EQ(twin.kind, MatchKind::kUnique);
}

TEST(MatchChildTest, NamelessRecordsMatchNobody) {
  auto family = Family();
  family.children[0].name = testing::Name("", "Smith");
  EXPECT_EQ(Match(School({Smiths()}, {ProcareChild("C1", {"F1"}, "", "Smith", kBorn)}), {}, family).kind,
            MatchKind::kNone);
}

TEST(MatchChildTest, CandidatesAreFew) {
  std::vector<domain::ProcareChild> children;
  for (int i = 0; i < 100; ++i) children.push_back(ProcareChild("C" + std::to_string(i), {"F1"}, "Anna", "Smith", ""));
  EXPECT_EQ(Match(School({Smiths()}, children)).candidates.size(), kMaxCandidates);
}

TEST(MatchChildTest, AlikeRecordsAreRememberedWhoeverTheyBelongTo) {
  const auto school =
      School({Smiths()},
             {ProcareChild("C1", {"F1"}, "Anna", "Smith", kBorn), ProcareChild("C2", {"F1"}, "Ana", "Smith", kBorn),
              ProcareChild("C3", {"F1"}, "Anna", "Smith", ""), ProcareChild("C4", {"F1"}, "Bob", "Smith", kBorn)});
  const auto family = Family();
  EXPECT_EQ(AlikeChildren(IdentityOf(family, family.children[0]), SchoolIndex(school)), Ids({"C1", "C2", "C3"}));
}

TEST(FindDuplicatesTest, GroupsOfOneChild) {
  const auto record = ProcareChild("C5", {}, "Eve", "Stone", "2020-01-01");
  const auto groups = FindDuplicates(
      School({}, {ProcareChild("C2", {}, "ANNA", "O'Neil", kBorn), ProcareChild("C1", {}, "Anna", "ONeil", kBorn),
                  ProcareChild("C3", {}, "Ben", "Kay", ""), ProcareChild("C4", {}, "Ben", "Kay", ""),
                  ProcareChild("C6", {}, "Zed", "Kay", "1900-01-01"),
                  ProcareChild("C7", {}, "Zed", "Kay", "1900-01-01"), record, record}));
  EXPECT_EQ(groups, std::vector<std::vector<ProcareChildId>>{Ids({"C1", "C2"})});
}

// --- properties ----------------------------------------------------------------------------------------------------
// A small pool of names, dates and contacts, so that records collide often.
std::string First() { return *rc::gen::element<std::string>("Anna", "Ana", "ANNA", "Mia", "Mya", "Leo", ""); }
std::string Last() { return *rc::gen::element<std::string>("Smith", "SMITH jr", "Smyth", "Smith-Lee", "Lee"); }
const char* BornText() {
  return *rc::gen::element("2021-03-04", "2021-03-14", "2021-04-03", "2019-07-07", "", "1900-01-01");
}
std::string EmailText() { return *rc::gen::element<std::string>("", "a@x.org", "b@x.org", "none@none.com"); }
std::string PhoneText() { return *rc::gen::element<std::string>("", "555-010-0001", "555-010-0002", "555-0101"); }

domain::SchoolSnapshot AnySchool() {
  std::vector<domain::ProcareFamily> families;
  for (const char* id : {"F1", "F2", "F3"}) {
    families.push_back(ProcareFamily(id, {ProcareGuardian(First(), Last(), EmailText(), PhoneText()),
                                          ProcareGuardian(First(), Last(), EmailText(), PhoneText())}));
  }
  std::vector<domain::ProcareChild> children;
  const int count = *rc::gen::inRange(0, 7);
  for (int i = 0; i < count; ++i) {
    children.push_back(ProcareChild("C" + std::to_string(i),
                                    {*rc::gen::element("F1", "F2"), *rc::gen::element("F2", "F3", "F8")}, First(),
                                    Last(), BornText()));
    if (*rc::gen::inRange(0, 8) == 0) children.back().external_id = "iks-1";
  }
  return School(families, children);
}
domain::IksFamily AnyFamily() {
  auto family = testing::IksFamily({testing::IksGuardian(First(), Last(), EmailText(), PhoneText())},
                                   {testing::IksChild("iks-1", First(), Last(), BornText())});
  if (*rc::gen::arbitrary<bool>()) family.children.push_back(testing::IksChild("iks-2", First(), Last(), BornText()));
  return family;
}

RC_GTEST_PROP(MatchChildProperty, AnswersAreWellFormed, ()) {
  const auto school = AnySchool();
  const auto family = AnyFamily();
  ChildExclusions exclusions;
  for (const auto& child : school.children) {
    if (*rc::gen::inRange(0, 3) == 0) exclusions.linked.insert(child.id);
  }
  if (family.children.size() > 1) exclusions.siblings = {IdentityOf(family, family.children[1])};
  const auto identity = IdentityOf(family, family.children[0]);
  const auto match = MatchChild(identity, SchoolIndex(school), exclusions);

  RC_ASSERT((match.kind == MatchKind::kNone) == match.candidates.empty());
  RC_ASSERT((match.kind == MatchKind::kNone) == (match.rung == MatchRung::kNone));
  if (match.kind == MatchKind::kUnique) RC_ASSERT(match.candidates.size() == 1u);
  if (match.kind == MatchKind::kSeveral) RC_ASSERT(match.candidates.size() > 1u);
  RC_ASSERT(std::is_sorted(match.candidates.begin(), match.candidates.end()));
  // A record of another IKS child is shown to a person at most, never linked (I1).
  if (match.kind == MatchKind::kUnique) RC_ASSERT(!exclusions.linked.contains(match.candidates[0]));
  // Everything found is remembered as alike.
  const auto alike = AlikeChildren(identity, SchoolIndex(school));
  for (const auto& id : match.candidates) RC_ASSERT(std::find(alike.begin(), alike.end(), id) != alike.end());
}

// A certain answer is certain: by our reference, or by full name and birth date.
RC_GTEST_PROP(MatchChildProperty, LinksOnlyEqualChildren, ()) {
  const auto school = AnySchool();
  const auto family = AnyFamily();
  const auto match = Match(school, {}, family);
  if (match.kind != MatchKind::kUnique) return;
  const auto record = std::find_if(school.children.begin(), school.children.end(),
                                   [&](const auto& child) { return child.id == match.candidates[0]; });
  RC_ASSERT(record != school.children.end());
  if (match.rung == MatchRung::kExternalReference) return RC_ASSERT(record->external_id == "iks-1");
  RC_ASSERT(record->birth_date == family.children[0].birth_date);
  const auto as_iks = testing::IksChild("x", record->name.first, record->name.last, "");
  RC_ASSERT(IdentityOf(family, as_iks).first == IdentityOf(family, family.children[0]).first);
  RC_ASSERT(IdentityOf(family, as_iks).last == IdentityOf(family, family.children[0]).last);
}

// What the engine itself created is found again on a certain rung, whatever else the school holds (I1).
RC_GTEST_PROP(MatchChildProperty, OwnRecordIsAlwaysFoundAgain, ()) {
  auto school = AnySchool();
  auto family = Family();
  family.children[0].name = testing::Name(*rc::gen::element<std::string>("Anna", "Mia", "Leo"), Last());
  school.families.push_back(Smiths("F-own"));
  auto own = ProcareChild("C-own", {"F-own"}, family.children[0].name.first, family.children[0].name.last, kBorn);
  school.children.insert(
      school.children.begin() + *rc::gen::inRange<int>(0, static_cast<int>(school.children.size()) + 1), own);
  for (auto& child : school.children) child.external_id.clear();
  const auto match = Match(school, {}, family);
  RC_ASSERT(match.kind == MatchKind::kUnique || match.kind == MatchKind::kSeveral);
  RC_ASSERT(std::find(match.candidates.begin(), match.candidates.end(), own.id) != match.candidates.end());
}

// The order in which Procare lists records does not matter.
RC_GTEST_PROP(MatchChildProperty, OrderOfRecordsDoesNotMatter, ()) {
  auto school = AnySchool();
  const auto family = AnyFamily();
  const auto match = Match(school, {}, family);
  std::reverse(school.children.begin(), school.children.end());
  std::reverse(school.families.begin(), school.families.end());
  RC_ASSERT(Match(school, {}, family) == match);
}

}  // namespace
}  // namespace ikp::rules
