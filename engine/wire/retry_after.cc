#include "engine/wire/retry_after.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string>

namespace ikp::wire {
namespace {

constexpr domain::Milliseconds kLongest = std::chrono::hours(1);

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<domain::Instant> ParseHttpDate(std::string_view text) {
  constexpr std::array kFormats = {"%a, %d %b %Y %T GMT", "%A, %d-%b-%y %T GMT", "%a %b %d %T %Y"};
  constexpr std::size_t kLongestDate = 40;
  if (text.size() > kLongestDate) return std::nullopt;
  for (const char* format : kFormats) {
    std::istringstream in{std::string(text)};
    date::sys_seconds time;
    in >> date::parse(format, time);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) continue;
    return domain::Instant(std::chrono::duration_cast<domain::Milliseconds>(time.time_since_epoch()));
  }
  return std::nullopt;
}

domain::Milliseconds RetryAfter(std::optional<std::string_view> header, domain::Instant now,
                                domain::Milliseconds otherwise) {
  if (!header) return otherwise;
  const std::string_view text = Trim(*header);
  if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    // More digits than fit mean "very long" all the same.
    if (error != std::errc() || seconds > std::chrono::duration_cast<std::chrono::seconds>(kLongest).count()) {
      return kLongest;
    }
    return std::chrono::seconds(seconds);
  }
  const auto date = ParseHttpDate(text);
  if (!date) return otherwise;
  return std::clamp(*date - now, domain::Milliseconds(0), kLongest);
}

}  // namespace ikp::wire
