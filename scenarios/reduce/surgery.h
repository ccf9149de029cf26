// Cuts into a scenario that leave a valid one: what pointed to the part that is gone goes with it, and the indexes of
// everything behind it move.
#pragma once

#include <cstddef>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::reduce {

void DropFamily(Scenario& scenario, int family);  // with its actions, and those of others with it
void DropChild(Scenario& scenario, int family, int child);
void DropGuardian(Scenario& scenario, int family, int guardian);

enum class Residents { kGo, kMoveToFirst };
// The families of the site go with it, or move to the first of the others, as do its actions. There must be another.
void DropSite(Scenario& scenario, int site, Residents residents);
void RenumberTenants(Scenario& scenario);  // 0, 1, ... without a gap

bool IsUsed(const Scenario& scenario, int family);  // some action names it
bool IsUsed(const Scenario& scenario, int family, int child);

// The time of the last action or fault.
Milliseconds LastEvent(const Scenario& scenario);

// The first `count` of actions and faults together, in the order of time.
void KeepFirstEvents(Scenario& scenario, std::size_t count);

// No more than `longest` between one event and the next: everything behind moves forward.
void ShortenPauses(Scenario& scenario, Milliseconds longest);

}  // namespace ikp::scenarios::reduce
