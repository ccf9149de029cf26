// Failures: what is done about a failing run: it is reduced, written down as a scenario file and a page, and told.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/oracle/finding.h"
#include "scenarios/run/runner.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::app {

struct FailureInput {
  const Scenario& scenario;
  std::string seed;  // as it is told
  std::string commit;
  std::string command;  // "tools/scenarios"
  std::string folder;   // where the files go
  int budget = 500;
};

struct FailureTold {
  oracle::Finding finding;  // of the reduced scenario
  std::string text;
  std::string path;  // of the scenario file
  std::size_t actions = 0;
  std::size_t faults = 0;
  int executions = 0;
};

FailureTold TellFailure(const FailureInput& input, const oracle::Finding& finding);

// The same kind of failure, as a reducer keeps it.
bool FailsLike(const RunResult& result, const oracle::Finding& finding);

std::string ReadText(const std::string& path);                     // throws std::runtime_error
void WriteText(const std::string& path, const std::string& text);  // makes the folder too

}  // namespace ikp::scenarios::app
