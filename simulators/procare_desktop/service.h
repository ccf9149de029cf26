// The HTTP side: power, sessions, routes, and commands that come again.
#pragma once

#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

kit::Answer Serve(World& world, const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now);

}  // namespace ikp::simulators::procare_desktop
