// Hash of a history: two runs with equal hashes did the same. Everything that happened goes in, whatever its kind; what
// only people read (texts of acts and faults) does not, so that a detailed run has the same hash.
#pragma once

#include <cstdint>

#include "scenarios/oracle/history.h"

namespace ikp::scenarios {

std::uint64_t HashOf(const oracle::History& history);

}  // namespace ikp::scenarios
