#include "engine/domain/instant.h"

#include <date/date.h>

#include <array>
#include <sstream>

namespace ikp::domain {

std::string FormatInstant(Instant instant) {
  const auto time = date::sys_time<Milliseconds>(instant.time_since_epoch());
  return date::format("%FT%TZ", time);
}

std::optional<Instant> ParseInstant(std::string_view text) {
  // %Ez reads both +0100 and +01:00.
  constexpr std::array kFormats = {"%FT%TZ", "%FT%T%Ez"};
  for (const char* format : kFormats) {
    std::istringstream in{std::string(text)};
    date::sys_time<Milliseconds> time;
    in >> date::parse(format, time);
    if (in.fail()) continue;
    if (in.peek() != std::istringstream::traits_type::eof()) continue;
    return Instant(time.time_since_epoch());
  }
  return std::nullopt;
}

}  // namespace ikp::domain
