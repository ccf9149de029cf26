#include "simulators/procare_desktop/records.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_object.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::FieldReader;
using kit::JsonObject;
using kit::Need;
using kit::OrNull;
using nlohmann::json;

constexpr std::int64_t kMinutesOfDay = 1440;

void ReadMinute(FieldReader& reader, std::string_view name, std::optional<std::int64_t>& target) {
  if (reader.Has(name)) target = reader.Integer(name, Need::kOptional, 0, kMinutesOfDay);
  reader.Know(name);
}

std::size_t CodePoints(const std::string& utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string ItemPath(const FieldReader& reader, std::string_view list, std::size_t index) {
  return reader.PathOf(list) + "[" + std::to_string(index) + "]";
}

void ReadHours(FieldReader& reader, kit::FieldErrors& errors, School& school) {
  const auto* list = reader.List("hours", Need::kOptional, school.hours.size());
  if (list == nullptr) return;
  school.hours = {};
  for (std::size_t day = 0; day < list->size(); ++day) {
    if ((*list)[day].is_null()) continue;
    FieldReader fields((*list)[day], ItemPath(reader, "hours", day), errors);
    const auto open = fields.Integer("open", Need::kRequired, 0, kMinutesOfDay);
    const auto close = fields.Integer("close", Need::kRequired, open.value_or(0), kMinutesOfDay);
    fields.RejectUnknown();
    if (open && close) school.hours[day] = OpenHours{*open, *close};
  }
}

void ReadPhones(FieldReader& reader, kit::FieldErrors& errors, Person& person) {
  const auto* list = reader.List("phones", Need::kOptional, 20);
  if (list == nullptr) return;
  person.phones.clear();
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader fields((*list)[i], ItemPath(reader, "phones", i), errors);
    Phone phone;
    ReadText(fields, "type", Need::kRequired, phone.type, 40);
    ReadText(fields, "area_code", Need::kOptional, phone.area_code, 10);
    ReadText(fields, "number", Need::kRequired, phone.number, 40);
    fields.RejectUnknown();
    person.phones.push_back(std::move(phone));
  }
}

void ReadRoles(FieldReader& reader, Person& person) {
  const auto* list = reader.List("roles", Need::kOptional, kOtherRoles.size());
  if (list == nullptr) return;
  person.roles.clear();
  for (const auto& item : *list) {
    const auto* role = item.get_ptr<const std::string*>();
    const bool known = role != nullptr && std::find(kOtherRoles.begin(), kOtherRoles.end(), *role) != kOtherRoles.end();
    if (!known) {
      reader.Fail("roles", "must be doctor, staff, user or vendor");
    } else if (std::find(person.roles.begin(), person.roles.end(), *role) == person.roles.end()) {
      person.roles.push_back(*role);
    }
  }
}

void ReadAddresses(FieldReader& reader, kit::FieldErrors& errors, Person& person) {
  const auto* list = reader.List("addresses", Need::kOptional, 20);
  if (list == nullptr) return;
  person.addresses.clear();
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader fields((*list)[i], ItemPath(reader, "addresses", i), errors);
    Address address;
    ReadText(fields, "line1", Need::kOptional, address.line1);
    ReadText(fields, "line2", Need::kOptional, address.line2);
    ReadText(fields, "city", Need::kOptional, address.city);
    ReadText(fields, "region", Need::kOptional, address.region);
    ReadText(fields, "postal_code", Need::kOptional, address.postal_code, 20);
    ReadFlag(fields, "is_mailing", address.is_mailing);
    ReadFlag(fields, "is_primary_physical", address.is_primary_physical);
    fields.RejectUnknown();
    person.addresses.push_back(std::move(address));
  }
}

}  // namespace

json ToJson(const Region& region) {
  return JsonObject()
      .Put("id", region.id)
      .Put("name", region.name)
      .Put("code", region.code)
      .Put("address_format", region.address_format)
      .Put("maximum_child_age", OrNull(region.maximum_child_age))
      .Take();
}

json ToJson(const School& school) {
  auto hours = json::array();
  for (const auto& day : school.hours) {
    hours.push_back(day ? JsonObject().Put("open", day->open).Put("close", day->close).Take() : json(nullptr));
  }
  return JsonObject()
      .Put("id", school.id)
      .Put("name", school.name)
      .Put("region_id", school.region_id)
      .Put("hours", std::move(hours))
      .Put("address_format", OrNull(school.address_format))
      .Put("maximum_child_age", OrNull(school.maximum_child_age))
      .Take();
}

json ToJson(const WorkArea& area) { return JsonObject().Put("id", area.id).Put("name", area.name).Take(); }

json ToJson(const Classroom& room, const WorkArea& area) {
  return JsonObject()
      .Put("id", room.id)
      .Put("school_id", room.school_id)
      .Put("work_area_id", area.id)
      .Put("name", area.name)
      .Put("ratio", room.ratio)
      .Put("maximum", OrNull(room.maximum))
      .Put("in_minute", OrNull(room.in_minute))
      .Put("out_minute", OrNull(room.out_minute))
      .Put("order", room.order)
      .Take();
}

