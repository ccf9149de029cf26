// Headlines and the safety of data, one sentence for each reason.
#pragma once

#include <string>
#include <string_view>

#include "engine/domain/reason.h"
#include "engine/explain/situation.h"

namespace ikp::explain {

// What follows "Child c-1 ".
std::string_view HeadlineOf(const Situation& situation);
std::string_view SafetyOf(const Situation& situation);

}  // namespace ikp::explain
