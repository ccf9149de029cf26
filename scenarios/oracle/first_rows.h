// The part of I4 that is about the way there: what a push entered at Procare Desktop.
#pragma once

#include "scenarios/oracle/finding.h"
#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

void CheckFirstRows(const Model& model, Findings& findings);

}  // namespace ikp::scenarios::oracle
