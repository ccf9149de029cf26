#include "engine/domain/instant.h"

#include <date/date.h>

#include <algorithm>

#include "engine/domain/civil_date.h"

namespace ikp::domain {
namespace {

constexpr std::string_view kDigits = "0123456789";

void PutDigits(std::string& text, std::size_t place, std::size_t count, unsigned value) {
  for (; count > 0; --count, value /= 10) text[place + count - 1] = static_cast<char>('0' + value % 10);
}

// Takes exactly two digits off the front of `text`; nothing when they are not there or greater than `greatest`.
std::optional<int> TakeTwo(std::string_view& text, int greatest) {
  if (text.size() < 2 || text.substr(0, 2).find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  if (value > greatest) return std::nullopt;
  return value;
}

bool Take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// ".120", of any length; what is finer than a millisecond is cut. Nothing taken is no fraction.
std::optional<Milliseconds> TakeFraction(std::string_view& text) {
  if (!Take(text, '.')) return Milliseconds(0);
  const auto length = std::min(text.find_first_not_of(kDigits), text.size());
  if (length == 0) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < 3; ++i) value = value * 10 + (i < length ? text[i] - '0' : 0);
  text.remove_prefix(length);
  return Milliseconds(value);
}

// "Z", "+01:00" or "-0530", up to the end.
std::optional<std::chrono::minutes> TakeOffset(std::string_view& text) {
  if (text == "Z") return std::chrono::minutes(0);
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = TakeTwo(text, 23);
  Take(text, ':');
  const auto minutes = TakeTwo(text, 59);
  if (!hours || !minutes || !text.empty()) return std::nullopt;
  return sign * std::chrono::minutes(*hours * 60 + *minutes);
}

}  // namespace

std::string FormatInstant(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) {
    return date::format("%FT%TZ", date::sys_time<Milliseconds>(instant.time_since_epoch()));
  }
  std::string text = "0000-00-00T00:00:00.000Z";
  auto ms = static_cast<unsigned>((instant - day).count());
  PutDigits(text, 20, 3, ms % 1000);
  ms /= 1000;
  PutDigits(text, 17, 2, ms % 60);
  PutDigits(text, 14, 2, ms / 60 % 60);
  PutDigits(text, 11, 2, ms / 3600);
  PutDigits(text, 8, 2, static_cast<unsigned>(date.day()));
  PutDigits(text, 5, 2, static_cast<unsigned>(date.month()));
  PutDigits(text, 0, 4, static_cast<unsigned>(year));
  return text;
}

std::optional<Instant> ParseInstant(std::string_view text) {
  constexpr std::size_t kDateLength = 10;
  const auto date = CivilDate::Parse(text.substr(0, kDateLength));
  if (!date) return std::nullopt;
  text.remove_prefix(kDateLength);
  if (!Take(text, 'T')) return std::nullopt;
  const auto hours = TakeTwo(text, 23);
  if (!hours || !Take(text, ':')) return std::nullopt;
  const auto minutes = TakeTwo(text, 59);
  if (!minutes || !Take(text, ':')) return std::nullopt;
  const auto seconds = TakeTwo(text, 59);
  if (!seconds) return std::nullopt;
  const auto fraction = TakeFraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = TakeOffset(text);
  if (!offset) return std::nullopt;
  return Instant(date->days()) + std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
         std::chrono::seconds(*seconds) + *fraction - *offset;
}

}  // namespace ikp::domain
