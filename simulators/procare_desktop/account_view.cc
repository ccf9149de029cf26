#include "simulators/procare_desktop/account_view.h"
#include "simulators/kit/json_object.h"

#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::OrNull;
using nlohmann::json;

// What only a child has, as its account's school sees it.
void AddChildFields(const Database& database, const Account& account, PersonId child_id, const View& look, json& view) {
  static const std::vector<StatusRow> kNone;
  const auto* found = FindIn(database.status_rows, child_id);
  const auto& rows = found == nullptr ? kNone : *found;
  auto dates = json::array();
  for (const auto& interval : EnrollmentIntervals(rows, account.school_id, look.rules)) {
    dates.push_back({{"start", interval.start}, {"end", OrNull(interval.end)}});
  }
  auto own_rows = json::array();
  for (const auto& row : rows) {
    if (row.school_id == account.school_id) own_rows.push_back(ToJson(child_id, row));
  }
  auto related = json::array();
  auto row = database.relationships.lower_bound({child_id, 0});
  for (; row != database.relationships.end() && row->first.first == child_id; ++row) {
    related.push_back(ToJson(child_id, row->first.second, row->second));
  }
  const auto* room = FindIn(database.primary_classrooms, {child_id, account.school_id});
  view["school_id"] = account.school_id;
  view["primary_classroom_id"] = room == nullptr ? json(nullptr) : json(*room);
  view["enrollment_dates"] = std::move(dates);
  view["status"] = OrNull(StatusOn(rows, account.school_id, look.today, look.rules));
  view["status_rows"] = std::move(own_rows);
  view["relationships"] = std::move(related);
}

}  // namespace

json AccountView(const Database& database, const Account& account, const View& look) {
  auto view = ToJson(account);
  auto persons = json::array();
  for (const auto id : PeopleOf(database, account)) {
    auto person = ToJson(database.persons.at(id));
    const bool is_child = Contains(account.children, id);
    person["is_child"] = is_child;
    if (is_child) AddChildFields(database, account, id, look, person);
    persons.push_back(std::move(person));
  }
  view["persons"] = std::move(persons);
  view.erase("has_ledger");
  return view;
}

}  // namespace ikp::simulators::procare_desktop
