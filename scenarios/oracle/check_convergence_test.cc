#include <gtest/gtest.h>

#include "scenarios/oracle/first_rows.h"
#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;

class Convergence : public ::testing::Test {
 protected:
  Convergence() {
    sample_.IksChild("c1", "Enrolled");
    sample_.EngineReads();
    sample_.EngineCreates("c1", "p1");
    sample_.Links("c1", "p1");
  }
  Kinds Judge() {
    if (sample_.history.ended == Instant{}) sample_.Finish();
    return sample_.Judge(CheckConvergence);
  }

  SampleHistory sample_;
};

TEST_F(Convergence, EqualSidesAreRight) {
  auto& record = sample_.ProcareChild("p1");
  record.room_id = "r1";
  record.room_name = "Twos";
  record.start = "2026-02-01";
  auto& shown = sample_.IksChild("c1", "Enrolled", true);
  shown.classroom = "Twos";
  shown.actual_start = "2026-02-01";
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, AStatusThatDiffersIsFound) {
  sample_.ProcareChild("p1").status = "inactive";
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
}

TEST_F(Convergence, ARoomThatDiffersIsFound) {
  auto& record = sample_.ProcareChild("p1");
  record.room_id = "r1";
  record.room_name = "Twos";
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
}

TEST_F(Convergence, ADateThatDiffersIsFound) {
  auto& record = sample_.ProcareChild("p1");
  record.status = "inactive";
  record.withdrawal = "2026-03-01";
  sample_.IksChild("c1", "Withdrawn", true).withdrawal = "2026-02-28";
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
}

TEST_F(Convergence, ActiveBeforeTheFirstDayIsPreRegistered) {
  sample_.ProcareChild("p1").start = "2026-09-01";
  sample_.IksChild("c1", "Pre-Registered", true).actual_start = "2026-09-01";
  EXPECT_EQ(Judge(), Kinds{});
  sample_.IksChild("c1", "Enrolled", true);
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
}

TEST_F(Convergence, OnHoldMayMeanEitherWhileNoNightSawTheChild) {
  sample_.ProcareChild("p1").status = "hold";
  sample_.IksChild("c1", "On Hold", true);
  EXPECT_EQ(Judge(), Kinds{});
  sample_.IksChild("c1", "Pre-Registered", true);
  EXPECT_EQ(Judge(), Kinds{});
  sample_.IksChild("c1", "Withdrawn", true);
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
}

TEST_F(Convergence, OnHoldIsABreakForWhoWasSeenAttending) {
  sample_.At("2026-03-03T09:00:00Z");
  sample_.Night();
  sample_.Pass(hours(5));
  sample_.ProcareChild("p1").status = "hold";
  sample_.IksChild("c1", "Pre-Registered", true);
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
  sample_.IksChild("c1", "On Hold", true);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, AnUnknownWordChangesNothing) {
  sample_.ProcareChild("p1").status = "sabbatical";
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, WhatPeopleDeletedOrMovedIsNotCompared) {
  sample_.ProcareChild("p1").removed = true;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, HeldForAPersonNeedsMoreThanOneChange) {
  sample_.ProcareChild("p1").status = "inactive";
  Judge();
  sample_.history.opinion.nightly_runs.back().outcome = ports::NightlyOutcome::kHeld;
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
}

TEST_F(Convergence, ASiteMayAskForAPersonSooner) {
  sample_.ProcareChild("p1").status = "inactive";
  sample_.scenario.sites[0].mass_change_minimum = 1;
  EXPECT_EQ(Judge(), Kinds{"not_converged"});
  sample_.history.opinion.nightly_runs.back().outcome = ports::NightlyOutcome::kHeld;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, AMassChangeWaitsForAPerson) {
  for (int i = 0; i < 12; ++i) {
    const std::string id = "m" + std::to_string(i);
    sample_.IksChild(id, "Enrolled").first_name = "Child" + id;
    sample_.EngineCreates(id, "p" + id);
    sample_.Links(id, "p" + id);
    sample_.ProcareChild("p" + id).status = "inactive";
  }
  EXPECT_EQ(Judge().size(), 12u);
  sample_.history.opinion.nightly_runs.back().outcome = ports::NightlyOutcome::kHeld;
  EXPECT_EQ(Judge(), Kinds{});
}

// --- quiet nights --------------------------------------------------------------------------------------------------
TEST_F(Convergence, AWriteInAQuietNightIsFound) {
  sample_.Finish();
  sample_.EngineWritesBack("c1", R"({"status":"Enrolled"})");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{"not_quiet"});
}

TEST_F(Convergence, QuietBeginsWithTheFirstNightThatIsDone) {
  sample_.Heal();
  sample_.Pass(hours(40));
  sample_.Converge();
  sample_.EngineWritesBack("c1", R"({"status":"Enrolled"})");
  sample_.Night();
  sample_.Pass(hours(72));
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, ACreationInAQuietNightIsFound) {
  sample_.Finish();
  sample_.EngineCreatesFamily("pf9");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{"not_quiet"});
}

