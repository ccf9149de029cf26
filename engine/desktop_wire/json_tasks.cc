#include "engine/desktop_wire/json_tasks.h"

#include <nlohmann/json.hpp>

namespace ikp::desktop_wire {
namespace {

using nlohmann::json;

template <typename Record>
json List(const std::vector<Record>& records, json (*write)(const Record&)) {
  auto list = json::array();
  for (const auto& record : records) list.push_back(write(record));
  return list;
}

template <typename Record>
std::vector<Record> ListFrom(const Fields& fields, std::string_view name, Record (*read)(const Fields&)) {
  std::vector<Record> records;
  for (const auto& item : fields.Objects(name)) records.push_back(read(item));
  return records;
}

// An id of the domain as text. Nothing where there is none.
template <typename Id>
std::optional<Id> IdFrom(const Fields& fields, std::string_view name) {
  const auto text = fields.Text(name);
  if (text.empty()) return std::nullopt;
  auto id = Id::Parse(text);
  if (!id) fields.Fail(name, "must be an id");
  return id;
}

json ToJson(const domain::PersonName& name) {
  return {{"first", name.first},
          {"middle", name.middle},
          {"last", name.last},
          {"suffix", name.suffix},
          {"preferred", name.preferred}};
}
domain::PersonName NameFrom(const Fields& fields) {
  return {fields.Text("first"), fields.Text("middle"), fields.Text("last"), fields.Text("suffix"),
          fields.Text("preferred")};
}

json ToJson(const domain::Address& address) {
  return {{"line1", address.line1}, {"line2", address.line2}, {"city", address.city},
          {"state", address.state}, {"zip", address.zip},     {"country", address.country}};
}
domain::Address AddressFrom(const Fields& fields) {
  return {fields.Text("line1"), fields.Text("line2"), fields.Text("city"),
          fields.Text("state"), fields.Text("zip"),   fields.Text("country")};
}

// In a form that domain::Phone reads to the same value.
std::string PhoneText(const domain::Phone& phone) {
  return phone.extension().empty() ? phone.digits() : phone.digits() + " x" + phone.extension();
}

std::optional<domain::PhoneKind> PhoneKindFrom(const std::string& word) {
  using domain::PhoneKind;
  for (const auto kind : {PhoneKind::kMobile, PhoneKind::kHome, PhoneKind::kWork}) {
    if (word == domain::ToWord(kind)) return kind;
  }
  return std::nullopt;
}

json ToJson(const domain::LabelledPhone& labelled) {
  return {{"kind", domain::ToWord(labelled.kind)}, {"number", PhoneText(labelled.phone)}};
}
std::vector<domain::LabelledPhone> PhonesFrom(const Fields& fields) {
  std::vector<domain::LabelledPhone> phones;
  for (const auto& item : fields.Objects("phones")) {
    const auto kind = PhoneKindFrom(item.NeedText("kind"));
    auto phone = domain::Phone::Parse(item.NeedText("number"));
    if (!kind) item.Fail("kind", "must be mobile, home or work");
    if (!phone) item.Fail("number", "must be a phone number");
    if (kind && phone) phones.push_back({*kind, std::move(*phone)});
  }
  return phones;
}

json ToJson(const domain::NewGuardian& guardian) {
  json body = {{"name", ToJson(guardian.name)},
               {"phones", List(guardian.phones, ToJson)},
               {"relationship", guardian.relationship},
               {"is_primary", guardian.is_primary},
               {"address", ToJson(guardian.address)}};
  if (guardian.email) body["email"] = guardian.email->str();
  return body;
}
domain::NewGuardian GuardianFrom(const Fields& fields) {
  domain::NewGuardian guardian;
  guardian.name = NameFrom(fields.NeedObject("name"));
  const auto email = fields.Text("email");
  guardian.email = domain::Email::Parse(email);
  if (!email.empty() && !guardian.email) fields.Fail("email", "must be an e-mail address");
  guardian.phones = PhonesFrom(fields);
  guardian.relationship = fields.Text("relationship");
  guardian.is_primary = fields.Flag("is_primary");
  if (const auto address = fields.Object("address")) guardian.address = AddressFrom(*address);
  return guardian;
}

json ToJson(const domain::NewChild& child) {
  json body = {{"family", child.family.str()},
               {"name", ToJson(child.name)},
               {"gender", child.gender},
               {"birth_date", child.birth_date.date().str()},
               {"external_id", child.external_id}};
  if (child.start) body["start"] = child.start->str();
  if (child.classroom) body["classroom"] = child.classroom->str();
  return body;
}
domain::NewChild ChildFrom(const Fields& fields) {
  // A family that is still to be created has no id yet.
  auto family = IdFrom<domain::ProcareFamilyId>(fields, "family");
  const domain::BirthDate birth_date(fields.NeedDate("birth_date"));
  return {family ? std::move(*family) : domain::ProcareFamilyId::Trusted(""),
          NameFrom(fields.NeedObject("name")),
          birth_date,
          fields.Text("gender"),
          fields.Date("start"),
          IdFrom<domain::ProcareClassroomId>(fields, "classroom"),
          fields.Text("external_id"),
          {}};
}

json ToJson(const domain::NewFamily& family) {
  return {{"name", family.name},
          {"guardians", List(family.guardians, ToJson)},
          {"children", List(family.children, ToJson)}};
}
domain::NewFamily FamilyFrom(const Fields& fields) {
  domain::NewFamily family;
  family.name = fields.Text("name");
  family.guardians = ListFrom(fields, "guardians", GuardianFrom);
  family.children = ListFrom(fields, "children", ChildFrom);
  return family;
}

json ToJson(const WantedRow& row) { return {{"date", row.date.str()}, {"status", row.status}}; }
WantedRow RowFrom(const Fields& fields) { return {fields.NeedDate("date"), fields.NeedText("status")}; }

json ToJson(const WantedRelationship& relationship) {
  return {{"person", ToJson(relationship.person)},
          {"label", relationship.label},
          {"lives_with", relationship.lives_with},
          {"emergency", relationship.emergency},
          {"pickup", relationship.pickup}};
}
WantedRelationship RelationshipFrom(const Fields& fields) {
  return {NameFrom(fields.NeedObject("person")), fields.Text("label"), fields.Flag("lives_with"),
          fields.Flag("emergency"), fields.Flag("pickup")};
}

json ToJson(const WantedPlacement& placement) {
  json body = {{"rows", List(placement.rows, ToJson)}, {"relationships", List(placement.relationships, ToJson)}};
  if (placement.classroom_id) body["classroom_id"] = *placement.classroom_id;
  return body;
}
WantedPlacement PlacementFrom(const Fields& fields) {
  return {ListFrom(fields, "rows", RowFrom), fields.Integer("classroom_id"),
          ListFrom(fields, "relationships", RelationshipFrom)};
}

struct TaskWriter {
  json operator()(const ReadSchool& task) const {
    json body = {{"kind", "read_school"}, {"school_id", task.school_id}};
    if (!task.not_wanted.empty()) body["not_wanted"] = task.not_wanted;
    return body;
  }
  json operator()(const CreateFamily& task) const {
    return {{"kind", "create_family"},
            {"school_id", task.school_id},
            {"key", task.key},
            {"family", ToJson(task.family)},
            {"placements", List(task.placements, ToJson)},
            {"known_accounts", task.known_accounts}};
  }
  json operator()(const CreateChild& task) const {
    return {{"kind", "create_child"},
            {"school_id", task.school_id},
            {"account_id", task.account_id},
            {"child", ToJson(task.child)},
            {"placement", ToJson(task.placement)},
            {"payers", task.payers},
            {"known_children", task.known_children}};
  }
  json operator()(const PlaceChild& task) const {
    return {{"kind", "place_child"},
            {"school_id", task.school_id},
            {"child", task.child},
            {"placement", ToJson(task.placement)}};
  }
  json operator()(const CheckSetup& task) const { return {{"kind", "check_setup"}, {"school_id", task.school_id}}; }
};

Task TaskFrom(const Fields& fields) {
  const auto kind = fields.NeedText("kind");
  const auto school_id = fields.NeedInteger("school_id");
  if (kind == "create_family") {
    return CreateFamily{school_id, fields.Text("key"), FamilyFrom(fields.NeedObject("family")),
                        ListFrom(fields, "placements", PlacementFrom), fields.Integers("known_accounts")};
  }
  if (kind == "create_child") {
    return CreateChild{school_id,
                       fields.NeedInteger("account_id"),
                       ChildFrom(fields.NeedObject("child")),
                       PlacementFrom(fields.NeedObject("placement")),
                       fields.Texts("payers"),
                       fields.Texts("known_children")};
  }
  if (kind == "place_child") {
    return PlaceChild{school_id, fields.NeedText("child"), PlacementFrom(fields.NeedObject("placement"))};
  }
  if (kind == "check_setup") return CheckSetup{school_id};
  if (kind != "read_school") fields.Fail("kind", "must be a kind of command that this version knows");
  return ReadSchool{school_id, fields.Texts("not_wanted")};
}

}  // namespace

json ToJson(const Command& command) {
  auto body = std::visit(TaskWriter{}, command.task);
  body["id"] = command.id;
  body["database_id"] = command.database_id;
  return body;
}

Command CommandFrom(const Fields& fields) {
  return {fields.NeedText("id"), TaskFrom(fields), fields.Text("database_id")};
}

}  // namespace ikp::desktop_wire
