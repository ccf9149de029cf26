#include <gtest/gtest.h>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class NoFalseWithdrawal : public ::testing::Test {
 protected:
  NoFalseWithdrawal() {
    sample_.IksChild("c1", "Enrolled");
    sample_.EngineReads();
    sample_.EngineCreates("c1", "p1");
    sample_.Links("c1", "p1");
  }
  // A nightly that writes this.
  void Night(const std::string& body) {
    sample_.Pass(hours(5));
    sample_.Audit("nightly_started", "", "", R"({"attempt":"1","local_date":"2026-03-03"})");
    sample_.EngineReads();
    sample_.EngineWritesBack("c1", body);
  }
  Kinds Judge() { return sample_.Judge(CheckNoFalseWithdrawal); }

  SampleHistory sample_;
};

TEST_F(NoFalseWithdrawal, WhatProcareShowsIsRight) {
  auto& record = sample_.ProcareChild("p1");
  record.status = "inactive";
  record.withdrawal = "2026-03-02";
  Night(R"({"classroom":null,"status":"Withdrawn","withdrawal_date":"2026-03-02"})");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoFalseWithdrawal, WhatProcareShowedWhileTheNightlyLookedIsRight) {
  sample_.ProcareChild("p1").status = "inactive";
  sample_.Pass(hours(5));
  sample_.Audit("nightly_started", "", "", R"({"local_date":"2026-03-03"})");
  sample_.EngineReads();
  sample_.ProcareChild("p1").status = "active";
  sample_.EngineWritesBack("c1", R"({"status":"Withdrawn"})");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoFalseWithdrawal, AWithdrawalThatNeverWasIsFound) {
  Night(R"({"status":"Withdrawn"})");
  EXPECT_EQ(Judge(), Kinds{"false_withdrawal"});
}

TEST_F(NoFalseWithdrawal, AWithdrawalOfLongAgoIsFound) {
  sample_.ProcareChild("p1").status = "inactive";
  sample_.Pass(hours(2));
  sample_.ProcareChild("p1").status = "active";
  Night(R"({"status":"Withdrawn"})");
  EXPECT_EQ(Judge(), Kinds{"false_withdrawal"});
}

TEST_F(NoFalseWithdrawal, AMissingRecordIsNotWithdrawn) {
  sample_.ProcareChild("p1").removed = true;
  Night(R"({"status":"Withdrawn"})");
  EXPECT_EQ(Judge(), Kinds{"false_withdrawal"});
}

TEST_F(NoFalseWithdrawal, NothingIsWrittenForARecordInAnotherSchool) {
  sample_.ProcareChild("p1").school = "school-9";
  Night(R"({"classroom":null})");
  EXPECT_EQ(Judge(), Kinds{"false_status"});
}

TEST_F(NoFalseWithdrawal, AWrongStatusRoomOrDateIsFound) {
  for (const char* body : {R"({"status":"On Hold"})", R"({"classroom":"Twos"})", R"({"actual_start":"2026-01-01"})",
                           R"({"withdrawal_date":"2026-01-01"})"}) {
    SCOPED_TRACE(body);
    const SampleHistory before = sample_;
    Night(body);
    EXPECT_EQ(Judge(), Kinds{"false_status"});
    sample_ = before;
  }
}

TEST_F(NoFalseWithdrawal, AnUnknownWordIsWrittenAsNothing) {
  sample_.ProcareChild("p1").status = "sabbatical";
  Night(R"({"status":"On Hold"})");
  EXPECT_EQ(Judge(), Kinds{"false_status"});
}

TEST_F(NoFalseWithdrawal, AChildWithoutALinkIsLeftAlone) {
  sample_.history.opinion.audit.clear();
  sample_.history.opinion.links.clear();
  Night(R"({"status":"Enrolled"})");
  EXPECT_EQ(Judge(), Kinds{"false_status"});
}

TEST_F(NoFalseWithdrawal, TheFirstDayComesByTheSitesCalendar) {
  sample_.ProcareChild("p1").start = "2026-03-03";
  sample_.At("2026-03-03T04:30:00Z");  // 23:30 of the day before in New York
  sample_.Audit("nightly_started", "", "", R"({"local_date":"2026-03-02"})");
  sample_.EngineReads();
  sample_.EngineWritesBack("c1", R"({"status":"Enrolled"})");
  EXPECT_EQ(Judge(), Kinds{"false_status"});
}

TEST_F(NoFalseWithdrawal, ARoomMayBeCalledByItsNewName) {
  auto& record = sample_.ProcareChild("p1");
  record.room_id = "r1";
  record.room_name = "Twos";
  sample_.Acts(ActionKind::kRenameRoom, -1, "Ducks");
  Night(R"({"classroom":"Ducks"})");
  EXPECT_EQ(Judge(), Kinds{});
  sample_.Pass(minutes(1));
  Night(R"({"classroom":"Geese"})");
  EXPECT_EQ(Judge(), Kinds{"false_status"});
}

// --- mass change ---------------------------------------------------------------------------------------------------
TEST_F(NoFalseWithdrawal, ANightThatChangesMostOfASiteIsFound) {
  sample_.scenario.sites[0].mass_change_minimum = 1;
  sample_.ProcareChild("p1").status = "inactive";
  Night(R"({"status":"Withdrawn"})");
  EXPECT_EQ(Judge(), Kinds{});  // a night that was not finished is done again, and counted then
  sample_.Audit("nightly_finished", "", "", R"({"local_date":"2026-03-03","outcome":"done"})");
  EXPECT_EQ(Judge(), Kinds{"mass_change"});
  sample_.scenario.sites[0].mass_change_minimum = 2;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoFalseWithdrawal, DatesAreNoMassChange) {
  sample_.scenario.sites[0].mass_change_minimum = 1;
  sample_.ProcareChild("p1").withdrawal = "2026-06-30";
  Night(R"({"withdrawal_date":"2026-06-30"})");
  sample_.Audit("nightly_finished", "", "", R"({"local_date":"2026-03-03","outcome":"done"})");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoFalseWithdrawal, WhoHadLeftInBothAndWasEditedInIksIsRestored) {
  sample_.scenario.sites[0].mass_change_minimum = 1;
  sample_.ProcareChild("p1").status = "inactive";
  sample_.IksChild("c1", "Withdrawn");
  sample_.IksChild("c1", "Waitlist");
  sample_.Pass(hours(1));
  Night(R"({"status":"Withdrawn"})");
  sample_.Audit("nightly_finished", "", "", R"({"local_date":"2026-03-03","outcome":"done"})");
  EXPECT_EQ(Judge(), Kinds{});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
