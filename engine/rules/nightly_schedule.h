// When a site's nightly runs (H22, H23, I6): once per local date, at the wall-clock time that the centre chose.
// A time that daylight saving skips runs at the first valid instant after the gap, a repeated one only the first time.
// The local date of a run is the date on which it was scheduled, also when it is caught up after midnight (G43).
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/instant.h"
#include "engine/domain/time_zone.h"

namespace ikp::rules {

inline constexpr std::chrono::hours kCatchUpLimit{20};

struct NightlyTime {
  domain::TimeZone zone;
  domain::MinuteOfDay at{};
  domain::Milliseconds catch_up_limit = kCatchUpLimit;  // a run that is this late or later is skipped
};

struct NightlyDue {
  std::optional<domain::CivilDate> run;  // to start now
  domain::Instant due_at{};              // of `run`
  // Missed since the latest recorded run and too late now, oldest first, at most kMaxSkipped of the latest ones. They
  // are listed until a run is recorded after them; the caller tells each once.
  std::vector<domain::CivilDate> skipped;
  // When to ask again at the latest, always after `now`: the due instant of the next date that may run.
  domain::Instant next_wake{};
};

inline constexpr std::size_t kMaxSkipped = 31;

// `latest_recorded`: the greatest local date that has a run, whatever came of it. `since`: when the engine first knew
// the site; a night due before it was nobody's to run.
NightlyDue DueRun(const NightlyTime& time, std::optional<domain::CivilDate> latest_recorded, domain::Instant since,
                  domain::Instant now);

// The instant at which the run of `date` is due.
domain::Instant DueInstant(const NightlyTime& time, domain::CivilDate date);

}  // namespace ikp::rules
