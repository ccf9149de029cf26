// PowerLossStore: the engine's store in the scenario world, where a commit takes time and a process can die in it.
//
// A Disk holds what is durable (a MemoryStore) and outlives every process. A PowerLossStore is the connection of one
// process of the engine to it. Reads are answered at once from what is durable; a Commit waits in the connection's
// queue until the world says that the disk has written it. Batches of a connection become durable in the order of their
// Commits, and each is judged at that moment, so that the results are those of a MemoryStore which is given the batches
// in the order of durability.
//
//   Disk disk;                                                  // the machine: lives as long as the scenario
//   auto store = std::make_unique<PowerLossStore>(disk, executor, PowerLossStoreOptions{
//       .now = [&] { return world_time; }, .flush_delay = 2ms, .on_fatal = [&](Death) { engine_must_go = true; }});
//   Engine engine(*store, ...);                                 // commits; its coroutines wait
//   if (store->NextFlush() <= world_time) store->Flush();       // they are durable; the coroutines are posted
//   store->Crash(1);                                            // the oldest waiting batch was written, the rest not
//   engine_.reset(); store.reset();                             // nobody ever learnt of it
//   ... a new PowerLossStore on the same disk for the next process ...
//
// With flush_delay 0 a Commit is durable when it is called and does not suspend.
//
// Death: after a crash, a veto of `before_write` or a full disk, a connection is dead. Commits that wait are never
// resumed, later ones never return, nothing of them is written. (The engine in production ends its process when its
// store fails.) A dead connection is only good for being destroyed, after the engine in front of it; its coroutines may
// be destroyed before or after it.
//
// Hooks run inside Flush, Crash or (flush_delay 0) inside a Commit of the engine. They may call Crash, SetFull and
// reads, and must not destroy the engine or the connection: note it, and do it when the executor's step is over. What
// is under way in that step still goes on until it suspends; the world drops effects of a process whose connection is
// dead.
//
// Threads: one. The executor and the disk outlive the connections and the coroutines that wait on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/task.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/ports/store.h"
#include "engine/store/memory_store.h"

namespace ikp::scenarios::disk {

// What is durable, and the condition of the disk; shared by the connections of all processes.
class Disk {
 public:
  // What is durable: for checkers, and to prepare a scenario.
  store::MemoryStore& durable() { return durable_; }
  const store::MemoryStore& durable() const { return durable_; }

  // A full disk: every process that tries to write dies of it.
  void SetFull(bool full) { full_ = full; }
  bool full() const { return full_; }

  // Batches that became durable, of all connections; conflicts and empty batches do not count.
  std::uint64_t writes() const { return writes_; }

 private:
  friend class PowerLossStore;
  store::MemoryStore durable_;
  bool full_ = false;
  std::uint64_t writes_ = 0;
};

enum class Death {
  kNone,
  kCrash,     // the world called Crash
  kVeto,      // before_write said no
  kDiskFull,  // a write met a full disk
};

struct PowerLossStoreOptions {
  // World time, never backwards. Not needed when flush_delay is 0.
  std::function<domain::Instant()> now = {};
  domain::Milliseconds flush_delay{0};
  // Asked before a batch is judged and written; false: the process dies just before this write.
  std::function<bool(const ports::WriteBatch&)> before_write = {};
  // Told of each batch when it has become durable or has been found in conflict (then nothing was written), also of
  // those that a Crash keeps. Calling Crash here is a death just after the write.
  std::function<void(const ports::WriteBatch&, ports::CommitResult)> on_commit = {};
  // The same, without the batch, which costs a copy of it; called after on_commit.
  std::function<void(ports::CommitResult)> on_judged = {};
  // The process has died of a veto or of a full disk. Called once, and not for Crash, whose caller knows.
  std::function<void(Death)> on_fatal = {};
};

class PowerLossStore final : public ports::Store {
 public:
  PowerLossStore(Disk& disk, async::Executor& executor, PowerLossStoreOptions options);
  PowerLossStore(const PowerLossStore&) = delete;
  PowerLossStore& operator=(const PowerLossStore&) = delete;
  // Batches that are still queued vanish, as when the process ends.
  ~PowerLossStore() override;

  // When the oldest queued batch becomes durable; nothing when none is queued.
  std::optional<domain::Instant> NextFlush() const;
  // Makes durable what is due by now(), in order, and posts the coroutines that wait for it. Stops at a death.
  void Flush();
  // The same for the whole queue, due or not: a disk that catches up.
  void FlushAll();
  // For batches that are committed from now on; a slow disk.
  void SetFlushDelay(domain::Milliseconds delay);

  // The process dies. Of the queued batches the first `keep` become durable all the same (the disk had written them,
  // the process never learnt; none on a full disk), the others vanish. Nothing happens to a dead connection.
  void Crash(std::size_t keep);

  bool died() const { return death_ != Death::kNone; }
  Death death() const { return death_; }
  std::size_t queued() const { return queue_.size(); }

  // Throws std::invalid_argument for a batch that no program may write (engine/store/batch_rules.h). Destroying the
  // task while it waits does not take the batch back.
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
  class Waiter;
  struct Queued {
    ports::WriteBatch batch;
    domain::Instant due{};
    Waiter* waiter = nullptr;  // null once nobody waits any more
  };

  // False when the process has died at this write.
  bool MayWrite(const ports::WriteBatch& batch);
  ports::CommitResult Write(ports::WriteBatch batch);
  void FlushOldest();
  void Die(Death death);
  void DropQueue();

  Disk& disk_;
  async::Executor& executor_;
  PowerLossStoreOptions options_;
  std::deque<Queued> queue_;  // a deque: entries stay where they are while others come and go
  Death death_ = Death::kNone;
};

}  // namespace ikp::scenarios::disk
