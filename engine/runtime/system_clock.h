// SystemClock: the production Clock, on the system's UTC clock and the loop's timers. A step of the system clock wakes
// sleepers within a second.
#pragma once

#include "engine/ports/clock.h"
#include "engine/runtime/event_loop.h"

namespace ikp::runtime {

class SystemClock final : public ports::Clock {
 public:
  explicit SystemClock(EventLoop& loop) : loop_(loop) {}
  domain::Instant Now() const override;
  async::Task<void> SleepUntil(domain::Instant due, std::stop_token stop) override;

 private:
  EventLoop& loop_;
};

}  // namespace ikp::runtime
