// AnyScenario: the generator of scenarios for RapidCheck; what only needs scenarios from a seed includes draw.h.
// Nothing shrinks: a failing scenario is made small by scenarios/reduce, which keeps the kind of its failure and has a
// budget.
//
//   RC_GTEST_PROP(Suite, Name, ()) { const auto scenario = *AnyScenario(); ... }
#pragma once

#include <rapidcheck.h>

#include <iosfwd>

#include "scenarios/scenario/draw.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

rc::Gen<Scenario> AnyScenario(const GenerateOptions& options = {});

// How RapidCheck shows a counterexample: as the JSON that can be replayed.
void showValue(const Scenario& scenario, std::ostream& out);

}  // namespace ikp::scenarios
