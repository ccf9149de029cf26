#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_object.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/request_reading.h"
#include "simulators/procare_desktop/account_view.h"
#include "simulators/procare_desktop/api.h"
#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::OrNull;
using nlohmann::json;

constexpr std::int64_t kLargestPage = 500;
constexpr std::int64_t kDefaultPage = 50;

// Takes away what goes beyond the published list of what a CRM gets [P9], as the switches say.
void LeaveOut(const kit::SwitchBoard& switches, json& account) {
  if (!switches.On("pd.reads_account_fields")) {
    for (const auto* name : {"key", "name", "payers", "children", "pickups", "comment", "alert"}) account.erase(name);
  }
  if (switches.On("pd.reads_status_rows")) return;
  for (auto& person : account["persons"]) {
    person.erase("status");
    person.erase("status_rows");
  }
}

http::Response NoSuch(const std::string& what) {
  return Refusal(404, "not_found", {what + ": does not exist in this database"});
}

}  // namespace

http::Response ReadSchools(Call& call) {
  const auto& database = call.world.database;
  auto schools = json::array();
  for (const auto& [id, school] : database.schools) {
    auto view = ToJson(school);
    view["region_code"] = database.regions.at(school.region_id).code;
    view["address_format"] = AddressFormatOf(database, school);
    view["maximum_child_age"] = OrNull(MaximumChildAgeOf(database, school));
    schools.push_back(std::move(view));
  }
  return kit::JsonResponse(200, {{"database_id", database.database_id},
                                 {"schema_version", call.world.machine.server_version},
                                 {"schools", std::move(schools)}});
}

http::Response ReadClassrooms(Call& call) {
  kit::FieldErrors errors;
  const auto school_id = call.QueryNumber("school_id", 1, INT64_MAX, errors);
  if (!errors.empty()) return Invalid(errors);
  auto rooms = json::array();
  for (const auto& [id, room] : call.world.database.classrooms) {
    if (school_id && room.school_id != *school_id) continue;
    auto view = ToJson(room, call.world.database.work_areas.at(room.work_area_id));
    view.erase("work_area_id");
    rooms.push_back(std::move(view));
  }
  return kit::JsonResponse(200, {{"classrooms", std::move(rooms)}});
}

http::Response ReadStatusLabels(Call& call) {
  auto labels = json::array();
  for (const auto& label : call.world.database.status_labels) labels.push_back(ToJson(label));
  return kit::JsonResponse(200, {{"status_labels", std::move(labels)}});
}

http::Response ReadRelationshipLabels(Call& call) {
  return kit::JsonResponse(200, {{"relationship_labels", call.world.database.relationship_labels}});
}

http::Response ReadAccounts(Call& call) {
  kit::FieldErrors errors;
  const auto school_id = call.QueryNumber("school_id", 1, INT64_MAX, errors);
  const auto after = call.QueryNumber("after", 0, INT64_MAX, errors).value_or(0);
  const auto limit = call.QueryNumber("limit", 1, kLargestPage, errors).value_or(kDefaultPage);
  if (!errors.empty()) return Invalid(errors);
  const auto& database = call.world.database;
  if (school_id && FindIn(database.schools, *school_id) == nullptr) return NoSuch("school_id");
  const bool with_hidden = call.world.switches.On("pd.reads_hidden_accounts");
  const auto look = ViewOf(call.world, call.now);
  auto accounts = json::array();
  json next_after = nullptr;
  AccountId last = after;
  for (auto item = database.accounts.upper_bound(after); item != database.accounts.end(); ++item) {
    const auto& account = item->second;
    if ((school_id && account.school_id != *school_id) || (account.hidden && !with_hidden)) continue;
    if (static_cast<std::int64_t>(accounts.size()) == limit) {
      next_after = last;
      break;
    }
    accounts.push_back(AccountView(database, account, look));
    LeaveOut(call.world.switches, accounts.back());
    last = account.id;
  }
  call.delay += std::chrono::milliseconds(call.faults.Number("slow_run", "ms", 0)) * accounts.size();
  json document = {{"accounts", std::move(accounts)}, {"next_after", std::move(next_after)}};
  return kit::JsonResponse(200, std::move(document));
}

http::Response ReadOnePerson(Call& call) {
  const auto& database = call.world.database;
  const auto& text = call.path.at("person");
  const auto id = kit::WholeNumber(text).value_or(0);
  const auto* person = FindIn(database.persons, id);
  if (person == nullptr || std::to_string(id) != text) return NoSuch("person");
  auto view = ToJson(*person);
  auto accounts = json::array();
  for (const auto& [account_id, account] : database.accounts) {
    const auto people = PeopleOf(database, account);
    if (Contains(people, id)) accounts.push_back(account_id);
  }
  view["is_child"] = IsChild(database, id);
  view["account_ids"] = std::move(accounts);
  return kit::JsonResponse(200, std::move(view));
}

}  // namespace ikp::simulators::procare_desktop
