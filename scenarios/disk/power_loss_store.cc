#include "scenarios/disk/power_loss_store.h"

#include <algorithm>
#include <coroutine>
#include <stdexcept>
#include <utility>

#include "engine/store/batch_rules.h"

namespace ikp::scenarios::disk {

using ports::CommitResult;

// Awaitable that lives in the frame of Commit: destroying the frame takes it out of the queue's entry and of the
// executor.
class PowerLossStore::Waiter {
 public:
  Waiter(PowerLossStore& store, ports::WriteBatch batch)
      : store_(&store), executor_(store.executor_), batch_(std::move(batch)) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() {
    if (state_ == State::kQueued) entry_->waiter = nullptr;
    if (state_ == State::kPosted) executor_.Forget(handle_);
  }

  bool await_ready() {
    if (store_->died() || store_->options_.flush_delay > domain::Milliseconds::zero() || !store_->queue_.empty()) {
      return false;
    }
    if (!store_->MayWrite(batch_)) return false;
    result_ = store_->Write(std::move(batch_));
    return !store_->died();
  }
  void await_suspend(std::coroutine_handle<> handle) {
    if (store_->died()) return;
    handle_ = handle;
    state_ = State::kQueued;
    auto due = store_->options_.now() + store_->options_.flush_delay;
    // A disk that became faster does not overtake itself.
    if (!store_->queue_.empty()) due = std::max(due, store_->queue_.back().due);
    entry_ = &store_->queue_.emplace_back(Queued{std::move(batch_), due, this});
  }
  CommitResult await_resume() {
    state_ = State::kIdle;
    return *result_;
  }

  void MoveTo(Queued& entry) { entry_ = &entry; }
  void Resume(CommitResult result) {
    result_ = result;
    state_ = State::kPosted;
    executor_.Post(handle_);
  }
  void Abandon() { state_ = State::kIdle; }

 private:
  enum class State { kIdle, kQueued, kPosted };

