#include <nlohmann/json.hpp>

#include "simulators/procare_online/api.h"
#include "simulators/procare_online/paging.h"
#include "simulators/procare_online/sentences.h"
#include "simulators/procare_online/views.h"
#include "simulators/procare_online/writes.h"

namespace ikp::simulators::procare_online {

using nlohmann::json;

http::Response ListLeads(Call& call) {
  const auto school = ReadSchoolFilter(call);
  if (school.refusal) return *school.refusal;
  const auto find = [&] {
    std::vector<ListRow> rows;
    for (const auto& [id, lead] : call.tenant.leads) {
      if (school.school_id && lead.school_id != *school.school_id) continue;
      rows.push_back({id, lead.student.last_name + '\x01' + lead.student.first_name, lead.created_at, lead.updated_at});
    }
    return rows;
  };
  return AnswerPage(call, find, [&](const Id& id) { return LeadView(call.tenant.leads.at(id)); });
}

http::Response GetLead(Call& call) {
  const auto* lead = FindLead(call.tenant, call.path.at("id"));
  if (lead == nullptr || Lags(call, lead->created_at, false)) return NotFound();
  return AnswerRecord(call, 200, LeadView(*lead));
}

http::Response PostLead(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadLead(reader, Mode::kCreate, reading);
  const auto* lead = CreateLead(call.world, call.tenant, reader, input, reading, {"api", call.now});
  reading.Finish(reader);
  call.NoteIgnored(reading);
  return lead == nullptr ? Invalid(reading.errors) : AnswerRecord(call, 201, LeadView(*lead));
}

http::Response UpdateLead(Call& call) {
  json object;
  if (auto body = ReadBody(call, object); body.refusal) return *body.refusal;
  auto* lead = FindLead(call.tenant, call.path.at("id"));
  if (lead == nullptr) return NotFound();
  Reading reading;
  kit::FieldReader reader(object, "", reading.errors);
  const auto input = ReadLead(reader, Mode::kPatch, reading);
  reading.Finish(reader);
  call.NoteIgnored(reading);
  if (!PatchLead(call.world, call.tenant, *lead, reader, input, reading, {"api", call.now})) {
    return Invalid(reading.errors);
  }
  return AnswerRecord(call, 200, LeadView(*lead));
}

}  // namespace ikp::simulators::procare_online
