#include "engine/procare_desktop/presence.h"

#include <algorithm>
#include <string>

#include "engine/audit/entries.h"

namespace ikp::procare_desktop {
namespace {

using domain::Instant;

constexpr std::chrono::minutes kWriteEvery{5};
constexpr std::chrono::hours kLong{24};  // H21

}  // namespace

Presence::Presence(async::Executor& executor, ports::Clock& clock, ports::Store& store, ports::Log& log,
                   domain::InstallationId installation, domain::Milliseconds offline_after, domain::Milliseconds quiet,
                   std::function<void()> on_back)
    : clock_(clock),
      store_(store),
      log_(log),
      installation_(std::move(installation)),
      offline_after_(offline_after),
      quiet_(quiet),
      on_back_(std::move(on_back)),
      alarm_(executor, clock),
      loading_(executor, 1) {}

const char* Presence::Word(Told told) {
  if (told == Told::kOffline) return "offline";
  if (told == Told::kNeverConnected) return "never_connected";
  return told == Told::kOfflineForADay ? "offline_24h" : "";
}

async::Task<void> Presence::Load() {
  if (loaded_) co_return;
  const auto permit = co_await loading_.Acquire();
  if (loaded_) co_return;
  if (const auto text = co_await store_.Cursor("desktop.heard:" + installation_.str())) {
    durable_ = domain::ParseInstant(*text);
  }
  if (!last_heard_) last_heard_ = durable_;
  const auto told = co_await store_.Cursor("desktop.alarm:" + installation_.str());
  if (told == Word(Told::kOffline)) told_ = Told::kOffline;
  if (told == Word(Told::kOfflineForADay)) told_ = Told::kOfflineForADay;
  if (told == Word(Told::kNeverConnected)) told_ = Told::kNeverConnected;
  told_before_ = told_ != Told::kNothing;
  listening_since_ = clock_.Now();
  loaded_ = true;
}

void Presence::HoldEnds() {
  --holds_;
  last_heard_ = clock_.Now();
}

std::optional<Instant> Presence::LastHeard() const {
  const auto now = clock_.Now();
  if (last_heard_ && *last_heard_ > now) last_heard_ = now;
  return holds_ > 0 ? now : last_heard_;
}

bool Presence::Present() const {
  const auto heard = LastHeard();
  return heard && clock_.Now() < *heard + offline_after_;
}

async::Task<void> Presence::Heard() {
  const auto now = clock_.Now();
  const auto before = LastHeard();
  const bool back = !heard_in_this_process_ || !before || now >= *before + quiet_;
  heard_in_this_process_ = true;
  told_before_ = false;
  last_heard_ = now;
  if (!before || told_ != Told::kNothing) alarm_.Ring();
  if (back && on_back_) on_back_();
  const bool stale = !durable_ || now >= *durable_ + kWriteEvery || now < *durable_;
  if (!stale) co_return;
  durable_ = now;
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{"desktop.heard:" + installation_.str(), domain::FormatInstant(now)});
  co_await store_.Commit(std::move(batch));
}

async::Task<void> Presence::Watch(std::stop_token stop) {
  co_await Load();
  while (!stop.stop_requested()) {
    const auto due = co_await Judge();
    co_await alarm_.WaitUntil(due, stop);
  }
}

Instant Presence::OfflineAt(Instant heard) const { return std::max(heard, listening_since_) + offline_after_; }

// Where an earlier process had told the silence already, it goes on.
Instant Presence::OfflineForADayAt(Instant heard) const {
  const auto since = told_before_ ? heard : std::max(heard, listening_since_);
  return std::max(since + kLong, OfflineAt(heard));
}

async::Task<std::optional<Instant>> Presence::Judge() {
  const auto heard = LastHeard();
  if (!heard) co_return co_await JudgeNeverHeard();
  const auto now = clock_.Now();
  Told wanted = told_before_ ? told_ : Told::kNothing;
  if (wanted == Told::kNothing && now >= OfflineAt(*heard)) wanted = Told::kOffline;
  if (wanted == Told::kOffline && now >= OfflineForADayAt(*heard)) wanted = Told::kOfflineForADay;
  if (wanted == Told::kOfflineForADay && told_ == Told::kNothing) co_await Tell(Told::kOffline, heard);
  if (wanted != told_) co_await Tell(wanted, heard);
  if (told_ == Told::kNothing) co_return OfflineAt(*heard);
  if (told_ == Told::kOffline) co_return OfflineForADayAt(*heard);
  co_return std::nullopt;
}

async::Task<std::optional<Instant>> Presence::JudgeNeverHeard() {
  if (told_ == Told::kNeverConnected) co_return std::nullopt;
  const auto since = co_await ExpectedSince();
  if (clock_.Now() < since + kLong) co_return since + kLong;
  co_await Tell(Told::kNeverConnected, std::nullopt);
  co_return std::nullopt;
}

async::Task<Instant> Presence::ExpectedSince() {
  const auto now = clock_.Now();
  const std::string name = "desktop.expected:" + installation_.str();
  if (const auto text = co_await store_.Cursor(name)) {
    const auto since = domain::ParseInstant(*text);
    if (since && *since <= now) co_return *since;
  }
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{name, domain::FormatInstant(now)});
  co_await store_.Commit(std::move(batch));
  co_return now;
}

async::Task<void> Presence::Tell(Told now_told, std::optional<Instant> heard) {
  std::string event = "desktop_back";
  if (now_told == Told::kOffline) event = "desktop_offline";
  if (now_told == Told::kOfflineForADay) event = "desktop_offline_24h";
  if (now_told == Told::kNeverConnected) event = "desktop_never_connected";
  told_ = now_told;
  ports::LogFields fields{{"installation", installation_.str()}};
  audit::Details details{{"installation", installation_.str()}};
  if (heard) {
    fields.emplace_back("last_heard", domain::FormatInstant(*heard));
    details.emplace_back("last_heard", domain::FormatInstant(*heard));
  }
  log_.Write(now_told == Told::kNothing ? ports::LogLevel::kInfo : ports::LogLevel::kWarning, event, fields);
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{"desktop.alarm:" + installation_.str(), Word(now_told)});
  batch.push_back(audit::Entry(clock_.Now(), event, "", "", "", details));
  co_await store_.Commit(std::move(batch));
}

}  // namespace ikp::procare_desktop
