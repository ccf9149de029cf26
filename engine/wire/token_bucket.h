// TokenBucket: the pace at which one tenant is called, and the pause that it asked for (H5, I12). Waiters are served in
// the order in which they came.
#pragma once

#include <optional>
#include <stop_token>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/ports/clock.h"

namespace ikp::wire {

struct Pace {
  double per_second = 2;  // above 0, at most 1000
  int burst = 5;          // at least 1: so many at once after a rest
};

class TokenBucket {
 public:
  TokenBucket(async::Executor& executor, ports::Clock& clock, std::stop_token stop, Pace pace = {});

  // Nothing when a token was taken. Otherwise none was: it would be free at the returned instant, which is later than
  // `give_up_at` (or the engine is stopping).
  async::Task<std::optional<domain::Instant>> Take(domain::Instant give_up_at);
  // Nobody gets a token before `end`. A pause is never shortened, and never longer than an hour.
  void PauseUntil(domain::Instant end);

 private:
  domain::Instant NextFree();

  ports::Clock& clock_;
  std::stop_token stop_;
  domain::Milliseconds interval_;   // between two tokens in the long run
  domain::Milliseconds allowance_;  // how far ahead of that pace a burst may run
  async::Semaphore turn_;
  // When the bucket would be full again; every token moves it on by one interval.
  domain::Instant full_at_{};
  domain::Instant paused_until_{};
};

}  // namespace ikp::wire
