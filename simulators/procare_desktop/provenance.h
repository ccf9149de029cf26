// Where each behaviour of the simulated Procare Desktop comes from (simulators/README.md lists the sources).
#pragma once

#include <vector>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::procare_desktop {

const std::vector<kit::Provenance>& ProvenanceTable();

}  // namespace ikp::simulators::procare_desktop
