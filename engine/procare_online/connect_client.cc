#include "engine/procare_online/connect_client.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/procare_online/connect_json.h"
#include "engine/procare_online/list_source.h"
#include "engine/procare_online/paging.h"
#include "engine/procare_online/school_check.h"
#include "engine/wire/json_read.h"

namespace ikp::procare_online {
namespace {

using domain::Reason;
using nlohmann::json;
using systems::Effect;
using systems::Result;
using systems::SystemProblem;

TenantConfig WithoutTrailingSlash(TenantConfig tenant) {
  while (tenant.base_url.ends_with('/')) tenant.base_url.pop_back();
  return tenant;
}

SystemProblem Unexpected(const wire::Answer& answer) {
  return {Reason::kProcareError, wire::DetailsOf(answer), std::nullopt};
}

// An answer that says "not done": the record was looked at and refused, or the request went astray.
Effect Refused(const wire::Answer& answer) {
  const bool about_the_record = answer.status == 400 || answer.status == 409 || answer.status == 422 ||
                                (answer.status == 404 && answer.body->is_object());
  return Effect::NotDone(
      {about_the_record ? Reason::kRejectedByProcare : Reason::kProcareError, wire::DetailsOf(answer), std::nullopt});
}

void Incomplete(domain::SchoolSnapshot& snapshot, std::string sentence) {
  snapshot.complete = false;
  if (snapshot.incomplete_because.empty()) snapshot.incomplete_because = std::move(sentence);
}

// Nothing was read because the tenant cannot be talked to.
std::optional<SystemProblem> Fatal(ListReading& list) {
  if (list.problem && list.rows.empty()) return std::move(list.problem);
  return std::nullopt;
}

}  // namespace

ConnectClient::ConnectClient(const wire::Environment& environment, TenantConfig tenant)
    : tenant_(WithoutTrailingSlash(std::move(tenant))), session_(environment, tenant_) {}

async::Task<Result<domain::SchoolSnapshot>> ConnectClient::ReadSchool(domain::ProcareSchoolId school) {
  domain::SchoolSnapshot snapshot;
  snapshot.started = session_.Now();
  snapshot.complete = true;
  auto problem = co_await ReadClassrooms(school, snapshot);
  if (!problem) problem = co_await ReadFamilies(school, snapshot);
  if (!problem) problem = co_await ReadChildren(school, snapshot);
  if (problem) co_return tl::unexpected(std::move(*problem));
  snapshot.finished = session_.Now();
  co_return snapshot;
}

async::Task<std::optional<SystemProblem>> ConnectClient::ReadClassrooms(domain::ProcareSchoolId school,
                                                                        domain::SchoolSnapshot& snapshot) {
  auto answer = co_await session_.Get("/classrooms?school_id=" + http::PercentEncode(school.str()));
  if (!answer) co_return std::move(answer.error());
  const auto page = answer->good() ? PageFromJson(answer->body) : std::nullopt;
  if (!page) {
    // Some accounts have single endpoints disabled (G9); the rest is worth reading.
    snapshot.classrooms_known = false;
    co_return std::nullopt;
  }
  for (const auto& row : page->rows) {
    if (OfAnotherSchool(*row, school)) continue;
    auto classroom = ClassroomFromJson(*row);
    if (classroom) {
      snapshot.classrooms.push_back(std::move(*classroom));
    } else {
      Incomplete(snapshot, "The list of classrooms has a row without an id.");
    }
  }
  // Not paged in the contract; if it is after all, what is missing must not look like a deleted room.
  if (page->total && *page->total > static_cast<std::int64_t>(page->rows.size())) {
    Incomplete(snapshot, "The list of classrooms was cut.");
  }
  co_return std::nullopt;
}

async::Task<std::optional<SystemProblem>> ConnectClient::ReadFamilies(domain::ProcareSchoolId school,
                                                                      domain::SchoolSnapshot& snapshot) {
  ListSource source(session_, "/families?school_id=" + http::PercentEncode(school.str()));
  const std::string name = "families";
  auto list = co_await ReadList(source, name);
  if (auto fatal = Fatal(list)) co_return fatal;
  if (!list.complete) Incomplete(snapshot, std::move(list.incomplete_because));
  for (const auto& row : list.rows) {
    if (OfAnotherSchool(*row, school)) continue;
    auto reading = FamilyFromJson(*row);
    if (!reading || reading->guardians_without_id > 0) {
      Incomplete(snapshot, "A family or guardian in the list of families has no usable id.");
    }
    if (reading) snapshot.families.push_back(std::move(reading->family));
  }
  co_return std::nullopt;
}

async::Task<std::optional<SystemProblem>> ConnectClient::ReadChildren(domain::ProcareSchoolId school,
                                                                      domain::SchoolSnapshot& snapshot) {
  ListSource source(session_, ChildrenPath(school));
  const std::string name = "children";
  auto list = co_await ReadList(source, name);
  if (auto fatal = Fatal(list)) co_return fatal;
  if (!list.complete) Incomplete(snapshot, std::move(list.incomplete_because));
  for (const auto& row : list.rows) {
    if (OfAnotherSchool(*row, school)) continue;
    auto child = ChildFromJson(*row);
    if (child) {
      snapshot.children.push_back(std::move(*child));
    } else {
      Incomplete(snapshot, "A row in the list of children has no usable id.");
    }
  }
  co_return std::nullopt;
}

async::Task<Result<std::optional<domain::ProcareChild>>> ConnectClient::ReadChild(domain::ProcareChildId child) {
  auto answer = co_await session_.Get("/children/" + http::PercentEncode(child.str()));
  if (!answer) co_return tl::unexpected(std::move(answer.error()));
  // Only Procare itself can say that there is no such child: a page of some proxy cannot.
  const bool spoken = answer->body->is_object();
  if ((answer->status == 404 || answer->status == 410) && spoken) co_return std::optional<domain::ProcareChild>();
  if (answer->status != 200) co_return tl::unexpected(Unexpected(*answer));
  auto record = ChildFromJson(RecordIn(*answer->body));
  if (!record || record->id.str() != wire::NormaliseId(child.str())) {
    co_return tl::unexpected(SystemProblem{Reason::kProcareError, {"HTTP 200", "not the child"}, std::nullopt});
  }
  co_return record;
}

async::Task<Effect> ConnectClient::Create(std::string path, std::string body, domain::IntentId intent) {
  auto result = co_await session_.Act("POST", std::move(path), std::move(body), std::move(intent));
  switch (result.kind) {
    case wire::ActResult::Kind::kNotDone:
      co_return Effect::NotDone(std::move(result.problem));
    case wire::ActResult::Kind::kUnknown:
      co_return Effect::Unknown(std::move(result.problem));
    case wire::ActResult::Kind::kRefused:
      // "Not found" in answer to a creation: it may have been carried out, and reading the new record back failed
      // (G49).
      if (result.answer.status == 404 && result.answer.body->is_object()) {
        co_return Effect::Unknown({Reason::kOutcomeUnknown, wire::DetailsOf(result.answer), std::nullopt});
      }
      co_return Refused(result.answer);
    case wire::ActResult::Kind::kAnswered:
      break;
  }
  auto id = wire::ReadId(RecordIn(*result.answer.body), "id");
  if (!id) {
    // It happened, but as what is not known: it must be looked for.
    SystemProblem problem{Reason::kOutcomeUnknown, wire::DetailsOf(result.answer), std::nullopt};
    problem.details.emplace_back("answer without id");
    co_return Effect::Unknown(std::move(problem));
  }
  co_return Effect::Done(std::move(*id));
}

async::Task<Effect> ConnectClient::CreateFamily(domain::ProcareSchoolId school, domain::NewFamily family,
                                                domain::IntentId intent) {
  co_return co_await Create("/families", NewFamilyBody(school, family), std::move(intent));
}

async::Task<Effect> ConnectClient::CreateChild(domain::ProcareSchoolId school, domain::NewChild child,
                                               domain::IntentId intent) {
  co_return co_await Create("/children", NewChildBody(school, child, tenant_.send_external_id), std::move(intent));
}

async::Task<Effect> ConnectClient::PlaceChild(domain::ProcareChildId child, domain::InitialPlacement placement,
                                              domain::IntentId intent) {
  auto body = PlacementBody(placement);
  if (!body) co_return Effect::Done(child.str());
  auto result = co_await session_.Act("PATCH", "/children/" + http::PercentEncode(child.str()), std::move(*body),
                                      std::move(intent));
  switch (result.kind) {
    case wire::ActResult::Kind::kAnswered:
      co_return Effect::Done(child.str());
    case wire::ActResult::Kind::kNotDone:
      co_return Effect::NotDone(std::move(result.problem));
    case wire::ActResult::Kind::kRefused:
      co_return Refused(result.answer);
    case wire::ActResult::Kind::kUnknown:
      break;
  }
  co_return Effect::Unknown(std::move(result.problem));
}

async::Task<std::vector<systems::CheckLine>> ConnectClient::Check(domain::ProcareSchoolId school) {
  return CheckSchool(session_, tenant_, std::move(school));
}

}  // namespace ikp::procare_online
