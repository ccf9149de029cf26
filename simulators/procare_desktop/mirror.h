// The copy in the cloud of a site that uses Engagement [P21]: one way, brought up to date four times a day at fixed
// Pacific times by runs that last, and locked: what is wrong in it is corrected in the program (G54).
#pragma once

#include <cstdint>
#include <optional>

#include "simulators/procare_desktop/model.h"

namespace ikp::simulators::procare_desktop {

// A run brings what the program shows: later changes of the PC's clock or of its rules do not reach the copy either.
struct MirrorCopy {
  Database database;
  View view;
};

struct MirrorRun {
  Instant started_at;
  Instant ends_at;
  MirrorCopy taken;  // what stood there when it started
};

struct Mirror {
  bool on = false;  // the site uses Engagement
  std::optional<MirrorCopy> shown;
  std::optional<Instant> as_of;  // the data of `shown`
  std::optional<MirrorRun> run;  // under way
  std::optional<Instant> next_start;
  std::optional<Instant> synced_by_hand_at;
};

// 03:00, 09:00, 15:00 or 23:00 Pacific time: the first of them after `now`.
Instant NextMirrorStart(Instant now);

}  // namespace ikp::simulators::procare_desktop
