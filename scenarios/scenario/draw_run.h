// The one way in which a scenario is drawn, for draw.h and generate.h.
#pragma once

#include <rapidcheck.h>

#include "scenarios/scenario/draw_options.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

Scenario DrawRun(const rc::Random& random, const GenerateOptions& options);
Scenario DrawDenseRun(const rc::Random& random, int families, int seconds_long);

}  // namespace ikp::scenarios
