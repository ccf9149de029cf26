// The clock's admin requests as values: parsed and checked apart from the sockets.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <variant>

#include "simulators/kit/clock_coordinator.h"
#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

struct ShowClock {};
struct UseRealTime {};
struct UseManualTime {
  std::optional<Instant> now;  // nothing: hold the present moment
};
struct AdvanceClock {
  std::chrono::milliseconds by{0};
};
struct FollowClock {
  FollowRequest request;
  std::int64_t seq = 0;
};
struct UnfollowClock {
  std::string follower;
};
struct RunClock {
  RunRequest request;
};
using ClockCommand =
    std::variant<ShowClock, UseRealTime, UseManualTime, AdvanceClock, FollowClock, UnfollowClock, RunClock>;

// True for /__admin/clock and what is below it.
bool IsClockPath(std::string_view target);
// The command, or the answer that refuses the request.
tl::expected<ClockCommand, http::Response> ReadClockCommand(const http::Request& request);

}  // namespace ikp::simulators::kit
