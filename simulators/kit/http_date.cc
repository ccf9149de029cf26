#include "simulators/kit/http_date.h"

#include <date/date.h>

namespace ikp::simulators::kit {

std::string HttpDate(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch());
  return date::format("%a, %d %b %Y %T GMT", date::sys_seconds(seconds));
}

}  // namespace ikp::simulators::kit
