#include "simulators/kit/civil_time.h"

#include <date/date.h>
#include <date/tz.h>

#include <cctype>
#include <stdexcept>

#include "simulators/kit/digits.h"

namespace ikp::simulators::kit {
namespace {

std::optional<date::year_month_day> Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) return std::nullopt;
  }
  const date::year_month_day day{date::year(DigitsAt(text, 0, 4)),
                                 date::month(static_cast<unsigned>(DigitsAt(text, 5, 2))),
                                 date::day(static_cast<unsigned>(DigitsAt(text, 8, 2)))};
  if (!day.ok()) return std::nullopt;
  return day;
}

const date::time_zone* Zone(const std::string& zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::exception&) {
    return date::locate_zone("UTC");
  }
}

// As date::format("%F") writes it, without its streams.
std::string DateText(date::year_month_day day) {
  const int year = static_cast<int>(day.year());
  if (year < 0 || year > 9999) return date::format("%F", day);
  std::string text = "yyyy-mm-dd";
  PutDigits(text, 0, 4, year);
  PutDigits(text, 5, 2, static_cast<unsigned>(day.month()));
  PutDigits(text, 8, 2, static_cast<unsigned>(day.day()));
  return text;
}

date::local_time<std::chrono::milliseconds> Local(Instant instant, const std::string& zone) {
  return Zone(zone)->to_local(date::sys_time<std::chrono::milliseconds>(instant.time_since_epoch()));
}

}  // namespace

bool IsDate(std::string_view text) { return Parse(text).has_value(); }

std::string AddDays(std::string_view date, int days) {
  return DateText(date::year_month_day(date::local_days(Parse(date).value()) + date::days(days)));
}

bool IsZone(std::string_view zone) {
  try {
    return date::locate_zone(std::string(zone)) != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

std::string LocalDate(Instant instant, const std::string& zone) {
  return DateText(date::year_month_day(date::floor<date::days>(Local(instant, zone))));
}

std::string LocalTime(Instant instant, const std::string& zone) { return date::format("%R", Local(instant, zone)); }

Instant StartOfDay(std::string_view date, const std::string& zone) { return AtLocalTime(date, 0, zone); }

Instant AtLocalTime(std::string_view date, int minutes, const std::string& zone) {
  const date::local_time<std::chrono::milliseconds> local =
      date::local_days(Parse(date).value()) + std::chrono::minutes(minutes);
  const auto* time_zone = Zone(zone);
  const auto info = time_zone->get_info(local);
  if (info.result == date::local_info::nonexistent) return Instant(info.second.begin.time_since_epoch());
  return Instant(time_zone->to_sys(local, date::choose::earliest).time_since_epoch());
}

}  // namespace ikp::simulators::kit
