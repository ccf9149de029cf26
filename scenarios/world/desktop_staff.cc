#include "scenarios/world/desktop_staff.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "engine/domain/time_zone.h"
#include "scenarios/world/setup_desktop.h"
#include "simulators/kit/json_text.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;
using oracle::By;

constexpr const char* kBackup = "evening";

std::pair<std::string, std::string> FieldOf(const std::string& value) {
  const auto equals = value.find('=');
  if (equals == std::string::npos) return {value, ""};
  return {value.substr(0, equals), value.substr(equals + 1)};
}

// How people compare names by eye.
std::string Letters(const std::string& first, const std::string& last) {
  std::string letters;
  for (const unsigned char c : first + last) {
    if (std::isalpha(c) != 0) letters += static_cast<char>(std::tolower(c));
  }
  return letters;
}

template <typename List, typename Value>
bool Has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Online's words as the rows of this centre.
std::string LabelFor(const std::string& word) {
  if (word == "active" || word == "hold_activation") return "Enrolled";
  if (word == "hold") return "Summer Hold";
  if (word == "graduate" || word == "graduation") return "Graduated";
  return "Withdrawn";
}

}  // namespace

bool DesktopStaff::Do(const json& action, By by, json* answer) {
  const auto response = centre_.Act(action, by).response;
  if (response.status >= 300) return false;
  if (answer != nullptr) *answer = json::parse(simulators::kit::BodyText(response), nullptr, false);
  return true;
}

int DesktopStaff::SiteOf(const Action& action) const {
  if (action.site >= 0) return action.site;
  return scenario_.families[static_cast<std::size_t>(action.family)].site;
}

DesktopStaff::Id DesktopStaff::SchoolOf(const Action& action) const {
  const int site =
      action.family >= 0 ? scenario_.families[static_cast<std::size_t>(action.family)].site : SiteOf(action);
  return SchoolNumberOf(scenario_, site);
}

std::string DesktopStaff::Day(const Action& action, int days) const {
  const int site = action.family >= 0 ? scenario_.families[static_cast<std::size_t>(action.family)].site : action.site;
  const auto zone = domain::TimeZone::Find(scenario_.sites[static_cast<std::size_t>(site)].zone);
  return zone->DateAt(time_.now).Plus(days).str();
}

std::vector<DesktopStaff::Id> DesktopStaff::PeopleOf(int family, int child) const {
  const auto& person = scenario_.families[static_cast<std::size_t>(family)].children[static_cast<std::size_t>(child)];
  const auto letters = Letters(person.first_name, person.last_name);
  std::vector<Id> found;
  for (const auto& [id, record] : database().persons) {
    const auto meant = recorder_.PersonAtDesktop(record.guid);
    const bool same = meant.known() ? meant == oracle::Person{family, child}
                                    : Letters(record.first_name, record.last_name) == letters;
    if (same && !AccountsOf(id).empty()) found.push_back(id);
  }
  return found;
}

std::vector<DesktopStaff::Id> DesktopStaff::AccountsOf(Id child, Id school) const {
  std::vector<Id> accounts;
  for (const auto& [id, account] : database().accounts) {
    if (Has(account.children, child) && (school == 0 || account.school_id == school)) accounts.push_back(id);
  }
  return accounts;
}

std::vector<DesktopStaff::Id> DesktopStaff::AccountsOfFamily(int family) const {
  std::vector<Id> accounts;
  const auto& children = scenario_.families[static_cast<std::size_t>(family)].children;
  for (int child = 0; child < static_cast<int>(children.size()); ++child) {
    for (const auto person : PeopleOf(family, child)) {
      for (const auto account : AccountsOf(person)) accounts.push_back(account);
    }
  }
  return accounts;
}

bool DesktopStaff::Type(int index, const std::string& spelling, By by) {
  const auto& family = scenario_.families[static_cast<std::size_t>(index)];
  std::vector<int> children;
  for (int i = 0; i < static_cast<int>(family.children.size()); ++i) {
    const bool unborn = family.children[static_cast<std::size_t>(i)].birth_date.empty();
    if (unborn) continue;
    const auto people = PeopleOf(index, i);
    const bool typed = std::any_of(people.begin(), people.end(), [&](Id id) {
      return recorder_.PersonAtDesktop(database().persons.at(id).guid).known();
    });
    if (!typed) children.push_back(i);
  }
  if (children.empty() || family.guardians.empty()) return false;
  const Action meant{.family = index};
  json answer;
  if (!Do(TypedAccountJson(scenario_, index, spelling, children, Day(meant, 0)), by, &answer)) return false;
  const auto& ids = answer["child_ids"];
  for (std::size_t i = 0; i < ids.size() && i < children.size(); ++i) {
    recorder_.NameProcareChild(database().persons.at(ids[i].get<Id>()).guid, {index, children[i]});
  }
  recorder_.NameDesktopAccount(centre_.number(), answer.value("account_id", Id{0}), index);
  return true;
}

