// Following people whose ids vanish: merged with another record, typed again after a restore, or entered anew (G31,
// G40, F15). A linked child that a complete reading no longer shows, and for whom exactly one record stands that is
// linked to nobody and has its name and birth date, is that record. Anything less certain is left for a person.
#pragma once

#include <vector>

#include "engine/rules/nightly_diff.h"

namespace ikp::rules {

struct Relink {
  domain::IksChildId child;
  domain::IksFamilyId family;
  domain::ProcareChildId from;
  domain::ProcareChildId to;
  bool operator==(const Relink&) const = default;
};

// Nothing from an incomplete reading, and never one record for two children or two for one.
std::vector<Relink> FollowVanished(const NightlyView& view);

}  // namespace ikp::rules
