// Where each simulated behaviour comes from, and how sure that is. What is assumed names its switch.
#pragma once

#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::procare_online {

const std::vector<kit::Provenance>& ProvenanceTable();

}  // namespace ikp::simulators::procare_online
