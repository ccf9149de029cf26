#include "tools/demo_player/desktop_centre.h"

#include <utility>

namespace ikp::demo {

using nlohmann::json;

json DuluthSite() {
  json rows = json::array();
  rows.push_back({{"procare", "Enrolled"}, {"when", "start_in_future"}, {"iks", "Pre-Registered"}});
  for (const auto& [procare, iks] : {std::pair("Enrolled", "Enrolled"), std::pair("Signed Up", "Pre-Registered"),
                                     std::pair("Summer at the Lake", "On Hold"), std::pair("Left Us", "Withdrawn"),
                                     std::pair("Off to Kindergarten", "Graduated")}) {
    rows.push_back({{"procare", procare}, {"iks", iks}});
  }
  return {{"id", "duluth"},
          {"name", "Sunrise Duluth"},
          {"iks_location", "loc-duluth"},
          {"procare",
           {{"kind", "desktop"}, {"installation", "duluth"}, {"school", "1"}, {"pre_registered_label", "Signed Up"}}},
          {"time_zone", "America/Chicago"},
          {"nightly_at", "05:00"},
          {"status_rows", std::move(rows)}};
}

}  // namespace ikp::demo
