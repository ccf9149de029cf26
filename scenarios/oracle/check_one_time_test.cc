#include <gtest/gtest.h>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

class OneTime : public ::testing::Test {
 protected:
  OneTime() {
    sample_.IksChild("c1", "Pre-Registered");
    sample_.EngineReads();
    sample_.EngineCreatesFamily("pf0");
    sample_.LinksFamily("f0", "pf0");
    sample_.EngineCreates("c1", "p1");
    sample_.EnginePlaces("p1");
    sample_.Links("c1", "p1");
  }
  void SiblingComes() {
    auto& sibling = sample_.IksChild("c2", "Enrolled");
    sibling.first_name = "Max";
    sibling.person = {0, 1};
    sample_.EngineReads();
  }
  Kinds Judge() { return sample_.Judge(CheckOneTime); }

  SampleHistory sample_;
};

TEST_F(OneTime, APushAndALaterSiblingAreRight) {
  SiblingComes();
  sample_.EngineCreates("c2", "p2", "pf0");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(OneTime, AWriteAfterTheLinkIsFound) {
  sample_.IksChild("c1", "Enrolled");
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{"written_after_settled"});
}

TEST_F(OneTime, AnOperatorMayAskForIt) {
  sample_.Acts(ActionKind::kApproveLink, 0);
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(OneTime, APlacementIsRepeatedUntilItIsSettled) {
  sample_.history.opinion.audit.pop_back();  // linked, but not settled before the second try
  sample_.Audit("linked", "f0", "c1", R"({"kind":"child","procare_id":"p1","settled":false})");
  sample_.EnginePlaces("p1");
  sample_.Audit("link_settled", "f0", "c1", R"({"kind":"child"})");
  EXPECT_EQ(Judge(), Kinds{});
  sample_.EnginePlaces("p1");
  EXPECT_EQ(Judge(), Kinds{"written_after_settled"});
}

TEST_F(OneTime, AFamilyThatIsSentAgainForASiblingIsFound) {
  SiblingComes();
  sample_.EngineCreatesFamily("pf1");
  sample_.Audit("unlinked", "f0", "", R"({"kind":"family"})");
  sample_.LinksFamily("f0", "pf1");
  sample_.EngineCreates("c2", "p2", "pf1");
  EXPECT_EQ(Judge(), Kinds{"family_resent"});
}

TEST_F(OneTime, AFamilyThatPeopleMovedAwayIsNoFamilyToJoin) {
  sample_.ProcareFamily("pf0").school = "school-9";
  SiblingComes();
  sample_.EngineCreatesFamily("pf1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(OneTime, ASiblingInAnotherFamilyIsFound) {
  SiblingComes();
  sample_.EngineCreates("c2", "p2", "pf7");
  EXPECT_EQ(Judge(), Kinds{"sibling_elsewhere"});
}

}  // namespace
}  // namespace ikp::scenarios::oracle