bool DesktopStaff::Act(const Action& action) {
  switch (action.kind) {
    case ActionKind::kTypeFamily:
      return Type(action.family, action.value, By::kStaff);
    case ActionKind::kTypeChild:
      return TypeChild(action);
    case ActionKind::kMergePeople:
      return Merge(action);
    case ActionKind::kResolveDuplicate:
      return Resolve(action);
    case ActionKind::kRenameRoom:
    case ActionKind::kCloseRoom:
    case ActionKind::kGraduateClass:
    case ActionKind::kRenameStatusLabel:
    case ActionKind::kTakeBackup:
    case ActionKind::kRestoreBackup:
    case ActionKind::kSyncMirror:
      return ActOnSchool(action);
    case ActionKind::kSetEnrollment:
    case ActionKind::kPlanMove:
    case ActionKind::kAddStatusRow:
    case ActionKind::kEditStatusRow:
      return ActOnRows(action);
    case ActionKind::kHideAccount:
    case ActionKind::kRemoveAccount:
    case ActionKind::kDeleteProcareChild:
    case ActionKind::kCopyAccount:
    case ActionKind::kMoveProcareChild:
      return ActOnAccount(action);
    default:
      return ActOnPeople(action);
  }
}

// --- people --------------------------------------------------------------------------------------------------------

bool DesktopStaff::TypeChild(const Action& action) {
  const auto accounts = AccountsOfFamily(action.family);
  if (accounts.empty() || !PeopleOf(action.family, action.child).empty()) return false;
  auto typed = TypedDesktopChildJson(scenario_, action.family, action.child, action.value, Day(action, 0));
  if (!typed.contains("date_of_birth") && action.value != "no_birth_date") return false;
  typed["action"] = "add_child";
  typed["account_id"] = accounts.front();
  json answer;
  if (!Do(typed, By::kStaff, &answer)) return false;
  recorder_.NameProcareChild(database().persons.at(answer.value("child_id", Id{0})).guid,
                             {action.family, action.child});
  return true;
}

bool DesktopStaff::ActOnPeople(const Action& action) {
  const auto people = PeopleOf(action.family, action.child);
  if (people.empty()) return false;
  const auto child = people.front();
  switch (action.kind) {
    case ActionKind::kAssignRoom:
      return action.number >= 0 && Do({{"action", "set_primary_classroom"},
                                       {"child_id", child},
                                       {"classroom_id", DesktopRoomId(scenario_, SiteOf(action), action.number)}});
    case ActionKind::kEditProcareChild:
      return EditChild(action, child);
    case ActionKind::kEditProcareGuardian:
      return EditPayer(action, child);
    case ActionKind::kShareProcareChild:
      return Share(action, child);
    default:
      return false;
  }
}

bool DesktopStaff::EditChild(const Action& action, Id child) {
  auto [field, text] = FieldOf(action.value);
  if (field == "start_date" || field == "withdrawal_date") {
    return Do({{"action", "add_status_row"},
               {"child_id", child},
               {"school_id", SchoolOf(action)},
               {"date", text},
               {"status", field == "start_date" ? "Enrolled" : "Withdrawn"}});
  }
  if (field == "dob") field = "date_of_birth";
  return Do({{"action", "edit_person"}, {"person_id", child}, {field, text}});
}

bool DesktopStaff::EditPayer(const Action& action, Id child) {
  const auto accounts = AccountsOf(child);
  const auto& payers = database().accounts.at(accounts.front()).payers;
  const auto [field, text] = FieldOf(action.value);
  if (payers.empty() || (field != "email" && field != "first_name" && field != "last_name")) return false;
  return Do({{"action", "edit_person"}, {"person_id", payers.front()}, {field, text}});
}

// Typed a second time by mistake, and then made one again.
bool DesktopStaff::Merge(const Action& action) {
  auto people = PeopleOf(action.family, action.child);
  if (people.empty()) return false;
  if (people.size() == 1) {
    const auto& record = database().persons.at(people.front());
    json copy = {{"action", "add_child"},
                 {"account_id", AccountsOf(people.front()).front()},
                 {"first_name", record.first_name},
                 {"last_name", record.last_name}};
    if (record.date_of_birth) copy["date_of_birth"] = *record.date_of_birth;
    json answer;
    if (!Do(copy, By::kStaff, &answer)) return false;
    people.push_back(answer.value("child_id", Id{0}));
    recorder_.NameProcareChild(database().persons.at(people.back()).guid, {action.family, action.child});
  }
  const bool newest = action.number == 1;
  return Do({{"action", "merge_people"},
             {"keep_id", newest ? people.back() : people.front()},
             {"remove_id", newest ? people.front() : people.back()}});
}

