// Staff: what people do in the product's own screens, as actions {"action": "...", "tenant": "...", ...}. All mistakes
// of an action are reported together, as "field: what is wrong; what to do", and nothing is changed then.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "simulators/procare_online/inputs.h"
#include "simulators/procare_online/writes.h"

namespace ikp::simulators::procare_online {

struct StaffCall {
  World& world;
  Tenant& tenant;
  const nlohmann::json& action;
  kit::FieldReader& reader;
  Reading& reading;
  Instant now;

  // Reports fields that nobody read. True when there is no mistake: only then may the action change anything.
  bool Good();
  WriteBy By() const { return {"staff", now}; }
};

struct StaffAction {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;  // name, meaning
  nlohmann::json (*act)(StaffCall& call);                   // ids of what was made or changed
};

// The actions of each screen.
std::vector<StaffAction> FamilyActions();
std::vector<StaffAction> ChildActions();
std::vector<StaffAction> MoveActions();
std::vector<StaffAction> SiteActions();

const std::vector<StaffAction>& AllStaffActions();
kit::Answer ActAsStaff(World& world, const nlohmann::json& action, Instant now);
nlohmann::json DescribeStaffActions();

}  // namespace ikp::simulators::procare_online
