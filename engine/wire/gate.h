// Gate: everything that keeps one tenant from being overrun: the pace, how many calls are under way at once, and how
// many may queue (I12, I15).
#pragma once

#include <cstddef>
#include <tl/expected.hpp>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/wire/environment.h"
#include "engine/wire/token_bucket.h"

namespace ikp::wire {

struct GateSettings {
  Pace pace;
  std::size_t concurrent = 4;
  std::size_t queued = 1000;  // more are turned away at once
};

class Gate {
 public:
  Gate(const Environment& environment, GateSettings settings);

  // Held during one exchange.
  using Pass = async::Semaphore::Permit;

  // In the order of the calls. When it would take until after `give_up_at`, the instant from which it makes sense to
  // try again.
  async::Task<tl::expected<Pass, domain::Instant>> Enter(domain::Instant give_up_at);
  void PauseUntil(domain::Instant end) { bucket_.PauseUntil(end); }

 private:
  ports::Clock& clock_;
  GateSettings settings_;
  TokenBucket bucket_;
  async::Semaphore places_;
  std::size_t queued_ = 0;
};

}  // namespace ikp::wire
