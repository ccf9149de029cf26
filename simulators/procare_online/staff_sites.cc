#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/oauth.h"
#include "simulators/procare_online/staff.h"

namespace ikp::simulators::procare_online {
namespace {

using kit::Need;
using nlohmann::json;

Classroom* CheckAnyRoom(StaffCall& call) {
  const auto id = call.reader.Text("classroom_id", Need::kRequired);
  if (!id) return nullptr;
  auto* room = FindClassroom(call.tenant, *id);
  if (room == nullptr) call.reader.Fail("classroom_id", "must exist; give the id of a classroom of this tenant");
  return room;
}

json AddRoom(StaffCall& call) {
  const auto* school = CheckSchool(call.reader, call.tenant, Need::kRequired);
  const auto name = call.reader.Text("name", Need::kRequired);
  Classroom room;
  room.capacity = call.reader.Integer("capacity", Need::kOptional, 0, 10'000);
  room.age_months_min = call.reader.Integer("age_months_min", Need::kOptional, 0, 300);
  room.age_months_max = call.reader.Integer("age_months_max", Need::kOptional, 0, 300);
  if (room.age_months_min && room.age_months_max && *room.age_months_min > *room.age_months_max) {
    call.reader.Fail("age_months_max", "must not be less than age_months_min");
  }
  if (!call.Good()) return {};
  room.id = NewId(call.world);
  room.school_id = school->id;
  room.name = *name;
  call.tenant.classrooms.push_back(room);
  return {{"classroom_id", room.id}};
}

json RenameRoom(StaffCall& call) {
  auto* room = CheckAnyRoom(call);
  const auto name = call.reader.Text("name", Need::kRequired);
  if (!call.Good()) return {};
  room->name = *name;
  return {{"classroom_id", room->id}};
}

json CloseRoom(StaffCall& call) {
  auto* room = CheckAnyRoom(call);
  if (!call.Good()) return {};
  room->active = false;
  return {{"classroom_id", room->id}};
}

json EditSchool(StaffCall& call) {
  auto* school = CheckSchool(call.reader, call.tenant, Need::kRequired);
  const auto name = ReadText(call.reader, "name", Mode::kPatch, Need::kRequired);
  const auto phone = ReadText(call.reader, "phone", Mode::kPatch, Need::kOptional);
  const auto zone = ReadText(call.reader, "time_zone", Mode::kPatch, Need::kRequired);
  if (zone.value && !kit::IsZone(*zone.value)) {
    call.reader.Fail("time_zone", "must be an IANA zone such as America/New_York");
  }
  const auto multifamily = ReadFlag(call.reader, "multifamily");
  const auto parents_may_edit = ReadFlag(call.reader, "parents_may_edit");
  if (!call.Good()) return {};
  name.To(school->name);
  phone.To(school->phone);
  zone.To(school->time_zone);
  if (multifamily.value) school->multifamily = *multifamily.value;
  if (parents_may_edit.value) school->parents_may_edit = *parents_may_edit.value;
  return {{"school_id", school->id}};
}

json RotateSecret(StaffCall& call) {
  const auto secret = call.reader.Text("client_secret", Need::kOptional);
  const bool revoke = ReadFlag(call.reader, "revoke_tokens").value.value_or(true);
  if (!call.Good()) return {};
  call.tenant.client_secret = secret.value_or("secret-" + call.world.ids.Uuid());
  if (revoke) RevokeTokens(call.tenant);
  return {{"client_id", call.tenant.client_id}, {"client_secret", call.tenant.client_secret}};
}

json UnlockAccount(StaffCall& call) {
  if (!call.Good()) return {};
  call.tenant.locked = false;
  call.tenant.bad_logins.clear();
  return {{"tenant", call.tenant.name}};
}

// The subdomain changes; calls to the old one find no tenant any more (G10).
json RenameTenant(StaffCall& call) {
  const auto name = call.reader.Text("new_name", Need::kRequired, 63);
  const auto fits = [](unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (name && !std::all_of(name->begin(), name->end(), fits)) {
    call.reader.Fail("new_name", "must be a subdomain: lower-case letters, digits and dashes");
  } else if (name && FindTenant(call.world, *name) != nullptr) {
    call.reader.Fail("new_name", "is taken; choose another");
  }
  if (!call.Good()) return {};
  call.tenant.name = *name;
  return {{"tenant", call.tenant.name}};
}

}  // namespace

std::vector<StaffAction> SiteActions() {
  return {
      {"add_room",
       {{"school_id", "required"},
        {"name", "required"},
        {"capacity", "integer"},
        {"age_months_min", "integer"},
        {"age_months_max", "integer"}},
       AddRoom},
      {"rename_room", {{"classroom_id", "required"}, {"name", "required"}}, RenameRoom},
      {"close_room", {{"classroom_id", "required"}}, CloseRoom},
      {"edit_school",
       {{"school_id", "required"},
        {"name", ""},
        {"phone", ""},
        {"time_zone", "IANA zone"},
        {"multifamily", "true or false"},
        {"parents_may_edit", "true or false"}},
       EditSchool},
      {"rotate_secret",
       {{"client_secret", "default: a new one"}, {"revoke_tokens", "true or false, default true"}},
       RotateSecret},
      {"unlock_account", {}, UnlockAccount},
      {"rename_tenant", {{"new_name", "required: the new subdomain"}}, RenameTenant},
  };
}

}  // namespace ikp::simulators::procare_online
