// The database part of a seed (dump.h).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "simulators/kit/fields.h"
#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

// Every reference is checked. What is returned is of use only when `errors` did not grow.
Database SeedDatabase(const nlohmann::json& document, const std::string& path, kit::FieldErrors& errors,
                      kit::IdentifierSource& ids);

}  // namespace ikp::simulators::procare_desktop
