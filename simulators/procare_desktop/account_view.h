// An account with its people as readers of the database, and of its copy in the cloud, are shown it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "simulators/procare_desktop/model.h"

namespace ikp::simulators::procare_desktop {

// `account` is one of `database`.
nlohmann::json AccountView(const Database& database, const Account& account, const View& look);

}  // namespace ikp::simulators::procare_desktop
