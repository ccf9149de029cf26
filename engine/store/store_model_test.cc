// MemoryStore is the model of SqliteStore: after any batches both answer every read alike.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <vector>

#include "engine/store/store_generators.h"
#include "engine/store/store_harness.h"
#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

// Asks both stores the same and fails the property where they differ.
class Comparison {
 public:
  Comparison(StoreHarness& model, StoreHarness& subject) : model_(model), subject_(subject) {}

  template <typename Ask>
  void Same(const char* what, Ask ask) {
    const auto expected = model_.Await(ask(model_.store()));
    const auto actual = subject_.Await(ask(subject_.store()));
    if (!(expected == actual)) RC_FAIL(std::string("the stores differ in ") + what);
  }

 private:
  StoreHarness& model_;
  StoreHarness& subject_;
};

void CompareWhole(Comparison& both) {
  for (const std::size_t limit : {1u, 2u, 1000u}) {
    both.Same("PendingTriggers", [=](auto& store) { return store.PendingTriggers(limit); });
    both.Same("AuditAfter", [=](auto& store) { return store.AuditAfter(2, limit); });
    both.Same("DuePushStates", [=](auto& store) { return store.DuePushStates(At(3), limit); });
  }
  both.Same("AllPushStates", [](auto& store) { return store.AllPushStates(); });
  both.Same("NextAttemptAfter", [](auto& store) { return store.NextAttemptAfter(At(-1), {}); });
  both.Same("NextAttemptAfter", [](auto& store) {
    return store.NextAttemptAfter(At(2), {Family(PoolId("f", 0)), Family(PoolId("f", 1))});
  });
  both.Same("OpenIntents", [](auto& store) { return store.OpenIntents(); });
  both.Same("OpenReviews", [](auto& store) { return store.OpenReviews(); });
}

void CompareSite(Comparison& both, const domain::SiteId& site) {
  both.Same("IntentsSince", [=](auto& store) { return store.IntentsSince(site, At(2)); });
  both.Same("LinksOfSite", [=](auto& store) { return store.LinksOfSite(site); });
  both.Same("AgreementsOfSite", [=](auto& store) { return store.AgreementsOfSite(site); });
  both.Same("LatestNightly", [=](auto& store) { return store.LatestNightly(site); });
  for (int i = 0; i < kPool; ++i) {
    const auto child = PoolId("c", i);
    for (const auto kind : {ports::LinkKind::kFamily, ports::LinkKind::kGuardian, ports::LinkKind::kChild}) {
      both.Same("FindLink", [=](auto& store) { return store.FindLink(site, kind, child); });
    }
    both.Same("FindAgreement", [=](auto& store) { return store.FindAgreement(site, Child(child)); });
    both.Same("FindNightly", [=](auto& store) { return store.FindNightly(site, Day(1 + i)); });
    const auto family = Family(PoolId("f", i));
    both.Same("OpenIntentsOfFamily", [=](auto& store) { return store.OpenIntentsOfFamily(site, family); });
    both.Same("ReviewsOfFamily", [=](auto& store) { return store.ReviewsOfFamily(site, family); });
  }
}

void CompareEverything(StoreHarness& model, StoreHarness& subject) {
  Comparison both(model, subject);
  CompareWhole(both);
  CompareSite(both, Site("s0"));
  CompareSite(both, Site("s1"));
  for (int i = 0; i < kPool; ++i) {
    const auto child = Child(PoolId("c", i));
    both.Same("FindPushState", [=](auto& store) { return store.FindPushState(child); });
    both.Same("AuditOfChild", [=](auto& store) { return store.AuditOfChild(child, 1000); });
    both.Same("AuditOfChild, limited", [=](auto& store) { return store.AuditOfChild(child, 2); });
    const auto family = Family(PoolId("f", i));
    both.Same("PushStatesOfFamily", [=](auto& store) { return store.PushStatesOfFamily(family); });
    const auto review = domain::ReviewId::Trusted(PoolId("r", i));
    both.Same("FindReview", [=](auto& store) { return store.FindReview(review); });
    both.Same("Cursor", [=](auto& store) { return store.Cursor(PoolId("k", i)); });
  }
}

void RunProperty(Commits commits) {
  const auto batches = *rc::gen::container<std::vector<ports::WriteBatch>>(AnyBatch());
  for (const auto& batch : batches) RC_LOG() << Describe(batch) << "\n";
  MemoryHarness model;
  SqliteHarness subject(commits);
  int conflicts = 0;
  for (const auto& batch : batches) {
    const auto expected = model.Commit(batch);
    RC_ASSERT(subject.Commit(batch) == expected);
    conflicts += expected == ports::CommitResult::kConflict ? 1 : 0;
  }
  RC_CLASSIFY(conflicts > 0, "with conflicts");
  CompareEverything(model, subject);
  subject.Reopen();
  CompareEverything(model, subject);
}

RC_GTEST_PROP(StoreModel, SqliteSynchronousAnswersLikeMemory, ()) { RunProperty(Commits::kSynchronous); }
RC_GTEST_PROP(StoreModel, SqliteThreadedAnswersLikeMemory, ()) { RunProperty(Commits::kThreaded); }

// A conflict leaves a store as a copy from before shows it; in memory, where it is cheap, over many more batches.
RC_GTEST_PROP(StoreModel, ConflictChangesNothing, ()) {
  MemoryHarness harness;
  for (const auto& batch : *rc::gen::container<std::vector<ports::WriteBatch>>(AnyBatch())) {
    const MemoryHarness before = harness;
    if (harness.Commit(batch) == ports::CommitResult::kCommitted) continue;
    MemoryHarness copy = before;
    CompareEverything(copy, harness);
  }
}

}  // namespace
}  // namespace ikp::store
