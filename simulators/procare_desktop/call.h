// Call: one request to the local session contract, on its way through the handlers.
//
// Refusals are {"code": "...", "errors": ["field: what is wrong; what to do"]}.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/message.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/request_reading.h"
#include "simulators/kit/router.h"
#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

struct Call {
  World& world;
  const http::Request& request;
  kit::ActingFaults faults;
  Instant now;
  kit::PathParameters path{};
  std::vector<std::string> notes{};
  std::chrono::milliseconds delay{};

  // A number of the query; a mistake goes to `errors`.
  std::optional<std::int64_t> QueryNumber(std::string_view name, std::int64_t minimum, std::int64_t maximum,
                                          kit::FieldErrors& errors) const;
};

// The body of a write: `reader` reports to `errors`.
struct Write {
  Call& call;
  kit::FieldReader& reader;
  kit::FieldErrors& errors;

  // Reports what nobody read. True when there is no mistake: only then may anything change.
  bool Good();
};

http::Response Refusal(int status, const std::string& code, const std::vector<std::string>& errors);
http::Response Invalid(const kit::FieldErrors& errors);

}  // namespace ikp::simulators::procare_desktop
