// Clock: the only way to read or wait for time. Bindings: system clock, follower of the simulators' clock (demo),
// virtual time (tests, scenario world).
#pragma once

#include <stop_token>

#include "engine/async/task.h"
#include "engine/domain/instant.h"

namespace ikp::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  // UTC, in ms. Never goes backwards by itself, but an operator or NTP may step it.
  virtual domain::Instant Now() const = 0;
  // Returns at or after `due`, or at once when `stop` is requested. A `due` in the past returns without suspending for
  // time.
  virtual async::Task<void> SleepUntil(domain::Instant due, std::stop_token stop) = 0;
};

}  // namespace ikp::ports
