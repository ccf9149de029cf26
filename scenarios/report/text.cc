#include "scenarios/report/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace ikp::scenarios::report {
namespace {

using domain::Instant;
using domain::Milliseconds;

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Bytes of the first `characters` characters.
std::size_t BytesOf(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (at < text.size() && characters > 0) {
    ++at;
    while (at < text.size() && IsContinuation(text[at])) ++at;
    --characters;
  }
  return at;
}

std::string Digits(long long value, std::size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() >= width ? digits : std::string(width - digits.size(), '0') + digits;
}

struct Parts {
  long long days, hours, minutes, seconds, ms;
};

Parts Split(Milliseconds time) {
  const long long ms = time.count();
  return {ms / 86'400'000, ms / 3'600'000 % 24, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000};
}

std::string OfDay(const Parts& parts) {
  return Digits(parts.hours, 2) + ":" + Digits(parts.minutes, 2) + ":" + Digits(parts.seconds, 2) + "." +
         Digits(parts.ms, 3);
}

// Length of the well-formed UTF-8 character at the front of `text` that XML 1.0 allows; 0 when there is none.
std::size_t CharacterLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text[i])) return 0;
    code = (code << 6) | (byte(i) & 0x3F);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate || code == 0xFFFE || code == 0xFFFF || code > 0x10FFFF ? 0 : length;
}

}  // namespace

std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !IsContinuation(c); }));
}

std::string PadRight(std::string_view text, std::size_t width) {
  const std::size_t have = Width(text);
  return std::string(text) + std::string(have < width ? width - have : 0, ' ');
}

std::string PadLeft(std::string_view text, std::size_t width) {
  const std::size_t have = Width(text);
  return std::string(have < width ? width - have : 0, ' ') + std::string(text);
}

std::string Clip(std::string_view text, std::size_t width) {
  if (Width(text) <= width) return std::string(text);
  if (width == 0) return {};
  return std::string(text.substr(0, BytesOf(text, width - 1))) + "…";
}

std::vector<std::string> Wrap(std::string_view text, std::size_t width) {
  width = std::max<std::size_t>(width, 1);
  std::vector<std::string> lines;
  while (Width(text) > width) {
    std::size_t cut = text.rfind(' ', BytesOf(text, width));
    // A word longer than the line is cut where the line ends.
    if (cut == std::string_view::npos || cut == 0) cut = BytesOf(text, width);
    lines.emplace_back(text.substr(0, cut));
    text.remove_prefix(cut);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

std::string Clock(Instant at) {
  const auto midnight = std::chrono::floor<std::chrono::days>(at);
  return OfDay(Split(at - midnight));
}

std::string Day(Instant at) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto days = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(days);
  return std::string(kDays[std::chrono::weekday(days).c_encoding()]) + " " + Digits(int(date.year()), 4) + "-" +
         Digits(unsigned(date.month()), 2) + "-" + Digits(unsigned(date.day()), 2);
}

std::string Offset(Milliseconds since_start) {
  const bool before = since_start.count() < 0;
  const Parts parts = Split(before ? -since_start : since_start);
  const std::string days = parts.days > 0 ? std::to_string(parts.days) + "d " : "";
  return (before ? "-" : "+") + days + OfDay(parts);
}

std::string ShortOffset(Milliseconds since_start) {
  if (since_start.count() == 0) return "start";
  return since_start.count() < 0 ? "-" + Span(-since_start) : "+" + Span(since_start);
}

std::string Span(Milliseconds time) {
  const Parts parts = Split(time.count() < 0 ? -time : time);
  const std::array<std::pair<long long, std::string_view>, 5> all = {
      {{parts.days, " d"}, {parts.hours, " h"}, {parts.minutes, " min"}, {parts.seconds, " s"}, {parts.ms, " ms"}}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].first == 0) continue;
    std::string text = std::to_string(all[i].first) + std::string(all[i].second);
    if (i + 1 < all.size() && all[i + 1].first != 0) {
      text += " " + std::to_string(all[i + 1].first) + std::string(all[i + 1].second);
    }
    return text;
  }
  return "0 s";
}

std::string Counted(long long count, std::string_view word) {
  return WithCommas(count) + " " + std::string(word) + (count == 1 ? "" : "s");
}

std::string Ordinal(int number) {
  const int last_two = number % 100, last = number % 10;
  const bool teen = last_two >= 11 && last_two <= 13;
  return std::to_string(number) + (teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

std::string WithCommas(long long number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string EscapeMarkup(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t length = CharacterLength(text);
    switch (text.front()) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace ikp::scenarios::report
