#include "simulators/procare_online/staff.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/kit/router.h"
#include "simulators/procare_online/sentences.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

// The only tenant when none is named.
Tenant* ChooseTenant(World& world, kit::FieldReader& reader) {
  const bool single = world.tenants.size() == 1;
  const auto name = reader.Text("tenant", single ? kit::Need::kOptional : kit::Need::kRequired);
  if (!name) return single ? &world.tenants.front() : nullptr;
  auto* tenant = FindTenant(world, *name);
  if (tenant == nullptr) {
    std::vector<std::string> names;
    for (const auto& known : world.tenants) names.push_back(known.name);
    reader.Fail("tenant", "must be one of: " + kit::JoinWords(names));
  }
  return tenant;
}

kit::Answer Refuse(const kit::FieldErrors& errors) { return {Refusal(422, kit::ToLines(errors)), "staff: refused"}; }

}  // namespace

bool StaffCall::Good() {
  reading.Finish(reader);
  return reading.errors.empty();
}

const std::vector<StaffAction>& AllStaffActions() {
  static const std::vector<StaffAction> kActions = [] {
    std::vector<StaffAction> all;
    for (auto&& part : {FamilyActions(), ChildActions(), MoveActions(), SiteActions()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kActions;
}

json DescribeStaffActions() {
  auto actions = json::array();
  for (const auto& action : AllStaffActions()) {
    json fields = {{"tenant", "name of the tenant; may be left out when there is only one"}};
    for (const auto& [name, meaning] : action.fields) fields[name] = meaning;
    actions.push_back({{"action", action.name}, {"fields", std::move(fields)}});
  }
  return actions;
}

kit::Answer ActAsStaff(World& world, const json& action, Instant now) {
  Reading reading;
  reading.strict = true;
  kit::FieldReader reader(action, "", reading.errors);
  static const auto kNames = [] {
    std::vector<std::string> names;
    for (const auto& known : AllStaffActions()) names.push_back(known.name);
    return names;
  }();
  const auto name = reader.Choice("action", kit::Need::kRequired, kNames);
  auto* tenant = ChooseTenant(world, reader);
  if (!name || tenant == nullptr) return Refuse(reading.errors);
  const auto found = std::find_if(AllStaffActions().begin(), AllStaffActions().end(),
                                  [&](const StaffAction& known) { return known.name == *name; });
  world.due_known = false;
  StaffCall call{world, *tenant, action, reader, reading, now};
  auto result = found->act(call);
  if (!reading.errors.empty()) return Refuse(reading.errors);
  return {kit::JsonResponse(200, result), "staff: " + *name};
}

}  // namespace ikp::simulators::procare_online
