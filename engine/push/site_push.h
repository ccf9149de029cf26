// SitePush: the part of a family's push that concerns one site: observe, plan, act, one step at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/push/child_states.h"
#include "engine/push/family_push.h"
#include "engine/rules/push_plan.h"

namespace ikp::push {

class SitePush {
 public:
  SitePush(const PushServices& services, async::KeyedLock& locks, FamilyPush::EndedEffects& ended, const PushSite& site,
           const domain::IksFamily& family);

  async::Task<void> Run();

 private:
  enum class Progress {
    kPlanAgain,  // something changed: plan on the same reading
    kLookAgain,  // an outcome is unknown: plan on a fresh reading
    kStop,       // nothing more can be done for this family now
  };

  async::Task<void> Load();
  async::Task<void> LoadReviews();
  async::Task<void> DecideTriggers();
  async::Task<void> PlanAndAct();
  async::Task<bool> Look();
  rules::PushView View() const;

  async::Task<Progress> Execute(rules::PushStep step);
  async::Task<Progress> Do(rules::AdoptFamily step);
  async::Task<Progress> Do(rules::AdoptChild step);
  async::Task<Progress> Do(rules::DropIntent step);
  async::Task<Progress> Do(rules::LinkFamily step);
  async::Task<Progress> Do(rules::LinkChild step);
  async::Task<Progress> Do(rules::CreateFamily step);
  async::Task<Progress> Do(rules::CreateChild step);
  async::Task<Progress> Do(rules::PlaceChild step);
  async::Task<Progress> Do(rules::SettleChild step);

  async::Task<std::optional<ports::Intent>> Open(ports::EffectKind kind, std::optional<domain::IksChildId> child,
                                                 std::vector<std::string> identity,
                                                 std::vector<std::string> known_before, std::string procare_id);
  // Settles the intent as not done, and says what that means for the child (or for all of them).
  async::Task<Progress> NotDone(const ports::Intent& intent, const systems::SystemProblem& problem);
  async::Task<Progress> Unknown(const ports::Intent& intent, const systems::SystemProblem& problem);
  async::Task<Progress> CommitChildLink(const domain::IksChildId& child, const domain::ProcareChildId& procare,
                                        ports::LinkOrigin origin, std::optional<domain::IntentId> settles);
  async::Task<Progress> CommitFamilyLink(const domain::ProcareFamilyId& procare, ports::LinkOrigin origin,
                                         std::optional<domain::IntentId> settles);
  ports::WriteBatch LinkedOutcome(const domain::IksChild& child, const ports::Link& link);
  ports::Agreement FirstAgreement(const domain::IksChild& child, const ports::Link& link) const;
  void CloseReviews(const std::optional<domain::IksChildId>& child, ports::WriteBatch& batch);
  async::Task<void> Settle(domain::IntentId intent, ports::IntentState state);
  void Forget(const domain::IntentId& intent);

  // Nothing for a child that is at another location now: what is told about it is told there. What is open here is
  // followed up all the same (Dispatcher).
  ports::WriteBatch RecordState(const domain::IksChild& child, const ChildOutcome& outcome);
  async::Task<void> Conclude(rules::ChildVerdict verdict);
  async::Task<void> ConcludeRemaining(const ChildOutcome& outcome);
  // Children that are no longer to be pushed and follow up what the family began.
  async::Task<void> ConcludeFollowers();
  async::Task<void> Commit(ports::WriteBatch batch);
  ports::Review ReviewFor(const rules::ChildVerdict& verdict) const;
  const domain::IksChild* Child(const domain::IksChildId& id) const;
  domain::CivilDate Today() const;
  domain::Instant SettlesAt(const ports::Intent& intent) const;

  const PushServices& services_;
  async::KeyedLock& locks_;
  FamilyPush::EndedEffects& ended_;
  const PushSite& site_;
  const domain::IksFamily& family_;
  ChildStates states_;

  std::optional<ports::Link> family_link_;
  std::map<domain::IksChildId, ports::Link> child_links_;
  std::map<domain::ProcareChildId, domain::IksChildId> linked_elsewhere_;
  std::set<domain::ProcareFamilyId> families_linked_elsewhere_;
  std::vector<ports::Intent> open_;
  std::vector<ports::Intent> recent_;
  std::vector<ports::Review> reviews_;
  std::set<domain::IksChildId> candidates_;               // still without an answer in this run
  std::map<domain::IksChildId, ChildOutcome> followers_;  // with what is to be told once nothing is open any more
  // By whom Procare refused to place: what it said.
  std::map<domain::IksChildId, std::vector<std::string>> placement_refused_;
  std::set<domain::IksChildId> placement_waits_;  // until Procare can take it; nothing more in this run
  bool omit_emails_ = false;
  domain::Instant looked_at_{};
  std::shared_ptr<const domain::SchoolSnapshot> reading_;
  std::unique_ptr<rules::SchoolIndex> index_;
};

}  // namespace ikp::push
