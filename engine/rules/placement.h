// What a child becomes in Procare right after its creation (E.1, H12). Active children count for the centre's Procare
// invoice [P1], so nobody becomes active before the start date unless the site asked for it (F8).
#pragma once

#include <optional>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/iks_family.h"
#include "engine/domain/procare_school.h"
#include "engine/domain/site.h"
#include "engine/rules/finding.h"

namespace ikp::rules {

struct PlacementDecision {
  domain::InitialPlacement placement;  // without classroom: that is mapped elsewhere
  std::vector<Finding> warnings;
};

// The actual start date where staff entered one, otherwise the desired one.
std::optional<domain::CivilDate> StartOf(const domain::IksChild& child);

// `wanted` comes from the site's trigger table, `today` is the site's local date.
PlacementDecision DecidePlacement(domain::Placement wanted, std::optional<domain::CivilDate> start,
                                  domain::CivilDate today, domain::PreRegisteredAs pre_registered_as);

}  // namespace ikp::rules
