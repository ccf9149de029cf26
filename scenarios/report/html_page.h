// HTML page: one failing run as a page that stands alone (no file or host beside it): what is broken, the records that
// clash, what people did and what broke, and how it came about as a sequence diagram over virtual time.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/history.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::report {

struct PageInput {
  const Scenario& scenario;
  const oracle::History& history;    // of a detailed run
  const oracle::Findings& findings;  // the first is the one that the page explains; none: the run was good
  std::string seed;
  std::uint64_t hash = 0;
  std::string commit = {};  // empty: not known
  std::string command;      // that runs it again
  std::string path = {};    // of the scenario file; empty: not written
};

std::string HtmlPage(const PageInput& input);

}  // namespace ikp::scenarios::report
