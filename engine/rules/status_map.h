// The nightly status table (E.2): a Procare word to an IKS status. Words are compared by their normalised key (H30).
#pragma once

#include <optional>
#include <vector>

#include "engine/domain/site.h"
#include "engine/domain/status.h"
#include "engine/rules/finding.h"

namespace ikp::rules {

// Nothing when the word is not in the table: IKS stays unchanged and the word is reported (F17). Of the rows that apply
// a narrower one wins; of two narrower ones the earlier.
std::optional<domain::StatusLabel> MapToIks(const std::vector<domain::StatusRow>& rows,
                                            const domain::StatusLabel& procare_status, bool start_in_future,
                                            bool ever_active);

// Everything that is wrong with a table; fields are "status_rows[2].procare".
std::vector<Finding> ValidateRows(const std::vector<domain::StatusRow>& rows);

}  // namespace ikp::rules
