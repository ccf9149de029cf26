// Dates and time zones for the simulators: "YYYY-MM-DD" as text, the local date of an instant, the instant of a local
// midnight. Zones are IANA names (Procare Online keeps one per school [P7]).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

// Dates compare correctly as text, so they stay text; this says whether one is a real day ("2026-02-29" is not).
bool IsDate(std::string_view text);
// `days` may be negative. `date` must be a date.
std::string AddDays(std::string_view date, int days);

bool IsZone(std::string_view zone);
// The zone must exist (IsZone); an unknown one counts as UTC.
std::string LocalDate(Instant instant, const std::string& zone);
// "HH:MM" on a 24-hour clock.
std::string LocalTime(Instant instant, const std::string& zone);
// The first instant of that local day; in a zone where midnight does not exist on that day, the first instant after it.
Instant StartOfDay(std::string_view date, const std::string& zone);
// `minutes` after local midnight by the clock on the wall; in a gap the first instant after it, in an overlap the
// first.
Instant AtLocalTime(std::string_view date, int minutes, const std::string& zone);

}  // namespace ikp::simulators::kit
