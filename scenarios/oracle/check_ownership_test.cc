#include <gtest/gtest.h>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;

class Ownership : public ::testing::Test {
 protected:
  Ownership() {
    sample_.IksChild("c1", "Pre-Registered");
    sample_.EngineReads();
    sample_.EngineCreates("c1", "p1");
  }
  Kinds Judge() { return sample_.Judge(CheckOwnership); }

  SampleHistory sample_;
};

TEST_F(Ownership, PlacingOurOwnRecordAndWritingStatusesBackIsRight) {
  sample_.EnginePlaces("p1", R"({"activation":{"date":"2026-09-01"},"status":"hold"})");
  sample_.EngineWritesBack("c1", R"({"actual_start":"2026-09-01","classroom":null,"status":"Enrolled"})");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Ownership, ANameWrittenBackIsFound) {
  sample_.EngineWritesBack("c1", R"({"first_name":"Maria","status":"Enrolled"})");
  EXPECT_EQ(Judge(), Kinds{"foreign_field"});
}

TEST_F(Ownership, ANameWrittenToProcareIsFound) {
  sample_.EnginePlaces("p1", R"({"first_name":"Maria","status":"hold"})");
  EXPECT_EQ(Judge(), Kinds{"foreign_field"});
}

TEST_F(Ownership, AChangedFamilyIsFound) {
  sample_.Sends(Peer::kProcare, "PATCH", "/api/v1/families/pf0", "{}");
  sample_.Sends(Peer::kProcare, "POST", "/api/v1/families/pf0/guardians", "{}");
  sample_.Sends(Peer::kProcare, "DELETE", "/api/v1/children/p1");
  EXPECT_EQ(Judge(), (Kinds{"forbidden_write", "forbidden_write", "forbidden_write"}));
}

TEST_F(Ownership, ALoginIsNoWrite) {
  sample_.Sends(Peer::kProcare, "POST", "/oauth/token");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Ownership, AStatusThatStaffChangedIsNotOverwritten) {
  sample_.ProcareChild("p1").status = "inactive";
  sample_.Pass(hours(1));
  sample_.EngineReads();
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{"overwritten"});
}

TEST_F(Ownership, AnotherFieldThanStaffChangedIsNoOverwriting) {
  sample_.ProcareChild("p1").room_id = "r9";
  sample_.Pass(hours(1));
  sample_.EngineReads();
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Ownership, WhatStaffChangedAfterTheLastLookCannotBeSeen) {
  sample_.ProcareChild("p1").status = "inactive";
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Ownership, WhatShowsAsItWasBornCannotBeSeen) {
  sample_.EnginePlaces("p1");
  sample_.ProcareChild("p1").status = "active";
  sample_.Pass(hours(1));
  sample_.EngineReads();
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Ownership, AnAgentEntersNothingBesideWhatPeopleEntered) {
  for (auto& version : sample_.history.procare_children) version.desktop = true;
  auto& edited = sample_.ProcareChild("p1");
  edited.room_id = "7";
  edited.rows = {{1, "2026-03-02", "Withdrawn", By::kStaff}};
  sample_.Sends(Peer::kProcare, "PATCH", "/api/v1/children/p1", R"({"status":{"2026-03-02":"Pre-Registered"}})");
  auto& placed = sample_.ProcareChild("p1", By::kApi);
  placed.exchange = static_cast<int>(sample_.history.exchanges.size()) - 1;
  EXPECT_EQ(Judge(), Kinds{});
  placed.rows.push_back({2, "2026-03-02", "Pre-Registered", By::kApi});
  EXPECT_EQ(Judge(), Kinds{"amended"});
  placed.room_id = "8";
  EXPECT_EQ(Judge(), (Kinds{"overwritten", "amended"}));
  sample_.history.exchanges.back().handled_seq = 1;  // the agent had looked before
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(Ownership, ARecordOfStaffIsNotPlaced) {
  sample_.ProcareChild("typed");
  sample_.EnginePlaces("typed");
  EXPECT_EQ(Judge(), Kinds{"staff_record_written"});
}

TEST_F(Ownership, ARecordThatLooksLikeTheLostOneMayBeTakenForIt) {
  sample_
      .Sends(Peer::kProcare, "POST", "/api/v1/children", R"({"dob":"2023-05-01","first_name":"Mia","last_name":"Lee"})")
      .fate = Fate::kRequestLost;
  sample_.ProcareChild("typed");
  sample_.Pass(hours(1));
  sample_.EngineReads();
  sample_.EnginePlaces("typed");
  EXPECT_EQ(Judge(), Kinds{});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
