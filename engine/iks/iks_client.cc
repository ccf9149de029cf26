#include "engine/iks/iks_client.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/iks/iks_json.h"
#include "engine/wire/json_read.h"

namespace ikp::iks {
namespace {

using domain::Reason;
using nlohmann::json;
using systems::CheckLine;
using systems::Effect;
using systems::Result;
using systems::SystemProblem;
using wire::Answer;

constexpr domain::Milliseconds kLoginPause = std::chrono::minutes(15);
constexpr wire::PeerReasons kReasons = {Reason::kIksUnreachable, Reason::kIksError, Reason::kIksError,
                                        Reason::kIksError};

bool AboutTheToken(int status) { return status == 401 || status == 403; }

SystemProblem Unexpected(const Answer& answer) { return {Reason::kIksError, wire::DetailsOf(answer), std::nullopt}; }

SystemProblem NotAsPromised(const Answer& answer, std::string what) {
  return {Reason::kIksError, {"HTTP " + std::to_string(answer.status), std::move(what)}, std::nullopt};
}

const json& ErrorIn(const Answer& answer) { return wire::ReadObject(*answer.body, "error"); }

bool ErrorCodeIs(const Answer& answer, std::string_view code) {
  return wire::ReadTextOrEmpty(ErrorIn(answer), "code") == code;
}

std::optional<domain::IksFamilyId> MergedInto(const Answer& answer) {
  for (const json* object : {&ErrorIn(answer), answer.body.get()}) {
    const auto id = wire::ReadId(*object, "merged_into");
    if (id) return domain::IksFamilyId::Parse(*id);
  }
  return std::nullopt;
}

CheckLine Good(std::string what, std::string result) { return {true, std::move(what), std::move(result), {}}; }
CheckLine Bad(std::string what, std::string result, std::string fix) {
  return {false, std::move(what), std::move(result), std::move(fix)};
}

std::string InWords(const SystemProblem& problem) {
  std::string words(domain::Describe(problem.reason).what);
  for (const auto& detail : problem.details) words += " [" + detail + "]";
  return words;
}

}  // namespace

IksClient::IksClient(const wire::Environment& environment, IksConfig config)
    : config_(std::move(config)), gate_(environment, config_.gate), call_(environment, gate_, config_.call, kReasons) {
  while (config_.base_url.ends_with('/')) config_.base_url.pop_back();
}

http::Request IksClient::Request(std::string method, std::string path_and_query) const {
  http::Request request;
  request.method = std::move(method);
  request.target = config_.base_url + "/api/v1" + path_and_query;
  request.headers.Set("Authorization", "Bearer " + config_.api_token);
  request.headers.Set("Accept", "application/json");
  return request;
}

std::optional<SystemProblem> IksClient::Paused() const {
  if (login_rejected_ && call_.Now() < *login_rejected_->not_before) return login_rejected_;
  return std::nullopt;
}

SystemProblem IksClient::Pause(const Answer& answer) {
  login_rejected_ = {Reason::kIksLoginRejected, wire::DetailsOf(answer), call_.Now() + kLoginPause};
  return *login_rejected_;
}

async::Task<Result<Answer>> IksClient::Get(std::string path_and_query) {
  if (auto paused = Paused()) co_return tl::unexpected(std::move(*paused));
  auto answer = co_await call_.Ask(Request("GET", std::move(path_and_query)));
  if (answer && AboutTheToken(answer->status)) co_return tl::unexpected(Pause(*answer));
  co_return answer;
}

async::Task<Result<systems::IksFamilyReading>> IksClient::ReadFamily(domain::IksFamilyId family) {
  auto answer = co_await Get("/families/" + http::PercentEncode(family.str()));
  if (!answer) co_return tl::unexpected(std::move(answer.error()));
  if (answer->status == 410) co_return systems::IksFamilyGone{MergedInto(*answer)};
  // A 404 from anywhere else (a proxy, a wrong base_url) must not look like a deleted family.
  if (answer->status == 404 && ErrorCodeIs(*answer, "not_found")) co_return systems::IksFamilyGone{};
  if (answer->status != 200) co_return tl::unexpected(Unexpected(*answer));
  auto reading = FamilyFromJson(RecordIn(*answer->body));
  if (!reading) co_return tl::unexpected(NotAsPromised(*answer, "family without id or location_id"));
  // Asked for one family and shown another: that is where it went.
  if (reading->id.str() != wire::NormaliseId(family.str())) co_return systems::IksFamilyGone{std::move(reading->id)};
  co_return std::move(*reading);
}

async::Task<Result<systems::IksChildPage>> IksClient::ReadChangedChildren(std::optional<domain::IksLocationId> location,
                                                                          std::vector<domain::StatusLabel> statuses,
                                                                          std::optional<domain::Instant> since,
                                                                          std::string cursor) {
  std::string path = "/children?limit=100";
  if (location) path += "&location_id=" + http::PercentEncode(location->str());
  for (const auto& status : statuses) path += "&status=" + http::PercentEncode(status.text());
  if (since) path += "&updated_since=" + http::PercentEncode(domain::FormatInstant(*since));
  if (!cursor.empty()) path += "&cursor=" + http::PercentEncode(cursor);
  const auto answer = co_await Get(std::move(path));
  if (!answer) co_return tl::unexpected(answer.error());
  if (answer->status != 200) co_return tl::unexpected(Unexpected(*answer));
  const json& body = *answer->body;
  const json& rows = body.is_array() ? body : wire::ReadArray(body, "data");
  if (!body.is_array() && !body.contains("data")) {
    co_return tl::unexpected(NotAsPromised(*answer, "list without data"));
  }
  systems::IksChildPage page;
  for (const auto& row : rows) {
    auto child = ChildFromJson(row);
    // Another location's children are not ours, whatever the filter did (I9).
    if (child && (!location || child->location.str() == wire::NormaliseId(location->str())))
      page.children.push_back(std::move(*child));
  }
  page.next_cursor = wire::ReadTextOrEmpty(body, "next_cursor");
  // The same cursor again would go round for ever.
  if (page.next_cursor == cursor) page.next_cursor.clear();
  co_return page;
}

async::Task<Effect> IksClient::WriteBack(domain::IksChildId child, systems::IksChildUpdate update) {
  if (update.empty()) co_return Effect::Done(child.str());
  if (auto paused = Paused()) co_return Effect::NotDone(std::move(*paused));
  http::Request request = Request("PATCH", "/children/" + http::PercentEncode(child.str()));
  request.headers.Set("Content-Type", "application/json");
  request.headers.Set("X-Sync-Origin", "procare-sync");
  if (update.only_if_version) request.headers.Set("If-Match", std::to_string(*update.only_if_version));
  request.body = UpdateToJson(update).dump(-1, ' ', false, json::error_handler_t::replace);
  auto result = co_await call_.Act(std::move(request));
  switch (result.kind) {
    case wire::ActResult::Kind::kAnswered:
      co_return Effect::Done(child.str());
    case wire::ActResult::Kind::kUnknown:
      co_return Effect::Unknown(std::move(result.problem));
    case wire::ActResult::Kind::kNotDone:
      co_return Effect::NotDone(std::move(result.problem));
    case wire::ActResult::Kind::kRefused:
      break;
  }
  const Answer& answer = result.answer;
  if (AboutTheToken(answer.status)) co_return Effect::NotDone(Pause(answer));
  SystemProblem problem{Reason::kWriteBackFailed, {}, std::nullopt};
  if (answer.status == 412) {
    problem.details = {"version_conflict"};
  } else if (answer.status == 410 || (answer.status == 404 && ErrorCodeIs(answer, "not_found"))) {
    problem.details = {"not_found"};
  } else {
    problem.details = wire::DetailsOf(answer);
  }
  co_return Effect::NotDone(std::move(problem));
}

async::Task<std::vector<CheckLine>> IksClient::Check(domain::IksLocationId location) {
  std::vector<CheckLine> lines;
  const std::string name = "IKS account " + config_.account;
  const auto answer = co_await Get("/locations");
  if (!answer) {
    const auto& text = domain::Describe(answer.error().reason);
    lines.push_back(Bad(name + ": API token", InWords(answer.error()), std::string(text.next_action)));
    co_return lines;
  }
  const json& locations = answer->body->is_array() ? *answer->body : wire::ReadArray(*answer->body, "data");
  if (answer->status != 200) {
    lines.push_back(Bad(name + ": API token", InWords(Unexpected(*answer)), "Check base_url of IKS."));
    co_return lines;
  }
  lines.push_back(Good(name + ": API token", "accepted"));
  lines.push_back(Good(name + ": locations", std::to_string(locations.size()) + " visible"));

  const std::string what = name + ": location " + location.str();
  const json* found = nullptr;
  for (const auto& candidate : locations) {
    if (wire::ReadId(candidate, "id") == wire::NormaliseId(location.str())) found = &candidate;
  }
  if (found == nullptr) {
    lines.push_back(Bad(what, "not among the locations that this token may see",
                        "Correct the location id of this site, or let IKS give the token access to the location."));
    co_return lines;
  }
  lines.push_back(Good(what, "\"" + wire::ReadTextOrEmpty(*found, "name") + "\", time zone " +
                                 wire::ReadTextOrEmpty(*found, "time_zone") + ", Procare " +
                                 wire::ReadTextOrEmpty(*found, "procare_kind") + ": is this the centre?"));

  const std::vector<domain::StatusLabel> every_status;
  const auto page = co_await ReadChangedChildren(location, every_status, std::nullopt, std::string());
  if (page) {
    lines.push_back(Good(what + ": children", "readable"));
  } else {
    lines.push_back(Bad(what + ": children", InWords(page.error()),
                        std::string(domain::Describe(page.error().reason).next_action)));
  }
  co_return lines;
}

}  // namespace ikp::iks
