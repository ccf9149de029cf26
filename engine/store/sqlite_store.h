// SqliteStore: the durable Store, on SQLite through SOCI. See README.md for the schema, group commit and migrations.
//
// Writes go through one connection, on a thread of their own unless `synchronous`; reads run on the owner's thread over
// a second connection (WAL: neither waits for the other) and see every batch whose Commit has returned. All calls come
// from one thread; a Commit may be dropped while it is in flight, its batch is then written all the same.
//
// Not this class's business: what is inside a batch (batch_rules.h, the engine), and backups (copy the file with
// SQLite's own means while the engine runs, or copy all files of the store while it does not).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/ports/store.h"

namespace ikp::store {

// Runs a function later on the owner's thread; called on the store's writer thread. It must queue: a function that runs
// inside the call would resume the engine on the wrong thread. What it refers to outlives the store.
using CompletionPoster = std::function<void(std::function<void()>)>;

struct SqliteStoreOptions {
  std::string path;
  // Commits run inside Commit, without a thread and without suspension: for programs with one thread. `post` and the
  // operation hooks are not used.
  bool synchronous = false;
  std::size_t max_batches_per_commit = 256;
  std::chrono::milliseconds busy_timeout{5000};  // for a backup or an operator's tool that holds the database
  CompletionPoster post;                         // required unless `synchronous`
  // Called on the owner's thread when a commit is handed to the writer thread and when its completion has run.
  std::function<void()> operation_started;
  std::function<void()> operation_ended;
};

class SqliteStore final : public ports::Store {
 public:
  // Creates the file (mode 0600) or opens and migrates it. An error is one sentence for the operator: no such
  // directory, in use by another engine, written by a newer program, not a database.
  static tl::expected<std::unique_ptr<SqliteStore>, std::string> Open(SqliteStoreOptions options);
  // Writes what is queued first. Completions that are still posted do not touch the store.
  ~SqliteStore() override;

  // Transactions that reached the disk; fewer than Commits when group commit is at work.
  std::uint64_t physical_commits() const;

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
  struct Impl;
  explicit SqliteStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ikp::store
