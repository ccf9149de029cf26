// The switches of the simulated Procare Online: every behaviour that nobody has published is one of them, with the
// recommended default, so that an engine can be tried against all the Procares that the real one could be.
#pragma once

#include "simulators/kit/switches.h"

namespace ikp::simulators::procare_online {

kit::SwitchBoard MakeSwitches();

}  // namespace ikp::simulators::procare_online
