// The parts of a drawn scenario, each in its own file; draw.cc puts them together in this order. Each part may read
// what was drawn before it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario/dice.h"
#include "scenarios/scenario/draw_options.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

// A zone, and when its clocks change in 2026 (0: they do not).
struct DrawnZone {
  std::string_view name;
  int standard_minutes;  // of UTC: local time less UTC, in winter
  int first_change;      // month * 100 + day, of 2026
  int second_change;
};
const std::vector<DrawnZone>& DrawnZones();

void DrawSites(Dice& dice, Scenario& scenario);  // and where in the year the run begins
void DrawEngineSetup(Dice& dice, Scenario& scenario);
void DrawSwitches(Dice& dice, int percent, Scenario& scenario);
void DrawFamilies(Dice& dice, int count, Scenario& scenario);

// `slots`: the moments at which somebody does something, sorted; as many actions are drawn. What follows from one
// action (staff type the family seconds later) takes the place of another slot.
void DrawActions(Dice& dice, std::vector<Milliseconds> slots, Scenario& scenario);

// Faults come where people are at work, or at night while the nightly is. Times stay before `safety_ends`.
void DrawFaults(Dice& dice, int count, Scenario& scenario);

// Procare Desktop: whether a run of these kinds has such sites, which of the sites drawn, and what only happens there.
// `dice` are not those of the rest.
bool TakesDesktop(Dice& dice, const std::string& kinds);
void DrawKinds(Dice& dice, const std::string& kinds, Scenario& scenario);
void DrawDesktop(Dice& dice, const GenerateOptions& options, Scenario& scenario);
void DrawInterrupted(Dice& dice, Scenario& scenario);  // a push to Desktop, and what staff do meanwhile

// "2026-03-08", `days` after the first day of the run.
std::string DayOf(const Scenario& scenario, int days);

// What lags the world may add up to, from sending a record to its showing in every list of Procare: the engine may
// take a record that it does not find after its visibility window for one that never arrived. Three minutes stay for
// usual latencies, timeouts and the search itself.
inline Milliseconds LagBudget(const EngineSetup& engine) { return engine.visibility_window - std::chrono::minutes(3); }

}  // namespace ikp::scenarios
