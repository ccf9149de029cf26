// SampleFailure: one failing run, written by hand, for tests of reports: the answer to a POST of a child is lost, the
// engine sends it again without looking, and Procare has two children. Quiet nights follow.
#pragma once

#include <string>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/history.h"
#include "scenarios/report/failure_text.h"
#include "scenarios/report/html_page.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::report {

struct SampleFailure {
  Scenario scenario;
  oracle::History history;
  oracle::Findings findings;

  // They refer to this sample, which outlives them.
  FailureReport Report() const;
  PageInput Page() const;
};

SampleFailure MakeSampleFailure();

}  // namespace ikp::scenarios::report
