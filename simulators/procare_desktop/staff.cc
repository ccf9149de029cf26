#include "simulators/procare_desktop/staff.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/call.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

const std::vector<StaffAction>& AllStaffActions() {
  static const std::vector<StaffAction> kActions = [] {
    std::vector<StaffAction> all;
    for (auto&& part : {FamilyActions(), RelationshipActions(), AccountActions(), StatusActions(), SiteActions(),
                        MachineActions(), MirrorActions()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kActions;
}

// Who works with the program needs the PC; these are done to the PC itself.
bool IsDoneToThePc(const std::string& action) {
  static constexpr std::array<std::string_view, 8> kActions = {
      "set_pc_time_zone", "sleep", "wake", "power_off", "power_on", "reboot", "set_pc_clock_offset", "disk_full"};
  return std::find(kActions.begin(), kActions.end(), action) != kActions.end();
}

// What leaves the disk as it is. A backup, a restore and an upgrade write as much as the whole database.
bool LeavesTheDisk(const std::string& action) {
  static constexpr std::array<std::string_view, 6> kActions = {"set_seats",    "list_unassigned", "kick_session",
                                                               "occupy_seats", "set_engagement",  "sync_now"};
  return std::find(kActions.begin(), kActions.end(), action) != kActions.end();
}

kit::Answer Refuse(const kit::FieldErrors& errors) { return {Invalid(errors), "staff: refused"}; }

}  // namespace

bool StaffCall::Good() {
  reader.RejectUnknown();
  return errors.empty();
}

void CheckLicence(StaffCall& call) {
  if (LicenceIsFull(call.world)) call.reader.Fail("action", "is refused: this edition is limited to 60 families");
}

json DescribeStaffActions() {
  auto actions = json::array();
  for (const auto& action : AllStaffActions()) {
    auto fields = json::object();
    for (const auto& [name, meaning] : action.fields) fields[name] = meaning;
    actions.push_back({{"action", action.name}, {"fields", std::move(fields)}});
  }
  return actions;
}

kit::Answer ActAsStaff(World& world, const json& action, Instant now) {
  kit::FieldErrors errors;
  kit::FieldReader reader(action, "", errors);
  static const auto kNames = [] {
    std::vector<std::string> names;
    for (const auto& known : AllStaffActions()) names.push_back(known.name);
    return names;
  }();
  const auto name = reader.Choice("action", kit::Need::kRequired, kNames);
  if (!name) return Refuse(errors);
  if (!IsOn(world) && !IsDoneToThePc(*name)) {
    reader.Fail("action", "needs the PC; wake it or switch it on first");
    return Refuse(errors);
  }
  if (world.machine.disk_full && !IsDoneToThePc(*name) && !LeavesTheDisk(*name)) {
    reader.Fail("action", "is refused: the disk is full, nothing was written; free space first");
    return Refuse(errors);
  }
  const auto found = std::find_if(AllStaffActions().begin(), AllStaffActions().end(),
                                  [&](const StaffAction& known) { return known.name == *name; });
  StaffCall call{world, world.database, reader, errors, now};
  auto result = found->act(call);
  if (!errors.empty()) return Refuse(errors);
  result["action"] = *name;
  return {kit::JsonResponse(200, std::move(result)), "staff: " + *name};
}

}  // namespace ikp::simulators::procare_desktop
