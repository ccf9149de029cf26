// ManualClock: time that moves only when a test (or a scenario) says so. Sleepers wake in the order of their due time,
// and in the order in which they went to sleep when the times are equal; between two of them everything that is ready
// runs to its end, so that a run is the same every time.
//
//   async::ManualExecutor executor;
//   ManualClock clock(executor, *domain::ParseInstant("2026-03-08T09:00:00Z"));
//   auto task = Work(clock);      // a coroutine that sleeps
//   task.Start();
//   clock.Advance(5s);            // wakes everything that is due on the way
//
//   int result = clock.Run(OtherWork(clock));  // moves time as far as the task needs it
//
// A coroutine may be destroyed while it sleeps, also after it was woken and before it continued. Requesting the stop of
// a sleeper wakes it at the present time. One thread. The executor outlives the clock; sleepers may outlive it (they
// then sleep for ever).
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <utility>

#include "engine/async/executor.h"
#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/ports/clock.h"

namespace ikp::wire::testing {

class ManualClock final : public ports::Clock {
 public:
  ManualClock(async::ManualExecutor& executor, domain::Instant now) : executor_(executor), now_(now) {}
  ManualClock(const ManualClock&) = delete;
  ManualClock& operator=(const ManualClock&) = delete;
  ~ManualClock() override;

  domain::Instant Now() const override { return now_; }
  async::Task<void> SleepUntil(domain::Instant due, std::stop_token stop) override;

  // Runs what is ready, without moving time. Throws when it does not come to rest (a livelock).
  void Settle();
  // Settles, then moves time forward, waking sleepers one due time after the other; settles again at the end.
  void Advance(domain::Milliseconds duration) { AdvanceTo(now_ + duration); }
  void AdvanceTo(domain::Instant end);
  // Moves to the next due time; false (and no move) when nobody sleeps.
  bool AdvanceToNext();
  // Sets the time as an operator or NTP does, also backwards. Who became due by a step forward is woken; a step
  // backwards lengthens every sleep.
  void StepTo(domain::Instant now);

  // Runs `task` to its end, moving time whenever nothing else can happen. Throws when the task waits for something that
  // time does not bring, or needs more than `patience`.
  template <typename T>
  T Run(async::Task<T> task, domain::Milliseconds patience = std::chrono::hours(24 * 30)) {
    const domain::Instant give_up_at = now_ + patience;
    task.Start();
    for (Settle(); !task.done(); Settle()) {
      const auto next = NextDue();
      if (!next) throw std::runtime_error("ManualClock: the task waits, and nobody sleeps");
      if (*next > give_up_at) throw std::runtime_error("ManualClock: the task needs more time than its patience");
      AdvanceToNext();
    }
    return task.Result();
  }

  std::optional<domain::Instant> NextDue() const;
  std::size_t sleepers() const { return sleepers_.size(); }

 private:
  class Sleeper;
  using Position = std::pair<domain::Instant, std::uint64_t>;

  void WakeDue();

  async::ManualExecutor& executor_;
  domain::Instant now_;
  std::uint64_t next_sequence_ = 0;
  std::map<Position, Sleeper*> sleepers_;
};

}  // namespace ikp::wire::testing
