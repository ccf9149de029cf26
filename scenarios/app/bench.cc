// tools/bench scenarios: how many scenarios live in a second on one core, and how fast virtual time goes under load.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "scenarios/app/failures.h"
#include "scenarios/app/options.h"
#include "scenarios/run/runner.h"
#include "scenarios/scenario/scenario_json.h"

namespace ikp::scenarios::app {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

// A failure is no figure: it is kept as a file, to be replayed.
std::uint64_t Failed(const Scenario& scenario, const RunResult& result, const char* load, std::uint64_t run) {
  if (result.verdict.good()) return 0;
  const std::string path = "scenario-failures/bench-" + std::string(load) + "-" + std::to_string(run) + ".json";
  WriteText(path, ToText(scenario));
  std::fprintf(stderr, "run %llu of the %s load failed (%s); look at it: tools/scenarios replay %s\n",
               static_cast<unsigned long long>(run), load, result.verdict.findings.front().kind.c_str(), path.c_str());
  return 1;
}

struct Usual {
  std::uint64_t runs = 0, failures = 0, actions = 0, messages = 0;
  double seconds = 0, virtual_seconds = 0;
};

// 25 to 28 actions in each run, faults on.
Usual UsualLoad(const BenchOptions& options) {
  GenerateOptions draw;
  draw.min_actions = 25;
  draw.max_actions = 28;
  draw.min_faults = 1;
  Usual usual;
  const auto began = Clock::now();
  while (usual.seconds < options.seconds) {
    const auto scenario = Draw(SeedOfRun(options.seed, usual.runs), draw);
    const auto result = Run(scenario);
    usual.failures += Failed(scenario, result, "usual", usual.runs++);
    usual.actions += scenario.actions.size();
    usual.messages += static_cast<std::uint64_t>(result.messages);
    usual.virtual_seconds += std::chrono::duration<double>(result.history.ended - result.history.began).count();
    usual.seconds = SecondsSince(began);
  }
  return usual;
}

struct Dense {
  std::uint64_t runs = 0, failures = 0, actions = 0;
  double seconds = 0, virtual_seconds = 0;  // of the dense part alone
};

// One action in each virtual second, 50 families. Only the dense part counts: the nights after it are sparse, and would
// flatter the figure.
Dense DenseLoad(const BenchOptions& options) {
  constexpr int kFamilies = 50;
  constexpr int kSeconds = 600;
  Dense dense;
  while (dense.seconds < options.seconds) {
    const auto scenario = DrawDense(SeedOfRun(options.seed, dense.runs), kFamilies, kSeconds);
    const auto began = Clock::now();
    const auto result = Run(scenario, {.stop_when_healed = true});
    dense.seconds += SecondsSince(began);
    ++dense.runs;
    if (dense.runs == 1) dense.failures += Failed(scenario, Run(scenario), "dense", 0);  // the whole of one, judged
    dense.actions += scenario.actions.size();
    dense.virtual_seconds += std::chrono::duration<double>(result.history.ended - result.history.began).count();
  }
  return dense;
}

}  // namespace

int Bench(const BenchOptions& options) {
  const auto usual = UsualLoad(options);
  const auto dense = DenseLoad(options);
  const double per_second = static_cast<double>(usual.runs) / usual.seconds;
  const double speedup = dense.virtual_seconds / dense.seconds;
  if (options.json) {
    const nlohmann::json object = {
        {"runs_per_second_per_core", per_second},
        {"actions_per_run", static_cast<double>(usual.actions) / static_cast<double>(usual.runs)},
        {"messages_per_run", static_cast<double>(usual.messages) / static_cast<double>(usual.runs)},
        {"failures", usual.failures + dense.failures},
        {"usual_speedup", usual.virtual_seconds / usual.seconds},
        {"dense_speedup", speedup},
        {"dense_actions_per_virtual_second", static_cast<double>(dense.actions) / dense.virtual_seconds}};
    std::printf("%s\n", object.dump().c_str());
    return usual.failures + dense.failures == 0 ? 0 : 1;
  }
  std::printf("usual load: %.1f actions and %.0f messages per run, faults on\n",
              static_cast<double>(usual.actions) / static_cast<double>(usual.runs),
              static_cast<double>(usual.messages) / static_cast<double>(usual.runs));
  std::printf("  %.0f runs per second on one core; virtual time %.0f times as fast as real time\n", per_second,
              usual.virtual_seconds / usual.seconds);
  std::printf("dense load: 50 families, %.2f actions per virtual second\n",
              static_cast<double>(dense.actions) / dense.virtual_seconds);
  std::printf("  virtual time %.0f times as fast as real time\n", speedup);
  return usual.failures + dense.failures == 0 ? 0 : 1;
}

}  // namespace ikp::scenarios::app
