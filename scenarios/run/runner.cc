#include "scenarios/run/runner.h"

#include <algorithm>
#include <exception>

#include "scenarios/run/hash.h"
#include "scenarios/world/world.h"

namespace ikp::scenarios {
namespace {

oracle::Finding RunFinding(int invariant, std::string kind, std::string sentence, domain::Instant at) {
  oracle::Finding finding;
  finding.invariant = invariant;
  finding.kind = std::move(kind);
  finding.sentence = std::move(sentence);
  finding.at = at;
  return finding;
}

void Judge(const Scenario& scenario, bool came_to_rest, RunResult& result) {
  const oracle::Model model(scenario, result.history);
  result.verdict = oracle::Judge(model);
  result.marks = oracle::MarksOf(model);
  if (came_to_rest) return;
  result.verdict.findings.insert(
      result.verdict.findings.begin(),
      RunFinding(oracle::kNotAtRest, "livelock", "The engine does not come to rest: it goes round without end.",
                 result.history.ended));
}

}  // namespace

RunResult Run(const Scenario& scenario, const RunOptions& options) {
  RunResult result;
  World world(
      scenario,
      {.detailed = options.detailed, .most_steps = options.most_steps, .stop_when_healed = options.stop_when_healed});
  try {
    world.Live();
  } catch (const std::exception& error) {
    result.history = world.TakeHistory();
    result.verdict.findings.push_back(RunFinding(oracle::kRunFailed, "exception",
                                                 std::string("The run ended with an exception: ") + error.what(), {}));
    return result;
  }
  result.history = world.TakeHistory();
  result.steps = world.steps();
  result.messages = static_cast<int>(result.history.exchanges.size());
  result.actions = static_cast<int>(std::count_if(result.history.acts.begin(), result.history.acts.end(),
                                                  [](const oracle::Act& act) { return act.done; }));
  result.engine_deaths = static_cast<int>(std::count_if(result.history.lives.begin(), result.history.lives.end(),
                                                        [](const auto& life) { return life.died_seq != 0; }));
  result.writes_in_story = world.writes_in_story();
  result.messages_in_story = static_cast<int>(
      std::count_if(result.history.exchanges.begin(), result.history.exchanges.end(), [&](const auto& exchange) {
        return result.history.healed_seq == 0 || exchange.sent_seq < result.history.healed_seq;
      }));
  if (options.stop_when_healed) return result;
  Judge(scenario, world.came_to_rest(), result);
  result.hash = HashOf(result.history);
  return result;
}

}  // namespace ikp::scenarios
