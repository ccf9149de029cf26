#include "engine/procare_desktop/installation.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

namespace ikp::procare_desktop {
namespace {

using desktop_wire::Outcome;
using domain::Instant;
using domain::Reason;

constexpr std::size_t kMostReplaced = 32;
// In one reading; the rest is told with the next one.
constexpr std::size_t kMostTakenBack = 200;

Refusal Because(int status, std::string code, std::string error) {
  Refusal refusal{.status = status, .code = std::move(code), .errors = {}};
  refusal.errors.push_back(std::move(error));
  return refusal;
}

Refusal Replaced() {
  return Because(409, "replaced", "instance: another process of this agent polls now; only one may run");
}

Refusal Gap(int next_seq) {
  auto refusal = Because(409, "gap", "seq: the piece that is wanted now is " + std::to_string(next_seq));
  refusal.next_seq = next_seq;
  return refusal;
}

bool HasEffect(const desktop_wire::Command& command) {
  return !std::holds_alternative<desktop_wire::ReadSchool>(command.task) &&
         !std::holds_alternative<desktop_wire::CheckSetup>(command.task);
}

// Somebody waits for a command; leaves the queue also when the waiter is destroyed.
struct InQueue {
  InQueue(CommandQueue& owner, PendingCommand& waiting) : queue(owner), pending(waiting) { queue.Add(pending); }
  InQueue(const InQueue&) = delete;
  InQueue& operator=(const InQueue&) = delete;
  ~InQueue() { queue.Remove(pending); }
  CommandQueue& queue;
  PendingCommand& pending;
};

}  // namespace

// A poll that waits for a command. At most one counts; an older one is told by the newer.
struct Installation::Held {
  explicit Held(Installation& installation)
      : owner(installation), alarm(installation.environment_.executor, installation.environment_.clock) {
    owner.held_ = this;
    owner.presence_.HoldBegins();
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    if (owner.held_ == this) owner.held_ = nullptr;
    owner.presence_.HoldEnds();
  }
  Installation& owner;
  ports::Alarm alarm;
};

Installation::Installation(const wire::Environment& environment, ports::Store& store, ports::Log& log,
                           const InstallationSettings& settings, std::function<void()> on_back)
    : environment_(environment),
      store_(store),
      settings_(settings),
      on_back_(std::move(on_back)),
      credentials_(environment.executor, environment.clock, environment.random, store, log, settings.id,
                   settings.activation_key),
      presence_(environment.executor, environment.clock, store, log, settings.id, settings.offline_after,
                settings.patience.answer_within, on_back_),
      ledger_(environment.executor, store, settings.id),
      database_(environment.executor, store, log, settings.id, settings.database_id),
      queue_(settings.patience, settings.limits) {}

async::Task<void> Installation::Load() {
  co_await credentials_.Load();
  co_await presence_.Load();
  co_await database_.Load();
}

// --- for the sites -------------------------------------------------------------------------------------------------

std::string Installation::NewCommandId() {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(environment_.random.NextU64()),
                static_cast<unsigned long long>(environment_.random.NextU64()));
  return text;
}

std::optional<Ended> Installation::NotEvenQueued(const desktop_wire::Command& command) const {
  Outcome outcome;
  outcome.command_id = command.id;
  outcome.kind = Outcome::Kind::kNotDone;
  if (!foreign_contract_.empty()) {
    outcome.reason = Reason::kDesktopAgentOutdated;
    outcome.details = {"engine:" + std::string(desktop_wire::kContract), "agent:" + foreign_contract_};
  } else if (!credentials_.registered() || !presence_.LastHeard()) {
    outcome.reason = Reason::kDesktopNotConnected;
  } else if (!presence_.Present()) {
    outcome.reason = Reason::kDesktopOffline;
    outcome.details = {"last_heard:" + domain::FormatInstant(*presence_.LastHeard())};
  } else if (HasEffect(command) && data_ && database_.IsForeign(data_->database_id)) {
    // Readings and checks go through: they show when the right one is open again.
    outcome.reason = Reason::kDesktopOtherDatabase;
    outcome.details = {"database_id"};
  } else {
    return std::nullopt;
  }
  return Ended{.outcome = std::move(outcome)};
}

