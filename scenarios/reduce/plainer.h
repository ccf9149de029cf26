// Plainer: the values of a scenario one step closer to what a reader need not think about. Each step is tried for all
// at once and then one by one.
#pragma once

#include <functional>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::reduce {

// Changes the scenario; the index says which one of its kind. Steps that change nothing cost nothing.
using SiteStep = std::function<void(Site&, int)>;
using FamilyStep = std::function<void(Family&, int)>;
using ActionStep = std::function<void(Action&, int)>;
using FaultStep = std::function<void(Fault&, int)>;
using WholeStep = std::function<void(Scenario&)>;

const std::vector<SiteStep>& SiteSteps();
const std::vector<FamilyStep>& FamilySteps();
const std::vector<ActionStep>& ActionSteps();
const std::vector<FaultStep>& FaultSteps();
const std::vector<WholeStep>& WholeSteps();  // engine, seed, pauses, the end of the safety phase

}  // namespace ikp::scenarios::reduce
