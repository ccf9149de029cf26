// Clash: the records of a finding side by side: one row for each field, with a word on whether the records differ in
// it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/oracle/finding.h"

namespace ikp::scenarios::report {

struct ClashRow {
  std::string field;
  std::vector<std::string> values;  // one for each record; "—" where a record has no such field
  bool differs = false;             // among records that have it; never with one record
};

struct Clash {
  std::vector<std::string> titles;
  std::vector<ClashRow> rows;
  std::size_t left_out = 0;  // records beyond `most`
};

Clash ClashOf(const oracle::Finding& finding, std::size_t most);

}  // namespace ikp::scenarios::report
