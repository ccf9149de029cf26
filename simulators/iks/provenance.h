// The switches of the simulated IKS and where each behaviour comes from.
#pragma once

#include <vector>

#include "simulators/kit/simulator.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

kit::SwitchBoard IksSwitches();
const std::vector<kit::Provenance>& IksProvenance();

}  // namespace ikp::simulators::iks
