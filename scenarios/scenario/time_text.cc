#include "scenarios/scenario/time_text.h"

#include <charconv>
#include <cstdint>
#include <cstdio>

namespace ikp::scenarios {
namespace {

// Takes a number of exactly or at most so many digits off the front.
std::optional<std::int64_t> TakeNumber(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits < least || digits > most) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return number;
}

bool Take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

}  // namespace

std::string ToTimeText(domain::Milliseconds time) {
  const std::int64_t ms = time.count();
  const std::int64_t size = ms < 0 ? -ms : ms;
  const std::int64_t days = size / 86'400'000;
  const auto rest = static_cast<int>(size % 86'400'000);
  char clock[40];
  std::snprintf(clock, sizeof clock, "%02d:%02d:%02d", rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60);
  std::string text = ms < 0 ? "-" : "";
  if (days > 0) text += std::to_string(days) + "d ";
  text += clock;
  if (rest % 1000 != 0) {
    std::snprintf(clock, sizeof clock, ".%03d", rest % 1000);
    text += clock;
  }
  return text;
}

std::optional<domain::Milliseconds> ParseTimeText(std::string_view text) {
  const bool back = Take(text, "-");
  std::int64_t days = 0;
  if (const auto gap = text.find("d "); gap != std::string_view::npos) {
    const auto number = TakeNumber(text, 1, 6);
    if (!number || !Take(text, "d ")) return std::nullopt;
    days = *number;
  }
  std::int64_t ms = 0;
  constexpr std::int64_t kLimits[] = {24, 60, 60};
  for (std::size_t part = 0; part < 3; ++part) {
    if (part > 0 && !Take(text, ":")) return std::nullopt;
    const auto number = TakeNumber(text, 2, 2);
    if (!number || *number >= kLimits[part]) return std::nullopt;
    ms = ms * 60 + *number;
  }
  ms *= 1000;
  if (Take(text, ".")) {
    const auto digits = text.size();
    const auto number = TakeNumber(text, 1, 3);
    if (!number) return std::nullopt;
    ms += *number * (digits == 1 ? 100 : digits == 2 ? 10 : 1);
  }
  if (!text.empty()) return std::nullopt;
  ms += days * 86'400'000;
  return domain::Milliseconds(back ? -ms : ms);
}

}  // namespace ikp::scenarios
