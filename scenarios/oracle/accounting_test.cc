#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

using domain::Reason;
using ports::PushPhase;

Accounting Sums(const CleanStory& story) { return Judge(story.scenario, story.history).accounting; }

// Each child that was triggered stands in one line of the statement.
void ExpectBalanced(const Accounting& sums) {
  EXPECT_EQ(sums.triggered, sums.linked + sums.waiting + sums.refused + sums.withdrawn + sums.lost);
}

TEST(AccountingOfARun, NothingWrong) {
  const auto sums = Sums(CleanStory());
  EXPECT_EQ(sums.triggered, 1);
  EXPECT_EQ(sums.linked, 1);
  EXPECT_EQ(sums.duplicated, 0);
  EXPECT_EQ(sums.unexpected, 0);
  ExpectBalanced(sums);
}

TEST(AccountingOfARun, EachLine) {
  CleanStory story;
  for (const char* child : {"child-1-0", "child-2-0", "child-3-0", "child-4-0"}) {
    story.ChildVersion(child, "fam-1", "loc-0", "Enrolled").first_name = child;
  }
  story.State("child-1-0", PushPhase::kWaitingForPerson, Reason::kTwoFound, 0);
  story.State("child-2-0", PushPhase::kRefused, Reason::kMissingData, 0);
  story.ChildVersion("child-3-0", "fam-1", "loc-0", "Lost");
  const auto sums = Sums(story);
  EXPECT_EQ(sums.triggered, 5);
  EXPECT_EQ(sums.waiting, 1);
  EXPECT_EQ(sums.refused, 1);
  EXPECT_EQ(sums.withdrawn, 1);
  EXPECT_EQ(sums.lost, 1);
  ExpectBalanced(sums);
}

TEST(AccountingOfARun, RecoveredByLooking) {
  CleanStory story;
  story.history.opinion.links.back().origin = ports::LinkOrigin::kAdopted;
  EXPECT_EQ(Sums(story).recovered, 1);
}

TEST(AccountingOfARun, ASecondRecordIsADuplicate) {
  CleanStory story;
  auto again = story.history.procare_children.back();
  again.id = "pc-2";
  again.seq = story.Next();
  story.history.procare_children.push_back(again);
  EXPECT_EQ(Sums(story).duplicated, 0);  // by the same request: the network repeated it
  story.Act("POST", "/api/v1/children", story.history.exchanges[static_cast<std::size_t>(again.exchange)].body, "i-9");
  story.history.procare_children.back().exchange = static_cast<int>(story.history.exchanges.size()) - 1;
  EXPECT_EQ(Sums(story).duplicated, 1);
}

TEST(AccountingOfARun, WhatNobodyAskedFor) {
  CleanStory story;
  auto other = story.history.procare_children.back();
  other.id = "pc-2";
  other.first_name = "Nobody";
  other.seq = story.Next();
  story.Act("POST", "/api/v1/children", R"({"first_name":"Nobody"})", "intent-9");
  other.exchange = static_cast<int>(story.history.exchanges.size()) - 1;
  story.history.procare_children.push_back(other);
  story.ChildVersion("child-6-0", "fam-6", "loc-0", "Waitlist");
  story.Link(ports::LinkKind::kChild, "child-6-0", "pc-7", 0);
  EXPECT_EQ(Sums(story).unexpected, 2);
}

}  // namespace
}  // namespace ikp::scenarios::oracle
