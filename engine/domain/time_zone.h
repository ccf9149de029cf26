// TimeZone: an IANA zone that exists in the system's tz database, and the two conversions that the product needs.
// Values are cheap to copy (a pointer to the loaded zone) and safe to share between threads.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "engine/domain/civil_date.h"
#include "engine/domain/instant.h"

namespace ikp::domain {

using MinuteOfDay = std::chrono::minutes;  // 00:00 to 23:59 on a wall clock

class TimeZone {
 public:
  // "America/New_York". Fixed offsets and abbreviations other than "UTC" are refused: a centre needs a real zone.
  static std::optional<TimeZone> Find(std::string_view iana_name);

  const std::string& name() const;
  CivilDate DateAt(Instant instant) const;
  MinuteOfDay MinuteAt(Instant instant) const;
  // The instant at which the wall clock shows `time` on `date`. A skipped time gives the first instant after the gap; a
  // repeated time gives its first occurrence (H22).
  Instant InstantOf(CivilDate date, MinuteOfDay time) const;

  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  const void* zone_;  // date::time_zone, kept out of this header for compile time
};

// "02:30", 24 hours. Anything else is nothing.
std::optional<MinuteOfDay> ParseMinuteOfDay(std::string_view text);
std::string FormatMinuteOfDay(MinuteOfDay time);

}  // namespace ikp::domain
