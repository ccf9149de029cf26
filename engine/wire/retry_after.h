// The Retry-After header (RFC 9110): seconds or an HTTP date; peers also send 0 and nonsense (G7).
#pragma once

#include <optional>
#include <string_view>

#include "engine/domain/instant.h"

namespace ikp::wire {

// "Sun, 06 Nov 1994 08:49:37 GMT" and the two older forms that RFC 9110 wants to be understood.
std::optional<domain::Instant> ParseHttpDate(std::string_view text);

// How long to wait from `now` on; zero for "0" and for a date in the past, at most one hour, and `otherwise` when the
// header is missing or not understood.
domain::Milliseconds RetryAfter(std::optional<std::string_view> header, domain::Instant now,
                                domain::Milliseconds otherwise);

}  // namespace ikp::wire
