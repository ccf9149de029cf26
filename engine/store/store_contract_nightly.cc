// The contract of what the nightly and people keep: agreements, runs, reviews, audit, cursors; and of batches as such.
#include "engine/store/store_contract.h"
#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

using ports::NightlyOutcome;
using Ids = std::vector<std::string>;

TEST_P(StoreContract, AgreementIsReplacedWholeAndKeptBySite) {
  auto agreement = SampleAgreement("C1");
  MustCommit({ports::PutAgreement{SampleAgreement("C2")}, ports::PutAgreement{agreement}});
  agreement.start.reset();
  agreement.withdrawal.reset();
  agreement.ever_active = false;
  agreement.missing_nights = 0;
  auto elsewhere = agreement;
  elsewhere.site = Site("lakeside");
  MustCommit({ports::PutAgreement{agreement}, ports::PutAgreement{elsewhere}});
  EXPECT_EQ(Await(store().FindAgreement(Site(), Child("C1"))), agreement);
  EXPECT_EQ(Await(store().FindAgreement(Site("lakeside"), Child("C1"))), elsewhere);
  EXPECT_FALSE(Await(store().FindAgreement(Site(), Child("C3"))));
  EXPECT_EQ(Await(store().AgreementsOfSite(Site())), (std::vector<ports::Agreement>{agreement, SampleAgreement("C2")}));
}

TEST_P(StoreContract, NightOfSiteAndDateIsClaimedOnce) {
  MustCommit({ports::ClaimNightly{SampleRun(1)}});
  MustConflict({ports::ClaimNightly{SampleRun(1)}});
  auto elsewhere = SampleRun(1);
  elsewhere.site = Site("lakeside");
  MustCommit({ports::ClaimNightly{elsewhere}, ports::ClaimNightly{SampleRun(2)}});
  EXPECT_EQ(Await(store().FindNightly(Site(), Day(1))), SampleRun(1));
  EXPECT_FALSE(Await(store().FindNightly(Site(), Day(3))));
}

TEST_P(StoreContract, OnlyUnfinishedNightsAreClaimedAgain) {
  const auto claim_over = [this](NightlyOutcome outcome, int attempt) {
    MustCommit({ports::FinishNightly{SampleRun(1, outcome, 2)}});
    return Commit({ports::ClaimNightly{SampleRun(1, NightlyOutcome::kRunning, attempt)}}) ==
           ports::CommitResult::kCommitted;
  };
  EXPECT_TRUE(claim_over(NightlyOutcome::kIncomplete, 1));
  EXPECT_TRUE(claim_over(NightlyOutcome::kHeld, 1));
  EXPECT_TRUE(claim_over(NightlyOutcome::kFailed, 1));
  EXPECT_TRUE(claim_over(NightlyOutcome::kRunning, 3));
  EXPECT_FALSE(claim_over(NightlyOutcome::kRunning, 2));
  EXPECT_FALSE(claim_over(NightlyOutcome::kDone, 3));
  EXPECT_EQ(Await(store().FindNightly(Site(), Day(1))), SampleRun(1, NightlyOutcome::kDone, 2));
}

TEST_P(StoreContract, ClaimIsJudgedAfterWhatTheBatchDidBefore) {
  MustCommit({ports::ClaimNightly{SampleRun(1)}});
  MustCommit({ports::FinishNightly{SampleRun(1, NightlyOutcome::kHeld)}, ports::ClaimNightly{SampleRun(1)}});
  MustConflict({ports::FinishNightly{SampleRun(1, NightlyOutcome::kDone)}, ports::ClaimNightly{SampleRun(1)}});
  MustConflict({ports::ClaimNightly{SampleRun(2)}, ports::ClaimNightly{SampleRun(2)}});
}

TEST_P(StoreContract, LatestNightlyIsTheLastLocalDate) {
  auto without_end = SampleRun(9);
  without_end.finished_at.reset();
  MustCommit({ports::ClaimNightly{without_end}, ports::ClaimNightly{SampleRun(3)}});
  auto elsewhere = SampleRun(20);
  elsewhere.site = Site("oakwood2");
  MustCommit({ports::ClaimNightly{elsewhere}});
  EXPECT_EQ(Await(store().LatestNightly(Site())), without_end);
  EXPECT_FALSE(Await(store().LatestNightly(Site("oakwoo"))));
}

