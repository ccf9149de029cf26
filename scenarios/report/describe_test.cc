#include "scenarios/report/describe.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "scenarios/report/sample_failure.h"

namespace ikp::scenarios::report {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class DescribeTest : public ::testing::Test {
 protected:
  std::string Of(const Action& action) const { return Describe(sample_.scenario, action); }

  SampleFailure sample_ = MakeSampleFailure();
};

TEST_F(DescribeTest, ActionsNamePeopleAndKeepTheNumbersOfTheFile) {
  EXPECT_EQ(Of({.kind = ActionKind::kTypeFamily, .family = 0, .value = "upper"}),
            "Staff in Procare type family 0 (Okafor), all in upper case");
  EXPECT_EQ(Of({.kind = ActionKind::kSetStatus, .family = 0, .child = 0, .value = "Enrolled"}),
            "Staff in IKS set Zoe Okafor (family 0, child 0) to Enrolled");
  EXPECT_EQ(Of({.kind = ActionKind::kEditChild, .family = 0, .child = 0, .value = "dob="}),
            "Staff in IKS clear the birth date of Zoe Okafor (family 0, child 0)");
  EXPECT_EQ(Of({.kind = ActionKind::kEditProcareGuardian, .family = 1, .value = "last_name=O"}),
            "A parent of family 1 (Lindqvist) changes the last name to \"O\" in Procare's app");
  EXPECT_EQ(Of({.kind = ActionKind::kAssignRoom, .family = 1, .child = 0, .number = 1}),
            "Staff in Procare put Bo Lindqvist (family 1, child 0) into \"Pre-K\"");
  EXPECT_EQ(Of({.kind = ActionKind::kMergeFamilies, .family = 0, .other = 1}),
            "Staff in IKS merge family 0 (Okafor) into family 1 (Lindqvist)");
}

TEST_F(DescribeTest, NumbersThatNameNobodyAreNoMistake) {
  EXPECT_EQ(Of({.kind = ActionKind::kDeleteFamily, .family = 99}), "Staff in IKS delete family 99");
  EXPECT_EQ(Of({.kind = ActionKind::kSetStatus, .family = 99, .child = 3, .value = "Lost"}),
            "Staff in IKS set child (family 99, child 3) to Lost");
  EXPECT_EQ(Of({.kind = ActionKind::kRenameRoom, .site = 7, .number = 9, .value = "X"}),
            "Staff in Procare rename room 9 to \"X\"");
  EXPECT_EQ(DescribeFamily(sample_.scenario, -1), "no such family");
}

// A kind without words of its own would say what its neighbour says.
TEST_F(DescribeTest, EveryActionAndFaultHasItsOwnWords) {
  std::set<std::string> actions, faults;
  for (const ActionKind kind : AllActionKinds()) actions.insert(Of({.kind = kind, .family = 0, .child = 0, .site = 0}));
  for (const FaultKind kind : AllFaultKinds()) faults.insert(Describe(Fault{.kind = kind}));
  EXPECT_EQ(actions.size(), AllActionKinds().size());
  EXPECT_EQ(faults.size(), AllFaultKinds().size());
}

TEST_F(DescribeTest, FaultsSayWhichMessages) {
  Fault fault{.kind = FaultKind::kAnswerLost, .where = System::kProcare, .method = "POST", .after = 1};
  EXPECT_EQ(Describe(fault), "The answer is lost for the 2nd POST to Procare");
  fault.after = 0;
  EXPECT_EQ(Describe(fault), "The answer is lost for the next POST to Procare");
  fault.count = 3;
  EXPECT_EQ(Describe(fault), "The answer is lost for the next 3 POSTs to Procare");
  fault.after = 1;
  EXPECT_EQ(Describe(fault), "The answer is lost for the 2nd to 4th POST to Procare");
  fault.count = 0;
  fault.after = 0;
  fault.lasts = minutes(5);
  EXPECT_EQ(Describe(fault), "The answer is lost for every POST to Procare, within 5 min");
}

TEST_F(DescribeTest, FaultsOfSystemsAndOfTheEngine) {
  EXPECT_EQ(Describe(Fault{.kind = FaultKind::kTooMany, .where = System::kIks, .method = "GET", .number = -2}),
            "IKS answers 429 too many requests, with a date as Retry-After for the next GET to IKS");
  EXPECT_EQ(Describe(Fault{.kind = FaultKind::kCrashAtWrite, .ms = seconds(90), .number = 3, .value = "before"}),
            "The engine crashes right before its 3rd durable write from then on, down for 1 min 30 s");
  EXPECT_EQ(Describe(Fault{.kind = FaultKind::kClockStep, .ms = seconds(-90)}),
            "The engine's clock jumps 1 min 30 s back");
  EXPECT_EQ(Describe(Fault{.kind = FaultKind::kPartition, .where = System::kIks, .lasts = minutes(2)}),
            "Nothing goes through to or from IKS for 2 min");
}

TEST_F(DescribeTest, AStoryIsActionsAndFaultsByTime) {
  const auto story = StoryOf(sample_.scenario);
  ASSERT_EQ(story.size(), 4u);
  EXPECT_TRUE(story[0].fault);
  EXPECT_FALSE(story[1].fault);
  EXPECT_EQ(story[1].at, seconds(5));
  EXPECT_EQ(story[3].what, "The engine crashes, down for 5 min");
}

TEST_F(DescribeTest, FamiliesSayWhoTheyAreAndWhereTheyAreRecorded) {
  EXPECT_EQ(DescribeFamily(sample_.scenario, 1),
            "Per Lindqvist; children Bo Lindqvist (born 2022-11-30); at site 0; in IKS from the beginning; in Procare "
            "from the beginning, all in upper case");
}

}  // namespace
}  // namespace ikp::scenarios::report
