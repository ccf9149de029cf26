#include "engine/rules/validate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using domain::Reason;
using testing::Born;
using testing::Day;

const domain::CivilDate kToday = Day("2026-03-08");

domain::SitePolicy Policy() {
  domain::SitePolicy policy;
  policy.triggers = domain::DefaultTriggers();
  policy.status_rows = domain::DefaultOnlineStatusRows();
  return policy;
}

domain::IksFamily GoodFamily() {
  auto family = testing::IksFamily({testing::IksGuardian("Maria", "Smith", "maria@x.org", "555-010-1234")},
                                   {testing::IksChild("c1", "Anna", "Smith", "2022-05-06")});
  family.children[0].actual_start = Day("2026-03-01");
  return family;
}

Validation Check(const domain::IksFamily& family, const domain::SitePolicy& policy = Policy()) {
  return ValidateForPush(family, family.children[0], policy, kToday);
}

bool Has(const std::vector<Finding>& findings, std::string_view field, std::string_view word) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.field == field && finding.word == word; });
}

TEST(ValidateTest, GoodFamilyPassesSilently) {
  const auto validation = Check(GoodFamily());
  EXPECT_TRUE(validation.good());
  EXPECT_TRUE(validation.warnings.empty());
  EXPECT_EQ(validation.HeldBecause(), std::nullopt);
}

// F4, H14: everything at once.
TEST(ValidateTest, TellsAllProblemsAtOnce) {
  auto family = GoodFamily();
  family.children[0].name = testing::Name(" ", "-");
  family.children[0].birth_date.reset();
  family.guardians[0] = testing::IksGuardian("Maria", "", "", "");
  const auto validation = Check(family);
  EXPECT_TRUE(Has(validation.problems, "child.first_name", "missing"));
  EXPECT_TRUE(Has(validation.problems, "child.last_name", "missing"));
  EXPECT_TRUE(Has(validation.problems, "child.birth_date", "missing"));
  EXPECT_TRUE(Has(validation.problems, "guardians[0].last_name", "missing"));
  EXPECT_TRUE(Has(validation.problems, "guardians[0].contact", "missing"));
  EXPECT_EQ(validation.problems.size(), 5u);
  EXPECT_EQ(validation.HeldBecause(), Reason::kMissingData);
}

// F33, G26: an unborn child waits for its birth date; a due date is never sent.
TEST(ValidateTest, UnbornChildNeedsBirthDate) {
  auto family = GoodFamily();
  family.children[0].birth_date.reset();
  family.children[0].due_date = domain::DueDate(Day("2026-06-01"));
  EXPECT_EQ(Check(family).HeldBecause(), Reason::kNeedsBirthDate);
  family.children[0].due_date.reset();
  family.children[0].birth_date = Born("2026-03-09");  // tomorrow
  EXPECT_EQ(Check(family).HeldBecause(), Reason::kNeedsBirthDate);
  family.children[0].birth_date = Born("2026-03-08");  // today
  EXPECT_TRUE(Check(family).good());
  family.children[0].birth_date = Born("2026-03-09");
  family.guardians.clear();
  EXPECT_EQ(Check(family).HeldBecause(), Reason::kMissingData);
}

TEST(ValidateTest, ImplausibleBirthDates) {
  for (const char* born : {"1900-01-01", "1985-07-01", "2011-03-07"}) {
    auto family = GoodFamily();
    family.children[0].birth_date = Born(born);
    EXPECT_TRUE(Has(Check(family).problems, "child.birth_date", "implausible")) << born;
  }
  auto family = GoodFamily();
  family.children[0].birth_date = Born("2011-03-08");  // fifteen today
  EXPECT_TRUE(Check(family).good());
}

TEST(ValidateTest, LeapDayDoesNotConfuseTheAge) {
  auto family = GoodFamily();
  family.children[0].birth_date = Born("2013-02-28");
  EXPECT_TRUE(ValidateForPush(family, family.children[0], Policy(), Day("2028-02-29")).good());
  family.children[0].birth_date = Born("2013-02-27");
  EXPECT_FALSE(ValidateForPush(family, family.children[0], Policy(), Day("2028-02-29")).good());
}

// G27, G28
TEST(ValidateTest, OneRecognisableGuardianIsEnough) {
  auto family = GoodFamily();
  family.guardians.push_back(testing::IksGuardian("", "", "", ""));
  const auto validation = Check(family);
  EXPECT_TRUE(validation.good());
  EXPECT_TRUE(Has(validation.warnings, "guardians[1].last_name", "missing"));
  EXPECT_TRUE(Has(validation.warnings, "guardians[1].first_name", "missing"));
  EXPECT_TRUE(Has(validation.warnings, "guardians[1].contact", "missing"));
}

TEST(ValidateTest, ContactAndNameMustBelongToOneGuardian) {
  auto family = GoodFamily();
  family.guardians = {testing::IksGuardian("Maria", "Smith", "", ""), testing::IksGuardian("Bob", "", "b@x.org", "")};
  EXPECT_FALSE(Check(family).good());
}

TEST(ValidateTest, PhoneAloneIsEnoughButNeedsAnAreaCode) {
  auto family = GoodFamily();
  family.guardians = {testing::IksGuardian("Maria", "Smith", "", "555-010-1234 x9")};
  auto validation = Check(family);
  EXPECT_TRUE(validation.good());
  EXPECT_TRUE(Has(validation.warnings, "guardians", "missing_email"));
  EXPECT_TRUE(Has(validation.warnings, "guardians[0].phones[0]", "phone_extension"));
  family.guardians = {testing::IksGuardian("Maria", "Smith", "", "555-0101")};
  validation = Check(family);
  EXPECT_TRUE(Has(validation.problems, "guardians[0].contact", "missing"));
  EXPECT_TRUE(Has(validation.warnings, "guardians[0].phones[0]", "phone_incomplete"));
}

