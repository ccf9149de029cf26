#include "simulators/iks/records.h"

#include <array>
#include <nlohmann/json.hpp>

#include "simulators/kit/civil_time.h"
#include "simulators/kit/json_object.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::iks {
namespace {

using kit::FieldReader;
using kit::Need;
using kit::OrNull;
using nlohmann::json;

constexpr std::size_t kNotesLength = 8000;

struct ChildField {
  const char* name;
  OptionalText Child::*member;
  bool is_date;
  bool api_writes;
};

constexpr std::array<ChildField, 13> kChildFields = {{
    {"middle_name", &Child::middle_name, false, false},
    {"nickname", &Child::nickname, false, false},
    {"suffix", &Child::suffix, false, false},
    {"dob", &Child::dob, true, false},
    {"due_date", &Child::due_date, true, false},
    {"gender", &Child::gender, false, false},
    {"classroom", &Child::classroom, false, true},
    {"desired_start_date", &Child::desired_start_date, true, false},
    {"actual_start", &Child::actual_start, true, true},
    {"withdrawal_date", &Child::withdrawal_date, true, true},
    {"procare_ref", &Child::procare_ref, false, true},
    {"push_state", &Child::push_state, false, true},
    {"notes", &Child::notes, false, false},
}};

template <typename Record>
struct TextField {
  const char* name;
  OptionalText Record::*member;
};

constexpr std::array<TextField<Guardian>, 5> kGuardianFields = {{{"email", &Guardian::email},
                                                                 {"mobile", &Guardian::mobile},
                                                                 {"home", &Guardian::home},
                                                                 {"work", &Guardian::work},
                                                                 {"relationship", &Guardian::relationship}}};

constexpr std::array<TextField<Address>, 6> kAddressFields = {{{"line1", &Address::line1},
                                                               {"line2", &Address::line2},
                                                               {"city", &Address::city},
                                                               {"state", &Address::state},
                                                               {"zip", &Address::zip},
                                                               {"country", &Address::country}}};

// A text that cannot be null: null is a mistake, blank is allowed (people save half-filled forms).
void ReadPlainText(FieldReader& fields, std::string_view name, std::string& target, std::size_t max_length = 255) {
  const auto text = fields.Text(name, Need::kOptional, max_length);
  if (text) target = *text;
  if (fields.IsNull(name)) fields.Fail(name, "must be a text, it cannot be null");
}

std::optional<Address> ReadAddress(FieldReader& fields) {
  const auto* document = fields.Object("address", Need::kOptional);
  if (document == nullptr) return std::nullopt;
  Address address;
  kit::FieldErrors errors;
  FieldReader parts(*document, "", errors);
  for (const auto& field : kAddressFields) address.*field.member = parts.Text(field.name, Need::kOptional);
  parts.RejectUnknown();
  for (const auto& error : errors) fields.Fail("address." + error.field, error.message);
  return address;
}

}  // namespace

json ToJson(const Location& location) {
  return {{"id", location.id},
          {"name", location.name},
          {"time_zone", location.time_zone},
          {"procare_kind", location.procare_kind}};
}

json ToJson(const Guardian& guardian) {
  json document = {{"id", guardian.id},
                   {"first_name", guardian.first_name},
                   {"last_name", guardian.last_name},
                   {"is_primary", guardian.is_primary},
                   {"address", nullptr}};
  for (const auto& field : kGuardianFields) document[field.name] = OrNull(guardian.*field.member);
  if (guardian.address) {
    auto address = json::object();
    for (const auto& field : kAddressFields) address[field.name] = OrNull((*guardian.address).*field.member);
    document["address"] = std::move(address);
  }
  return document;
}

json ToJson(const Child& child) {
  kit::JsonObject document;
  document.Put("id", child.id)
      .Put("family_id", child.family_id)
      .Put("location_id", child.location_id)
      .Put("first_name", child.first_name)
      .Put("last_name", child.last_name)
      .Put("status", child.status)
      .Put("version", child.version)
      .Put("last_change_origin", child.last_change_origin)
      .Put("created_at", kit::FormatInstant(child.created_at))
      .Put("updated_at", kit::FormatInstant(child.updated_at));
  for (const auto& field : kChildFields) document.Put(field.name, OrNull(child.*field.member));
  return document.Take();
}

