// Tables: what a long run adds up to, as aligned text: marks, the accounting, findings for each invariant, mutants.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::report {

// A named state and in how many scenarios it was reached.
struct MarkCount {
  std::string_view name;
  std::string_view what;
  bool common = true;  // must be reached in a run of CI's size
  std::int64_t reached = 0;
};

// The rarest first; those that were never reached stand apart below, the common ones of them with a "!".
std::string MarksTable(const std::vector<MarkCount>& marks, std::int64_t scenarios);

// The sums of many runs, in the style of a bank statement: what was triggered equals what became of it.
oracle::Accounting Sum(const oracle::Accounting& a, const oracle::Accounting& b);
bool Balanced(const oracle::Accounting& accounting);
std::string AccountingTable(const oracle::Accounting& accounting);

// Findings for each invariant, I1 to I15 and failures of the run itself. Missing numbers count as none.
std::string InvariantTable(const std::map<int, std::int64_t>& findings, std::int64_t scenarios);

// One seeded bug and whether the harness noticed.
struct MutantResult {
  std::string name;
  std::string what;            // the bug in a few words
  int invariant = 0;           // that it should break
  int caught_by = 0;           // the invariant of the finding; 0: it lives
  std::int64_t scenarios = 0;  // runs until then
  std::size_t smallest = 0;    // actions and faults of the reduced scenario; 0: not reduced
};
// Ends with "N of M caught".
std::string MutantTable(const std::vector<MutantResult>& mutants);

}  // namespace ikp::scenarios::report
