#include "scenarios/scenario/draw_run.h"

#include <algorithm>
#include <utility>

#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Mostly a working day and the night after it, sometimes several.
Milliseconds DrawSafety(Dice& dice, const GenerateOptions& options) {
  const int usual = std::min(30, options.safety_max_hours);
  const int longest = dice.Percent(80) ? usual : options.safety_max_hours;
  return dice.Between(Milliseconds(hours(options.safety_min_hours)), Milliseconds(hours(longest)));
}

// A few hours of the run are busy: bursts of seconds and minutes there, quiet between.
std::vector<Milliseconds> DrawSlots(Dice& dice, int count, Milliseconds end) {
  const Milliseconds last = end - minutes(20);
  std::vector<Milliseconds> busy;
  for (int i = 0; i < 1 + count / 5; ++i) busy.push_back(dice.Between(Milliseconds(seconds(5)), last));
  std::vector<Milliseconds> slots;
  slots.reserve(static_cast<std::size_t>(count) * 2);
  const std::vector<Milliseconds> spreads = {seconds(2), seconds(30), minutes(5), hours(1)};
  const std::vector<int> weights = {35, 30, 20, 15};
  for (int i = 0; i < count; ++i) {
    const auto spread = spreads[dice.Weighted(weights)];
    slots.push_back(std::min(dice.Pick(busy) + dice.Between(Milliseconds(0), spread), last));
  }
  std::sort(slots.begin(), slots.end());
  return slots;
}

int DrawFaultCount(Dice& dice, const GenerateOptions& options) {
  if (options.min_faults == 0 && dice.Percent(15)) return 0;
  // The smaller of two dice: few faults are frequent, many are there.
  const int one = dice.Between(options.min_faults, options.max_faults);
  return std::max(options.min_faults, dice.Percent(40) ? std::min(one, 3) : one);
}

}  // namespace

Scenario DrawRun(const rc::Random& random, const GenerateOptions& options) {
  Dice dice(random);
  Dice desktop_dice(rc::Random(random).split());
  Scenario scenario;
  scenario.seed = dice.Word();
  DrawSites(dice, scenario);
  DrawEngineSetup(dice, scenario);
  const bool desktop = TakesDesktop(desktop_dice, options.kind);
  if (desktop) DrawKinds(desktop_dice, options.kind, scenario);
  scenario.through_codec = dice.Percent(options.codec_percent);
  DrawSwitches(dice, options.switch_percent, scenario);
  DrawFamilies(dice, dice.Between(options.min_families, options.max_families), scenario);
  scenario.safety_ends = DrawSafety(dice, options);
  const int actions = dice.Between(options.min_actions, options.max_actions);
  DrawActions(dice, DrawSlots(dice, actions, scenario.safety_ends), scenario);
  DrawFaults(dice, DrawFaultCount(dice, options), scenario);
  if (desktop) DrawDesktop(desktop_dice, options, scenario);
  return scenario;
}

Scenario DrawDenseRun(const rc::Random& random, int families, int seconds_long) {
  Dice dice(random);
  Scenario scenario;
  scenario.seed = dice.Word();
  do {
    DrawSites(dice, scenario);
  } while (scenario.sites.size() > 2);
  DrawEngineSetup(dice, scenario);
  scenario.engine.requests_per_second = 10;
  DrawSwitches(dice, GenerateOptions().switch_percent, scenario);
  DrawFamilies(dice, families, scenario);
  scenario.safety_ends = seconds(seconds_long + 1);
  std::vector<Milliseconds> slots;
  for (int i = 0; i < seconds_long; ++i) slots.push_back(seconds(i + 1));
  DrawActions(dice, slots, scenario);
  for (std::size_t i = 0; i < scenario.actions.size(); ++i) scenario.actions[i].at = slots[i];
  DrawFaults(dice, dice.Between(2, 8), scenario);
  return scenario;
}

}  // namespace ikp::scenarios
