// Failure text: what a terminal shows of a failing run, in a fixed order: kind and exit code, the broken invariant in
// one sentence, the smallest scenario, the records that clash, seed and commit, the command that runs it again, the
// path of the scenario file.
#pragma once

#include <cstddef>
#include <string>

#include "scenarios/oracle/finding.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::report {

struct FailureReport {
  const Scenario& scenario;  // the smallest known
  const oracle::Finding& finding;
  std::string seed;
  std::string commit = {};   // empty: not known
  std::string command;       // "tools/scenarios replay regressions/x.json"
  std::string path = {};     // empty: not written
  int original_actions = 0;  // before reducing
  int original_faults = 0;
  int executions = 0;  // runs that reducing took; 0: not reduced
};

// Lines of at most 110 characters (the command and the path, which are to be copied, are never broken).
std::string FailureText(const FailureReport& report);

}  // namespace ikp::scenarios::report
