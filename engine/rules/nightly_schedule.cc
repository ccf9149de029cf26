#include "engine/rules/nightly_schedule.h"

#include <algorithm>

namespace ikp::rules {
namespace {

using domain::CivilDate;
using domain::Instant;

// The latest date whose run is due at or before `now`. The search begins ahead of the local date: where the clock goes
// back across midnight, tomorrow's first minutes come before the end of today.
CivilDate LatestDueDate(const NightlyTime& time, Instant now) {
  CivilDate date = time.zone.DateAt(now).Plus(2);
  while (DueInstant(time, date) > now) date = date.Plus(-1);
  return date;
}

// Dates after `latest_recorded` that were due in the engine's time and are now too late, up to and with `last`.
std::vector<CivilDate> Skipped(const NightlyTime& time, std::optional<CivilDate> latest_recorded, Instant since,
                               CivilDate last) {
  std::vector<CivilDate> skipped;
  for (CivilDate date = last; skipped.size() < kMaxSkipped; date = date.Plus(-1)) {
    if (latest_recorded && date <= *latest_recorded) break;
    if (DueInstant(time, date) < since) break;
    skipped.push_back(date);
  }
  std::reverse(skipped.begin(), skipped.end());
  return skipped;
}

}  // namespace

Instant DueInstant(const NightlyTime& time, CivilDate date) { return time.zone.InstantOf(date, time.at); }

NightlyDue DueRun(const NightlyTime& time, std::optional<CivilDate> latest_recorded, Instant since, Instant now) {
  NightlyDue due;
  const CivilDate date = LatestDueDate(time, now);
  const Instant due_at = DueInstant(time, date);
  const bool open = (!latest_recorded || date > *latest_recorded) && due_at >= since;
  const bool in_time = now - due_at < time.catch_up_limit;
  if (open && in_time) {
    due.run = date;
    due.due_at = due_at;
  }
  due.skipped = Skipped(time, latest_recorded, since, due.run ? date.Plus(-1) : date);

  CivilDate next = date.Plus(1);
  if (latest_recorded && *latest_recorded >= next) next = latest_recorded->Plus(1);
  next = std::max(next, time.zone.DateAt(since).Plus(-1));
  while (DueInstant(time, next) < since) next = next.Plus(1);
  due.next_wake = DueInstant(time, next);
  return due;
}

}  // namespace ikp::rules
