#include <gtest/gtest.h>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class NoDuplicate : public ::testing::Test {
 protected:
  Kinds Judge() { return sample_.Judge(CheckNoDuplicate); }
  // A whole push that goes well.
  void Push(const std::string& iks_child, const std::string& record) {
    sample_.EngineReads();
    sample_.EngineCreates(iks_child, record);
    sample_.Links(iks_child, record);
  }

  SampleHistory sample_;
};

TEST_F(NoDuplicate, OneRecordForEachChildIsRight) {
  sample_.IksChild("c1", "Enrolled");
  auto& twin = sample_.IksChild("c2", "Enrolled");
  twin.first_name = "Max";
  twin.person = {0, 1};
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf0");
  sample_.LinksFamily("f0", "pf0");
  sample_.EngineCreates("c1", "p1");
  sample_.Links("c1", "p1");
  sample_.EngineCreates("c2", "p2");
  sample_.Links("c2", "p2");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, APayerWhomTheDatabaseKnewIsFound) {
  auto known = sample_.ProcareFamily("1");
  sample_.EngineCreatesFamily("2");
  for (auto& version : sample_.history.procare_families) {
    version.desktop = true;
    version.tenant = "pc-0/1";
  }
  EXPECT_EQ(Judge(), Kinds{"known_person_entered"});
  auto& made = sample_.history.procare_families.back();
  made.tenant = "pc-1/1";  // another database
  EXPECT_EQ(Judge(), Kinds{});
  made.tenant = "pc-0/2";  // another school of it
  EXPECT_EQ(Judge(), Kinds{"known_person_entered"});
  made.guardians.front().id = known.guardians.front().id;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, ARowEnteredTwiceIsFound) {
  auto& child = sample_.ProcareChild("p1");
  child.desktop = true;
  child.rows = {{1, "2026-03-02", "Pre-Registered", By::kApi}, {2, "2026-03-02", "Pre-Registered", By::kStaff}};
  EXPECT_EQ(Judge(), Kinds{});
  child.rows.push_back({3, "2026-03-02", "Pre-Registered", By::kApi});
  EXPECT_EQ(Judge(), Kinds{}) << "staff merged two";
  child.by = By::kApi;
  EXPECT_EQ(Judge(), Kinds{"status_row_entered_twice"});
}

TEST_F(NoDuplicate, ASecondRecordIsFound) {
  sample_.IksChild("c1", "Enrolled");
  Push("c1", "p1");
  Push("c1", "p2");
  EXPECT_EQ(Judge(), Kinds{"duplicate_child"});
}

TEST_F(NoDuplicate, ASecondRecordUnderTheNewNameIsFound) {
  sample_.IksChild("c1", "Enrolled");
  Push("c1", "p1");
  sample_.IksChild("c1", "Enrolled").first_name = "Maria";
  Push("c1", "p2");
  EXPECT_EQ(Judge(), Kinds{"duplicate_child"});
}

TEST_F(NoDuplicate, TheThirdRecordOfTwoNamesakesIsFound) {
  sample_.IksChild("c1", "Enrolled");
  sample_.IksChild("c2", "Enrolled").person = {1, 0};
  Push("c1", "p1");
  Push("c2", "p2");
  EXPECT_EQ(Judge(), Kinds{});
  Push("c2", "p3");
  EXPECT_EQ(Judge(), Kinds{"duplicate_child"});
}

TEST_F(NoDuplicate, TheNetworkMayDeliverTwiceButTheEngineMayNotAddAThird) {
  sample_.IksChild("c1", "Enrolled");
  Push("c1", "p1");
  auto& again = sample_.ProcareChild("p2", By::kApi);
  again.exchange = sample_.last_exchange();
  EXPECT_EQ(Judge(), Kinds{});
  Push("c1", "p3");
  EXPECT_EQ(Judge(), Kinds{"duplicate_child"});
}

