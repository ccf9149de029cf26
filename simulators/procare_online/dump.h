// Dump and seed: the whole state as one JSON document, and back.
//
// A seed can be written by hand: only names are needed (and an id where something else refers to it); ids, PINs, times
// and the rest are filled in.
//   {"tenants": [{"name": "sunrise", "client_id": "...", "client_secret": "...",
//      "schools": [{"id": "main", "name": "Main Street", "time_zone": "America/New_York",
//                   "classrooms": [{"id": "infants", "name": "Infants", "capacity": 8}]}],
//      "families": [{"name": "Doe", "guardians": [{"first_name": "Ann", "last_name": "Doe"}],
//                    "children": [{"first_name": "Bo", "last_name": "Doe", "dob": "2023-04-05"}]}],
//      "leads": []}],
//    "switches": {"po.page_cap": 20}, "counters": {}}
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulators/procare_online/world.h"

namespace ikp::simulators::procare_online {

// Includes what is derived (active_head_count of a school, effects of a child's status); a seed may repeat it.
nlohmann::json DumpWorld(const World& world);

// Replaces `world`. Errors are "path: what is wrong; what to do"; the world is then unchanged.
std::vector<std::string> SeedWorld(World& world, const nlohmann::json& document, Instant now);

}  // namespace ikp::simulators::procare_online
