// The CSV exports, as sites give them to other programs [T11]: children.csv, payers.csv, enrollment.csv. Accounts of
// families that left (hidden) are not in them, nor are GUIDs and the ids of rows.
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "simulators/procare_desktop/api.h"
#include "simulators/procare_desktop/latin1.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

using Cells = std::vector<std::string>;

std::string Cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

std::string Line(const Cells& cells) {
  std::string line;
  for (const auto& cell : cells) line += (&cell == &cells.front() ? "" : ",") + Cell(cell);
  return line + "\r\n";
}

// Label and digits in one cell.
std::string PhoneCell(const Person& person, std::size_t index) {
  if (index >= person.phones.size()) return "";
  const auto& phone = person.phones[index];
  return phone.type + " " + phone.area_code + phone.number;
}

void AddAddress(const Person& person, Cells& cells) {
  const auto address = person.addresses.empty() ? Address{} : person.addresses.front();
  cells.insert(cells.end(), {address.line1, address.city, address.region, address.postal_code});
}

const Cells kAddressColumns = {"Add 1, Line 1", "Add 1, City", "Add 1, Region", "Add 1, Postal Code"};

std::string ChildLine(const Database& database, const Account& account, PersonId child_id) {
  const auto& child = database.persons.at(child_id);
  const auto* room_id = FindIn(database.primary_classrooms, {child_id, account.school_id});
  const auto* room = room_id == nullptr ? nullptr : &database.classrooms.at(*room_id);
  Cells cells = {std::to_string(child_id), child.first_name, child.last_name, child.date_of_birth.value_or(""),
                 PhoneCell(child, 0)};
  AddAddress(child, cells);
  cells.insert(cells.end(), {room == nullptr ? "" : std::to_string(room->id),
                             room == nullptr ? "" : database.work_areas.at(room->work_area_id).name, account.key,
                             std::to_string(account.school_id)});
  return Line(cells);
}

template <typename Add>
void ForEachFamily(const Database& database, Add add) {
  for (const auto& [id, account] : database.accounts) {
    if (!account.hidden) add(account);
  }
}

std::string ChildrenReport(const Database& database) {
  Cells columns = {"Child ID", "First Name", "Last Name", "Date of Birth", "Phone 1"};
  columns.insert(columns.end(), kAddressColumns.begin(), kAddressColumns.end());
  columns.insert(columns.end(), {"Classroom ID", "Primary Classroom", "Account Key", "School ID"});
  auto text = Line(columns);
  ForEachFamily(database, [&](const Account& account) {
    for (const auto child_id : account.children) text += ChildLine(database, account, child_id);
  });
  return text;
}

std::string PayersReport(const Database& database) {
  Cells columns = {"Account Key", "School ID", "Payer Order", "Person ID", "First Name",
                   "Last Name",   "Email",     "Phone 1",     "Phone 2"};
  columns.insert(columns.end(), kAddressColumns.begin(), kAddressColumns.end());
  auto text = Line(columns);
  ForEachFamily(database, [&](const Account& account) {
    int order = 0;
    for (const auto person_id : account.payers) {
      const auto& payer = database.persons.at(person_id);
      Cells cells = {account.key,
                     std::to_string(account.school_id),
                     std::to_string(++order),
                     std::to_string(person_id),
                     payer.first_name,
                     payer.last_name,
                     payer.email,
                     PhoneCell(payer, 0),
                     PhoneCell(payer, 1)};
      AddAddress(payer, cells);
      text += Line(cells);
    }
  });
  return text;
}

// In the order in which the rows were entered.
std::string EnrollmentReport(const Database& database) {
  auto text = Line({"Child ID", "School ID", "Date", "Status"});
  std::set<std::pair<PersonId, SchoolId>> listed;
  ForEachFamily(database, [&](const Account& account) {
    for (const auto child_id : account.children) {
      const auto* rows = FindIn(database.status_rows, child_id);
      if (rows == nullptr || !listed.emplace(child_id, account.school_id).second) continue;
      for (const auto& row : *rows) {
        if (row.school_id != account.school_id) continue;
        text += Line({std::to_string(child_id), std::to_string(row.school_id), row.date, row.status});
      }
    }
  });
  return text;
}

}  // namespace

http::Response ReadReport(Call& call) {
  static const std::map<std::string, std::string (*)(const Database&)> kReports = {
      {"children.csv", ChildrenReport}, {"enrollment.csv", EnrollmentReport}, {"payers.csv", PayersReport}};
  const auto report = kReports.find(call.path.at("report"));
  if (report == kReports.end()) {
    return Refusal(404, "not_found", {"report: is not known; known: children.csv, enrollment.csv, payers.csv"});
  }
  return {200, {{"Content-Type", "text/csv; charset=ISO-8859-1"}}, ToLatin1(report->second(call.world.database))};
}

}  // namespace ikp::simulators::procare_desktop
