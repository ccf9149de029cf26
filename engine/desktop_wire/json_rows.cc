#include "engine/desktop_wire/json_rows.h"

#include <nlohmann/json.hpp>

namespace ikp::desktop_wire {
namespace {

using nlohmann::json;

template <typename Row>
json List(const std::vector<Row>& rows, json (*write)(const Row&)) {
  auto list = json::array();
  for (const auto& row : rows) list.push_back(write(row));
  return list;
}

template <typename Row>
std::vector<Row> ListFrom(const Fields& fields, std::string_view name, Row (*read)(const Fields&)) {
  std::vector<Row> rows;
  for (const auto& item : fields.Objects(name)) rows.push_back(read(item));
  return rows;
}

json ToJson(const PhoneRow& phone) {
  return {{"type", phone.type}, {"area_code", phone.area_code}, {"number", phone.number}};
}
PhoneRow PhoneFrom(const Fields& fields) {
  return {fields.Text("type"), fields.Text("area_code"), fields.Text("number")};
}

json ToJson(const AddressRow& address) {
  return {{"line1", address.line1},
          {"line2", address.line2},
          {"city", address.city},
          {"region", address.region},
          {"postal_code", address.postal_code}};
}
AddressRow AddressFrom(const Fields& fields) {
  return {fields.Text("line1"), fields.Text("line2"), fields.Text("city"), fields.Text("region"),
          fields.Text("postal_code")};
}

json ToJson(const PersonRow& person) {
  json body = {{"id", person.id},
               {"guid", person.guid},
               {"first_name", person.first_name},
               {"middle_initial", person.middle_initial},
               {"last_name", person.last_name},
               {"gender", person.gender},
               {"email", person.email},
               {"phones", List(person.phones, ToJson)},
               {"addresses", List(person.addresses, ToJson)}};
  if (person.date_of_birth) body["date_of_birth"] = person.date_of_birth->str();
  return body;
}
PersonRow PersonFrom(const Fields& fields) {
  PersonRow person;
  person.id = fields.NeedInteger("id");
  person.guid = fields.Text("guid");
  person.first_name = fields.Text("first_name");
  person.middle_initial = fields.Text("middle_initial");
  person.last_name = fields.Text("last_name");
  person.gender = fields.Text("gender");
  person.date_of_birth = fields.LooseDate("date_of_birth");
  person.email = fields.Text("email");
  person.phones = ListFrom(fields, "phones", PhoneFrom);
  person.addresses = ListFrom(fields, "addresses", AddressFrom);
  return person;
}

json ToJson(const RelationshipRow& relationship) {
  return {{"person_id", relationship.person_id},
          {"label", relationship.label},
          {"lives_with", relationship.lives_with},
          {"emergency", relationship.emergency},
          {"pickup", relationship.pickup}};
}
RelationshipRow RelationshipFrom(const Fields& fields) {
  return {fields.NeedInteger("person_id"), fields.Text("label"), fields.Flag("lives_with"), fields.Flag("emergency"),
          fields.Flag("pickup")};
}

json ToJson(const ChildRow& child) {
  json body = {{"person", ToJson(child.person)}, {"relationships", List(child.relationships, ToJson)}};
  if (child.classroom_id) body["classroom_id"] = *child.classroom_id;
  return body;
}
ChildRow ChildFrom(const Fields& fields) {
  ChildRow child;
  child.person = PersonFrom(fields.NeedObject("person"));
  child.classroom_id = fields.Integer("classroom_id");
  child.relationships = ListFrom(fields, "relationships", RelationshipFrom);
  return child;
}

json ToJson(const AccountRow& account) {
  return {{"id", account.id},
          {"school_id", account.school_id},
          {"key", account.key},
          {"name", account.name},
          {"hidden", account.hidden},
          {"payers", List(account.payers, ToJson)},
          {"children", List(account.children, ToJson)},
          {"pickups", List(account.pickups, ToJson)}};
}
AccountRow AccountFrom(const Fields& fields) {
  AccountRow account;
  account.id = fields.NeedInteger("id");
  account.school_id = fields.NeedInteger("school_id");
  account.key = fields.Text("key");
  account.name = fields.Text("name");
  account.hidden = fields.Flag("hidden");
  account.payers = ListFrom(fields, "payers", PersonFrom);
  account.children = ListFrom(fields, "children", ChildFrom);
  account.pickups = ListFrom(fields, "pickups", PersonFrom);
  return account;
}

json ToJson(const StatusRow& row) {
  return {{"id", row.id},
          {"child_id", row.child_id},
          {"school_id", row.school_id},
          {"date", row.date.str()},
          {"status", row.status}};
}
StatusRow StatusFrom(const Fields& fields) {
  return {fields.NeedInteger("id"), fields.NeedInteger("child_id"), fields.NeedInteger("school_id"),
          fields.NeedDate("date"), fields.Text("status")};
}

json ToJson(const ClassroomRow& room) { return {{"id", room.id}, {"school_id", room.school_id}, {"name", room.name}}; }
ClassroomRow ClassroomFrom(const Fields& fields) {
  return {fields.NeedInteger("id"), fields.NeedInteger("school_id"), fields.Text("name")};
}

json ToJson(const SchoolRow& school) { return {{"id", school.id}, {"name", school.name}}; }
SchoolRow SchoolFrom(const Fields& fields) { return {fields.NeedInteger("id"), fields.Text("name")}; }

}  // namespace

json ToJson(const Chunk& chunk) {
  return {{"snapshot_id", chunk.snapshot_id},
          {"seq", chunk.seq},
          {"last", chunk.last},
          {"schools", List(chunk.schools, ToJson)},
          {"classrooms", List(chunk.classrooms, ToJson)},
          {"accounts", List(chunk.accounts, ToJson)},
          {"statuses", List(chunk.statuses, ToJson)},
          {"attempt", chunk.attempt}};
}

Chunk ChunkFrom(const Fields& fields) {
  Chunk chunk;
  chunk.snapshot_id = fields.NeedText("snapshot_id");
  const auto seq = fields.NeedInteger("seq");
  if (seq < 0 || seq > INT32_MAX) fields.Fail("seq", "must be a number from 0");
  chunk.seq = static_cast<int>(seq);
  chunk.last = fields.NeedFlag("last");
  chunk.schools = ListFrom(fields, "schools", SchoolFrom);
  chunk.classrooms = ListFrom(fields, "classrooms", ClassroomFrom);
  chunk.accounts = ListFrom(fields, "accounts", AccountFrom);
  chunk.statuses = ListFrom(fields, "statuses", StatusFrom);
  chunk.attempt = fields.Word("attempt");
  return chunk;
}

}  // namespace ikp::desktop_wire
