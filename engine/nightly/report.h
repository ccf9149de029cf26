// NightlyReport: what one run saw and did, for people and for `engine status`. Ids, words and counts only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/domain/id.h"
#include "engine/domain/reason.h"
#include "engine/rules/nightly_diff.h"

namespace ikp::nightly {

struct ReportLine {
  std::string child;
  std::string reason;  // word
  std::string detail;
};

struct NightlyReport {
  int read = 0;  // children in Procare's school
  int linked = 0;
  int changed = 0;   // written back to IKS
  int held = 0;      // changes not written because of the mass-change guard
  int missing = 0;   // linked, not in Procare's reading
  int unmapped = 0;  // children with a status word that the table lacks
  int failed = 0;    // write-backs that IKS did not accept
  int unknown_to_iks = 0;
  int not_in_iks = 0;
  std::map<std::string, int> unmapped_statuses;
  std::vector<std::vector<std::string>> duplicates;  // Procare child ids that look like one child
  std::string problem;                               // reason word when the run could not be done
  std::string problem_detail;
  bool centre_not_ready = false;  // see systems::SystemProblem
  int tries_not_counted = 0;      // of this night so far, for that reason
  std::vector<ReportLine> lines;  // per child, bounded

  std::string ToJson() const;
};

// The counts and notes that the plan already knows.
NightlyReport ReportOf(const rules::NightlyDiff& diff);

}  // namespace ikp::nightly
