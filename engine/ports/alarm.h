// Alarm: waits for whichever comes first: a ring, a point in time, or a stop. The way a service sleeps until there is
// something to do.
#pragma once

#include <optional>
#include <stop_token>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/async/task_scope.h"
#include "engine/ports/clock.h"

namespace ikp::ports {

class Alarm {
 public:
  Alarm(async::Executor& executor, Clock& clock) : clock_(clock), signal_(executor), timers_(executor) {}

  // Wakes the waiter, or lets its next wait pass at once.
  void Ring() { signal_.Set(); }

  // One waiter at a time.
  async::Task<void> WaitUntil(std::optional<domain::Instant> due, std::stop_token stop) {
    const std::stop_callback on_stop(stop, [this] { signal_.Set(); });
    std::stop_source over;
    if (due) timers_.Spawn(RingAt(*due, over.get_token()));
    co_await signal_.Wait();
    over.request_stop();
  }

 private:
  async::Task<void> RingAt(domain::Instant due, std::stop_token stop) {
    co_await clock_.SleepUntil(due, stop);
    if (!stop.stop_requested()) signal_.Set();
  }

  Clock& clock_;
  async::Signal signal_;
  async::TaskScope timers_;
};

}  // namespace ikp::ports
