#include "engine/desktop_agent/session_rows.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/wire/json_read.h"

namespace ikp::desktop_agent {
namespace {

using desktop_wire::PersonRow;
using nlohmann::json;
using wire::ReadArray;
using wire::ReadInteger;
using wire::ReadTextOrEmpty;

PersonRow PersonFrom(const json& view) {
  PersonRow person;
  person.id = ReadInteger(view, "id").value_or(0);
  person.guid = wire::ReadId(view, "guid").value_or("");
  person.first_name = ReadTextOrEmpty(view, "first_name");
  person.middle_initial = ReadTextOrEmpty(view, "middle_initial");
  person.last_name = ReadTextOrEmpty(view, "last_name");
  person.gender = ReadTextOrEmpty(view, "gender");
  person.date_of_birth = wire::ReadDate(view, "date_of_birth");
  person.email = ReadTextOrEmpty(view, "email");
  for (const auto& phone : ReadArray(view, "phones")) {
    person.phones.push_back(
        {ReadTextOrEmpty(phone, "type"), ReadTextOrEmpty(phone, "area_code"), ReadTextOrEmpty(phone, "number")});
  }
  for (const auto& address : ReadArray(view, "addresses")) {
    person.addresses.push_back({ReadTextOrEmpty(address, "line1"), ReadTextOrEmpty(address, "line2"),
                                ReadTextOrEmpty(address, "city"), ReadTextOrEmpty(address, "region"),
                                ReadTextOrEmpty(address, "postal_code")});
  }
  return person;
}

desktop_wire::ChildRow ChildFrom(const json& view) {
  desktop_wire::ChildRow child;
  child.person = PersonFrom(view);
  child.classroom_id = ReadInteger(view, "primary_classroom_id");
  for (const auto& row : ReadArray(view, "relationships")) {
    child.relationships.push_back({ReadInteger(row, "person_id").value_or(0), ReadTextOrEmpty(row, "label"),
                                   wire::ReadBool(row, "lives_with").value_or(false),
                                   wire::ReadBool(row, "emergency").value_or(false),
                                   wire::ReadBool(row, "pickup").value_or(false)});
  }
  return child;
}

void ReadStatuses(const json& view, SessionAccount& account, std::string& flaw) {
  for (const auto& row : ReadArray(view, "status_rows")) {
    const auto id = ReadInteger(row, "id");
    const auto child_id = ReadInteger(row, "child_id");
    const auto date = wire::ReadWrittenDay(row, "date");
    if (!id || !child_id || !date) {
      flaw = "A status row could not be read.";
      continue;
    }
    account.statuses.push_back({*id, *child_id, ReadInteger(row, "school_id").value_or(account.row.school_id), *date,
                                ReadTextOrEmpty(row, "status")});
  }
}

using Views = std::map<std::int64_t, const json*>;

// The persons of one list of ids. `unnamed` loses those that are in it.
std::vector<const json*> PersonsIn(const json& account, const char* list, const Views& views, Views& unnamed,
                                   std::string& flaw) {
  std::vector<const json*> persons;
  for (const auto& item : ReadArray(account, list)) {
    const auto view = views.find(item.is_number_integer() ? item.get<std::int64_t>() : 0);
    if (view == views.end()) {
      flaw = "An account names a person who was not sent with it.";
      continue;
    }
    persons.push_back(view->second);
    unnamed.erase(view->first);
  }
  return persons;
}

void PutText(json& body, const char* key, const std::string& text) {
  if (!text.empty()) body[key] = text;
}

// The program keeps an initial, not a middle name [P9].
std::string InitialOf(const std::string& middle) {
  std::size_t end = middle.empty() ? 0 : 1;
  while (end < middle.size() && (static_cast<unsigned char>(middle[end]) & 0xC0) == 0x80) ++end;
  return middle.substr(0, end);
}

// There is no field for a suffix; without it father and son are one name.
std::string LastNameOf(const domain::PersonName& name) {
  if (name.suffix.empty() || name.last.ends_with(" " + name.suffix)) return name.last;
  return name.last + " " + name.suffix;
}

json NameJson(const domain::PersonName& name) {
  json body = {{"first_name", name.first}, {"last_name", LastNameOf(name)}};
  PutText(body, "middle_initial", InitialOf(name.middle));
  return body;
}

const char* PhoneTypeOf(domain::PhoneKind kind) {
  switch (kind) {
    case domain::PhoneKind::kMobile:
      return "Mobile";
    case domain::PhoneKind::kHome:
      return "Home";
    case domain::PhoneKind::kWork:
      return "Work";
  }
  return "Mobile";
}

// The area code stands apart from the number [P9].
json PhoneJson(const domain::LabelledPhone& labelled) {
  const auto& phone = labelled.phone;
  json body = {{"type", PhoneTypeOf(labelled.kind)}};
  std::string number = phone.digits();
  if (phone.north_american()) {
    body["area_code"] = number.substr(0, 3);
    number = number.substr(3, 3) + "-" + number.substr(6);
  }
  body["number"] = phone.extension().empty() ? number : number + " x" + phone.extension();
  return body;
}

}  // namespace

SessionAccount AccountFrom(const json& view, std::string& flaw) {
  SessionAccount account;
  account.row.id = ReadInteger(view, "id").value_or(0);
  account.row.school_id = ReadInteger(view, "school_id").value_or(0);
  if (account.row.id == 0 || account.row.school_id == 0) flaw = "An account came without its number or school.";
  account.row.key = ReadTextOrEmpty(view, "key");
  account.row.name = ReadTextOrEmpty(view, "name");
  account.row.hidden = wire::ReadBool(view, "hidden").value_or(false);
  account.comment = ReadTextOrEmpty(view, "comment");
  Views views;
  for (const auto& person : ReadArray(view, "persons")) {
    if (const auto id = ReadInteger(person, "id")) views[*id] = &person;
  }
  auto unnamed = views;
  for (const auto* child : PersonsIn(view, "children", views, unnamed, flaw)) {
    account.row.children.push_back(ChildFrom(*child));
    ReadStatuses(*child, account, flaw);
  }
  for (const auto* payer : PersonsIn(view, "payers", views, unnamed, flaw)) {
    account.row.payers.push_back(PersonFrom(*payer));
  }
  for (const auto* pickup : PersonsIn(view, "pickups", views, unnamed, flaw)) {
    account.row.pickups.push_back(PersonFrom(*pickup));
  }
  for (const auto& [id, person] : unnamed) account.related.push_back(PersonFrom(*person));
  return account;
}

std::vector<desktop_wire::SchoolRow> SchoolsFrom(const json& answer) {
  std::vector<desktop_wire::SchoolRow> schools;
  for (const auto& view : ReadArray(answer, "schools")) {
    if (const auto id = ReadInteger(view, "id")) schools.push_back({*id, ReadTextOrEmpty(view, "name")});
  }
  return schools;
}

std::vector<desktop_wire::ClassroomRow> ClassroomsFrom(const json& answer) {
  std::vector<desktop_wire::ClassroomRow> rooms;
  for (const auto& view : ReadArray(answer, "classrooms")) {
    const auto id = ReadInteger(view, "id");
    const auto school_id = ReadInteger(view, "school_id");
    if (id && school_id) rooms.push_back({*id, *school_id, ReadTextOrEmpty(view, "name")});
  }
  return rooms;
}

json PersonJson(const domain::NewGuardian& guardian) {
  json body = NameJson(guardian.name);
  if (guardian.email) body["email"] = guardian.email->str();
  auto phones = json::array();
  for (const auto& phone : guardian.phones) phones.push_back(PhoneJson(phone));
  body["phones"] = std::move(phones);
  const auto& address = guardian.address;
  if (!address.empty()) {
    body["addresses"] = json::array({{{"line1", address.line1},
                                      {"line2", address.line2},
                                      {"city", address.city},
                                      {"region", address.state},
                                      {"postal_code", address.zip},
                                      {"is_mailing", true},
                                      {"is_primary_physical", true}}});
  }
  return body;
}

json PersonJson(const domain::NewChild& child) {
  json body = NameJson(child.name);
  body["date_of_birth"] = child.birth_date.date().str();
  PutText(body, "gender", child.gender);
  return body;
}

}  // namespace ikp::desktop_agent
