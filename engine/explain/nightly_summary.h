// NightlySummary: the report of a nightly run, read back from the ledger. What is missing or not readable is nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/id.h"
#include "engine/domain/reason.h"
#include "engine/ports/store.h"

namespace ikp::explain {

struct NightlySummary {
  struct Line {
    std::string child;
    domain::Reason reason;
    std::string detail;
  };

  int read = 0;
  int linked = 0;
  int changed = 0;
  int held = 0;
  int missing = 0;
  int unmapped = 0;
  int failed = 0;
  std::map<std::string, int> unmapped_statuses;
  int duplicates = 0;                     // groups of Procare records that look like one child
  std::optional<domain::Reason> problem;  // why the run could not be done
  std::string problem_detail;
  std::vector<Line> lines;

  // The gravest line of the child.
  const Line* Find(const domain::IksChildId& child) const;
};

NightlySummary SummaryOf(const ports::NightlyRun& run);

}  // namespace ikp::explain
