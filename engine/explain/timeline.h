// The audit log of a child as lines that a person can follow.
#pragma once

#include <vector>

#include "engine/explain/explain.h"
#include "engine/explain/time_text.h"
#include "engine/ports/store.h"

namespace ikp::explain {

// Only known details of known events are shown, so that a line never holds more than ids, codes and words.
std::vector<TimelineLine> TimelineOf(const std::vector<ports::AuditEntry>& audit, const TimeText& times);

}  // namespace ikp::explain
