// SimulatorClock: the time that all simulators of one process share. Real time follows the wall clock; manual time
// stands still until it is moved. In both it never goes backwards.
//
// Threads: one caller thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

class SimulatorClock {
 public:
  // `wall_clock` gives real time, in UTC.
  explicit SimulatorClock(std::function<Instant()> wall_clock);
  SimulatorClock(std::function<Instant()> wall_clock, Instant manual_start);

  Instant Now();
  bool manual() const { return manual_; }

  // After manual time that ran ahead, time stands still until the wall clock has caught up.
  void FollowWallClock() { manual_ = false; }
  // Stands still at Now().
  void Hold();
  // False when `now` lies in the past, or time is real.
  bool HopTo(Instant now);

 private:
  std::function<Instant()> wall_clock_;
  bool manual_ = false;
  Instant now_{};
};

}  // namespace ikp::simulators::kit
