// How a scenario looks to an installation of Procare Desktop before the story begins, and how staff type into it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

// "pc-0": what the oracles call it, and its id in the engine's configuration.
std::string InstallationName(int installation);
// What the oracles take for a tenant: one school of an installation, "pc-0/2". A child has a record at each.
std::string SchoolTenant(int installation, std::int64_t school);
std::string ActivationKeyOf(int installation);
// Of the classroom, in its database; `room` as the scenario lists it.
std::int64_t DesktopRoomId(const Scenario& scenario, int site, int room);

nlohmann::json DesktopSeed(const Scenario& scenario, int installation);
// The family as staff type it on `today`, in that spelling, with the children whose numbers are given.
nlohmann::json TypedAccountJson(const Scenario& scenario, int family, const std::string& spelling,
                                const std::vector<int>& children, const std::string& today);
// One child with the rows that this household's children get: enrolled, registered for later, none at all.
nlohmann::json TypedDesktopChildJson(const Scenario& scenario, int family, int child, const std::string& spelling,
                                     const std::string& today);

}  // namespace ikp::scenarios
