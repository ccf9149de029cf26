// Staff: what people do in the program's own screens and with the PC, as actions {"action": "...", ...}. All mistakes
// of an action are reported together, as "field: what is wrong; what to do", and nothing is changed then.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "simulators/kit/fields.h"
#include "simulators/procare_desktop/world.h"

namespace ikp::simulators::procare_desktop {

struct StaffCall {
  World& world;
  Database& database;
  kit::FieldReader& reader;
  kit::FieldErrors& errors;
  Instant now;

  // Reports fields that nobody read. True when there is no mistake: only then may the action change anything.
  bool Good();
};

struct StaffAction {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;  // name, meaning
  nlohmann::json (*act)(StaffCall& call);                   // ids of what was made or changed
};

// Reports an edition that has no room for one more family.
void CheckLicence(StaffCall& call);

// The actions of each screen.
std::vector<StaffAction> FamilyActions();
std::vector<StaffAction> RelationshipActions();
std::vector<StaffAction> AccountActions();
std::vector<StaffAction> StatusActions();
std::vector<StaffAction> SiteActions();
std::vector<StaffAction> MachineActions();
std::vector<StaffAction> MirrorActions();

kit::Answer ActAsStaff(World& world, const nlohmann::json& action, Instant now);
nlohmann::json DescribeStaffActions();

}  // namespace ikp::simulators::procare_desktop
