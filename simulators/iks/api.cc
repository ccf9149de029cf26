#include "simulators/iks/api.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/iks/changes.h"
#include "simulators/iks/child_query.h"
#include "simulators/iks/records.h"
#include "simulators/kit/json_text.h"

namespace ikp::simulators::iks {
namespace {

using nlohmann::json;

kit::Answer Ok(json body) { return {kit::JsonResponse(200, std::move(body)), ""}; }

kit::Answer Failed(int status, std::string_view code, std::string_view message, const kit::FieldErrors& fields = {}) {
  return {ApiError(status, code, message, fields), std::string(code)};
}

// `7` or `"7"`, as If-Match carries it.
std::optional<std::int64_t> ParseVersion(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return kit::WholeNumber(text);
}

}  // namespace

http::Response ApiError(int status, std::string_view code, std::string_view message, const kit::FieldErrors& fields) {
  json error = {{"code", code}, {"message", message}};
  if (!fields.empty()) {
    auto list = json::array();
    for (const auto& field : fields) list.push_back({{"field", field.field}, {"message", field.message}});
    error["fields"] = std::move(list);
  }
  return kit::JsonResponse(status, {{"error", error}});
}

Api::Api(State& state, const kit::SwitchBoard& switches) : state_(state), switches_(switches) {
  routes_.Add("GET /api/v1/locations", &Api::ListLocations);
  routes_.Add("GET /api/v1/families/{id}", &Api::GetFamily);
  routes_.Add("GET /api/v1/children", &Api::ListChildren);
  routes_.Add("GET /api/v1/children/{id}", &Api::GetChild);
  routes_.Add("PATCH /api/v1/children/{id}", &Api::PatchChild);
}

const Account* Api::AccountOf(const http::Request& request) const {
  const auto header = request.headers.Get("Authorization").value_or("");
  constexpr std::string_view kScheme = "Bearer ";
  if (!header.starts_with(kScheme) || header.size() == kScheme.size()) return nullptr;
  return state_.AccountOfToken(header.substr(kScheme.size()));
}

kit::Answer Api::Handle(const http::Request& request, const std::vector<kit::ActiveFault>& faults, Instant now) {
  const bool plain_read = request.method == "GET" && faults.empty();
  // Only what went the whole way below is remembered.
  const auto* reader = plain_read ? AccountOf(request) : nullptr;
  if (const auto* same = reader != nullptr ? answers_.Find(reader->id, request.target) : nullptr) return {*same, ""};
  const auto found = routes_.Find(request.method, request.target);
  if (found.handler == nullptr && !found.allowed.empty()) {
    auto answer = Failed(405, "method_not_allowed", "this path allows " + kit::JoinWords(found.allowed));
    answer.response.headers.Set("Allow", kit::JoinWords(found.allowed));
    return answer;
  }
  if (found.handler == nullptr) {
    const json error = {{"code", "unknown_route"}, {"message", "no such route; the nearest is " + found.nearest}};
    return {kit::JsonResponse(404, {{"error", error}, {"nearest", found.nearest}}), "unknown route"};
  }
  const kit::ActingFaults acting(faults);
  const bool refused = acting.Has("token_expire") || acting.Has("token_revoke");
  const auto* account = AccountOf(request);
  if (account == nullptr || refused) {
    return Failed(401, "unauthorized", "send Authorization: Bearer <api token> of an account");
  }
  if (!plain_read) answers_.Forget();
  auto answer = (this->**found.handler)({request, found.parameters, acting, state_.accounts.at(account->id), now});
  if (plain_read && answer.note.empty()) answers_.Keep(account->id, request.target, answer.response);
  return answer;
}

kit::Answer Api::ListLocations(const Call& call) {
  auto list = json::array();
  for (const auto& location : call.account.locations) list.push_back(ToJson(location));
  return Ok({{"data", std::move(list)}});
}

kit::Answer Api::GetFamily(const Call& call) {
  const auto& id = call.path.at("id");
  if (const auto* family = call.account.FindFamily(id)) return Ok(ToJson(call.account, *family));
  const auto merged = call.account.merged.find(id);
  if (merged == call.account.merged.end() || switches_.Word("iks.merged_family") == "not_found") {
    return Failed(404, "not_found", "no family has this id");
  }
  const json error = {
      {"code", "merged"}, {"message", "this family was merged into another one"}, {"merged_into", merged->second}};
  return {kit::JsonResponse(410, {{"error", error}, {"merged_into", merged->second}}), "merged"};
}

kit::Answer Api::ListChildren(const Call& call) {
  kit::FieldErrors errors;
  auto query = ReadChildQuery(call.request.target, call.account, switches_, errors);
  if (!errors.empty()) return Failed(422, "invalid", "the query was refused", errors);
  if (call.faults.Has("page_cap")) {
    query.limit = std::min(query.limit, static_cast<std::size_t>(call.faults.Number("page_cap", "cap", 10)));
  }
  if (call.faults.Has("ignore_offset")) query.after.reset();
  std::optional<Instant> created_until;
  if (call.faults.Has("read_lag")) {
    created_until = call.now - std::chrono::milliseconds(call.faults.Number("read_lag", "ms", 60'000));
  }
  const auto found = FindChildren(call.account, query, switches_.On("iks.updated_since_inclusive"), created_until);
  const auto count = std::min(found.size(), query.limit);
  auto list = json::array();
  for (std::size_t i = 0; i < count; ++i) list.push_back(ToJson(*found[i]));
  const bool more = found.size() > count;
  return Ok({{"data", std::move(list)}, {"next_cursor", more ? json(MakeCursor(query, *found[count - 1])) : json()}});
}

kit::Answer Api::GetChild(const Call& call) {
  const auto* child = call.account.FindChild(call.path.at("id"));
  if (child == nullptr) return Failed(404, "not_found", "no child has this id");
  return Ok(ToJson(*child));
}

kit::Answer Api::PatchChild(const Call& call) {
  auto* child = call.account.FindChild(call.path.at("id"));
  if (child == nullptr) return Failed(404, "not_found", "no child has this id");
  const auto body = kit::ParseJson(call.request.body);
  if (!body) return Failed(400, "invalid_json", body.error());

  kit::FieldErrors errors;
  kit::FieldReader fields(*body, "", errors);
  Child next = *child;
  ReadChildFields(fields, Writer::kApi, switches_.Words("iks.statuses"), next);
  fields.RejectUnknown();
  const auto if_match = call.request.headers.Get("If-Match");
  const auto expected = if_match ? ParseVersion(*if_match) : std::nullopt;
  if (if_match && !expected) errors.push_back({"If-Match", "must be the version of the child, a whole number"});
  if (!errors.empty()) return Failed(422, "invalid", "the change was refused and nothing was changed", errors);
  if (expected && *expected != child->version && switches_.Word("iks.if_match") == "enforce") {
    return Failed(412, "version_conflict", "the child has version " + std::to_string(child->version));
  }
  const auto origin =
      call.request.headers.Get("X-Sync-Origin").value_or("") == kSyncOrigin ? kSyncOrigin : kStaffOrigin;
  const bool changed = CommitChild(state_, switches_, call.account, *child, std::move(next), origin, call.now,
                                   switches_.On("iks.noop_patch_bumps_version"));
  auto answer = Ok(ToJson(*child));
  if (!changed) answer.note = "nothing changed";
  return answer;
}

}  // namespace ikp::simulators::iks
