// The contract of what the push keeps: triggers, push states, intents, links.
#include <algorithm>
#include <stdexcept>

#include "engine/store/store_contract.h"
#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

using ports::CommitResult;
using ports::EffectKind;
using ports::IntentState;
using ports::LinkKind;
using ports::LinkOrigin;
using ports::PushPhase;

template <typename Record>
std::vector<std::string> IdsOf(const std::vector<Record>& records) {
  std::vector<std::string> ids;
  for (const auto& record : records) {
    if constexpr (requires { record.event.str(); }) {
      ids.push_back(record.event.str());
    } else if constexpr (requires { record.id.str(); }) {
      ids.push_back(record.id.str());
    } else {
      ids.push_back(record.child.str());
    }
  }
  return ids;
}

using Ids = std::vector<std::string>;

TEST_P(StoreContract, EmptyStoreHasNothing) {
  EXPECT_TRUE(Await(store().PendingTriggers(10)).empty());
  EXPECT_TRUE(Await(store().AllPushStates()).empty());
  EXPECT_FALSE(Await(store().FindPushState(Child())));
  EXPECT_FALSE(Await(store().NextAttemptAfter(domain::Instant{}, {})));
  EXPECT_TRUE(Await(store().OpenIntents()).empty());
  EXPECT_FALSE(Await(store().FindLink(Site(), LinkKind::kChild, "C1")));
  EXPECT_FALSE(Await(store().LatestNightly(Site())));
  EXPECT_TRUE(Await(store().AuditAfter(0, 10)).empty());
  EXPECT_FALSE(Await(store().Cursor("poll")));
}

TEST_P(StoreContract, EmptyBatchCommits) { MustCommit({}); }

TEST_P(StoreContract, TriggersComeBackWholeAndOldestFirst) {
  MustCommit({ports::AddTrigger{SampleTrigger("E2", 2)}, ports::AddTrigger{SampleTrigger("E3", 3)}});
  MustCommit({ports::AddTrigger{SampleTrigger("E1", 1)}, ports::AddTrigger{SampleTrigger("E2b", 2)}});
  const auto all = Await(store().PendingTriggers(10));
  EXPECT_EQ(IdsOf(all), (Ids{"E1", "E2", "E2b", "E3"}));
  EXPECT_EQ(all.front(), SampleTrigger("E1", 1));
  EXPECT_EQ(IdsOf(Await(store().PendingTriggers(2))), (Ids{"E1", "E2"}));
  EXPECT_TRUE(Await(store().PendingTriggers(0)).empty());
  EXPECT_EQ(Await(store().PendingTriggers(static_cast<std::size_t>(-1))).size(), 4u);
}

TEST_P(StoreContract, RepeatedEventIsDroppedSilently) {
  MustCommit({ports::AddTrigger{SampleTrigger("E1", 1)}});
  MustCommit({ports::AddTrigger{SampleTrigger("E1", 9)}, ports::AddTrigger{SampleTrigger("E2", 2)}});
  const auto all = Await(store().PendingTriggers(10));
  EXPECT_EQ(IdsOf(all), (Ids{"E1", "E2"}));
  EXPECT_EQ(all.front().received_at, At(1));
}

TEST_P(StoreContract, RemovedTriggersAreGoneAndMayBeDeliveredAgain) {
  MustCommit({ports::AddTrigger{SampleTrigger("E1")}, ports::AddTrigger{SampleTrigger("E2")}});
  MustCommit({ports::RemoveTriggers{{domain::EventId::Trusted("E1"), domain::EventId::Trusted("unknown")}}});
  EXPECT_EQ(IdsOf(Await(store().PendingTriggers(10))), (Ids{"E2"}));
  MustCommit({ports::AddTrigger{SampleTrigger("E1")}});
  EXPECT_EQ(IdsOf(Await(store().PendingTriggers(10))), (Ids{"E2", "E1"}));
}

