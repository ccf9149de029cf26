// Runner: one scenario from beginning to end, judged. A pure function of the scenario (and of the build of the engine
// under test): the same scenario gives the same verdict, history and hash in any process, optimised or not.
#pragma once

#include <cstdint>

#include "scenarios/oracle/history.h"
#include "scenarios/oracle/marks.h"
#include "scenarios/oracle/verdict.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

struct RunOptions {
  bool detailed = false;  // keep what only people read (texts of acts, faults and writes); changes no hash
  std::uint64_t most_steps = 2'000'000;  // resumptions, before the world counts as not coming to rest
  bool stop_when_healed = false;         // the story alone, for measuring: nothing is judged
};

struct RunResult {
  oracle::History history;
  oracle::Verdict verdict;
  oracle::MarkSet marks;
  std::uint64_t hash = 0;  // of the whole history
  std::uint64_t steps = 0;
  int messages = 0;
  int actions = 0;  // that were possible
  int engine_deaths = 0;
  std::uint64_t writes_in_story = 0;  // durable writes until everything healed
  int messages_in_story = 0;
};

RunResult Run(const Scenario& scenario, const RunOptions& options = {});

}  // namespace ikp::scenarios
