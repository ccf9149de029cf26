#include "engine/procare_online/school_check.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/procare_online/connect_json.h"
#include "engine/procare_online/list_source.h"
#include "engine/procare_online/paging.h"
#include "engine/wire/json_read.h"

namespace ikp::procare_online {
namespace {

using domain::Reason;
using systems::CheckLine;
using systems::SystemProblem;

CheckLine Good(std::string what, std::string result) { return {true, std::move(what), std::move(result), {}}; }
CheckLine Bad(std::string what, std::string result, std::string fix) {
  return {false, std::move(what), std::move(result), std::move(fix)};
}

std::string WithDetails(std::string sentence, const SystemProblem& problem) {
  for (const auto& detail : problem.details) sentence += " [" + detail + "]";
  return sentence;
}

CheckLine BadWith(std::string what, const SystemProblem& problem) {
  const auto& text = domain::Describe(problem.reason);
  return Bad(std::move(what), WithDetails(std::string(text.what), problem), std::string(text.next_action));
}

CheckLine BadLogin(std::string what, const SystemProblem& problem) {
  if (problem.reason == Reason::kProcareLoginRejected) {
    return Bad(std::move(what),
               WithDetails("The address is right, but the client id or the secret is rejected.", problem),
               "Check client id and secret of this tenant. A login of a person does not work here: API credentials are "
               "needed. Logins pause for 15 minutes after this.");
  }
  if (problem.reason == Reason::kProcareTenantUnknown) {
    return Bad(
        std::move(what),
        WithDetails("There is no such tenant at this address. The client id and secret may well be right.", problem),
        "Correct the base_url of this tenant: each Procare tenant has its own subdomain.");
  }
  return BadWith(std::move(what), problem);
}

SystemProblem NotAList(const wire::Answer& answer) {
  SystemProblem problem{Reason::kProcareError, wire::DetailsOf(answer), std::nullopt};
  if (answer.good()) problem.details.emplace_back("answer is not a list");
  return problem;
}

bool IsSchool(const nlohmann::json& record, const domain::ProcareSchoolId& school) {
  return wire::ReadId(record, "id") == wire::NormaliseId(school.str());
}

// From the list, or on its own when the list shows only some of many schools. Nothing when it is not visible.
async::Task<std::optional<nlohmann::json>> FindSchool(Session& session, const Page& schools,
                                                      domain::ProcareSchoolId school) {
  for (const auto& candidate : schools.rows) {
    if (IsSchool(*candidate, school)) co_return *candidate;
  }
  const auto answer = co_await session.Get("/schools/" + http::PercentEncode(school.str()));
  if (!answer || !answer->good() || !IsSchool(RecordIn(*answer->body), school)) co_return std::nullopt;
  co_return RecordIn(*answer->body);
}

}  // namespace

async::Task<std::vector<CheckLine>> CheckSchool(Session& session, const TenantConfig& tenant,
                                                domain::ProcareSchoolId school) {
  std::vector<CheckLine> lines;
  const std::string name = "Procare tenant " + tenant.name;
  const auto token = co_await session.Token();
  if (!token) {
    lines.push_back(BadLogin(name + ": address and login", token.error()));
    co_return lines;
  }
  lines.push_back(Good(name + ": address and login", "accepted"));

  const auto answer = co_await session.Get("/schools");
  if (!answer) {
    lines.push_back(BadWith(name + ": schools", answer.error()));
    co_return lines;
  }
  const auto schools = answer->good() ? PageFromJson(answer->body) : std::nullopt;
  if (!schools) {
    lines.push_back(BadWith(name + ": schools", NotAList(*answer)));
    co_return lines;
  }
  const auto visible = schools->total.value_or(static_cast<std::int64_t>(schools->rows.size()));
  lines.push_back(Good(name + ": schools", std::to_string(visible) + " visible"));

  const std::string what = name + ": school " + school.str();
  const auto found = co_await FindSchool(session, *schools, school);
  if (!found) {
    lines.push_back(Bad(what, "not among the schools that these credentials may see",
                        "Correct the school id of this site, or let Procare give the credentials access to it."));
    co_return lines;
  }
  lines.push_back(Good(what, "\"" + wire::ReadTextOrEmpty(*found, "name") + "\", time zone " +
                                 wire::ReadText(*found, "time_zone").value_or("not told") + ": is this the centre?"));

  ListSource children(session, ChildrenPath(school));
  const auto page = co_await children.Fetch(0, 10);
  if (!page) {
    lines.push_back(BadWith(what + ": children", page.error()));
    co_return lines;
  }
  lines.push_back(Good(what + ": children", page->total ? std::to_string(*page->total) + " of all statuses"
                                                        : "readable (Procare does not tell how many)"));
  co_return lines;
}

}  // namespace ikp::procare_online
