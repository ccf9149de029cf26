// Instant: a point in time, UTC, in ms. Civil dates are another type (civil_date.h) and never convert by themselves.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ikp::domain {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Milliseconds>;

// "2026-03-08T09:00:00.000Z"
std::string FormatInstant(Instant instant);
// Reads ISO-8601 with Z or an offset, with or without fractional seconds. Anything else is nullopt.
std::optional<Instant> ParseInstant(std::string_view text);

}  // namespace ikp::domain