// What it says is nothing for this installation's schools. Effects say themselves what they did.
bool Installation::IsOfAnotherDatabase(const Ended& ended, const desktop_wire::Command& command) const {
  if (ended.outcome.kind != Outcome::Kind::kDone || HasEffect(command)) return false;
  if (ended.reading && database_.IsForeign(ended.reading->database_id)) return true;
  return data_ && database_.IsForeign(data_->database_id);
}

async::Task<Ended> Installation::Execute(desktop_wire::Command command) {
  co_await Load();
  if (auto refused = NotEvenQueued(command)) co_return std::move(*refused);
  command.database_id = database_.id();
  auto& clock = environment_.clock;
  ports::Alarm alarm(environment_.executor, clock);
  PendingCommand pending{.command = std::move(command), .queued_at = clock.Now()};
  pending.wake = [&alarm] { alarm.Ring(); };
  const InQueue place(queue_, pending);
  if (held_ != nullptr) held_->alarm.Ring();
  while (!pending.ended) {
    if (environment_.stop.stop_requested()) {
      queue_.Abandon(pending);
      break;
    }
    const auto due = queue_.GiveUpAt(pending, presence_.LastHeard());
    if (clock.Now() >= due) {
      queue_.GiveUp(pending, clock.Now(), presence_.LastHeard());
      break;
    }
    co_await alarm.WaitUntil(due, environment_.stop);
  }
  // The next one may go, if this one was given up while a poll is held.
  if (held_ != nullptr) held_->alarm.Ring();
  if (IsOfAnotherDatabase(*pending.ended, pending.command)) {
    Outcome outcome;
    outcome.command_id = pending.command.id;
    outcome.kind = Outcome::Kind::kNotDone;
    outcome.reason = Reason::kDesktopOtherDatabase;
    outcome.details = {"database_id"};
    co_return Ended{.outcome = std::move(outcome)};
  }
  co_return std::move(*pending.ended);
}

void Installation::NoLongerWanted(const std::vector<domain::IntentId>& intents) {
  for (const auto& intent : intents) not_wanted_.insert(intent.str());
}

async::Task<std::vector<std::string>> Installation::NotWantedOnList() {
  std::vector<std::string> ids;
  if (!on_work_list_.empty()) {
    std::set<std::string> open;
    for (const auto& intent : co_await store_.OpenIntents()) open.insert(intent.id.str());
    for (const auto& id : on_work_list_) {
      if (ids.size() < kMostTakenBack && (!open.contains(id) || not_wanted_.contains(id))) ids.push_back(id);
    }
  }
  not_wanted_.clear();  // whoever still does not want it says so again
  co_return ids;
}

InstallationStatus Installation::Status() const {
  return {.id = settings_.id,
          .registered = credentials_.registered(),
          .present = presence_.Present(),
          .last_heard = presence_.LastHeard(),
          .data = data_,
          .agent_version = agent_version_,
          .foreign_contract = foreign_contract_,
          .database_id = database_.id(),
          .other_database = data_ && database_.IsForeign(data_->database_id),
          .waiting = queue_.waiting() + (queue_.in_flight() ? 1 : 0)};
}

// --- for the agent -------------------------------------------------------------------------------------------------

bool Installation::IsReplaced(const std::string& instance) const {
  return std::find(replaced_.begin(), replaced_.end(), instance) != replaced_.end();
}

