#include <gtest/gtest.h>

#include "scenarios/oracle/sample_history.h"

namespace ikp::scenarios::oracle {
namespace {

class NoLoss : public ::testing::Test {
 protected:
  NoLoss() { sample_.IksChild("c1", "Enrolled"); }
  Kinds Judge() {
    sample_.End();
    return sample_.Judge(CheckNoLoss);
  }
  void Waits(std::optional<domain::IksChildId> child) {
    sample_.PutState("c1", ports::PushPhase::kWaitingForPerson, domain::Reason::kTwoFound);
    sample_.history.opinion.open_reviews.push_back({.id = domain::ReviewId::Trusted("r1"),
                                                    .site = domain::SiteId::Trusted("site-0"),
                                                    .family = domain::IksFamilyId::Trusted("f0"),
                                                    .child = std::move(child),
                                                    .reason = domain::Reason::kTwoFound,
                                                    .candidates = {},
                                                    .state = ports::ReviewState::kOpen,
                                                    .decision = {},
                                                    .decided_by = {},
                                                    .opened_at = sample_.now,
                                                    .resolved_at = std::nullopt});
  }
  void OpenIntent() {
    sample_.history.opinion.open_intents.push_back({.id = domain::IntentId::Trusted("i1"),
                                                    .site = domain::SiteId::Trusted("site-0"),
                                                    .family = domain::IksFamilyId::Trusted("f0"),
                                                    .child = std::nullopt,
                                                    .kind = ports::EffectKind::kCreateFamily,
                                                    .state = ports::IntentState::kOpen,
                                                    .identity = {},
                                                    .known_before = {},
                                                    .procare_id = {},
                                                    .created_at = sample_.now,
                                                    .sent_until = std::nullopt});
  }

  SampleHistory sample_;
};

TEST_F(NoLoss, LinkedIsAnEnd) {
  sample_.EngineCreates("c1", "p1");
  sample_.Links("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, WhatPeopleDeletedAfterTheLinkIsTheirs) {
  sample_.EngineCreates("c1", "p1");
  sample_.Links("c1", "p1");
  sample_.ProcareChild("p1").removed = true;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, WaitingForAPersonWhoIsAskedIsAnEnd) {
  Waits(domain::IksChildId::Trusted("c1"));
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, AQuestionAboutTheFamilyCountsForTheChild) {
  Waits(std::nullopt);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, RefusedIsAnEnd) {
  sample_.PutState("c1", ports::PushPhase::kRefused, domain::Reason::kMissingData);
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, RefusedForWhatIsThereIsNoEnd) {
  auto& state = sample_.PutState("c1", ports::PushPhase::kRefused, domain::Reason::kMissingData);
  state.details = {"guardians[0].contact:missing"};
  sample_.IksFamily("f0", 0).complete = false;
  sample_.Pass(std::chrono::hours(1));
  sample_.Heal();
  EXPECT_EQ(Judge(), Kinds{});
  sample_.history.iks_families.back().complete = true;
  EXPECT_EQ(Judge(), Kinds{"lost_trigger"});
  state.details = {"guardians[0].contact:missing", "child.birth_date:implausible"};
  EXPECT_EQ(Judge(), Kinds{});
  state.details = {"child.birth_date:missing"};
  EXPECT_EQ(Judge(), Kinds{"lost_trigger"});
  // Entered after the healing: the next look may still come.
  sample_.Pass(std::chrono::hours(1));
  sample_.IksChild("c1", "Enrolled");
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, AnUnmappedSiteIsRefused) {
  sample_.history.sites[0].mapped = false;
  sample_.PutState("c1", ports::PushPhase::kRefused, domain::Reason::kSiteNotMapped).site = std::nullopt;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, WhoLeftTheTriggerStatusIsNotWantedAnyMore) {
  sample_.IksChild("c1", "Waitlist");
  EXPECT_EQ(Judge(), Kinds{});
  sample_.IksChild("c1", "Enrolled").removed = true;
  EXPECT_EQ(Judge(), Kinds{});
}

TEST_F(NoLoss, AChildThatTheEngineNeverLookedAtIsLost) { EXPECT_EQ(Judge(), Kinds{"lost_trigger"}); }

TEST_F(NoLoss, StillTryingIsLost) {
  sample_.PutState("c1", ports::PushPhase::kRetrying, domain::Reason::kProcareError);
  EXPECT_EQ(Judge(), Kinds{"lost_trigger"});
}

TEST_F(NoLoss, IgnoredIsLost) {
  sample_.PutState("c1", ports::PushPhase::kIgnored, domain::Reason::kNotTriggerStatus);
  EXPECT_EQ(Judge(), Kinds{"lost_trigger"});
}

TEST_F(NoLoss, WaitingWithoutAQuestionIsLost) {
  sample_.PutState("c1", ports::PushPhase::kWaitingForPerson, domain::Reason::kTwoFound);
  EXPECT_EQ(Judge(), Kinds{"lost_trigger"});
}

TEST_F(NoLoss, WhatWasDecidedBeforeTheMoveIsNoAnswer) {
  sample_.scenario.sites.emplace_back();
  sample_.history.sites.push_back(sample_.history.sites[0]);
  sample_.history.sites[1].id = "site-1";
  sample_.history.sites[1].location = "loc-1";
  sample_.history.sites[1].school = "school-1";
  sample_.PutState("c1", ports::PushPhase::kRefused, domain::Reason::kMissingData);
  sample_.IksChild("c1", "Enrolled").location = "loc-1";
  EXPECT_EQ(Judge(), Kinds{"lost_trigger"});
}

TEST_F(NoLoss, LinkedWithoutALinkIsLinkedToNothing) {
  sample_.PutState("c1", ports::PushPhase::kLinked, domain::Reason::kLinkedCreated);
  EXPECT_EQ(Judge(), Kinds{"linked_to_nothing"});
}

TEST_F(NoLoss, ALinkToARecordThatNeverWasIsLinkedToNothing) {
  sample_.Links("c1", "p-never");
  EXPECT_EQ(Judge(), Kinds{"linked_to_nothing"});
}

TEST_F(NoLoss, ALinkIntoAnotherSchoolIsLinkedToNothing) {
  sample_.ProcareChild("p1").school = "school-9";
  sample_.Links("c1", "p1");
  EXPECT_EQ(Judge(), Kinds{"linked_to_nothing"});
}

TEST_F(NoLoss, OpenIntentsAndTheInboxAreEmptyAtTheEnd) {
  sample_.PutState("c1", ports::PushPhase::kRefused, domain::Reason::kMissingData);
  OpenIntent();
  sample_.history.opinion.pending_triggers = 2;
  EXPECT_EQ(Judge(), (Kinds{"open_intent", "stuck_inbox"}));
}

TEST_F(NoLoss, APersonMayBeAskedWhatBecameOfAnEffect) {
  OpenIntent();
  Waits(std::nullopt);
  EXPECT_EQ(Judge(), Kinds{});
  sample_.PutState("c1", ports::PushPhase::kRetrying, domain::Reason::kQueued).details = {"similar_family_settling"};
  EXPECT_EQ(Judge(), Kinds{});
  sample_.history.opinion.open_reviews.clear();
  EXPECT_EQ(Judge(), (Kinds{"lost_trigger", "open_intent"}));
}

}  // namespace
}  // namespace ikp::scenarios::oracle
