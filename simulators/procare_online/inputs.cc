#include "simulators/procare_online/inputs.h"

#include <nlohmann/json.hpp>

namespace ikp::simulators::procare_online {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

constexpr std::size_t kMaxPhones = 20;
constexpr std::size_t kMaxParents = 20;

// Absent and not needed in this mode.
bool Absent(const FieldReader& reader, std::string_view name, Mode mode, Need need) {
  return !reader.Has(name) && (mode == Mode::kPatch || need == Need::kOptional);
}

bool LooksLikeEmail(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string::npos &&
         text.find_first_of(" \t\r\n,;<>") == std::string::npos;
}

Given<std::string> ReadEmail(FieldReader& reader, Mode mode) {
  auto email = ReadText(reader, "email", mode, Need::kOptional);
  if (email.value && !LooksLikeEmail(*email.value)) {
    reader.Fail("email", "must be an email address");
    email.value.reset();
  }
  return email;
}

Given<std::vector<Phone>> ReadPhones(FieldReader& reader, Reading& reading) {
  Given<std::vector<Phone>> phones{reader.Has("phones"), std::nullopt};
  const auto* list = reader.List("phones", Need::kOptional, kMaxPhones);
  if (list == nullptr) return phones;
  phones.value.emplace();
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldReader item((*list)[i], reader.PathOf("phones") + "[" + std::to_string(i) + "]", reading.errors);
    auto number = item.Text("number", Need::kRequired, 64);
    auto type = item.Text("type", Need::kOptional, 64);
    reading.Finish(item);
    phones.value->push_back({type.value_or("mobile"), number.value_or("")});
  }
  return phones;
}

LeadPerson ReadLeadPerson(FieldReader& reader, Reading& reading) {
  LeadPerson person;
  person.first_name = ReadText(reader, "first_name", Mode::kCreate, Need::kRequired).value.value_or("");
  person.last_name = ReadText(reader, "last_name", Mode::kCreate, Need::kRequired).value.value_or("");
  person.dob = ReadDate(reader, "dob", Mode::kCreate, Need::kOptional).value;
  person.gender = ReadText(reader, "gender", Mode::kCreate, Need::kOptional).value;
  person.email = ReadEmail(reader, Mode::kCreate).value;
  person.relation = ReadText(reader, "relation", Mode::kCreate, Need::kOptional).value;
  person.phones = ReadPhones(reader, reading).value.value_or(std::vector<Phone>{});
  reading.Finish(reader);
  return person;
}

Given<ActivationInput> ReadActivation(FieldReader& reader, Reading& reading) {
  Given<ActivationInput> activation{reader.Has("activation"), std::nullopt};
  const auto* object = reader.Object("activation", Need::kOptional);
  if (object == nullptr) return activation;
  FieldReader fields(*object, reader.PathOf("activation"), reading.errors);
  const auto date = fields.Date("date", Need::kRequired);
  auto classroom = ReadText(fields, "classroom_id", Mode::kPatch, Need::kOptional).value;
  reading.Finish(fields);
  if (date) activation.value = ActivationInput{*date, std::move(classroom)};
  return activation;
}

}  // namespace

void Reading::Finish(FieldReader& reader) {
  if (strict) {
    reader.RejectUnknown();
    return;
  }
  for (const auto& name : reader.Unknown()) ignored.push_back(reader.PathOf(name));
}

Given<std::string> ReadText(FieldReader& reader, std::string_view name, Mode mode, Need need, std::size_t max_length) {
  reader.Know(name);
  if (Absent(reader, name, mode, need)) return {};
  Given<std::string> text{true, reader.Text(name, need, max_length)};
  if (text.value && text.value->empty()) text.value.reset();
  return text;
}

Given<Date> ReadDate(FieldReader& reader, std::string_view name, Mode mode, Need need) {
  reader.Know(name);
  if (Absent(reader, name, mode, need)) return {};
  return {true, reader.Date(name, need)};
}

Given<bool> ReadFlag(FieldReader& reader, std::string_view name) {
  return {reader.Has(name), reader.Boolean(name, Need::kOptional)};
}