TEST_P(StoreContract, ReviewsAreOpenUntilResolved) {
  auto first = SampleReview("R9", 1);
  auto second = SampleReview("R1", 2);
  second.child.reset();
  second.resolved_at.reset();
  MustCommit({ports::PutReview{second}, ports::PutReview{first}});
  EXPECT_EQ(Await(store().OpenReviews()), (std::vector<ports::Review>{first, second}));
  first.state = ports::ReviewState::kResolved;
  first.decision = "link:P1";
  first.decided_by = "staff-7";
  MustCommit({ports::PutReview{first}});
  EXPECT_EQ(Await(store().OpenReviews()), (std::vector<ports::Review>{second}));
  EXPECT_EQ(Await(store().ReviewsOfFamily(Site(), Family())), (std::vector<ports::Review>{first, second}));
  EXPECT_EQ(Await(store().FindReview(first.id)), first);
  EXPECT_FALSE(Await(store().FindReview(domain::ReviewId::Trusted("R2"))));
}

TEST_P(StoreContract, ReviewMovesWithItsFamily) {
  auto review = SampleReview("R1", 1);
  MustCommit({ports::PutReview{review}});
  review.family = Family("F2");
  review.opened_at = At(7);
  MustCommit({ports::PutReview{review}});
  EXPECT_TRUE(Await(store().ReviewsOfFamily(Site(), Family("F1"))).empty());
  EXPECT_EQ(Await(store().ReviewsOfFamily(Site(), Family("F2"))), (std::vector<ports::Review>{review}));
  EXPECT_EQ(Await(store().OpenReviews()), (std::vector<ports::Review>{review}));
}

TEST_P(StoreContract, AuditGetsAscendingSequencesFromTheStore) {
  auto numbered = SampleAudit("second");
  numbered.sequence = 77;  // not for the caller to say
  MustCommit({ports::AppendAudit{SampleAudit("first")}, ports::AppendAudit{numbered}});
  MustConflict({ports::AppendAudit{SampleAudit("never")}, ports::PutLink{SampleLink("C1", "P1")},
                ports::PutLink{SampleLink("C1", "P2")}});
  MustCommit({ports::AppendAudit{SampleAudit("third")}});
  const auto all = Await(store().AuditAfter(0, 10));
  ASSERT_EQ(all.size(), 3u);
  auto expected = SampleAudit("first");
  expected.sequence = all[0].sequence;
  EXPECT_EQ(all[0], expected);
  EXPECT_LT(all[0].sequence, all[1].sequence);
  EXPECT_LT(all[1].sequence, all[2].sequence);
  EXPECT_EQ(all[2].event, "third");
  const auto rest = Await(store().AuditAfter(all[0].sequence, 1));
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].event, "second");
  EXPECT_TRUE(Await(store().AuditAfter(all[2].sequence, 10)).empty());
}

Ids EventsOf(const std::vector<ports::AuditEntry>& entries) {
  Ids events;
  for (const auto& entry : entries) events.push_back(entry.event);
  return events;
}

TEST_P(StoreContract, AuditOfChildHasTheChildAndItsFamilyAsAWhole) {
  MustCommit(
      {ports::AppendAudit{SampleAudit("family before", "F1", "")}, ports::AppendAudit{SampleAudit("child", "F1", "C1")},
       ports::AppendAudit{SampleAudit("sibling", "F1", "C2")},
       ports::AppendAudit{SampleAudit("other family", "F2", "")}, ports::AppendAudit{SampleAudit("nobody", "", "")},
       ports::AppendAudit{SampleAudit("child without family", "", "C1")},
       ports::AppendAudit{SampleAudit("family after", "F1", "")}});
  EXPECT_EQ(EventsOf(Await(store().AuditOfChild(Child("C1"), 10))),
            (Ids{"family before", "child", "child without family", "family after"}));
  EXPECT_EQ(EventsOf(Await(store().AuditOfChild(Child("C1"), 2))), (Ids{"child without family", "family after"}));
  EXPECT_TRUE(Await(store().AuditOfChild(Child("C9"), 10)).empty());
  MustCommit({ports::PutPushState{SamplePushState("C9", "F2")}});
  EXPECT_EQ(EventsOf(Await(store().AuditOfChild(Child("C9"), 10))), (Ids{"other family"}));
}

TEST_P(StoreContract, CursorKeepsItsLastValue) {
  MustCommit({ports::PutCursor{"poll", "1"}, ports::PutCursor{"other", "x"}});
  MustCommit({ports::PutCursor{"poll", ""}});
  EXPECT_EQ(Await(store().Cursor("poll")), "");
  EXPECT_EQ(Await(store().Cursor("other")), "x");
}

