#include "engine/procare_online/connect_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/wire/json_read.h"

namespace ikp::procare_online {
namespace {

using domain::Placement;
using nlohmann::json;

template <typename Id>
std::optional<Id> IdAt(const json& record, std::string_view key) {
  const auto text = wire::ReadId(record, key);
  return text ? Id::Parse(*text) : std::nullopt;
}

domain::PersonName NameFrom(const json& record) {
  domain::PersonName name;
  name.first = wire::ReadTextOrEmpty(record, "first_name");
  name.middle = wire::ReadTextOrEmpty(record, "middle_name");
  name.last = wire::ReadTextOrEmpty(record, "last_name");
  name.preferred = wire::ReadTextOrEmpty(record, "preferred_name");
  return name;
}

std::vector<domain::Phone> PhonesFrom(const json& record) {
  std::vector<domain::Phone> phones;
  const auto add = [&phones](const std::string& text) {
    auto phone = domain::Phone::Parse(text);
    if (phone) phones.push_back(std::move(*phone));
  };
  for (const auto& entry : wire::ReadArray(record, "phones")) {
    const auto* text = entry.get_ptr<const std::string*>();
    add(text != nullptr ? *text : wire::ReadTextOrEmpty(entry, "number"));
  }
  add(wire::ReadTextOrEmpty(record, "phone"));
  return phones;
}

std::vector<domain::ProcareFamilyId> FamiliesOf(const json& record) {
  std::vector<domain::ProcareFamilyId> families;
  const auto add = [&families](std::optional<domain::ProcareFamilyId> id) {
    if (id && std::find(families.begin(), families.end(), *id) == families.end()) families.push_back(std::move(*id));
  };
  add(IdAt<domain::ProcareFamilyId>(record, "family_id"));
  for (const auto& entry : wire::ReadArray(record, "family_ids")) {
    const auto id = wire::IdIn(entry);
    if (id) add(domain::ProcareFamilyId::Parse(*id));
  }
  return families;
}

// The earliest scheduled return from On Hold.
std::optional<domain::CivilDate> ActivationOf(const json& record) {
  std::optional<domain::CivilDate> earliest = wire::ReadWrittenDay(wire::ReadObject(record, "activation"), "date");
  for (const auto& transition : wire::ReadArray(record, "upcoming_transitions")) {
    const std::string kind = domain::StatusLabel(wire::ReadTextOrEmpty(transition, "kind")).key();
    if (kind.find("activation") == std::string::npos) continue;
    const auto date = wire::ReadWrittenDay(transition, "date");
    if (date && (!earliest || *date < *earliest)) earliest = date;
  }
  return earliest;
}

void PutText(json& body, const char* key, const std::string& text) {
  if (!text.empty()) body[key] = text;
}

// The contract has no field for a suffix; without it father and son are one name.
std::string LastNameWithSuffix(const domain::PersonName& name) {
  if (name.suffix.empty() || name.last.ends_with(" " + name.suffix)) return name.last;
  return name.last + " " + name.suffix;
}

json PhonesJson(const std::vector<domain::LabelledPhone>& phones) {
  json list = json::array();
  for (const auto& [kind, phone] : phones) {
    std::string number = phone.Formatted();
    if (!phone.extension().empty()) number += " x" + phone.extension();
    list.push_back({{"type", domain::ToWord(kind)}, {"number", number}});
  }
  return list;
}

json AddressJson(const domain::Address& address) {
  json body = json::object();
  PutText(body, "street_address", address.line1);
  PutText(body, "address_line_2", address.line2);
  PutText(body, "city", address.city);
  PutText(body, "state", address.state);
  PutText(body, "zip", address.zip);
  PutText(body, "country", address.country);
  return body;
}

json GuardianJson(const domain::NewGuardian& guardian) {
  json body = {{"first_name", guardian.name.first},
               {"last_name", LastNameWithSuffix(guardian.name)},
               {"is_primary", guardian.is_primary},
               {"phones", PhonesJson(guardian.phones)}};
  if (guardian.email) body["email"] = guardian.email->str();
  PutText(body, "relation", guardian.relationship);
  if (!guardian.address.empty()) body["address"] = AddressJson(guardian.address);
  return body;
}

// Bytes that are not UTF-8 cannot come out of our own reading; if they do, they are replaced rather than thrown about.
std::string Text(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::optional<domain::ProcareChild> ChildFromJson(const json& record) {
  auto id = IdAt<domain::ProcareChildId>(record, "id");
  if (!id) return std::nullopt;
  domain::ProcareChild child{std::move(*id), FamiliesOf(record), NameFrom(record), {}, {}, {}, {}, {}, {}, {}};
  if (const auto date = wire::ReadDate(record, "dob")) child.birth_date = domain::BirthDate(*date);
  child.status = domain::StatusLabel(wire::ReadTextOrEmpty(record, "status"));
  child.classroom = IdAt<domain::ProcareClassroomId>(record, "classroom_id");
  child.start = wire::ReadWrittenDay(record, "start_date");
  child.withdrawal = wire::ReadWrittenDay(record, "withdrawal_date");
  child.activation = ActivationOf(record);
  child.external_id = wire::ReadTextOrEmpty(record, "external_id");
  return child;
}

std::optional<domain::ProcareClassroom> ClassroomFromJson(const json& record) {
  auto id = IdAt<domain::ProcareClassroomId>(record, "id");
  if (!id) return std::nullopt;
  return domain::ProcareClassroom{std::move(*id), wire::ReadTextOrEmpty(record, "name"),
                                  wire::ReadBool(record, "active").value_or(true)};
}

std::optional<FamilyReading> FamilyFromJson(const json& record) {
  auto id = IdAt<domain::ProcareFamilyId>(record, "id");
  if (!id) return std::nullopt;
  FamilyReading reading{{std::move(*id), wire::ReadTextOrEmpty(record, "name"), {}}, 0};
  for (const auto& entry : wire::ReadArray(record, "guardians")) {
    if (!entry.is_object() || entry.empty()) continue;
    auto guardian_id = IdAt<domain::ProcareGuardianId>(entry, "id");
    if (!guardian_id) {
      ++reading.guardians_without_id;
      continue;
    }
    reading.family.guardians.push_back({std::move(*guardian_id), NameFrom(entry),
                                        domain::Email::Parse(wire::ReadTextOrEmpty(entry, "email")),
                                        PhonesFrom(entry)});
  }
  return reading;
}

bool OfAnotherSchool(const json& record, const domain::ProcareSchoolId& school) {
  const auto id = wire::ReadId(record, "school_id");
  return id && *id != wire::NormaliseId(school.str());
}

const json& RecordIn(const json& body) {
  if (!wire::Present(body, "id")) {
    const json& data = wire::ReadObject(body, "data");
    if (!data.empty()) return data;
  }
  return body;
}

std::string NewFamilyBody(const domain::ProcareSchoolId& school, const domain::NewFamily& family) {
  json guardians = json::array();
  for (const auto& guardian : family.guardians) guardians.push_back(GuardianJson(guardian));
  return Text({{"school_id", school.str()},
               {"name", family.name},
               {"guardians", std::move(guardians)},
               {"send_invitations", false}});
}

std::string NewChildBody(const domain::ProcareSchoolId& school, const domain::NewChild& child, bool with_external_id) {
  json body = {{"school_id", school.str()},
               {"family_id", child.family.str()},
               {"first_name", child.name.first},
               {"last_name", LastNameWithSuffix(child.name)},
               {"dob", child.birth_date.date().str()}};
  PutText(body, "middle_name", child.name.middle);
  PutText(body, "preferred_name", child.name.preferred);
  PutText(body, "gender", child.gender);
  if (child.classroom) body["classroom_id"] = child.classroom->str();
  if (child.start) body["start_date"] = child.start->str();
  if (with_external_id) PutText(body, "external_id", child.external_id);
  return Text(body);
}

std::optional<std::string> PlacementBody(const domain::InitialPlacement& placement) {
  json body = json::object();
  if (placement.placement == Placement::kPreRegistered) {
    body["status"] = "hold";
    if (placement.start) {
      json activation = {{"date", placement.start->str()}};
      if (placement.classroom) activation["classroom_id"] = placement.classroom->str();
      body["activation"] = std::move(activation);
    } else if (placement.classroom) {
      body["classroom_id"] = placement.classroom->str();
    }
    return Text(body);
  }
  if (placement.classroom) body["classroom_id"] = placement.classroom->str();
  if (placement.start) body["start_date"] = placement.start->str();
  if (body.empty()) return std::nullopt;
  return Text(body);
}

}  // namespace ikp::procare_online
