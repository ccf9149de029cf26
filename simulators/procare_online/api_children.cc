#include <nlohmann/json.hpp>
#include <set>

#include "simulators/kit/request_reading.h"
#include "simulators/procare_online/api.h"
#include "simulators/procare_online/paging.h"
#include "simulators/procare_online/sentences.h"
#include "simulators/procare_online/views.h"
#include "simulators/procare_online/writes.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

std::set<Status> DefaultFilter(const World& world) {
  const auto& word = world.switches.Word("po.list_default_filter");
  if (word == "active") return {Status::kActive};
  if (word == "all") return {Status::kActive, Status::kHold, Status::kInactive, Status::kGraduate};
  return {Status::kActive, Status::kHold};
}

struct StatusFilter {
  std::set<Status> statuses;
  std::optional<http::Response> refusal;
};

// Without a status the list omits those who left (G18); a word that does not exist falls back to that silently.
StatusFilter ReadStatusFilter(Call& call) {
  std::set<Status> statuses;
  for (const auto& word : kit::QueryValues(call.request.target, "status")) {
    if (const auto status = StatusOf(word)) {
      statuses.insert(*status);
      continue;
    }
    call.Note("unknown status word in the query");
    const auto& fallback = call.world.switches.Word("po.unknown_status_filter");
    if (fallback == "reject") return {{}, Refusal(422, {"Status is not included in the list"})};
    if (fallback == "empty") return {};
    return {DefaultFilter(call.world), std::nullopt};
  }
  return {statuses.empty() ? DefaultFilter(call.world) : statuses, std::nullopt};
}

kit::Need DobNeed(const World& world) {
  return world.switches.On("po.dob_required") ? kit::Need::kRequired : kit::Need::kOptional;
}

}  // namespace

http::Response ListChildren(Call& call) {
  const auto filter = ReadStatusFilter(call);
  if (filter.refusal) return *filter.refusal;
  const auto school = ReadSchoolFilter(call);
  if (school.refusal) return *school.refusal;
  const auto find = [&] {
    std::vector<ListRow> rows;
    for (const auto& [id, child] : call.tenant.children) {
      if (school.school_id && child.school_id != *school.school_id) continue;
      if (!filter.statuses.contains(child.status)) continue;
      rows.push_back({id, child.last_name + '\x01' + child.first_name, child.created_at, child.updated_at});
    }
    return rows;
  };
  return AnswerPage(call, find, [&](const Id& id) { return ChildView(call.tenant, call.tenant.children.at(id)); });
}

http::Response GetChild(Call& call) {
  const auto* child = FindChild(call.tenant, call.path.at("id"));
  if (child == nullptr || Lags(call, child->created_at, false)) return NotFound();
  return AnswerRecord(call, 200, ChildView(call.tenant, *child));
}

http::Response PostChild(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadChild(reader, Mode::kCreate, DobNeed(call.world), reading);
  const auto* child = CreateChild(call.world, call.tenant, reader, input, false, reading, {"api", call.now});
  reading.Finish(reader);
  call.NoteIgnored(reading);
  if (child == nullptr) return Invalid(reading.errors);
  if (input.status.value && *input.status.value != ToWord(child->status)) {
    call.Note("status ignored: a created student is Active");
  }
  return AnswerRecord(call, 201, ChildView(call.tenant, *child));
}

http::Response UpdateChild(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  auto* child = FindChild(call.tenant, call.path.at("id"));
  if (child == nullptr) return NotFound();
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadChild(reader, Mode::kPatch, DobNeed(call.world), reading);
  reading.Finish(reader);
  call.NoteIgnored(reading);
  if (!PatchChild(call.world, call.tenant, *child, reader, input, reading, {"api", call.now})) {
    return Invalid(reading.errors);
  }
  return AnswerRecord(call, 200, ChildView(call.tenant, *child));
}

}  // namespace ikp::simulators::procare_online