TEST(ValidateTest, NoGuardian) {
  auto family = GoodFamily();
  family.guardians.clear();
  EXPECT_TRUE(Has(Check(family).problems, "guardians", "missing"));
}

// H15
TEST(ValidateTest, CentresMayRequireAnEmail) {
  auto policy = Policy();
  policy.push_without_email = false;
  auto family = GoodFamily();
  EXPECT_TRUE(Check(family, policy).good());
  family.guardians = {testing::IksGuardian("Maria", "Smith", "", "555-010-1234")};
  EXPECT_TRUE(Has(Check(family, policy).problems, "guardians", "missing_email"));
  EXPECT_EQ(Check(family, policy).HeldBecause(), Reason::kMissingData);
}

TEST(ValidateTest, SharedEmailIsAWarning) {
  auto family = GoodFamily();
  family.guardians.push_back(testing::IksGuardian("Bob", "Smith", "MARIA@x.org", ""));
  const auto validation = Check(family);
  EXPECT_TRUE(validation.good());
  EXPECT_TRUE(Has(validation.warnings, "guardians[1].email", "shared_email"));
}

TEST(ValidateTest, StartDateWarnings) {
  auto family = GoodFamily();
  family.children[0].actual_start.reset();
  EXPECT_TRUE(Has(Check(family).warnings, "child.start_date", "missing"));
  family.children[0].status = domain::StatusLabel("Pre-Registered");
  family.children[0].desired_start = Day("2026-03-07");
  EXPECT_TRUE(Has(Check(family).warnings, "child.start_date", "start_not_in_future"));
  family.children[0].desired_start = Day("2026-03-09");
  EXPECT_TRUE(Check(family).warnings.empty());
}

TEST(ValidateTest, UnknownGenderIsLeftOutWithAWarning) {
  auto family = GoodFamily();
  for (const char* gender : {"", "unknown", "?"}) {
    family.children[0].gender = gender;
    EXPECT_TRUE(Has(Check(family).warnings, "child.gender", "unknown")) << gender;
  }
  for (const char* gender : {"M", "female", "Other", "non-binary"}) {
    family.children[0].gender = gender;
    EXPECT_TRUE(Check(family).warnings.empty()) << gender;
  }
}

TEST(ValidateTest, UnreadableFieldsHoldOnlyWhenNeeded) {
  auto family = GoodFamily();
  family.children[0].unreadable = {"classroom"};
  family.unreadable = {"guardians[1].email"};
  auto validation = Check(family);
  EXPECT_TRUE(validation.good());
  EXPECT_TRUE(Has(validation.warnings, "child.classroom", "unreadable"));
  EXPECT_TRUE(Has(validation.warnings, "guardians[1].email", "unreadable"));
  family.children[0].birth_date.reset();
  family.children[0].unreadable = {"dob", "actual_start"};
  validation = Check(family);
  EXPECT_TRUE(Has(validation.problems, "child.dob", "unreadable"));
  EXPECT_TRUE(Has(validation.problems, "child.actual_start", "unreadable"));
  EXPECT_EQ(validation.problems.size(), 2u);
}

TEST(ValidateTest, ChildEnteredTwiceInOneFamily) {
  auto family = GoodFamily();
  family.children.push_back(testing::IksChild("c2", "ANNA", "Smith", "2022-05-06"));
  EXPECT_TRUE(Has(Check(family).warnings, "child", "twice_in_iks"));
  family.children[1].name.first = "Emma";  // a twin
  EXPECT_TRUE(Check(family).warnings.empty());
}

// I13: whatever is typed into the record, no sentence repeats it.
RC_GTEST_PROP(ValidateProperty, SentencesHoldNothingOfTheRecord, ()) {
  const auto text = *rc::gen::element<std::string>("Qzxwv", "", "!!", " ");
  auto family =
      testing::IksFamily({testing::IksGuardian(text, text, text + "@qzxwv.org", "555-0190 x77")},
                         {testing::IksChild("c1", text, text, *rc::gen::element("", "1900-01-01", "2099-01-01"))});
  family.children[0].gender = text;
  const auto validation = Check(family);
  RC_ASSERT(validation.good() == !validation.HeldBecause().has_value());
  for (const auto* findings : {&validation.problems, &validation.warnings}) {
    for (const Finding& finding : *findings) {
      RC_ASSERT(finding.sentence.find("zxwv") == std::string::npos);
      RC_ASSERT(finding.field.find("zxwv") == std::string::npos);
      RC_ASSERT(!finding.word.empty() && finding.sentence.back() == '.');
    }
  }
}

// More data never adds a problem.
RC_GTEST_PROP(ValidateProperty, CompletingARecordNeverMakesItWorse, ()) {
  auto family = GoodFamily();
  auto& child = family.children[0];
  if (*rc::gen::arbitrary<bool>()) child.name.first.clear();
  if (*rc::gen::arbitrary<bool>()) child.name.last.clear();
  if (*rc::gen::arbitrary<bool>()) child.birth_date.reset();
  if (*rc::gen::arbitrary<bool>()) family.guardians[0].name.last.clear();
  if (*rc::gen::arbitrary<bool>()) family.guardians[0].phones.clear();
  if (*rc::gen::arbitrary<bool>()) family.guardians[0].email.reset();
  const auto before = Check(family).problems.size();
  family.guardians.push_back(GoodFamily().guardians[0]);
  const auto with_guardian = Check(family).problems.size();
  RC_ASSERT(with_guardian <= before);
  child = GoodFamily().children[0];
  RC_ASSERT(Check(family).problems.empty());
}

}  // namespace
}  // namespace ikp::rules