json ToJson(const Account& account, const Family& family) {
  auto guardians = json::array();
  for (const auto& guardian : family.guardians) guardians.push_back(ToJson(guardian));
  auto children = json::array();
  for (const auto& id : family.child_ids) children.push_back(ToJson(account.children.at(id)));
  return kit::JsonObject()
      .Put("id", family.id)
      .Put("location_id", family.location_id)
      .Put("status", family.status)
      .Put("source", family.source)
      .Put("notes", family.notes)
      .Put("created_at", kit::FormatInstant(family.created_at))
      .Put("updated_at", kit::FormatInstant(family.updated_at))
      .Put("version", family.version)
      .Put("guardians", std::move(guardians))
      .Put("children", std::move(children))
      .Put("custom_fields", family.custom_fields)
      .Take();
}

void ReadChildFields(FieldReader& fields, Writer writer, const std::vector<std::string>& statuses, Child& child) {
  if (fields.Has("status")) {
    if (const auto status = fields.Choice("status", Need::kRequired, statuses)) child.status = *status;
  }
  fields.Know("status");
  for (const auto& field : kChildFields) {
    if (writer == Writer::kApi && !field.api_writes) continue;
    const auto value = field.is_date ? fields.Date(field.name, Need::kOptional)
                                     : fields.Text(field.name, Need::kOptional, kNotesLength);
    if (value || fields.IsNull(field.name)) child.*field.member = value;
  }
  if (writer == Writer::kApi) return;
  ReadPlainText(fields, "first_name", child.first_name);
  ReadPlainText(fields, "last_name", child.last_name);
}

void ReadGuardianFields(FieldReader& fields, Guardian& guardian) {
  ReadPlainText(fields, "first_name", guardian.first_name);
  ReadPlainText(fields, "last_name", guardian.last_name);
  for (const auto& field : kGuardianFields) {
    const auto value = fields.Text(field.name, Need::kOptional);
    if (value || fields.IsNull(field.name)) guardian.*field.member = value;
  }
  if (const auto primary = fields.Boolean("is_primary", Need::kOptional)) guardian.is_primary = *primary;
  const auto address = ReadAddress(fields);
  if (address || fields.IsNull("address")) guardian.address = address;
}

void ReadFamilyFields(FieldReader& fields, Family& family) {
  ReadPlainText(fields, "status", family.status, 64);
  ReadPlainText(fields, "source", family.source);
  ReadPlainText(fields, "notes", family.notes, kNotesLength);
  if (const auto* custom = fields.Object("custom_fields", Need::kOptional)) family.custom_fields = *custom;
}

Location ReadLocation(const json& document, const std::string& path, kit::FieldErrors& errors) {
  FieldReader fields(document, path, errors);
  Location location;
  location.id = fields.Text("id", Need::kRequired, 64).value_or("");
  location.name = fields.Text("name", Need::kOptional).value_or(location.id);
  location.time_zone = fields.Text("time_zone", Need::kRequired, 64).value_or("UTC");
  if (!kit::IsZone(location.time_zone)) fields.Fail("time_zone", "must be an IANA zone such as America/New_York");
  location.procare_kind = fields.Choice("procare_kind", Need::kOptional, {"online", "desktop"}).value_or("online");
  fields.RejectUnknown();
  return location;
}

Subscription ReadSubscription(FieldReader& fields) {
  Subscription subscription;
  subscription.url = fields.Text("url", Need::kRequired, 2000).value_or("http://");
  if (!subscription.url.starts_with("http://") && !subscription.url.starts_with("https://")) {
    fields.Fail("url", "must begin with http:// or https://");
  }
  subscription.secret = fields.Text("secret", Need::kRequired, 500).value_or("");
  return subscription;
}

}  // namespace ikp::simulators::iks