json ToJson(const Person& person) {
  auto phones = json::array();
  for (const auto& phone : person.phones) {
    phones.push_back(
        JsonObject().Put("type", phone.type).Put("area_code", phone.area_code).Put("number", phone.number).Take());
  }
  auto addresses = json::array();
  for (const auto& address : person.addresses) {
    addresses.push_back(JsonObject()
                            .Put("line1", address.line1)
                            .Put("line2", address.line2)
                            .Put("city", address.city)
                            .Put("region", address.region)
                            .Put("postal_code", address.postal_code)
                            .Put("is_mailing", address.is_mailing)
                            .Put("is_primary_physical", address.is_primary_physical)
                            .Take());
  }
  auto object = JsonObject()
                    .Put("id", person.id)
                    .Put("guid", person.guid)
                    .Put("first_name", person.first_name)
                    .Put("middle_initial", person.middle_initial)
                    .Put("last_name", person.last_name)
                    .Put("gender", person.gender)
                    .Put("date_of_birth", OrNull(person.date_of_birth))
                    .Put("email", person.email)
                    .Put("phones", std::move(phones))
                    .Put("addresses", std::move(addresses))
                    .Take();
  if (!person.roles.empty()) object["roles"] = person.roles;
  return object;
}

json ToJson(const Account& account) {
  return JsonObject()
      .Put("id", account.id)
      .Put("school_id", account.school_id)
      .Put("key", account.key)
      .Put("name", account.name)
      .Put("payers", account.payers)
      .Put("children", account.children)
      .Put("pickups", account.pickups)
      .Put("comment", account.comment)
      .Put("alert", account.alert)
      .Put("hidden", account.hidden)
      .Put("has_ledger", account.has_ledger)
      .Take();
}

json ToJson(PersonId child_id, PersonId person_id, const Relationship& relationship) {
  return JsonObject()
      .Put("child_id", child_id)
      .Put("person_id", person_id)
      .Put("label", relationship.label)
      .Put("lives_with", relationship.lives_with)
      .Put("emergency", relationship.emergency)
      .Put("pickup", relationship.pickup)
      .Take();
}

json ToJson(PersonId child_id, const StatusRow& row) {
  return JsonObject()
      .Put("id", row.id)
      .Put("child_id", child_id)
      .Put("school_id", row.school_id)
      .Put("date", row.date)
      .Put("status", row.status)
      .Take();
}

json ToJson(const StatusLabel& label) {
  return JsonObject().Put("name", label.name).Put("comment", label.comment).Take();
}

void ReadText(FieldReader& reader, std::string_view name, Need need, std::string& target, std::size_t max_length) {
  reader.Know(name);
  const bool missing = need == Need::kRequired && target.empty();
  if (!reader.Has(name) && !missing) return;
  target = reader.Text(name, need, max_length).value_or("");
}

void ReadFlag(FieldReader& reader, std::string_view name, bool& target) {
  if (const auto value = reader.Boolean(name, Need::kOptional)) target = *value;
}

void ReadRegion(FieldReader& reader, Region& region) {
  ReadText(reader, "name", Need::kRequired, region.name);
  ReadText(reader, "code", Need::kOptional, region.code, 10);
  if (const auto format = reader.Choice("address_format", Need::kOptional, {"usa", "non_usa"})) {
    region.address_format = *format;
  }
  if (reader.Has("maximum_child_age")) {
    region.maximum_child_age = reader.Integer("maximum_child_age", Need::kOptional, 1, 30);
  }
  reader.Know("maximum_child_age");
}

void ReadSchool(FieldReader& reader, kit::FieldErrors& errors, School& school) {
  ReadText(reader, "name", Need::kRequired, school.name);
  ReadHours(reader, errors, school);
  if (reader.Has("address_format")) {
    school.address_format = reader.Choice("address_format", Need::kOptional, {"usa", "non_usa"});
  }
  reader.Know("address_format");
  if (reader.Has("maximum_child_age")) {
    school.maximum_child_age = reader.Integer("maximum_child_age", Need::kOptional, 1, 30);
  }
  reader.Know("maximum_child_age");
}

void ReadClassroom(FieldReader& reader, Classroom& room) {
  if (const auto ratio = reader.Decimal("ratio", Need::kOptional, 0, 1000)) room.ratio = *ratio;
  if (reader.Has("maximum")) room.maximum = reader.Integer("maximum", Need::kOptional, 0, 10'000);
  reader.Know("maximum");
  ReadMinute(reader, "in_minute", room.in_minute);
  ReadMinute(reader, "out_minute", room.out_minute);
  if (const auto order = reader.Integer("order", Need::kOptional, 0, 10'000)) room.order = *order;
}

void ReadPerson(FieldReader& reader, kit::FieldErrors& errors, Person& person) {
  ReadText(reader, "first_name", Need::kRequired, person.first_name);
  ReadText(reader, "middle_initial", Need::kOptional, person.middle_initial, 4);
  if (CodePoints(person.middle_initial) > 1) reader.Fail("middle_initial", "must be one letter");
  ReadText(reader, "last_name", Need::kRequired, person.last_name);
  ReadText(reader, "gender", Need::kOptional, person.gender, 20);
  if (reader.Has("date_of_birth")) person.date_of_birth = reader.Date("date_of_birth", Need::kOptional);
  reader.Know("date_of_birth");
  ReadText(reader, "email", Need::kOptional, person.email);
  ReadPhones(reader, errors, person);
  ReadAddresses(reader, errors, person);
  ReadRoles(reader, person);
}

void ReadAccount(FieldReader& reader, Account& account) {
  ReadText(reader, "key", Need::kRequired, account.key, 8);
  ReadText(reader, "name", Need::kOptional, account.name);
  ReadText(reader, "comment", Need::kOptional, account.comment, 4000);
  ReadText(reader, "alert", Need::kOptional, account.alert, 1000);
}

void ReadRelationship(FieldReader& reader, Relationship& relationship) {
  ReadText(reader, "label", Need::kRequired, relationship.label, 60);
  ReadFlag(reader, "lives_with", relationship.lives_with);
  ReadFlag(reader, "emergency", relationship.emergency);
  ReadFlag(reader, "pickup", relationship.pickup);
}

}  // namespace ikp::simulators::procare_desktop
