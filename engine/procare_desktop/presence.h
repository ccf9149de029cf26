// Presence: when the agent of an installation was heard of last, and telling people when it is silent for too long.
// What is known survives a restart (cursor "desktop.heard:<installation>", written at most every five minutes), and so
// does what people have been told (cursor "desktop.alarm:<installation>") and since when it is waited for (cursor
// "desktop.expected:<installation>").
//
// Silence counts only while the engine listens: what was sent to an engine that was down is not the agent's silence. An
// agent that was never heard of is missed after a day.
//
// Threads: the executor's. Load comes before everything else.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/ports/alarm.h"
#include "engine/ports/clock.h"
#include "engine/ports/log.h"
#include "engine/ports/store.h"

namespace ikp::procare_desktop {

class Presence {
 public:
  // Silent for `offline_after` is offline. `on_back` is called when the agent is heard of for the first time in this
  // process, or after a silence of `quiet` or more.
  Presence(async::Executor& executor, ports::Clock& clock, ports::Store& store, ports::Log& log,
           domain::InstallationId installation, domain::Milliseconds offline_after, domain::Milliseconds quiet,
           std::function<void()> on_back);

  async::Task<void> Load();

  // A call of the agent has arrived.
  async::Task<void> Heard();
  // While a poll is held, the agent counts as heard of at every moment.
  void HoldBegins() { ++holds_; }
  void HoldEnds();

  std::optional<domain::Instant> LastHeard() const;
  bool Present() const;

  // Tells (log and audit) that the agent is offline, again after a day, and when it is back; that it was never heard
  // of, after a day. Until `stop`.
  async::Task<void> Watch(std::stop_token stop);

 private:
  enum class Told { kNothing, kOffline, kOfflineForADay, kNeverConnected };
  static const char* Word(Told told);
  // When the silence since `heard` is to be told, as things stand.
  domain::Instant OfflineAt(domain::Instant heard) const;
  domain::Instant OfflineForADayAt(domain::Instant heard) const;
  async::Task<domain::Instant> ExpectedSince();
  // Tells what has to be told now; when to look again.
  async::Task<std::optional<domain::Instant>> Judge();
  async::Task<std::optional<domain::Instant>> JudgeNeverHeard();
  async::Task<void> Tell(Told now_told, std::optional<domain::Instant> heard);

  ports::Clock& clock_;
  ports::Store& store_;
  ports::Log& log_;
  domain::InstallationId installation_;
  domain::Milliseconds offline_after_;
  domain::Milliseconds quiet_;
  std::function<void()> on_back_;
  ports::Alarm alarm_;
  async::Semaphore loading_;
  bool loaded_ = false;
  bool heard_in_this_process_ = false;
  int holds_ = 0;
  domain::Instant listening_since_{};                  // this process
  bool told_before_ = false;                           // by an earlier process, and still so
  mutable std::optional<domain::Instant> last_heard_;  // never in the future: the clock may have been set back
  std::optional<domain::Instant> durable_;             // what the store says of last_heard_
  Told told_ = Told::kNothing;
};

}  // namespace ikp::procare_desktop
