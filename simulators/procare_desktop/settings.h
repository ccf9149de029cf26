// The switches of the simulated Procare Desktop: every behaviour that nobody has published is one of them, with the
// recommended default.
#pragma once

#include "simulators/kit/switches.h"

namespace ikp::simulators::procare_desktop {

kit::SwitchBoard MakeSwitches();

}  // namespace ikp::simulators::procare_desktop