TEST_P(StoreContract, PushStateIsReplacedWhole) {
  auto state = SamplePushState("C1");
  MustCommit({ports::PutPushState{state}});
  EXPECT_EQ(Await(store().FindPushState(Child("C1"))), state);
  state.site.reset();
  state.next_attempt_at.reset();
  state.phase = PushPhase::kRefused;
  state.reason = domain::Reason::kMissingData;
  state.details.clear();
  MustCommit({ports::PutPushState{state}});
  EXPECT_EQ(Await(store().FindPushState(Child("C1"))), state);
  EXPECT_EQ(Await(store().AllPushStates()).size(), 1u);
}

TEST_P(StoreContract, PushStatesOfFamilyFollowTheChild) {
  MustCommit({ports::PutPushState{SamplePushState("C2", "F1")}, ports::PutPushState{SamplePushState("C1", "F1")},
              ports::PutPushState{SamplePushState("C3", "F2")}});
  EXPECT_EQ(IdsOf(Await(store().PushStatesOfFamily(Family("F1")))), (Ids{"C1", "C2"}));
  MustCommit({ports::PutPushState{SamplePushState("C1", "F2")}});
  EXPECT_EQ(IdsOf(Await(store().PushStatesOfFamily(Family("F1")))), (Ids{"C2"}));
  EXPECT_EQ(IdsOf(Await(store().PushStatesOfFamily(Family("F2")))), (Ids{"C1", "C3"}));
  EXPECT_EQ(IdsOf(Await(store().AllPushStates())), (Ids{"C1", "C2", "C3"}));
}

TEST_P(StoreContract, DueStatesOfAnyPhaseComeEarliestFirst) {
  const auto put = [this](const std::string& child, PushPhase phase, std::optional<domain::Instant> next) {
    auto state = SamplePushState(child);
    state.phase = phase;
    state.next_attempt_at = next;
    MustCommit({ports::PutPushState{state}});
  };
  put("C1", PushPhase::kRetrying, At(10));
  put("C2", PushPhase::kRefused, At(5));
  put("C3", PushPhase::kWaitingForPerson, At(10) + domain::Milliseconds(1));
  put("C4", PushPhase::kLinked, std::nullopt);
  put("C0", PushPhase::kRetrying, At(10));
  EXPECT_EQ(IdsOf(Await(store().DuePushStates(At(10), 10))), (Ids{"C2", "C0", "C1"}));
  EXPECT_EQ(IdsOf(Await(store().DuePushStates(At(10), 1))), (Ids{"C2"}));
  EXPECT_TRUE(Await(store().DuePushStates(At(5) - domain::Milliseconds(1), 10)).empty());
  put("C2", PushPhase::kLinked, std::nullopt);
  EXPECT_EQ(IdsOf(Await(store().DuePushStates(At(99), 10))), (Ids{"C0", "C1", "C3"}));
}

TEST_P(StoreContract, TheNextLookIsLaterThanTheGivenTimeAndOfAnotherFamily) {
  const auto put = [this](const std::string& child, const std::string& family, std::optional<domain::Instant> next) {
    auto state = SamplePushState(child);
    state.family = domain::IksFamilyId::Trusted(family);
    state.next_attempt_at = next;
    MustCommit({ports::PutPushState{state}});
  };
  put("C1", "F1", At(5));
  put("C2", "F2", At(10));
  put("C3", "it's \"F3\"", At(7));
  put("C4", "F4", std::nullopt);
  const auto next = [this](domain::Instant after, std::set<domain::IksFamilyId> except) {
    return Await(store().NextAttemptAfter(after, std::move(except)));
  };
  const auto f1 = domain::IksFamilyId::Trusted("F1");
  const auto f2 = domain::IksFamilyId::Trusted("F2");
  const auto f3 = domain::IksFamilyId::Trusted("it's \"F3\"");
  EXPECT_EQ(next(At(4), {}), At(5));
  EXPECT_EQ(next(At(5), {}), At(7));
  EXPECT_EQ(next(At(4), {f1}), At(7));
  EXPECT_EQ(next(At(4), {f1, f3}), At(10));
  EXPECT_FALSE(next(At(4), {f1, f2, f3}));
  EXPECT_FALSE(next(At(10), {}));
}

