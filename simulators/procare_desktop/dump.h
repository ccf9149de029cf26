// Dump and seed: the whole state as one JSON document, and back.
//
// A seed can be written by hand; ids that are left out, next ids, GUIDs and lists of words are filled in:
//   {"database": {
//      "regions": [{"id": 1, "name": "East", "code": "E"}],
//      "schools": [{"id": 1, "name": "Main Street", "region_id": 1, "hours": [{"open": 420, "close": 1080}]}],
//      "classrooms": [{"id": 1, "school_id": 1, "name": "Infants", "ratio": 4.0}],
//      "persons": [{"id": 1, "first_name": "Ann", "last_name": "Doe"}, {"id": 2, "first_name": "Bo", ...}],
//      "accounts": [{"school_id": 1, "key": "DOE", "payers": [1], "children": [2]}],
//      "status_rows": [{"child_id": 2, "school_id": 1, "date": "2026-03-02", "status": "Enrolled"}]},
//    "machine": {"time_zone": "America/Phoenix", "seats": 2}, "switches": {"pd.licence": "mini"}}
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

// An installation with the usual lists of words, and nothing else.
World EmptyWorld();
nlohmann::json DumpWorld(const World& world);
// Replaces `world`. Errors are "path: what is wrong; what to do"; the world is then unchanged.
std::vector<std::string> SeedWorld(World& world, const nlohmann::json& document, Instant now);

}  // namespace ikp::simulators::procare_desktop
