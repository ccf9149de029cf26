// The CSV export of children, as sites give it to other programs [T11].
#include <nlohmann/json.hpp>

#include "simulators/procare_desktop/api.h"
#include "simulators/procare_desktop/latin1.h"
#include "simulators/procare_desktop/roster.h"

namespace ikp::simulators::procare_desktop {
namespace {

std::string Cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

std::string Line(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : ",") + Cell(cell);
  return line + "\r\n";
}

// Label and digits in one cell.
std::string PhoneCell(const Person& person) {
  if (person.phones.empty()) return "";
  const auto& phone = person.phones.front();
  return phone.type + " " + phone.area_code + phone.number;
}

std::string ChildLine(const Database& database, const Account& account, PersonId child_id) {
  const auto& child = database.persons.at(child_id);
  const auto address = child.addresses.empty() ? Address{} : child.addresses.front();
  const auto* room_id = FindIn(database.primary_classrooms, {child_id, account.school_id});
  const auto* room = room_id == nullptr ? nullptr : &database.classrooms.at(*room_id);
  return Line({std::to_string(child_id), child.first_name, child.last_name, child.date_of_birth.value_or(""),
               PhoneCell(child), address.line1, address.city, address.region, address.postal_code,
               room == nullptr ? "" : std::to_string(room->id), room == nullptr ? "" : room->name});
}

}  // namespace

http::Response ReadChildrenReport(Call& call) {
  const auto& database = call.world.database;
  auto text = Line({"Child ID", "First Name", "Last Name", "Date of Birth", "Phone 1", "Add 1, Line 1", "Add 1, City",
                    "Add 1, Region", "Add 1, Postal Code", "Classroom ID", "Primary Classroom"});
  for (const auto& [id, account] : database.accounts) {
    if (account.hidden) continue;
    for (const auto child_id : account.children) text += ChildLine(database, account, child_id);
  }
  return {200, {{"Content-Type", "text/csv; charset=ISO-8859-1"}}, ToLatin1(text)};
}

}  // namespace ikp::simulators::procare_desktop
