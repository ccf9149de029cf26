#include "simulators/procare_online/views.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_object.h"
#include "simulators/kit/json_text.h"
#include "simulators/procare_online/roster.h"
#include "simulators/procare_online/transitions.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::OrNull;
using nlohmann::json;

std::uint32_t Fnv(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const unsigned char c : text) hash = (hash ^ c) * 16777619U;
  return hash;
}

void Restyle(std::string& id, std::string_view style) {
  if (style == "upper_in_lists") {
    std::transform(id.begin(), id.end(), id.begin(), [](unsigned char c) { return std::toupper(c); });
  } else if (style == "compact_in_lists" && id.size() == 36) {
    std::erase(id, '-');
  }
}

void LoosenObject(json& object) {
  const auto salt = object.contains("id") && object["id"].is_string() ? Fnv(object["id"].get<std::string>()) : 0U;
  json loose = json::object();
  for (auto& [key, value] : object.items()) {
    LoosenTypes(value);
    if (!value.is_null()) {
      loose[key] = std::move(value);
      continue;
    }
    const auto way = (salt + Fnv(key)) % 3;
    if (way == 0) loose[key] = nullptr;
    if (way == 1) loose[key] = "";
  }
  if (object.contains("id")) {
    loose["activiable"] = nullptr;  // a misspelt key of the real system's other interface [T2]
    loose["legacy_ref"] = "";
  }
  object = std::move(loose);
}

}  // namespace

json AddressView(const std::optional<Address>& address) {
  if (!address) return json::object();
  return {{"street_address", address->street_address},
          {"address_line_2", address->address_line_2},
          {"city", address->city},
          {"state", address->state},
          {"zip", address->zip},
          {"country", address->country}};
}

json PhonesView(const std::vector<Phone>& phones) {
  json view = json::array();
  for (const auto& phone : phones) {
    view.push_back(kit::JsonObject().Put("type", phone.type).Put("number", phone.number).Take());
  }
  return view;
}

json SchoolView(const Tenant& tenant, const School& school) {
  return {{"id", school.id},
          {"name", school.name},
          {"time_zone", school.time_zone},
          {"address", AddressView(school.address)},
          {"phone", school.phone},
          // A number that the real system sends as text [T4].
          {"enrollment", std::to_string(ActiveHeadCount(tenant, school.id))}};
}

json ClassroomView(const Classroom& classroom) {
  return kit::JsonObject()
      .Put("id", classroom.id)
      .Put("school_id", classroom.school_id)
      .Put("name", classroom.name)
      .Put("capacity", OrNull(classroom.capacity))
      .Put("age_months_min", OrNull(classroom.age_months_min))
      .Put("age_months_max", OrNull(classroom.age_months_max))
      .Put("active", classroom.active)
      .Take();
}

json GuardianView(const Guardian& guardian) {
  return kit::JsonObject()
      .Put("id", guardian.id)
      .Put("first_name", guardian.first_name)
      .Put("last_name", guardian.last_name)
      .Put("email", OrNull(guardian.email))
      .Put("phones", PhonesView(guardian.phones))
      .Put("relation", OrNull(guardian.relation))
      .Put("is_primary", guardian.is_primary)
      .Put("address", AddressView(guardian.address))
      .Put("emergency_contact", guardian.emergency_contact)
      .Put("authorized_pickup", guardian.authorized_pickup)
      .Take();
}

json FamilyView(const Tenant& tenant, const Family& family) {
  json guardians = json::array();
  for (const auto& guardian : family.guardians) guardians.push_back(GuardianView(guardian));
  json children = json::array();
  if (const auto found = tenant.children_of_family.find(family.id); found != tenant.children_of_family.end()) {
    for (const auto& id : found->second) {
      const auto& child = tenant.children.at(id);
      children.push_back(
          kit::JsonObject().Put("id", id).Put("first_name", child.first_name).Put("last_name", child.last_name).Take());
    }
  }
  return kit::JsonObject()
      .Put("id", family.id)
      .Put("school_id", family.school_id)
      .Put("name", family.name)
      .Put("balance_cents", family.balance_cents)
      .Put("guardians", std::move(guardians))
      .Put("children", std::move(children))
      .Put("updated_at", kit::FormatInstant(family.updated_at))
      .Take();
}

json ChildView(const Tenant& tenant, const Child& child) {
  json upcoming = json::array();
  for (const auto* transition : UpcomingOf(tenant, child.id)) {
    upcoming.push_back({{"kind", ToWord(transition->kind)},
                        {"date", transition->date},
                        {"classroom_id", OrNull(transition->classroom_id)}});
  }
  return kit::JsonObject()
      .Put("id", child.id)
      .Put("family_id", child.family_ids.front())
      .Put("family_ids", child.family_ids)
      .Put("school_id", child.school_id)
      .Put("first_name", child.first_name)
      .Put("last_name", child.last_name)
      .Put("middle_name", OrNull(child.middle_name))
      .Put("name", child.last_name + ", " + child.first_name)
      .Put("preferred_name", OrNull(child.preferred_name))
      .Put("dob", OrNull(child.dob))
      .Put("gender", OrNull(child.gender))
      .Put("status", ToWord(child.status))
      .Put("classroom_id", OrNull(child.classroom_id))
      .Put("start_date", OrNull(child.start_date))
      .Put("withdrawal_date", OrNull(child.withdrawal_date))
      .Put("external_id", OrNull(child.external_id))
      .Put("upcoming_transitions", std::move(upcoming))
      .Put("updated_at", kit::FormatInstant(child.updated_at))
      .Take();
}

json LeadPersonView(const LeadPerson& person) {
  return {{"first_name", person.first_name},    {"last_name", person.last_name}, {"dob", OrNull(person.dob)},
          {"gender", OrNull(person.gender)},    {"email", OrNull(person.email)}, {"relation", OrNull(person.relation)},
          {"phones", PhonesView(person.phones)}};
}

json LeadView(const Lead& lead) {
  json parents = json::array();
  for (const auto& parent : lead.parents) parents.push_back(LeadPersonView(parent));
  return {{"id", lead.id},
          {"school_id", lead.school_id},
          {"status", lead.status},
          {"student", LeadPersonView(lead.student)},
          {"parents", std::move(parents)},
          {"expected_start_date", OrNull(lead.expected_start_date)},
          {"external_id", OrNull(lead.external_id)},
          {"converted_child_id", OrNull(lead.converted_child_id)},
          {"updated_at", kit::FormatInstant(lead.updated_at)}};
}

void LoosenTypes(json& value) {
  if (value.is_array()) {
    for (auto& item : value) LoosenTypes(item);
  } else if (value.is_object()) {
    if (value.empty()) {
      value = nullptr;
    } else {
      LoosenObject(value);
    }
  } else if (value.is_number()) {
    value = value.dump();
  } else if (value.is_boolean()) {
    value = value.get<bool>() ? "true" : "false";
  }
}

void RestyleIds(json& value, std::string_view style) {
  if (value.is_array()) {
    for (auto& item : value) RestyleIds(item, style);
  } else if (value.is_object()) {
    for (auto& [key, item] : value.items()) {
      const bool is_id = key == "id" || (key.ends_with("_id") && key != "external_id");
      if (is_id && item.is_string()) {
        Restyle(item.get_ref<std::string&>(), style);
      } else if (key.ends_with("_ids") && item.is_array()) {
        for (auto& id : item) Restyle(id.get_ref<std::string&>(), style);
      } else {
        RestyleIds(item, style);
      }
    }
  }
}

}  // namespace ikp::simulators::procare_online
