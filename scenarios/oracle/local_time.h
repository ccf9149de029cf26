// LocalTime: civil time of one site, as the oracle reckons it: straight from the tz database, so that a mistake in the
// engine's own time zones cannot excuse itself.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/domain/instant.h"

namespace ikp::scenarios::oracle {

using LocalDate = std::chrono::sys_days;  // a day of the calendar, no instant

class LocalTime {
 public:
  // A zone that does not exist counts as UTC.
  explicit LocalTime(const std::string& zone);

  LocalDate DateAt(domain::Instant instant) const;
  // When the wall clock shows `minutes` on that day: the first instant after the gap for a time that is skipped, the
  // first occurrence of a time that comes twice (H22).
  domain::Instant InstantOf(LocalDate date, std::chrono::minutes minutes) const;

 private:
  const void* zone_;  // date::time_zone
};

std::string TextOf(LocalDate date);                      // "2026-03-08"
std::chrono::minutes MinutesOf(std::string_view hh_mm);  // "04:30"

}  // namespace ikp::scenarios::oracle
