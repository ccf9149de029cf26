// Site: one centre as configured: where it is in IKS, where in Procare, its clock and its policies. One row per (IKS
// location, Procare school); a school serves one location only (H40).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/id.h"
#include "engine/domain/status.h"
#include "engine/domain/time_zone.h"

namespace ikp::domain {

// One line of the nightly status table (E.2). `when` narrows a line; of the lines with the child's label, a narrower
// one wins.
struct StatusRow {
  enum class When { kAlways, kStartInFuture, kNeverActive };
  StatusLabel procare;
  When when = When::kAlways;
  StatusLabel iks;
};

enum class PreRegisteredAs {
  kHold,    // On Hold with a scheduled activation: not on the roster, not billed (default, H12)
  kActive,  // billable at once
};

struct SitePolicy {
  std::map<StatusLabel, Placement> triggers;  // IKS status -> what the child becomes in Procare
  std::vector<StatusRow> status_rows;         // Procare -> IKS
  std::map<std::string, std::string>
      classrooms;  // Procare classroom id -> IKS classroom name; others keep Procare's name
  PreRegisteredAs pre_registered_as = PreRegisteredAs::kHold;
  bool push_without_email = true;       // H15: a guardian needs an e-mail or a phone; without e-mail only a warning
  bool write_dates = true;              // H27
  double mass_change_share = 0.20;      // H26: more than this share of linked children ...
  int mass_change_minimum = 10;         // ... and at least so many changes: pause and ask
  int missing_nights_before_alert = 3;  // H25
};

struct Site {
  SiteId id;
  std::string name;
  IksLocationId iks_location;
  ProcareSchoolId school;
  TimeZone zone;
  MinuteOfDay nightly_at{};
  SitePolicy policy;
};

// The default tables of E.1 and E.2.
std::map<StatusLabel, Placement> DefaultTriggers();
std::vector<StatusRow> DefaultOnlineStatusRows();

}  // namespace ikp::domain
