// MemoryStore: the Store in plain containers, for tests and for the scenario world, where it outlives the engine that
// is dropped in a crash. Same answers as SqliteStore, in the same order; a commit is one call without suspension.
//
// A batch is applied in order: every condition is judged as if the mutations before it in the batch had been written,
// and all conditions are judged before anything is. Copyable: a copy is a snapshot. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/ports/store.h"

namespace ikp::store {

class MemoryStore final : public ports::Store {
 public:
  // What Commit does, for callers without a coroutine.
  ports::CommitResult Apply(ports::WriteBatch batch);
  // The whole audit log without a copy, for checkers.
  const std::vector<ports::AuditEntry>& audit() const { return audit_; }
  // All runs of the site by local date, for checkers.
  std::vector<ports::NightlyRun> NightlyRunsOfSite(const domain::SiteId& site) const;

  async::Task<ports::CommitResult> Commit(ports::WriteBatch batch) override;
  async::Task<std::vector<ports::Trigger>> PendingTriggers(std::size_t limit) override;
  async::Task<std::optional<ports::PushState>> FindPushState(domain::IksChildId child) override;
  async::Task<std::vector<ports::PushState>> PushStatesOfFamily(domain::IksFamilyId family) override;
  async::Task<std::vector<ports::PushState>> DuePushStates(domain::Instant now, std::size_t limit) override;
  async::Task<std::vector<ports::PushState>> AllPushStates() override;
  async::Task<std::vector<ports::Intent>> OpenIntentsOfFamily(domain::SiteId site, domain::IksFamilyId family) override;
  async::Task<std::vector<ports::Intent>> OpenIntents() override;
  async::Task<std::vector<ports::Intent>> IntentsSince(domain::SiteId site, domain::Instant since) override;
  async::Task<std::optional<domain::Instant>> NextAttemptAfter(domain::Instant after,
                                                               std::set<domain::IksFamilyId> except) override;
  async::Task<std::optional<ports::Link>> FindLink(domain::SiteId site, ports::LinkKind kind,
                                                   std::string iks_id) override;
  async::Task<std::vector<ports::Link>> LinksOfSite(domain::SiteId site) override;
  async::Task<std::vector<ports::Agreement>> AgreementsOfSite(domain::SiteId site) override;
  async::Task<std::optional<ports::Agreement>> FindAgreement(domain::SiteId site, domain::IksChildId child) override;
  async::Task<std::optional<ports::NightlyRun>> FindNightly(domain::SiteId site, domain::CivilDate local_date) override;
  async::Task<std::optional<ports::NightlyRun>> LatestNightly(domain::SiteId site) override;
  async::Task<std::vector<ports::Review>> OpenReviews() override;
  async::Task<std::vector<ports::Review>> ReviewsOfFamily(domain::SiteId site, domain::IksFamilyId family) override;
  async::Task<std::optional<ports::Review>> FindReview(domain::ReviewId id) override;
  async::Task<std::vector<ports::AuditEntry>> AuditOfChild(domain::IksChildId child, std::size_t limit) override;
  async::Task<std::vector<ports::AuditEntry>> AuditAfter(std::int64_t sequence, std::size_t limit) override;
  async::Task<std::optional<std::string>> Cursor(std::string name) override;

 private:
  class Conditions;

  using ArrivalKey = std::pair<domain::Instant, std::uint64_t>;
  using IntentKey =
      std::tuple<domain::SiteId, domain::IksFamilyId, std::optional<domain::IksChildId>, ports::EffectKind>;
  using LinkKey = std::tuple<domain::SiteId, ports::LinkKind, std::string>;
  using NightlyKey = std::pair<domain::SiteId, domain::CivilDate>;
  using ReviewKey = std::pair<domain::Instant, domain::ReviewId>;

  static IntentKey KeyOf(const ports::Intent& intent);

  void Write(ports::AddTrigger&& mutation);
  void Write(ports::RemoveTriggers&& mutation);
  void Write(ports::PutPushState&& mutation);
  void Write(ports::OpenIntent&& mutation);
  void Write(ports::SettleIntent&& mutation);
  void Write(ports::PutLink&& mutation);
  void Write(ports::RemoveLink&& mutation);
  void Write(ports::PutAgreement&& mutation);
  void Write(ports::ClaimNightly&& mutation);
  void Write(ports::FinishNightly&& mutation);
  void Write(ports::PutReview&& mutation);
  void Write(ports::AppendAudit&& mutation);
  void Write(ports::PutCursor&& mutation);

  void Unindex(const ports::PushState& state);
  void Unindex(const ports::Review& review);
  std::set<std::string> FamiliesOf(const domain::IksChildId& child) const;

  std::map<ArrivalKey, ports::Trigger> triggers_;
  std::unordered_map<domain::EventId, ArrivalKey> trigger_of_event_;
  std::uint64_t arrivals_ = 0;

  std::map<domain::IksChildId, ports::PushState> push_states_;
  std::map<domain::IksFamilyId, std::set<domain::IksChildId>> children_of_family_;
  std::set<std::pair<domain::Instant, domain::IksChildId>> due_;

  std::unordered_map<domain::IntentId, ports::Intent> intents_;
  std::map<IntentKey, domain::IntentId> open_intents_;
  std::map<domain::SiteId, std::set<std::pair<domain::Instant, domain::IntentId>>> intents_of_site_;

  std::map<LinkKey, ports::Link> links_;
  std::map<LinkKey, std::string> iks_child_of_procare_child_;  // by the Procare side; families may share theirs

  std::map<std::pair<domain::SiteId, domain::IksChildId>, ports::Agreement> agreements_;
  std::map<NightlyKey, ports::NightlyRun> nightly_runs_;

  std::unordered_map<domain::ReviewId, ports::Review> reviews_;
  std::set<ReviewKey> open_reviews_;
  std::map<std::pair<domain::SiteId, domain::IksFamilyId>, std::set<ReviewKey>> reviews_of_family_;

  std::vector<ports::AuditEntry> audit_;  // the entry with sequence n is at n - 1
  std::unordered_map<std::string, std::vector<std::int64_t>> audit_of_child_;
  std::unordered_map<std::string, std::vector<std::int64_t>> audit_of_family_;  // entries without a child
  std::unordered_map<std::string, std::set<std::string>> families_in_audit_;    // by child

  std::unordered_map<std::string, std::string> cursors_;
};

}  // namespace ikp::store