Given<Address> ReadAddress(FieldReader& reader, Reading& reading) {
  Given<Address> address{reader.Has("address"), std::nullopt};
  const auto* object = reader.Object("address", Need::kOptional);
  if (object == nullptr || object->empty()) return address;
  FieldReader fields(*object, reader.PathOf("address"), reading.errors);
  const auto text = [&](std::string_view name) { return fields.Text(name, Need::kOptional).value_or(""); };
  address.value = Address{text("street_address"), text("address_line_2"), text("city"), text("state"), text("zip"),
                          text("country")};
  reading.Finish(fields);
  return address;
}

GuardianInput ReadGuardian(FieldReader& reader, Mode mode, Reading& reading) {
  GuardianInput input;
  input.first_name = ReadText(reader, "first_name", mode, Need::kRequired);
  input.last_name = ReadText(reader, "last_name", mode, Need::kRequired);
  input.email = ReadEmail(reader, mode);
  input.relation = ReadText(reader, "relation", mode, Need::kOptional);
  input.phones = ReadPhones(reader, reading);
  input.is_primary = ReadFlag(reader, "is_primary");
  input.emergency_contact = ReadFlag(reader, "emergency_contact");
  input.authorized_pickup = ReadFlag(reader, "authorized_pickup");
  input.address = ReadAddress(reader, reading);
  return input;
}

void GuardianInput::To(Guardian& guardian) const {
  first_name.To(guardian.first_name);
  last_name.To(guardian.last_name);
  email.To(guardian.email);
  relation.To(guardian.relation);
  phones.To(guardian.phones);
  is_primary.To(guardian.is_primary);
  emergency_contact.To(guardian.emergency_contact);
  authorized_pickup.To(guardian.authorized_pickup);
  address.To(guardian.address);
}

ChildInput ReadChild(FieldReader& reader, Mode mode, Need dob_need, Reading& reading) {
  ChildInput input;
  input.first_name = ReadText(reader, "first_name", mode, Need::kRequired);
  input.last_name = ReadText(reader, "last_name", mode, Need::kRequired);
  input.middle_name = ReadText(reader, "middle_name", mode, Need::kOptional);
  input.preferred_name = ReadText(reader, "preferred_name", mode, Need::kOptional);
  input.gender = ReadText(reader, "gender", mode, Need::kOptional);
  input.external_id = ReadText(reader, "external_id", mode, Need::kOptional);
  input.dob = ReadDate(reader, "dob", mode, dob_need);
  input.start_date = ReadDate(reader, "start_date", mode, Need::kOptional);
  input.withdrawal_date = ReadDate(reader, "withdrawal_date", mode, Need::kOptional);
  input.classroom_id = ReadText(reader, "classroom_id", mode, Need::kOptional);
  input.status = ReadText(reader, "status", mode, Need::kOptional);
  input.activation = ReadActivation(reader, reading);
  return input;
}

void ChildInput::To(Child& child) const {
  first_name.To(child.first_name);
  last_name.To(child.last_name);
  middle_name.To(child.middle_name);
  preferred_name.To(child.preferred_name);
  gender.To(child.gender);
  dob.To(child.dob);
  start_date.To(child.start_date);
}

LeadInput ReadLead(FieldReader& reader, Mode mode, Reading& reading) {
  LeadInput input;
  input.status = ReadText(reader, "status", mode, Need::kOptional);
  input.external_id = ReadText(reader, "external_id", mode, Need::kOptional);
  input.expected_start_date = ReadDate(reader, "expected_start_date", mode, Need::kOptional);
  if (!Absent(reader, "student", mode, Need::kRequired)) {
    input.student.given = true;
    if (const auto* student = reader.Object("student", Need::kRequired)) {
      FieldReader fields(*student, reader.PathOf("student"), reading.errors);
      input.student.value = ReadLeadPerson(fields, reading);
    }
  } else {
    reader.Know("student");
  }
  input.parents.given = reader.Has("parents");
  if (const auto* parents = reader.List("parents", Need::kOptional, kMaxParents)) {
    input.parents.value.emplace();
    for (std::size_t i = 0; i < parents->size(); ++i) {
      FieldReader fields((*parents)[i], reader.PathOf("parents") + "[" + std::to_string(i) + "]", reading.errors);
      input.parents.value->push_back(ReadLeadPerson(fields, reading));
    }
  }
  return input;
}

void LeadInput::To(Lead& lead) const {
  external_id.To(lead.external_id);
  expected_start_date.To(lead.expected_start_date);
  student.To(lead.student);
  parents.To(lead.parents);
}

}  // namespace ikp::simulators::procare_online
