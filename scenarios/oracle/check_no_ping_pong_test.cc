#include <gtest/gtest.h>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;

class NoPingPong : public ::testing::Test {
 protected:
  NoPingPong() {
    sample_.IksChild("c1", "Pre-Registered");
    sample_.EngineReads();
    sample_.EngineCreates("c1", "p1");
    sample_.Links("c1", "p1");
    sample_.Pass(hours(48));
  }
  Kinds Judge() { return sample_.Judge(CheckNoPingPong); }

  SampleHistory sample_;
};

TEST_F(NoPingPong, AWriteBackAndThenNothingIsRight) {
  sample_.IksChild("c1", "Enrolled", true);
  sample_.EngineReads();
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoPingPong, AWriteWithoutItsOriginIsFound) {
  sample_.EngineWritesBack("c1", R"({"status":"Enrolled"})");
  EXPECT_EQ(Judge(), Kinds{});
  sample_.history.exchanges.back().tagged = false;
  EXPECT_EQ(Judge(), Kinds{"untagged_write"});
}

TEST_F(NoPingPong, APushAfterAWriteBackIsFound) {
  sample_.IksChild("c1", "Enrolled", true);
  sample_.EngineCreates("c1", "p2");
  EXPECT_EQ(Judge(), Kinds{"ping_pong"});
}

TEST_F(NoPingPong, APlacementAfterAWriteBackIsFound) {
  sample_.IksChild("c1", "Enrolled", true);
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{"ping_pong"});
  // The same person at another school of a Desktop installation.
  sample_.history.exchanges.back().tenant = "another school";
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoPingPong, WhatPeopleDidInBetweenIsAnotherStory) {
  sample_.IksChild("c1", "Enrolled", true);
  sample_.IksChild("c1", "Pre-Registered");
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoPingPong, AnotherChildOfTheFamilyMayBePushed) {
  auto& sibling = sample_.IksChild("c2", "Enrolled");
  sibling.first_name = "Max";
  sample_.IksChild("c1", "Enrolled", true);
  sample_.EngineCreates("c2", "p2");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoPingPong, BackAndForthWhileProcareStandsStillIsFound) {
  sample_.IksChild("c1", "Enrolled", true).classroom = "Twos";
  sample_.Pass(hours(24));
  sample_.IksChild("c1", "Enrolled", true).classroom = "Threes";
  sample_.Pass(hours(24));
  sample_.IksChild("c1", "Enrolled", true).classroom = "Twos";
  EXPECT_EQ(Judge(), Kinds{"flip_flop"});
}

TEST_F(NoPingPong, BackAndForthWithProcareIsRight) {
  sample_.IksChild("c1", "Enrolled", true);
  sample_.ProcareChild("p1").status = "hold";
  sample_.Pass(hours(24));
  sample_.IksChild("c1", "On Hold", true);
  sample_.ProcareChild("p1").status = "active";
  sample_.Pass(hours(24));
  sample_.IksChild("c1", "Enrolled", true);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoPingPong, UntilTheFirstDayAChildIsPreRegistered) {
  sample_.IksChild("c1", "Enrolled");
  sample_.ProcareChild("p1").start = "2026-03-07";
  sample_.At("2026-03-05T09:00:00Z");
  sample_.IksChild("c1", "Pre-Registered", true);
  sample_.At("2026-03-07T09:00:00Z");
  sample_.IksChild("c1", "Enrolled", true);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoPingPong, PeopleInIksMayBeOverruledAgainAndAgain) {
  sample_.IksChild("c1", "Enrolled", true);
  sample_.IksChild("c1", "Waitlist");
  sample_.IksChild("c1", "Enrolled", true);
  sample_.IksChild("c1", "Waitlist");
  sample_.IksChild("c1", "Enrolled", true);
  EXPECT_EQ(Judge(), Kinds{});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
