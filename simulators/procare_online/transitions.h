// Upcoming transitions: planned moves that the product carries out by itself. Room transition, scheduled enrolment,
// hold and hold activation happen at the START of the school's local day; withdrawal and graduation at its END [P4].
#pragma once

#include <optional>
#include <vector>

#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// The instant of the job that carries the plan out: local days by the school's IANA zone [P7], daylight saving
// included.
Instant DueOf(const World& world, const Tenant& tenant, const Transition& transition);

// Fills in id and order. A child has at most one plan of a kind (of room transitions: one of a date), a lead has at
// most one: the new plan replaces the old.
Transition& Plan(World& world, Tenant& tenant, Transition transition, Instant now);
bool CancelPlan(World& world, Tenant& tenant, const Id& transition_id);
// Cancels the plan of that kind, if any.
void CancelPlanOf(World& world, Tenant& tenant, const Id& child_id, TransitionKind kind);
// By date, then by order of planning.
std::vector<const Transition*> UpcomingOf(const Tenant& tenant, const Id& child_id);

// Planned changes and reminder mails.
std::optional<Instant> NextDue(World& world);
// Everything due up to `now`, in order; each with its own due time as the time of change. At the same instant the end
// of one day comes before the start of the next.
void RunDue(World& world, Instant now);

}  // namespace ikp::simulators::procare_online
