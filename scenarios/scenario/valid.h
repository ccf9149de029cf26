// Valid: whether a scenario makes sense as a whole: indexes that exist, times in order, zones and days that exist, the
// fields that each kind of action needs. The generator draws, the reducer tries and files hold valid scenarios only.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

// Which fields an action of a kind needs; the others stay at their defaults.
struct ActionNeeds {
  bool family = false;
  bool child = false;
  bool site = false;
  bool other = false;
};
ActionNeeds NeedsOf(ActionKind kind);

// Every mistake as "path: what is wrong; what to do", in the order of the fields. Empty: the scenario is valid.
std::vector<std::string> MistakesIn(const Scenario& scenario);

}  // namespace ikp::scenarios