TEST_P(StoreContract, OpenIntentsComeBackWholeAndOldestFirst) {
  auto family_intent = SampleIntent("I1", 5);
  family_intent.child.reset();
  family_intent.kind = EffectKind::kCreateFamily;
  family_intent.sent_until.reset();
  auto elsewhere = SampleIntent("I3", 1);
  elsewhere.site = Site("lakeside");
  MustCommit({ports::OpenIntent{family_intent}, ports::OpenIntent{SampleIntent("I2", 2)}});
  MustCommit({ports::OpenIntent{elsewhere}});
  EXPECT_EQ(IdsOf(Await(store().OpenIntents())), (Ids{"I3", "I2", "I1"}));
  const auto of_family = Await(store().OpenIntentsOfFamily(Site(), Family()));
  ASSERT_EQ(IdsOf(of_family), (Ids{"I2", "I1"}));
  EXPECT_EQ(of_family[0], SampleIntent("I2", 2));
  EXPECT_EQ(of_family[1], family_intent);
  EXPECT_TRUE(Await(store().OpenIntentsOfFamily(Site(), Family("F2"))).empty());
}

TEST_P(StoreContract, SecondOpenIntentForTheSameEffectConflicts) {
  MustCommit({ports::OpenIntent{SampleIntent("I1")}});
  MustConflict({ports::OpenIntent{SampleIntent("I2")}});
  auto other_kind = SampleIntent("I3");
  other_kind.kind = EffectKind::kPlaceChild;
  auto other_child = SampleIntent("I4");
  other_child.child = Child("C2");
  auto no_child = SampleIntent("I5");
  no_child.child.reset();
  auto second_without_child = no_child;
  second_without_child.id = domain::IntentId::Trusted("I6");
  MustCommit({ports::OpenIntent{other_kind}, ports::OpenIntent{other_child}, ports::OpenIntent{no_child}});
  MustConflict({ports::OpenIntent{second_without_child}});
  EXPECT_EQ(Await(store().OpenIntents()).size(), 4u);
}

TEST_P(StoreContract, TwoIntentsForOneEffectInOneBatchConflict) {
  MustConflict({ports::OpenIntent{SampleIntent("I1")}, ports::OpenIntent{SampleIntent("I2")}});
  EXPECT_TRUE(Await(store().OpenIntents()).empty());
}

TEST_P(StoreContract, SettledIntentMakesRoomAndKeepsItsRecord) {
  MustCommit({ports::OpenIntent{SampleIntent("I1", 1)}});
  MustCommit({ports::SettleIntent{domain::IntentId::Trusted("I1"), IntentState::kNotDone, ""},
              ports::OpenIntent{SampleIntent("I2", 2)}});
  MustCommit({ports::SettleIntent{domain::IntentId::Trusted("I2"), IntentState::kDone, "P9"}});
  EXPECT_TRUE(Await(store().OpenIntents()).empty());
  const auto since = Await(store().IntentsSince(Site(), At(2)));
  ASSERT_EQ(IdsOf(since), (Ids{"I2"}));
  EXPECT_EQ(since[0].state, IntentState::kDone);
  EXPECT_EQ(since[0].procare_id, "P9");
  EXPECT_EQ(IdsOf(Await(store().IntentsSince(Site(), At(0)))), (Ids{"I1", "I2"}));
  EXPECT_TRUE(Await(store().IntentsSince(Site("lakeside"), At(0))).empty());
}

TEST_P(StoreContract, IntentIdIsNeverUsedTwice) {
  MustCommit({ports::OpenIntent{SampleIntent("I1")}});
  MustCommit({ports::SettleIntent{domain::IntentId::Trusted("I1"), IntentState::kDone, "P1"}});
  MustConflict({ports::OpenIntent{SampleIntent("I1")}});
}

TEST_P(StoreContract, SettlingAnUnknownIntentChangesNothing) {
  MustCommit({ports::SettleIntent{domain::IntentId::Trusted("I1"), IntentState::kDone, "P1"}});
  EXPECT_TRUE(Await(store().IntentsSince(Site(), At(-1000))).empty());
}

