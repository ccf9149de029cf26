// What a person decided about a push that waited, and which household a matched child belongs to.
#include <gtest/gtest.h>

#include "engine/rules/push_case.h"

namespace ikp::rules {
namespace {

using domain::IksChildId;
using domain::ProcareChildId;
using domain::ProcareFamilyId;
using testing::At;
using testing::Case;
using testing::OpenChild;
using testing::ProcareChild;
using testing::ProcareFamily;
using testing::ProcareGuardian;
using testing::School;

using Strings = std::vector<std::string>;

TEST(PushDecisionTest, APersonsDecisionIsCarriedOut) {
  Case one;
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "Ana", "Smith", "2021-03-04")});
  ASSERT_EQ(one.Plan().verdicts.at(0).kind, ChildVerdict::Kind::kPerson);
  one.view.child_decisions[IksChildId::Trusted("anna")] = {.link_to = "C1"};
  EXPECT_TRUE(std::get<LinkChild>(one.Plan().steps.at(0)).by_person);
  one.view.child_decisions[IksChildId::Trusted("anna")] = {.link_to = {}, .seen = {"C1"}};
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<LinkFamily>(plan.steps[0]));
  EXPECT_EQ(std::get<CreateChild>(plan.steps[1]).known_before, (Strings{"C1"}));
}

// "Create" means: none of those that I was shown. A record that appears later is matched as ever.
TEST(PushDecisionTest, ADecisionToCreateIsAboutTheRecordsThatWereShown) {
  Case one;
  one.view.child_decisions[IksChildId::Trusted("anna")] = {.link_to = {}, .seen = {"C1"}};
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C2", {"F1"}, "Anna", "Smith", "2021-03-04")});
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(std::get<LinkChild>(plan.steps[1]).procare, ProcareChildId::Trusted("C2"));
}

TEST(PushDecisionTest, AnIdThatIsNotAtThisSchoolIsNotLinked) {
  Case one;
  one.view.child_decisions[IksChildId::Trusted("anna")] = {.link_to = "mistyped"};
  const auto plan = one.Plan();
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.verdicts.at(0).kind, ChildVerdict::Kind::kPerson);
}

// A lost answer may leave two look-alikes behind: the person's "create" ends the doubt instead of repeating it.
TEST(PushDecisionTest, ADecisionSettlesAnOpenEffectInDoubt) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.view.open_effects.push_back(OpenChild(one, At(0)));
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1"}, "Anna", "Smith", "2021-03-04"),
                       ProcareChild("C2", {"F1"}, "Anna", "Smith", "2021-03-04")});
  EXPECT_EQ(one.Plan().verdicts.at(0).kind, ChildVerdict::Kind::kPerson);
  one.view.child_decisions[IksChildId::Trusted("anna")] = {.link_to = {}, .seen = {"C1", "C2"}};
  EXPECT_TRUE(std::holds_alternative<DropIntent>(one.Plan().steps.at(0)));
}

// The linked family is gone, and a person said after that what to do.
TEST(PushDecisionTest, ADecisionReplacesAFamilyThatIsGone) {
  Case one;
  one.view.family_link = ProcareFamilyId::Trusted("F1");
  one.school = School({ProcareFamily("F2", {})}, {});
  one.view.family_decision = {.link_to = "F2", .seen = {}, .decided_at = At(50)};
  const auto plan = one.Plan();
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(std::get<LinkFamily>(plan.steps[0]).procare, ProcareFamilyId::Trusted("F2"));
  EXPECT_FALSE(std::get<CreateChild>(plan.steps[1]).family);
}

// Divorced parents: the record stands in both households; the one of the primary guardian is ours.
TEST(PushDecisionTest, OfTwoHouseholdsThePrimaryGuardiansIsLinked) {
  Case one;
  one.school = School({ProcareFamily("F1", {ProcareGuardian("Tom", "Smith", "tom@x.org", "")}),
                       ProcareFamily("F2", {ProcareGuardian("Maria", "Smith", "maria@x.org", "")})},
                      {ProcareChild("C1", {"F1", "F2"}, "Anna", "Smith", "2021-03-04")});
  EXPECT_EQ(std::get<LinkFamily>(one.Plan().steps.at(0)).procare, ProcareFamilyId::Trusted("F2"));
}

}  // namespace
}  // namespace ikp::rules
