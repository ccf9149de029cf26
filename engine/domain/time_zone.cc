#include "engine/domain/time_zone.h"

#include <date/tz.h>

#include <cstdio>
#include <stdexcept>

namespace ikp::domain {
namespace {

const date::time_zone& Zone(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

date::sys_time<Milliseconds> ToDate(Instant instant) {
  return date::sys_time<Milliseconds>(instant.time_since_epoch());
}

}  // namespace

std::optional<TimeZone> TimeZone::Find(std::string_view iana_name) {
  if (iana_name != "UTC" && iana_name.find('/') == std::string_view::npos) return std::nullopt;
  if (iana_name.starts_with("Etc/") && iana_name != "Etc/UTC") return std::nullopt;  // fixed offsets
  if (iana_name.find("..") != std::string_view::npos || iana_name.starts_with('/')) return std::nullopt;
  try {
    return TimeZone(date::locate_zone(std::string(iana_name)));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

const std::string& TimeZone::name() const { return Zone(zone_).name(); }

CivilDate TimeZone::DateAt(Instant instant) const {
  const auto local = Zone(zone_).to_local(ToDate(instant));
  return CivilDate::FromDays(std::chrono::sys_days(date::floor<date::days>(local).time_since_epoch()));
}

MinuteOfDay TimeZone::MinuteAt(Instant instant) const {
  const auto local = Zone(zone_).to_local(ToDate(instant));
  return std::chrono::duration_cast<MinuteOfDay>(local - date::floor<date::days>(local));
}

Instant TimeZone::InstantOf(CivilDate date, MinuteOfDay time) const {
  const date::local_time<Milliseconds> local(date.days().time_since_epoch() + time);
  // For a skipped time `earliest` is the moment of the transition, which is the first instant after the gap.
  return Instant(Zone(zone_).to_sys(local, date::choose::earliest).time_since_epoch());
}

std::optional<MinuteOfDay> ParseMinuteOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0u, 1u, 3u, 4u}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return MinuteOfDay(hours * 60 + minutes);
}

std::string FormatMinuteOfDay(MinuteOfDay time) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d", static_cast<int>(time.count() / 60) % 24,
                static_cast<int>(time.count() % 60));
  return buffer;
}

}  // namespace ikp::domain
