// Reduce: makes a failing scenario small enough to read, within a budget of executions. Big cheap cuts first (no
// faults, default world, the tail, whole families), then single things, then plainer values. Whatever it tries is a
// valid scenario, and the answer failed when it was tried last.
//
//   const auto small = Reduce(scenario, [&](const Scenario& one) { return FailsTheSameWay(Run(one), finding); });
//
// The kind of the failure is the caller's: `still_fails` says whether it is still the same one. Not random: the same
// scenario and predicate give the same answer.
#pragma once

#include <cstddef>
#include <functional>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

struct ReduceOptions {
  int budget = 500;  // executions, the one that shows that the scenario fails at all included
};

struct ScenarioSize {
  std::size_t sites = 0;
  std::size_t families = 0;
  std::size_t children = 0;
  std::size_t actions = 0;
  std::size_t faults = 0;
  std::size_t switches = 0;  // that differ from their default
  bool operator==(const ScenarioSize&) const = default;
};
ScenarioSize SizeOf(const Scenario& scenario);

struct Reduction {
  Scenario scenario;       // the smallest that was found; the given one when it does not fail
  bool reproduced = true;  // the given one failed
  bool finished = true;    // false: the budget ended before there was nothing left to try
  int executions = 0;
  ScenarioSize before;
  ScenarioSize after;
};

using StillFails = std::function<bool(const Scenario&)>;

Reduction Reduce(const Scenario& scenario, const StillFails& still_fails, const ReduceOptions& options = {});

}  // namespace ikp::scenarios
