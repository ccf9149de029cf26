// Service: the way of an API request from its target to the answer: tenant, route, limit, token, idempotency, handler.
#pragma once

#include <vector>

#include "simulators/kit/simulator.h"
#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// A tenant is named by the path prefix /t/{tenant}, or by the host <tenant>.procareconnect... [T1].
kit::Answer Serve(World& world, const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now);

}  // namespace ikp::simulators::procare_online
