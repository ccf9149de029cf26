#include "engine/iks/iks_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "engine/wire/json_read.h"

namespace ikp::iks {
namespace {

using nlohmann::json;
using Unreadable = std::vector<std::string>;

template <typename Id>
std::optional<Id> IdAt(const json& record, std::string_view key) {
  const auto text = wire::ReadId(record, key);
  return text ? Id::Parse(*text) : std::nullopt;
}

std::optional<domain::CivilDate> DateAt(const json& record, const std::string& key, Unreadable& unreadable) {
  const auto date = wire::ReadDate(record, key);
  if (!date && wire::Present(record, key)) unreadable.push_back(key);
  return date;
}

// The suffix stays where staff typed it: inside the last name, unless IKS keeps it in a field of its own.
domain::PersonName NameFrom(const json& record) {
  domain::PersonName name;
  name.first = wire::ReadTextOrEmpty(record, "first_name");
  name.middle = wire::ReadTextOrEmpty(record, "middle_name");
  name.last = wire::ReadTextOrEmpty(record, "last_name");
  name.suffix = wire::ReadTextOrEmpty(record, "suffix");
  name.preferred = wire::ReadTextOrEmpty(record, "nickname");
  return name;
}

domain::Address AddressFrom(const json& record) {
  const json& address = wire::ReadObject(record, "address");
  return {wire::ReadTextOrEmpty(address, "line1"), wire::ReadTextOrEmpty(address, "line2"),
          wire::ReadTextOrEmpty(address, "city"),  wire::ReadTextOrEmpty(address, "state"),
          wire::ReadTextOrEmpty(address, "zip"),   wire::ReadTextOrEmpty(address, "country")};
}

std::optional<domain::IksGuardian> GuardianFrom(const json& record, const std::string& place, Unreadable& unreadable) {
  auto id = IdAt<domain::IksGuardianId>(record, "id");
  if (!id) {
    unreadable.push_back(place + ".id");
    return std::nullopt;
  }
  domain::IksGuardian guardian{
      std::move(*id), NameFrom(record),   {}, {}, wire::ReadTextOrEmpty(record, "relationship"),
      false,          AddressFrom(record)};
  guardian.is_primary = wire::ReadBool(record, "is_primary").value_or(false);
  if (wire::Present(record, "email")) {
    guardian.email = domain::Email::Parse(wire::ReadTextOrEmpty(record, "email"));
    if (!guardian.email) unreadable.push_back(place + ".email");
  }
  for (const auto kind : {domain::PhoneKind::kMobile, domain::PhoneKind::kHome, domain::PhoneKind::kWork}) {
    const std::string key(domain::ToWord(kind));
    if (!wire::Present(record, key)) continue;
    auto phone = domain::Phone::Parse(wire::ReadTextOrEmpty(record, key));
    if (phone) {
      guardian.phones.push_back({kind, std::move(*phone)});
    } else {
      unreadable.push_back(place + "." + key);
    }
  }
  return guardian;
}

std::optional<domain::IksChild> ChildFrom(const json& record, std::optional<domain::IksFamilyId> family,
                                          std::optional<domain::IksLocationId> location) {
  auto id = IdAt<domain::IksChildId>(record, "id");
  if (auto own = IdAt<domain::IksFamilyId>(record, "family_id")) family = std::move(own);
  if (auto own = IdAt<domain::IksLocationId>(record, "location_id")) location = std::move(own);
  if (!id || !family || !location) return std::nullopt;
  domain::IksChild child{std::move(*id),
                         std::move(*family),
                         std::move(*location),
                         NameFrom(record),
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {}};
  if (const auto date = DateAt(record, "dob", child.unreadable)) child.birth_date = domain::BirthDate(*date);
  if (const auto date = DateAt(record, "due_date", child.unreadable)) child.due_date = domain::DueDate(*date);
  child.desired_start = DateAt(record, "desired_start_date", child.unreadable);
  child.actual_start = DateAt(record, "actual_start", child.unreadable);
  child.withdrawal = DateAt(record, "withdrawal_date", child.unreadable);
  child.gender = wire::ReadTextOrEmpty(record, "gender");
  child.status = domain::StatusLabel(wire::ReadTextOrEmpty(record, "status"));
  if (child.status.empty() && wire::Present(record, "status")) child.unreadable.emplace_back("status");
  child.classroom = wire::ReadTextOrEmpty(record, "classroom");
  child.version = wire::ReadInteger(record, "version").value_or(0);
  child.last_changed_by_sync = wire::ReadTextOrEmpty(record, "last_change_origin") == "procare-sync";
  child.updated_at = wire::ReadInstant(record, "updated_at").value_or(domain::Instant{});
  return child;
}

json DateOrNull(const std::optional<domain::CivilDate>& date) { return date ? json(date->str()) : json(); }

}  // namespace

std::optional<domain::IksFamily> FamilyFromJson(const json& record) {
  auto id = IdAt<domain::IksFamilyId>(record, "id");
  auto location = IdAt<domain::IksLocationId>(record, "location_id");
  if (!id || !location) return std::nullopt;
  domain::IksFamily family{std::move(*id), std::move(*location), {}, {}, {}};
  const json& guardians = wire::ReadArray(record, "guardians");
  for (std::size_t i = 0; i < guardians.size(); ++i) {
    auto guardian = GuardianFrom(guardians[i], "guardians[" + std::to_string(i) + "]", family.unreadable);
    if (guardian) family.guardians.push_back(std::move(*guardian));
  }
  std::stable_partition(family.guardians.begin(), family.guardians.end(),
                        [](const domain::IksGuardian& guardian) { return guardian.is_primary; });
  const json& children = wire::ReadArray(record, "children");
  for (std::size_t i = 0; i < children.size(); ++i) {
    auto child = ChildFrom(children[i], family.id, family.location);
    if (child) {
      family.children.push_back(std::move(*child));
    } else {
      family.unreadable.push_back("children[" + std::to_string(i) + "].id");
    }
  }
  return family;
}

std::optional<domain::IksChild> ChildFromJson(const json& record) {
  return ChildFrom(record, std::nullopt, std::nullopt);
}

json UpdateToJson(const systems::IksChildUpdate& update) {
  json body = json::object();
  if (update.status) body["status"] = update.status->text();
  if (update.classroom) body["classroom"] = update.classroom->empty() ? json() : json(*update.classroom);
  if (update.actual_start) body["actual_start"] = DateOrNull(*update.actual_start);
  if (update.withdrawal) body["withdrawal_date"] = DateOrNull(*update.withdrawal);
  return body;
}

const json& RecordIn(const json& body) {
  if (!wire::Present(body, "id")) {
    const json& data = wire::ReadObject(body, "data");
    if (!data.empty()) return data;
  }
  return body;
}

}  // namespace ikp::iks
