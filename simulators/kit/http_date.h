// The date form of HTTP headers (RFC 9110): "Sun, 08 Mar 2026 09:00:00 GMT".
#pragma once

#include <string>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

std::string HttpDate(Instant instant);

}  // namespace ikp::simulators::kit