  PowerLossStore* store_;
  async::Executor& executor_;
  ports::WriteBatch batch_;
  std::optional<CommitResult> result_;
  std::coroutine_handle<> handle_;
  Queued* entry_ = nullptr;
  State state_ = State::kIdle;
};

PowerLossStore::PowerLossStore(Disk& disk, async::Executor& executor, PowerLossStoreOptions options)
    : disk_(disk), executor_(executor), options_(std::move(options)) {
  SetFlushDelay(options_.flush_delay);
}

PowerLossStore::~PowerLossStore() { DropQueue(); }

void PowerLossStore::SetFlushDelay(domain::Milliseconds delay) {
  if (!options_.now && delay > domain::Milliseconds::zero()) {
    throw std::invalid_argument("PowerLossStore: a flush delay needs a clock");
  }
  options_.flush_delay = delay;
}

std::optional<domain::Instant> PowerLossStore::NextFlush() const {
  if (queue_.empty()) return std::nullopt;
  return queue_.front().due;
}

void PowerLossStore::Flush() {
  while (!queue_.empty() && queue_.front().due <= options_.now()) FlushOldest();
}

void PowerLossStore::FlushAll() {
  while (!queue_.empty()) FlushOldest();
}

void PowerLossStore::FlushOldest() {
  // The batch is asked about while it is still the oldest of the queue, so that a Crash in the hook can keep it.
  if (!MayWrite(queue_.front().batch)) return;
  auto entry = std::move(queue_.front());
  queue_.pop_front();
  if (entry.waiter != nullptr) entry.waiter->MoveTo(entry);
  const auto result = Write(std::move(entry.batch));
  if (entry.waiter == nullptr) return;
  if (died()) {
    entry.waiter->Abandon();
  } else {
    entry.waiter->Resume(result);
  }
}

bool PowerLossStore::MayWrite(const ports::WriteBatch& batch) {
  const bool allowed = !options_.before_write || options_.before_write(batch);
  if (died()) return false;
  if (allowed && !disk_.full()) return true;
  Die(allowed ? Death::kDiskFull : Death::kVeto);
  return false;
}

CommitResult PowerLossStore::Write(ports::WriteBatch batch) {
  const bool writes = !batch.empty();
  const auto copy = options_.on_commit ? batch : ports::WriteBatch();
  const auto result = disk_.durable_.Apply(std::move(batch));
  if (writes && result == CommitResult::kCommitted) ++disk_.writes_;
  if (options_.on_commit) options_.on_commit(copy, result);
  if (options_.on_judged) options_.on_judged(result);
  return result;
}

void PowerLossStore::Crash(std::size_t keep) {
  if (died()) return;
  death_ = Death::kCrash;
  auto queue = std::exchange(queue_, {});
  for (auto& entry : queue) {
    if (entry.waiter != nullptr) entry.waiter->Abandon();
  }
  for (std::size_t i = 0; i < std::min(keep, queue.size()) && !disk_.full(); ++i) Write(std::move(queue[i].batch));
}

void PowerLossStore::Die(Death death) {
  death_ = death;
  DropQueue();
  if (options_.on_fatal) options_.on_fatal(death);
}

void PowerLossStore::DropQueue() {
  for (auto& entry : queue_) {
    if (entry.waiter != nullptr) entry.waiter->Abandon();
  }
  queue_.clear();
}

async::Task<CommitResult> PowerLossStore::Commit(ports::WriteBatch batch) {
  store::CheckWellFormed(batch);
  Waiter waiter(*this, std::move(batch));
  co_return co_await waiter;
}

async::Task<std::vector<ports::Trigger>> PowerLossStore::PendingTriggers(std::size_t limit) {
  return disk_.durable_.PendingTriggers(limit);
}

async::Task<std::optional<ports::PushState>> PowerLossStore::FindPushState(domain::IksChildId child) {
  return disk_.durable_.FindPushState(std::move(child));
}

async::Task<std::vector<ports::PushState>> PowerLossStore::PushStatesOfFamily(domain::IksFamilyId family) {
  return disk_.durable_.PushStatesOfFamily(std::move(family));
}

async::Task<std::vector<ports::PushState>> PowerLossStore::DuePushStates(domain::Instant now, std::size_t limit) {
  return disk_.durable_.DuePushStates(now, limit);
}

async::Task<std::vector<ports::PushState>> PowerLossStore::AllPushStates() { return disk_.durable_.AllPushStates(); }

async::Task<std::vector<ports::Intent>> PowerLossStore::OpenIntentsOfFamily(domain::SiteId site,
                                                                            domain::IksFamilyId family) {
  return disk_.durable_.OpenIntentsOfFamily(std::move(site), std::move(family));
}

async::Task<std::vector<ports::Intent>> PowerLossStore::OpenIntents() { return disk_.durable_.OpenIntents(); }

async::Task<std::vector<ports::Intent>> PowerLossStore::IntentsSince(domain::SiteId site, domain::Instant since) {
  return disk_.durable_.IntentsSince(std::move(site), since);
}

async::Task<std::optional<domain::Instant>> PowerLossStore::NextAttemptAfter(domain::Instant after,
                                                                             std::set<domain::IksFamilyId> except) {
  return disk_.durable_.NextAttemptAfter(after, std::move(except));
}

async::Task<std::optional<ports::Link>> PowerLossStore::FindLink(domain::SiteId site, ports::LinkKind kind,
                                                                 std::string iks_id) {
  return disk_.durable_.FindLink(std::move(site), kind, std::move(iks_id));
}

async::Task<std::vector<ports::Link>> PowerLossStore::LinksOfSite(domain::SiteId site) {
  return disk_.durable_.LinksOfSite(std::move(site));
}

async::Task<std::vector<ports::Agreement>> PowerLossStore::AgreementsOfSite(domain::SiteId site) {
  return disk_.durable_.AgreementsOfSite(std::move(site));
}

async::Task<std::optional<ports::Agreement>> PowerLossStore::FindAgreement(domain::SiteId site,
                                                                           domain::IksChildId child) {
  return disk_.durable_.FindAgreement(std::move(site), std::move(child));
}

async::Task<std::optional<ports::NightlyRun>> PowerLossStore::FindNightly(domain::SiteId site,
                                                                          domain::CivilDate local_date) {
  return disk_.durable_.FindNightly(std::move(site), local_date);
}

async::Task<std::optional<ports::NightlyRun>> PowerLossStore::LatestNightly(domain::SiteId site) {
  return disk_.durable_.LatestNightly(std::move(site));
}

async::Task<std::vector<ports::Review>> PowerLossStore::OpenReviews() { return disk_.durable_.OpenReviews(); }

async::Task<std::vector<ports::Review>> PowerLossStore::ReviewsOfFamily(domain::SiteId site,
                                                                        domain::IksFamilyId family) {
  return disk_.durable_.ReviewsOfFamily(std::move(site), std::move(family));
}

async::Task<std::optional<ports::Review>> PowerLossStore::FindReview(domain::ReviewId id) {
  return disk_.durable_.FindReview(std::move(id));
}

async::Task<std::vector<ports::AuditEntry>> PowerLossStore::AuditOfChild(domain::IksChildId child, std::size_t limit) {
  return disk_.durable_.AuditOfChild(std::move(child), limit);
}

async::Task<std::vector<ports::AuditEntry>> PowerLossStore::AuditAfter(std::int64_t sequence, std::size_t limit) {
  return disk_.durable_.AuditAfter(sequence, limit);
}

async::Task<std::optional<std::string>> PowerLossStore::Cursor(std::string name) {
  return disk_.durable_.Cursor(std::move(name));
}

}  // namespace ikp::scenarios::disk