TEST_F(Convergence, LoginsAndRefusalsWriteNothing) {
  sample_.Finish();
  sample_.Sends(Peer::kProcare, "POST", "/oauth/token");
  sample_.Sends(Peer::kProcare, "POST", "/api/v1/families", "{}").status = 422;
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, APlannedMoveMayBeWrittenBack) {
  sample_.Finish();
  sample_.ProcareChild("p1", By::kSystem).status = "inactive";
  sample_.Pass(hours(5));
  sample_.EngineWritesBack("c1", R"({"status":"Withdrawn"})");
  sample_.IksChild("c1", "Withdrawn", true);
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, ABirthDateThatCameMayBePushed) {
  sample_.IksChild("c2", "Enrolled").birth_date = "2026-03-07";
  sample_.Finish();
  sample_.EngineCreates("c2", "p2");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
}

// The agent slept on by a wrong clock, so that a child was linked when all the others had converged.
TEST_F(Convergence, WhoIsLinkedLateBecauseOfAClockIsWrittenBackTheNightAfter) {
  sample_.IksChild("c2", "Enrolled");
  sample_.ProcareChild("p2").status = "active";
  sample_.Finish();
  sample_.Links("c2", "p2");
  sample_.EngineWritesBack("c2", R"({"status":"Enrolled"})");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{"not_quiet"});
  sample_.scenario.faults.push_back({.kind = FaultKind::kPcClockWrong, .ms = hours(30), .lasts = hours(1), .site = 0});
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, WhoIsLinkedOnTheDayOfBirthIsWrittenBackTheNightAfter) {
  sample_.IksChild("c2", "Enrolled").birth_date = "2026-03-07";
  sample_.IksChild("c3", "Enrolled").birth_date = "2025-03-07";
  sample_.Finish();
  sample_.EngineWritesBack("c2", R"({"status":"Withdrawn"})");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
  sample_.EngineWritesBack("c3", R"({"status":"Withdrawn"})");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{"not_quiet"});
}

TEST_F(Convergence, WhatWasPushedLastMayClearTheWayForTheNextLook) {
  sample_.scenario.engine.recheck_interval = hours(24);
  sample_.Heal();
  sample_.Pass(hours(30));
  sample_.EngineCreates("c2", "p2");
  sample_.Pass(hours(1));
  sample_.Converge();
  sample_.Pass(hours(20));
  sample_.EngineCreates("c3", "p3");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
  sample_.Pass(hours(10));
  sample_.EngineCreates("c4", "p4");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{"not_quiet"});
}

TEST_F(Convergence, WhatWasLinkedLastMayClearTheWayToo) {
  sample_.scenario.engine.recheck_interval = hours(24);
  sample_.Heal();
  sample_.Pass(hours(30));
  sample_.ProcareChild("typed");
  sample_.IksChild("c2", "Enrolled").first_name = "Max";
  sample_.Links("c2", "typed");
  sample_.Pass(hours(1));
  sample_.Converge();
  sample_.Pass(hours(20));
  sample_.EngineCreates("c3", "p3");
  sample_.End();
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Convergence, ANightThatDidNotShowTheRowSawNobodyAttend) {
  sample_.At("2026-03-03T09:00:00Z");
  sample_.HidesRow("p1");
  sample_.Night();
  sample_.Pass(hours(5));
  sample_.ProcareChild("p1").status = "hold";
  sample_.IksChild("c1", "Pre-Registered", true);
  EXPECT_EQ(Judge(), Kinds{});
}

// 2026-03-02, 08:00 in New York.
class FirstRows : public ::testing::Test {
 protected:
  FirstRows() { sample_.IksChild("c1", "Pre-Registered").desired_start = "2026-04-01"; }
  Kinds Judge(const std::string& rows) {
    auto sample = sample_;
    sample.Intent("f0", "c1");
    auto& write = sample.Sends(Peer::kProcare, "PATCH", "/api/v1/children/p1", R"({"status":)" + rows + "}");
    write.idempotency_key = "intent-1";
    write.command = true;
    return sample.Judge(CheckFirstRows);
  }

  SampleHistory sample_;
};

TEST_F(FirstRows, TodayAndTheFirstDayAreRight) {
  EXPECT_EQ(Judge(R"({"2026-03-02":"Pre-Registered","2026-04-01":"Enrolled"})"), Kinds{});
  EXPECT_EQ(Judge(R"({"2026-04-01":"Enrolled"})"), Kinds{});
}

TEST_F(FirstRows, AnotherDayIsFound) {
  EXPECT_EQ(Judge(R"({"2026-03-03":"Pre-Registered","2026-04-01":"Enrolled"})"), Kinds{"row_of_another_day"});
  EXPECT_EQ(Judge(R"({"2026-04-02":"Enrolled"})"), Kinds{"row_of_another_day"});
}

TEST_F(FirstRows, AFirstDayThatIsMissingIsFound) {
  EXPECT_EQ(Judge(R"({"2026-03-02":"Pre-Registered"})"), Kinds{"first_day_not_entered"});
  sample_.scenario.sites[0].future_row = false;
  EXPECT_EQ(Judge(R"({"2026-03-02":"Pre-Registered"})"), Kinds{});
  EXPECT_EQ(Judge(R"({"2026-03-02":"Pre-Registered","2026-04-01":"Enrolled"})"), Kinds{"first_day_not_wanted"});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
