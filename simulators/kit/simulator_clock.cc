#include "simulators/kit/simulator_clock.h"

#include <algorithm>
#include <utility>

namespace ikp::simulators::kit {

SimulatorClock::SimulatorClock(std::function<Instant()> wall_clock) : wall_clock_(std::move(wall_clock)) {}

SimulatorClock::SimulatorClock(std::function<Instant()> wall_clock, Instant manual_start)
    : wall_clock_(std::move(wall_clock)), manual_(true), now_(manual_start) {}

Instant SimulatorClock::Now() {
  if (!manual_) now_ = std::max(now_, wall_clock_());
  return now_;
}

void SimulatorClock::Hold() {
  Now();
  manual_ = true;
}

bool SimulatorClock::HopTo(Instant now) {
  if (!manual_ || now < now_) return false;
  now_ = now;
  return true;
}

}  // namespace ikp::simulators::kit
