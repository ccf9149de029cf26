// An account with its people as readers of the database, and of its copy in the cloud, are shown it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

// `database` is that of `world` or a copy of it; statuses are those of the PC's day at `at`.
nlohmann::json AccountView(const World& world, const Database& database, const Account& account, Instant at);

}  // namespace ikp::simulators::procare_desktop
