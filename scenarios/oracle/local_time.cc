#include "scenarios/oracle/local_time.h"

#include <date/tz.h>

#include <stdexcept>

namespace ikp::scenarios::oracle {
namespace {

const date::time_zone* Find(const std::string& zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    return date::locate_zone("UTC");
  }
}

const date::time_zone& Zone(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

}  // namespace

LocalTime::LocalTime(const std::string& zone) : zone_(Find(zone)) {}

LocalDate LocalTime::DateAt(domain::Instant instant) const {
  const auto local = Zone(zone_).to_local(date::sys_time<domain::Milliseconds>(instant.time_since_epoch()));
  return LocalDate(date::floor<date::days>(local).time_since_epoch());
}

domain::Instant LocalTime::InstantOf(LocalDate date, std::chrono::minutes minutes) const {
  const date::local_seconds wall(date.time_since_epoch() + minutes);
  const auto info = Zone(zone_).get_info(wall);
  // In a gap both offsets are shown; the gap ends where the second one begins.
  if (info.result == date::local_info::nonexistent) {
    return domain::Instant(std::chrono::duration_cast<domain::Milliseconds>(info.second.begin.time_since_epoch()));
  }
  return domain::Instant(std::chrono::duration_cast<domain::Milliseconds>(wall.time_since_epoch() - info.first.offset));
}

std::string TextOf(LocalDate date) {
  const std::chrono::year_month_day day(date);
  std::string text = "0000-00-00";
  const auto put = [&](std::size_t end, unsigned number) {
    for (; number > 0; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
  };
  put(4, static_cast<unsigned>(static_cast<int>(day.year())));
  put(7, static_cast<unsigned>(day.month()));
  put(10, static_cast<unsigned>(day.day()));
  return text;
}

std::chrono::minutes MinutesOf(std::string_view hh_mm) {
  if (hh_mm.size() != 5) return std::chrono::minutes(0);
  const auto digit = [&](std::size_t i) { return hh_mm[i] - '0'; };
  return std::chrono::minutes((digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4));
}

}  // namespace ikp::scenarios::oracle
