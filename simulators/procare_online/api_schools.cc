#include <nlohmann/json.hpp>

#include "simulators/kit/request_reading.h"
#include "simulators/procare_online/api.h"
#include "simulators/procare_online/paging.h"
#include "simulators/procare_online/sentences.h"
#include "simulators/procare_online/views.h"

namespace ikp::simulators::procare_online {

SchoolFilter ReadSchoolFilter(Call& call) {
  const auto asked = kit::QueryValue(call.request.target, "school_id");
  if (!asked || asked->empty()) return {};
  if (const auto* school = FindSchool(call.tenant, *asked)) return {school->id, std::nullopt};
  call.Note("unknown school_id in the query");
  if (call.world.switches.Word("po.unknown_school_filter") == "not_found") return {std::nullopt, NotFound()};
  return {std::nullopt, AnswerPage(
                            call, [] { return std::vector<ListRow>{}; }, [](const Id&) { return nlohmann::json(); })};
}

http::Response ListSchools(Call& call) {
  auto rows = nlohmann::json::array();
  for (const auto& school : call.tenant.schools) rows.push_back(SchoolView(call.tenant, school));
  return AnswerWholeList(call, std::move(rows));
}

http::Response GetSchool(Call& call) {
  const auto* school = FindSchool(call.tenant, call.path.at("id"));
  return school == nullptr ? NotFound() : AnswerRecord(call, 200, SchoolView(call.tenant, *school));
}

http::Response ListClassrooms(Call& call) {
  const auto filter = ReadSchoolFilter(call);
  if (filter.refusal) return *filter.refusal;
  auto rows = nlohmann::json::array();
  for (const auto& school : call.tenant.schools) {
    if (filter.school_id && school.id != *filter.school_id) continue;
    for (const auto& room : call.tenant.classrooms) {
      if (room.school_id == school.id) rows.push_back(ClassroomView(room));
    }
  }
  return AnswerWholeList(call, std::move(rows));
}

}  // namespace ikp::simulators::procare_online