// The newer process wins. Which one is newer is told by the order of their polls, and a poll can be late on its way: so
// a process that was replaced is taken back when the one that replaced it is never heard of again.
bool Installation::Adopt(const std::string& instance) {
  const auto now = environment_.clock.Now();
  if (instance != instance_) {
    if (IsReplaced(instance) && now < instance_heard_ + settings_.patience.answer_within) return false;
    std::erase(replaced_, instance);
    if (!instance_.empty()) replaced_.push_back(instance_);
    if (replaced_.size() > kMostReplaced) replaced_.pop_front();
    instance_ = instance;
  }
  instance_heard_ = now;
  return true;
}

void Installation::NoteState(const desktop_wire::Poll& poll) {
  const bool was_another = data_ && database_.IsForeign(data_->database_id);
  const bool was_closed = (data_ && !data_->good) || was_another || !foreign_contract_.empty();
  foreign_contract_.clear();
  agent_version_ = poll.agent_version;
  data_ = poll.data;
  if (was_closed && poll.data.good && !database_.IsForeign(poll.data.database_id) && on_back_) on_back_();
}

async::Task<Taken<desktop_wire::PollAnswer>> Installation::Poll(desktop_wire::Poll poll) {
  if (!Adopt(poll.instance)) co_return tl::unexpected(Replaced());
  const auto number = ++polls_;
  if (held_ != nullptr) held_->alarm.Ring();  // the older one ends

  desktop_wire::PollAnswer answer;
  for (const auto& finished : poll.finished) {
    queue_.Told(finished);
    answer.accepted.push_back(finished.outcome.command_id);
  }
  const Asker asker{poll.journal_id, poll.instance, std::move(poll.begun)};
  queue_.AskedBy(asker);
  NoteState(poll);
  co_await database_.Shown(poll.data.database_id);
  co_await presence_.Heard();

  auto& clock = environment_.clock;
  const Instant until = clock.Now() + settings_.poll_hold;
  std::unique_ptr<Held> held;
  while (number == polls_) {
    if (const auto* command = queue_.Deliver(asker, clock.Now())) {
      answer.commands.push_back(*command);
      break;
    }
    if (!answer.accepted.empty() || !asker.begun.empty() || clock.Now() >= until || environment_.stop.stop_requested())
      break;
    if (!held) held = std::make_unique<Held>(*this);
    co_await held->alarm.WaitUntil(until, environment_.stop);
  }
  if (IsReplaced(poll.instance)) co_return tl::unexpected(Replaced());
  answer.not_wanted = queue_.NotWanted(asker);
  co_return answer;
}

async::Task<Taken<bool>> Installation::Heartbeat(desktop_wire::Heartbeat heartbeat) {
  if (IsReplaced(heartbeat.instance)) co_return tl::unexpected(Replaced());
  if (heartbeat.instance == instance_) instance_heard_ = environment_.clock.Now();
  queue_.Moved(heartbeat, environment_.clock.Now());
  co_await presence_.Heard();
  co_return true;
}

async::Task<Taken<int>> Installation::TakeChunk(desktop_wire::Chunk chunk, std::string digest, std::size_t bytes) {
  co_await presence_.Heard();
  auto* reading = queue_.Reading(chunk.snapshot_id);
  if (reading == nullptr) {
    co_return tl::unexpected(Because(404, "unknown_snapshot", "snapshot_id: nobody waits for this snapshot"));
  }
  using Verdict = SnapshotAssembly::Verdict;
  const auto taken = reading->assembly->Add(std::move(chunk), std::move(digest), bytes);
  switch (taken.verdict) {
    case Verdict::kTaken:
      reading->moved_at = environment_.clock.Now();
      break;
    case Verdict::kRepeated:
      break;
    case Verdict::kGap:
      co_return tl::unexpected(Gap(taken.next_seq));
    case Verdict::kTooMuch:
      co_return tl::unexpected(Because(413, "snapshot_too_large", "snapshot: has more rows than the engine takes"));
  }
  co_return taken.next_seq;
}

async::Task<void> Installation::SpeaksForeignContract(std::string contract) {
  foreign_contract_ = std::move(contract);
  co_await presence_.Heard();
}

}  // namespace ikp::procare_desktop
