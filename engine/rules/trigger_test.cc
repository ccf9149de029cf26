#include "engine/rules/trigger.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/rules/status_words.h"

namespace ikp::rules {
namespace {

using domain::Placement;
using domain::Reason;
using domain::StatusLabel;

domain::SitePolicy Policy() {
  domain::SitePolicy policy;
  policy.triggers = domain::DefaultTriggers();
  policy.status_rows = domain::DefaultOnlineStatusRows();
  return policy;
}

TriggerKind Decide(const char* status, bool by_sync, std::optional<const char*> procare_status) {
  std::optional<LinkedRecord> link;
  if (procare_status) link = LinkedRecord{StatusLabel(*procare_status)};
  return DecideTrigger(StatusLabel(status), by_sync, link, Policy()).kind;
}

// E.1, F1
TEST(TriggerTest, OnlyTriggerStatusesPush) {
  EXPECT_EQ(DecideTrigger(StatusLabel("pre registered"), false, {}, Policy()),
            (TriggerDecision{TriggerKind::kPush, Placement::kPreRegistered}));
  EXPECT_EQ(DecideTrigger(StatusLabel("ENROLLED"), false, {}, Policy()),
            (TriggerDecision{TriggerKind::kPush, Placement::kEnrolled}));
  EXPECT_EQ(Decide("Waitlist", false, {}), TriggerKind::kNotTriggerStatus);
  EXPECT_EQ(Decide("", false, {}), TriggerKind::kNotTriggerStatus);
}

// H28: nightly write-backs go to linked children only; an unlinked child in a trigger status is never lost (I2).
TEST(TriggerTest, OriginCountsForLinkedChildrenOnly) {
  EXPECT_EQ(Decide("Enrolled", true, {}), TriggerKind::kPush);
  EXPECT_EQ(Decide("Enrolled", true, "active"), TriggerKind::kCausedBySync);
  EXPECT_EQ(Decide("Withdrawn", true, "inactive"), TriggerKind::kCausedBySync);
}

// F2, I3
TEST(TriggerTest, LinkedChildIsNotPushedAgain) {
  EXPECT_EQ(Decide("Enrolled", false, "active"), TriggerKind::kAlreadyLinked);
  EXPECT_EQ(Decide("Enrolled", false, "hold"), TriggerKind::kAlreadyLinked);
  EXPECT_EQ(Decide("Enrolled", false, ""), TriggerKind::kAlreadyLinked);  // before the first nightly
  EXPECT_EQ(Decide("Waitlist", false, "active"), TriggerKind::kAlreadyLinked);
}

// F39, H19
TEST(TriggerTest, ReEnrolmentIsStaffsTask) {
  for (const char* word :
       {"inactive", "Inactive", "graduate", "Graduated", "Withdrawn", "withdrew", "Dis-enrolled", "left", "Dropped"}) {
    EXPECT_EQ(Decide("Enrolled", false, word), TriggerKind::kReEnrolInProcare) << word;
    EXPECT_EQ(Decide("Lost", false, word), TriggerKind::kAlreadyLinked) << word;
  }
}

TEST(StatusWordsTest, SiteWordsAreUnderstoodThroughTheTable) {
  auto rows = domain::DefaultOnlineStatusRows();
  const StatusLabel word("Ausgetreten");
  EXPECT_FALSE(HasLeft(word, rows));
  rows.push_back({word, domain::StatusRow::When::kAlways, StatusLabel("Withdrawn")});
  EXPECT_TRUE(HasLeft(word, rows));
  EXPECT_FALSE(HasLeft(StatusLabel("hold"), rows));
  EXPECT_FALSE(HasLeft(StatusLabel(""), rows));
  EXPECT_TRUE(IsAttending(StatusLabel("Active")));
  EXPECT_TRUE(IsAttending(StatusLabel("ENROLLED")));
  EXPECT_FALSE(IsAttending(StatusLabel("inactive")));
  EXPECT_FALSE(HasLeft(StatusLabel("enrolled"), rows));
}

TEST(TriggerTest, EveryKindButPushHasAReason) {
  EXPECT_EQ(ReasonOf(TriggerKind::kPush), std::nullopt);
  EXPECT_EQ(ReasonOf(TriggerKind::kNotTriggerStatus), Reason::kNotTriggerStatus);
  EXPECT_EQ(ReasonOf(TriggerKind::kCausedBySync), Reason::kCausedBySync);
  EXPECT_EQ(ReasonOf(TriggerKind::kAlreadyLinked), Reason::kAlreadyLinked);
  EXPECT_EQ(ReasonOf(TriggerKind::kReEnrolInProcare), Reason::kReEnrolInProcare);
}

// I3, I8: whatever happens, a linked child is never pushed; I2: an unlinked one is pushed exactly in a trigger status.
RC_GTEST_PROP(TriggerProperty, PushMeansUnlinkedAndTriggerStatus, ()) {
  const auto status = *rc::gen::element<std::string>("Enrolled", "Pre-Registered", "Waitlist", "On Hold", "", "Lost");
  const bool by_sync = *rc::gen::arbitrary<bool>();
  const bool linked = *rc::gen::arbitrary<bool>();
  std::optional<LinkedRecord> link;
  if (linked) link = LinkedRecord{StatusLabel(*rc::gen::element<std::string>("active", "hold", "inactive", "", "x"))};
  const auto kind = DecideTrigger(StatusLabel(status), by_sync, link, Policy()).kind;
  const bool is_trigger = status == "Enrolled" || status == "Pre-Registered";
  RC_ASSERT((kind == TriggerKind::kPush) == (is_trigger && !linked));
  RC_ASSERT((kind == TriggerKind::kCausedBySync) == (linked && by_sync));
}

}  // namespace
}  // namespace ikp::rules
