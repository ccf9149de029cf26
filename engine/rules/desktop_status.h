// The status of a child in Procare Desktop, computed from its dated rows at one school [P11]. The program keeps a list
// of rows, past and future; what counts is the row in force on a day, never the one that was edited last. One word is
// reserved: `Enrolled`; all others are the site's own [P10].
//
// Pure; safe to call from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/site.h"
#include "engine/domain/status.h"

namespace ikp::rules {

inline constexpr const char* kDesktopEnrolled = "Enrolled";

// One row of one child at one school.
struct DatedStatus {
  std::int64_t row = 0;  // its id; of rows on the same day the highest counts (H31)
  domain::CivilDate date = domain::CivilDate::FromDays({});
  domain::StatusLabel status;
};

// Days of attendance without a gap; nothing as the end means for good. The end is the day of the next other row, on
// which the child no longer attends (H32).
struct EnrolledRun {
  domain::CivilDate start = domain::CivilDate::FromDays({});
  std::optional<domain::CivilDate> end;
  bool operator==(const EnrolledRun&) const = default;
};
// Maximal runs in order of time.
std::vector<EnrolledRun> EnrolledRuns(const std::vector<DatedStatus>& rows);

struct DesktopStatus {
  domain::StatusLabel status;  // empty: there is no row that says anything yet (F14)
  std::optional<domain::CivilDate> start;
  std::optional<domain::CivilDate> withdrawal;
  bool operator==(const DesktopStatus&) const = default;
};

// As of `today`, the site's local date (H33). Nothing in force yet but an Enrolled row to come: Enrolled, with that
// start. `table` tells which of the site's own words mean that a child has left.
DesktopStatus DesktopStatusOn(const std::vector<DatedStatus>& rows, domain::CivilDate today,
                              const std::vector<domain::StatusRow>& table);

// The default nightly table of E.2 for Procare Desktop: the words that sites are known to use, in their common
// spellings (case, spaces and punctuation do not count).
std::vector<domain::StatusRow> DefaultDesktopStatusRows();

}  // namespace ikp::rules