TEST_F(NoDuplicate, WhatPeopleDeletedBeforeItWasLinkedCannotBeFound) {
  sample_.IksChild("c1", "Enrolled");
  sample_.EngineReads();
  sample_.EngineCreates("c1", "p1");
  sample_.ProcareChild("p1").removed = true;
  sample_.Pass(hours(1));
  Push("c1", "p2");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, AnOperatorMayAskForAnother) {
  sample_.IksChild("c1", "Enrolled");
  Push("c1", "p1");
  sample_.Acts(ActionKind::kApproveCreate, 0);
  Push("c1", "p2");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, AReferenceDecidesWhomARecordMeans) {
  sample_.IksChild("c1", "Enrolled");
  sample_.IksChild("c2", "Enrolled").person = {1, 0};
  for (const char* record : {"p1", "p2"}) {
    sample_.EngineReads();
    sample_.EngineCreates("c1", record);
    sample_.history.exchanges.back().body =
        R"({"dob":"2023-05-01","external_id":"c1","first_name":"Mia","last_name":"Lee"})";
  }
  EXPECT_EQ(Judge(), Kinds{"duplicate_child"});
}

TEST_F(NoDuplicate, WhatNobodyAskedForIsFound) {
  sample_.IksChild("c1", "Waitlist");
  sample_.EngineReads();
  sample_.EngineCreates("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{"unasked_child"});
}

TEST_F(NoDuplicate, ARowThatAppearsDuringAnExchangeIsNotTheEngines) {
  sample_.IksChild("c1", "Enrolled");
  Push("c1", "p1");
  auto& row = sample_.ProcareChild("p9", By::kApi);
  row.exchange = sample_.last_exchange();
  row.first_name = "Aaron";
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, ADueDateIsNoBirthDate) {
  auto& unborn = sample_.IksChild("c1", "Enrolled");
  unborn.birth_date.clear();
  unborn.due_date = "2026-06-01";
  sample_.EngineReads();
  sample_.EngineCreates("c1", "p1").birth_date = "2026-06-01";
  EXPECT_EQ(Judge(), Kinds{"due_date_as_birth_date"});
}

// --- what staff had typed ------------------------------------------------------------------------------------------
TEST_F(NoDuplicate, WhatStaffHadTypedIsNotRepeated) {
  sample_.ProcareChild("typed").last_name = "LEE";
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{"staff_record_repeated"});
}

TEST_F(NoDuplicate, ApostrophesAndAccentsMakeNoOtherChild) {
  auto& typed = sample_.ProcareChild("typed");
  typed.first_name = "Zoe";
  typed.last_name = "ONeil";
  auto& child = sample_.IksChild("c1", "Enrolled");
  child.first_name = "Zo\u00eb";
  child.last_name = "O\u2019Neil";
  sample_.Pass(hours(1));
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{"staff_record_repeated"});
}

