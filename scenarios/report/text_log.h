// Text log: a run as text, one aligned line for each entry of its timeline. Legend() explains the columns and stands
// before the log.
#pragma once

#include <string>

#include "engine/domain/instant.h"
#include "scenarios/report/timeline.h"

namespace ikp::scenarios::report {

std::string Legend();
// `start`: of the scenario, offsets count from it.
std::string TextLog(const Timeline& timeline, domain::Instant start);

}  // namespace ikp::scenarios::report