bool DesktopStaff::Resolve(const Action& action) {
  const auto people = PeopleOf(action.family, action.child);
  bool some = false;
  for (std::size_t i = 1; i < people.size(); ++i) {
    some = Do({{"action", "merge_people"}, {"keep_id", people.front()}, {"remove_id", people[i]}}) || some;
  }
  return some;
}

// Into the account of another household: parents who live apart.
bool DesktopStaff::Share(const Action& action, Id child) {
  for (const auto account : AccountsOfFamily(action.other)) {
    if (Do({{"action", "add_child"}, {"account_id", account}, {"person_id", child}})) return true;
  }
  return false;
}

// --- accounts ------------------------------------------------------------------------------------------------------

bool DesktopStaff::ActOnAccount(const Action& action) {
  const auto people = PeopleOf(action.family, action.child);
  if (people.empty()) return false;
  const auto accounts = AccountsOf(people.front());
  const auto account = accounts.front();
  switch (action.kind) {
    case ActionKind::kHideAccount:
      return Do({{"action", action.number == 1 ? "unhide_account" : "hide_account"}, {"account_id", account}});
    case ActionKind::kCopyAccount:
      return Do({{"action", "copy_account"},
                 {"account_id", account},
                 {"school_id", SchoolNumberOf(scenario_, action.site)},
                 {"with_statuses", action.number == 1}});
    case ActionKind::kMoveProcareChild:
      return MoveToSchool(action, account);
    default:
      return Do({{"action", "remove_account"}, {"account_id", account}});
  }
}

bool DesktopStaff::MoveToSchool(const Action& action, Id account) {
  const auto& to = scenario_.sites[static_cast<std::size_t>(action.site)];
  if (!to.desktop() || to.installation != centre_.number()) return false;
  return Do({{"action", "copy_account"},
             {"account_id", account},
             {"school_id", SchoolNumberOf(scenario_, action.site)},
             {"with_statuses", true}}) &&
         Do({{"action", "remove_account"}, {"account_id", account}});
}

// --- status rows ---------------------------------------------------------------------------------------------------

bool DesktopStaff::ActOnRows(const Action& action) {
  const auto people = PeopleOf(action.family, action.child);
  if (people.empty() || action.value == "room_transition") return false;
  if (action.kind == ActionKind::kEditStatusRow) return EditNewestRow(action, people.front());
  const bool online_word = action.kind == ActionKind::kSetEnrollment || action.kind == ActionKind::kPlanMove;
  const int days = action.kind == ActionKind::kSetEnrollment ? 0 : action.number;
  return Do({{"action", "add_status_row"},
             {"child_id", people.front()},
             {"school_id", SchoolOf(action)},
             {"date", Day(action, days)},
             {"status", online_word ? LabelFor(action.value) : action.value}});
}

bool DesktopStaff::EditNewestRow(const Action& action, Id child) {
  const auto rows = database().status_rows.find(child);
  if (rows == database().status_rows.end()) return false;
  for (auto row = rows->second.rbegin(); row != rows->second.rend(); ++row) {
    if (row->school_id != SchoolOf(action)) continue;
    return Do({{"action", "edit_status_row"},
               {"status_row_id", row->id},
               {"date", Day(action, action.number)},
               {"status", action.value}});
  }
  return false;
}

// --- the school and the machine ------------------------------------------------------------------------------------

bool DesktopStaff::ActOnSchool(const Action& action) {
  switch (action.kind) {
    case ActionKind::kRenameRoom:
      return Do({{"action", "rename_work_area"},
                 {"classroom_id", DesktopRoomId(scenario_, action.site, action.number)},
                 {"name", action.value}});
    case ActionKind::kCloseRoom:
      return Do(
          {{"action", "remove_classroom"}, {"classroom_id", DesktopRoomId(scenario_, action.site, action.number)}});
    case ActionKind::kGraduateClass: {
      const auto rooms = static_cast<int>(scenario_.sites[static_cast<std::size_t>(action.site)].rooms.size());
      if (rooms < 2) return false;
      const int from = action.number % rooms;
      return Do({{"action", "graduate_class"},
                 {"from_classroom_id", DesktopRoomId(scenario_, action.site, from)},
                 {"to_classroom_id", DesktopRoomId(scenario_, action.site, (from + 1) % rooms)}});
    }
    case ActionKind::kRenameStatusLabel: {
      const auto [from, to] = FieldOf(action.value);
      return Do({{"action", "rename_status_label"}, {"name", from}, {"to", to}});
    }
    case ActionKind::kTakeBackup:
      return Do({{"action", "take_backup"}, {"name", kBackup}});
    case ActionKind::kSyncMirror:
      return Do({{"action", "sync_now"}});
    default:
      return Do({{"action", "restore_backup"}, {"name", kBackup}});
  }
}

}  // namespace ikp::scenarios