TEST_F(NoDuplicate, WhatWasTypedTooLateToBeSeenIsNoFault) {
  sample_.IksChild("c1", "Enrolled");
  sample_.EngineReads();
  sample_.ProcareChild("typed");
  sample_.EngineCreates("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, WithoutABirthDateNobodyCanBeSure) {
  sample_.ProcareChild("typed").birth_date.clear();
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, ANamesakeIsAnotherPerson) {
  sample_.ProcareChild("typed").person = {3, 1};
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, ACreationWithoutAnyLookIsFound) {
  sample_.ProcareChild("typed");
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  sample_.EngineCreates("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{"staff_record_repeated"});
}

TEST_F(NoDuplicate, ARowThatNoListShowedCannotBeKnown) {
  sample_.ProcareChild("typed");
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  sample_.HidesRow("typed");
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, ARowThatMovedBecauseAnotherLeftMustBeKnown) {
  sample_.ProcareChild("typed");
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  sample_.HidesRow("another");
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{"staff_record_repeated"});
}

TEST_F(NoDuplicate, AChildEnteredTwiceIsNotCreatedTwice) {
  sample_.IksChild("c1", "Enrolled");
  sample_.IksChild("c1-b", "Enrolled");
  Push("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{});
  Push("c1-b", "p2");
  EXPECT_EQ(Judge(), Kinds{"second_entry_created"});
}

TEST_F(NoDuplicate, AChildEnteredTwiceWhoseRecordWasRenamedMayBeCreatedAgain) {
  sample_.IksChild("c1", "Enrolled");
  sample_.IksChild("c1-b", "Enrolled");
  Push("c1", "p1");
  auto renamed = sample_.history.procare_children.back();
  sample_.ProcareChild("p1", By::kStaff).first_name = renamed.first_name + "x";
  Push("c1-b", "p2");
  EXPECT_EQ(Judge(), Kinds{});
}

// --- families ------------------------------------------------------------------------------------------------------
TEST_F(NoDuplicate, ASecondFamilyIsFound) {
  sample_.IksChild("c1", "Enrolled");
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf0");
  sample_.LinksFamily("f0", "pf0");
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf1");
  EXPECT_EQ(Judge(), Kinds{"duplicate_family"});
}

TEST_F(NoDuplicate, ASecondFamilyIsFoundWithoutTheEnginesOwnLog) {
  sample_.IksChild("c1", "Enrolled");
  for (const char* record : {"pf0", "pf1"}) {
    sample_.EngineReads();
    sample_.EngineCreatesFamily(record);
  }
  sample_.history.opinion.audit.clear();
  EXPECT_EQ(Judge(), Kinds{"duplicate_family"});
}

TEST_F(NoDuplicate, AFamilyTypedTwiceInIksMayBeThereTwice) {
  sample_.IksFamily("f0-b", 0);
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf0", "f0");
  sample_.EngineReads("f0-b");
  sample_.EngineCreatesFamily("pf1", "f0-b");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, AFamilyThatLostItsGuardiansCannotBeFoundAgain) {
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf0").guardians.clear();
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, AFamilyThatStaffHadTypedIsNotRepeated) {
  sample_.ProcareFamily("typed");
  sample_.Pass(hours(1));
  sample_.EngineReads();
  sample_.EngineCreatesFamily("pf0");
  EXPECT_EQ(Judge(), Kinds{"staff_family_repeated"});
}

TEST_F(NoDuplicate, AGuardianTwiceInAFamilyIsFound) {
  sample_.EngineReads();
  auto& family = sample_.EngineCreatesFamily("pf0");
  family.guardians.push_back(family.guardians.front());
  EXPECT_EQ(Judge(), Kinds{"duplicate_guardian"});
  sample_.history.iks_families.front().contacts += "Ann|LEE|Ann@example.com|||;";
  EXPECT_EQ(Judge(), Kinds{});
}

// --- links ---------------------------------------------------------------------------------------------------------
TEST_F(NoDuplicate, ALinkToTheTwinIsFound) {
  sample_.ProcareChild("typed").first_name = "Max";
  sample_.IksChild("c1", "Enrolled");
  sample_.EngineReads();
  sample_.Links("c1", "typed", ports::LinkOrigin::kMatched);
  EXPECT_EQ(Judge(), Kinds{"wrong_link"});
  sample_.Acts(ActionKind::kApproveLink, 0);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, ANameThatIsEditedAfterTheLinkIsNoWrongLink) {
  sample_.ProcareChild("typed");
  sample_.IksChild("c1", "Enrolled");
  sample_.EngineReads();
  sample_.Links("c1", "typed", ports::LinkOrigin::kMatched);
  sample_.ProcareChild("typed", By::kParent).first_name = "Maria";
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoDuplicate, OneOfTwoThatFitIsAGuess) {
  sample_.ProcareChild("typed-1");
  sample_.ProcareChild("typed-2");
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  sample_.EngineReads();
  sample_.Links("c1", "typed-1", ports::LinkOrigin::kMatched);
  EXPECT_EQ(Judge(), Kinds{"guessed_link"});
}

TEST_F(NoDuplicate, WhenOnlyOneIsLeftItIsNoGuess) {
  sample_.ProcareChild("typed-1");
  sample_.ProcareChild("typed-2");
  sample_.IksChild("c1", "Enrolled");
  sample_.Pass(hours(1));
  sample_.ProcareChild("typed-2").removed = true;
  sample_.Pass(minutes(1));
  sample_.EngineReads();
  sample_.Links("c1", "typed-1", ports::LinkOrigin::kMatched);
  EXPECT_EQ(Judge(), Kinds{});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
