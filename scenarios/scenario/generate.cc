#include "scenarios/scenario/generate.h"

#include <ostream>

#include "scenarios/scenario/draw_run.h"
#include "scenarios/scenario/scenario_json.h"

namespace ikp::scenarios {

rc::Gen<Scenario> AnyScenario(const GenerateOptions& options) {
  return rc::Gen<Scenario>(
      [options](const rc::Random& random, int) { return rc::shrinkable::just(DrawRun(random, options)); });
}

void showValue(const Scenario& scenario, std::ostream& out) { out << ToText(scenario); }

}  // namespace ikp::scenarios