TEST_P(StoreContract, IntentInAWrongStateIsAMistakeOfTheProgram) {
  auto done = SampleIntent("I1");
  done.state = IntentState::kDone;
  EXPECT_THROW(Commit({ports::OpenIntent{done}}), std::invalid_argument);
  EXPECT_THROW(Commit({ports::SettleIntent{done.id, IntentState::kOpen, ""}}), std::invalid_argument);
}

TEST_P(StoreContract, SameLinkAgainUpdatesOriginAndSettledOnly) {
  MustCommit({ports::PutLink{SampleLink("C1", "P1")}});
  EXPECT_EQ(Await(store().FindLink(Site(), LinkKind::kChild, "C1")), SampleLink("C1", "P1"));
  auto again = SampleLink("C1", "P1");
  again.origin = LinkOrigin::kAdopted;
  again.settled = true;
  again.linked_at = At(50);
  MustCommit({ports::PutLink{again}});
  again.linked_at = At(1);
  EXPECT_EQ(Await(store().FindLink(Site(), LinkKind::kChild, "C1")), again);
  EXPECT_EQ(Await(store().LinksOfSite(Site())).size(), 1u);
}

TEST_P(StoreContract, LinkToSomethingElseConflictsOnTheIksSide) {
  for (const auto kind : {LinkKind::kFamily, LinkKind::kGuardian, LinkKind::kChild}) {
    MustCommit({ports::PutLink{SampleLink("X1", "P1", kind)}});
    MustConflict({ports::PutLink{SampleLink("X1", "P2", kind)}});
    EXPECT_EQ(Await(store().FindLink(Site(), kind, "X1"))->procare_id, "P1");
  }
}

TEST_P(StoreContract, OnlyChildrenAreUniqueOnTheProcareSide) {
  MustCommit({ports::PutLink{SampleLink("C1", "P1")}});
  MustConflict({ports::PutLink{SampleLink("C2", "P1")}});
  auto elsewhere = SampleLink("C2", "P1");
  elsewhere.site = Site("lakeside");
  MustCommit({ports::PutLink{elsewhere}});
  for (const auto kind : {LinkKind::kFamily, LinkKind::kGuardian}) {
    MustCommit({ports::PutLink{SampleLink("X1", "P1", kind)}, ports::PutLink{SampleLink("X2", "P1", kind)}});
  }
  EXPECT_EQ(Await(store().LinksOfSite(Site())).size(), 5u);
}

TEST_P(StoreContract, LinksOfSiteAreOrderedByKindAndId) {
  auto elsewhere = SampleLink("A", "A");
  elsewhere.site = Site("oakwood2");
  MustCommit({ports::PutLink{SampleLink("C2", "P2")}, ports::PutLink{SampleLink("C1", "P1")},
              ports::PutLink{SampleLink("G1", "P3", LinkKind::kGuardian)},
              ports::PutLink{SampleLink("Z1", "P4", LinkKind::kFamily)}, ports::PutLink{elsewhere}});
  Ids ids;
  for (const auto& link : Await(store().LinksOfSite(Site()))) ids.push_back(link.iks_id);
  EXPECT_EQ(ids, (Ids{"Z1", "G1", "C1", "C2"}));
}

TEST_P(StoreContract, RemovedLinkMakesRoomOnBothSidesAlsoWithinTheBatch) {
  MustCommit({ports::PutLink{SampleLink("C1", "P1")}});
  MustCommit({ports::RemoveLink{Site(), LinkKind::kChild, "C1"}, ports::PutLink{SampleLink("C1", "P2")},
              ports::PutLink{SampleLink("C2", "P1")}});
  EXPECT_EQ(Await(store().FindLink(Site(), LinkKind::kChild, "C1"))->procare_id, "P2");
  EXPECT_EQ(Await(store().FindLink(Site(), LinkKind::kChild, "C2"))->procare_id, "P1");
  MustCommit({ports::RemoveLink{Site(), LinkKind::kChild, "unknown"}});
}

TEST_P(StoreContract, TwoChildrenForOneProcareChildInOneBatchConflict) {
  MustConflict({ports::PutLink{SampleLink("C1", "P1")}, ports::PutLink{SampleLink("C2", "P1")}});
  EXPECT_TRUE(Await(store().LinksOfSite(Site())).empty());
}

}  // namespace
}  // namespace ikp::store
