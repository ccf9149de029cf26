#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/procare_online/api.h"
#include "simulators/procare_online/paging.h"
#include "simulators/procare_online/sentences.h"
#include "simulators/procare_online/views.h"
#include "simulators/procare_online/writes.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

bool InvitesByDefault(const Call& call) { return call.world.switches.Word("po.invitation_default") == "send"; }

}  // namespace

http::Response ListFamilies(Call& call) {
  const auto school = ReadSchoolFilter(call);
  if (school.refusal) return *school.refusal;
  const auto find = [&] {
    std::vector<ListRow> rows;
    for (const auto& [id, family] : call.tenant.families) {
      if (school.school_id && family.school_id != *school.school_id) continue;
      rows.push_back({id, family.name, family.created_at, family.updated_at});
    }
    return rows;
  };
  return AnswerPage(call, find, [&](const Id& id) { return FamilyView(call.tenant, call.tenant.families.at(id)); });
}

http::Response GetFamily(Call& call) {
  const auto* family = FindFamily(call.tenant, call.path.at("id"));
  if (family == nullptr || Lags(call, family->created_at, false)) return NotFound();
  return AnswerRecord(call, 200, FamilyView(call.tenant, *family));
}

http::Response PostFamily(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadFamily(call.world, call.tenant, reader, InvitesByDefault(call), reading);
  reading.Finish(reader);
  call.NoteIgnored(reading);
  if (!reading.errors.empty()) return Invalid(reading.errors);
  if (call.faults.Has("partial_write")) {
    const auto applied =
        static_cast<std::size_t>(std::max<std::int64_t>(0, call.faults.Number("partial_write", "count", 0)));
    CreateFamily(call.world, call.tenant, input, {"api", call.now}, applied);
    call.Note("partial_write: the family with its first " + std::to_string(applied) + " guardians was kept");
    return Refusal(500, {"Internal server error"});
  }
  const auto& family = CreateFamily(call.world, call.tenant, input, {"api", call.now});
  return AnswerRecord(call, 201, FamilyView(call.tenant, family));
}

http::Response UpdateFamily(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  auto* family = FindFamily(call.tenant, call.path.at("id"));
  if (family == nullptr) return NotFound();
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto name = ReadText(reader, "name", Mode::kPatch, kit::Need::kRequired);
  reading.Finish(reader);
  call.NoteIgnored(reading);
  if (!reading.errors.empty()) return Invalid(reading.errors);
  name.To(family->name);
  family->updated_at = call.now;
  return AnswerRecord(call, 200, FamilyView(call.tenant, *family));
}

http::Response PostGuardian(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  auto* family = FindFamily(call.tenant, call.path.at("id"));
  if (family == nullptr) return NotFound();
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadGuardian(reader, Mode::kCreate, reading);
  const bool invite = ReadFlag(reader, "send_invitations").value.value_or(InvitesByDefault(call));
  reading.Finish(reader);
  call.NoteIgnored(reading);
  const auto* guardian =
      CreateGuardian(call.world, call.tenant, *family, reader, input, invite, reading, {"api", call.now});
  return guardian == nullptr ? Invalid(reading.errors) : AnswerRecord(call, 201, GuardianView(*guardian));
}

http::Response UpdateGuardian(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  auto* guardian = FindGuardian(call.tenant, call.path.at("id"));
  if (guardian == nullptr) return NotFound();
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadGuardian(reader, Mode::kPatch, reading);
  reading.Finish(reader);
  call.NoteIgnored(reading);
  auto& family = *FindFamilyOfGuardian(call.tenant, guardian->id);
  if (!PatchGuardian(call.world, call.tenant, family, *guardian, reader, input, reading, {"api", call.now})) {
    return Invalid(reading.errors);
  }
  return AnswerRecord(call, 200, GuardianView(*guardian));
}

}  // namespace ikp::simulators::procare_online