TEST_P(StoreContract, ConflictWritesNothingOfTheBatch) {
  MustCommit({ports::PutLink{SampleLink("C1", "P1")}, ports::AddTrigger{SampleTrigger("E1")},
              ports::OpenIntent{SampleIntent("I1")}, ports::PutCursor{"poll", "before"}});
  MustConflict({ports::AddTrigger{SampleTrigger("E2")}, ports::RemoveTriggers{{domain::EventId::Trusted("E1")}},
                ports::PutPushState{SamplePushState("C1")},
                ports::SettleIntent{domain::IntentId::Trusted("I1"), ports::IntentState::kDone, "P1"},
                ports::PutLink{SampleLink("C5", "P5")}, ports::RemoveLink{Site(), ports::LinkKind::kChild, "C1"},
                ports::PutAgreement{SampleAgreement("C1")}, ports::ClaimNightly{SampleRun(1)},
                ports::FinishNightly{SampleRun(2)}, ports::PutReview{SampleReview("R1")},
                ports::AppendAudit{SampleAudit("never")}, ports::PutCursor{"poll", "after"},
                ports::ClaimNightly{SampleRun(1)}});
  EXPECT_EQ(Await(store().PendingTriggers(10)), (std::vector<ports::Trigger>{SampleTrigger("E1")}));
  EXPECT_TRUE(Await(store().AllPushStates()).empty());
  EXPECT_EQ(Await(store().OpenIntents()), (std::vector<ports::Intent>{SampleIntent("I1")}));
  EXPECT_EQ(Await(store().LinksOfSite(Site())), (std::vector<ports::Link>{SampleLink("C1", "P1")}));
  EXPECT_TRUE(Await(store().AgreementsOfSite(Site())).empty());
  EXPECT_FALSE(Await(store().LatestNightly(Site())));
  EXPECT_TRUE(Await(store().OpenReviews()).empty());
  EXPECT_TRUE(Await(store().AuditAfter(0, 10)).empty());
  EXPECT_EQ(Await(store().Cursor("poll")), "before");
}

TEST_P(StoreContract, TextIsKeptByteForByte) {
  const std::string awkward = "O'Neil; \"DROP\" \\ %s ?1 :x \n\t \xC3\xA9 \xF0\x9F\x91\xB6 " + std::string("a\0b", 3);
  auto state = SamplePushState("C'1\"");
  state.details = {awkward, "", "[]"};
  auto agreement = SampleAgreement("C1");
  agreement.classroom = awkward;
  agreement.iks_status = "";
  MustCommit({ports::PutPushState{state}, ports::PutAgreement{agreement}, ports::PutCursor{awkward, awkward}});
  EXPECT_EQ(Await(store().FindPushState(state.child)), state);
  EXPECT_EQ(Await(store().FindAgreement(Site(), Child("C1"))), agreement);
  EXPECT_EQ(Await(store().Cursor(awkward)), awkward);
}

TEST_P(StoreContract, ADurableStoreShowsTheSameAfterReopening) {
  MustCommit({ports::AddTrigger{SampleTrigger("E1")}, ports::PutPushState{SamplePushState("C1")},
              ports::OpenIntent{SampleIntent("I1")}, ports::PutLink{SampleLink("C1", "P1")},
              ports::PutAgreement{SampleAgreement("C1")}, ports::ClaimNightly{SampleRun(1)},
              ports::PutReview{SampleReview("R1")}, ports::AppendAudit{SampleAudit("first")},
              ports::PutCursor{"poll", "1"}});
  if (!harness_->Reopen()) GTEST_SKIP() << "not a durable store";
  EXPECT_EQ(Await(store().PendingTriggers(10)), (std::vector<ports::Trigger>{SampleTrigger("E1")}));
  EXPECT_EQ(Await(store().FindPushState(Child("C1"))), SamplePushState("C1"));
  EXPECT_EQ(Await(store().OpenIntents()), (std::vector<ports::Intent>{SampleIntent("I1")}));
  EXPECT_EQ(Await(store().LinksOfSite(Site())), (std::vector<ports::Link>{SampleLink("C1", "P1")}));
  EXPECT_EQ(Await(store().AgreementsOfSite(Site())), (std::vector<ports::Agreement>{SampleAgreement("C1")}));
  EXPECT_EQ(Await(store().LatestNightly(Site())), SampleRun(1));
  EXPECT_EQ(Await(store().OpenReviews()), (std::vector<ports::Review>{SampleReview("R1")}));
  EXPECT_EQ(EventsOf(Await(store().AuditAfter(0, 10))), (Ids{"first"}));
  EXPECT_EQ(Await(store().Cursor("poll")), "1");
  MustCommit({ports::AppendAudit{SampleAudit("second")}});
  EXPECT_EQ(EventsOf(Await(store().AuditAfter(1, 10))), (Ids{"second"}));
}

}  // namespace
}  // namespace ikp::store
