#include "engine/service/admin_api.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "engine/service/decisions.h"
#include "engine/service/facts.h"
#include "engine/service/installations_status.h"
#include "engine/wire/json_read.h"

namespace ikp::service {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "/admin/v1/";

http::Response Json(int status, const json& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

http::Response Error(int status, std::string message) { return Json(status, {{"error", std::move(message)}}); }

// Compares in a time that does not depend on where the texts differ.
bool SameSecret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

bool Authorised(const Engine& engine, const http::Request& request) {
  const auto header = request.headers.Get("Authorization");
  return header && SameSecret(*header, "Bearer " + engine.config().service.admin_token.Reveal());
}

// "sites/brooklyn/nightly" with prefix "sites/" and suffix "/nightly" gives "brooklyn".
std::optional<std::string> Between(std::string_view path, std::string_view prefix, std::string_view suffix) {
  if (!path.starts_with(prefix) || !path.ends_with(suffix) || path.size() <= prefix.size() + suffix.size()) {
    return std::nullopt;
  }
  const auto middle = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
  if (middle.find('/') != std::string_view::npos) return std::nullopt;
  return http::PercentDecode(middle);
}

// An object, or nothing for an empty body; false when it is neither.
bool ReadBody(const http::Request& request, json& body) {
  if (request.body.empty()) {
    body = json::object();
  } else if (auto parsed = wire::ParseJson(request.body, {.bytes = request.body.size(), .depth = 16})) {
    body = std::move(*parsed);
  }
  return body.is_object();
}

// A boolean field that may be missing; `problem` names it when it is something else.
bool Flag(const json& body, const char* name, std::string& problem) {
  const auto found = body.find(name);
  if (found == body.end()) return false;
  if (!found->is_boolean()) {
    problem = std::string(name) + ": write true or false";
    return false;
  }
  return found->get<bool>();
}

async::Task<http::Response> Nightly(Engine& engine, std::string site, const http::Request& request) {
  json body;
  if (!ReadBody(request, body)) co_return Error(400, "the body must be a JSON object");
  std::string problem;
  const bool accept = Flag(body, "accept_mass_change", problem);
  const bool dry_run = Flag(body, "dry_run", problem);
  if (!problem.empty()) co_return Error(422, problem);
  const auto id = domain::SiteId::Parse(site);
  if (!id) co_return Error(404, "there is no site of that name in the configuration");
  auto outcome = co_await engine.RunNightly(*id, accept, dry_run);
  if (!outcome) co_return Error(404, "there is no site " + id->str() + " in the configuration");
  co_return Json(200,
                 {{"outcome", ports::ToWord(outcome->outcome)}, {"report", json::parse(outcome->report.ToJson())}});
}

async::Task<http::Response> DecideReview(Engine& engine, std::string review, const http::Request& request) {
  json body;
  if (!ReadBody(request, body)) co_return Error(400, "the body must be a JSON object");
  const auto id = domain::ReviewId::Parse(review);
  if (!id) co_return Error(404, "there is no such review");
  Decision decision{.review = *id, .link_to = std::nullopt, .decided_by = "operator"};
  if (const auto by = body.find("by"); by != body.end()) {
    if (!by->is_string()) co_return Error(422, "by: write who decides as text");
    decision.decided_by = by->get<std::string>();
  }
  std::string problem;
  const bool create = Flag(body, "create", problem);
  if (!problem.empty()) co_return Error(422, problem);
  if (body.contains("link")) {
    if (!body["link"].is_string() || body["link"].get<std::string>().empty()) {
      co_return Error(422, "link: write the Procare id as text");
    }
    decision.link_to = body["link"].get<std::string>();
  }
  if (create == decision.link_to.has_value()) co_return Error(422, "give either \"link\" or \"create\": true");
  auto refusal = co_await Decide(engine, std::move(decision));
  if (refusal) co_return Error(409, std::move(*refusal));
  co_return Json(200, {{"decided", id->str()}});
}

}  // namespace

json CheckToJson(const std::vector<systems::CheckLine>& lines) {
  bool good = true;
  json all = json::array();
  for (const auto& line : lines) {
    good = good && line.good;
    all.push_back({{"good", line.good}, {"what", line.what}, {"result", line.result}, {"fix", line.fix}});
  }
  return {{"good", good}, {"lines", std::move(all)}};
}

async::Task<http::Response> HandleAdmin(Engine& engine, http::Request request) {
  if (!Authorised(engine, request)) co_return Error(401, "give the admin token as Authorization: Bearer");
  const std::string target(http::PathOf(request.target).substr(kPrefix.size()));
  const bool get = request.method == "GET";
  const bool post = request.method == "POST";
  if (get && target == "status") {
    const auto facts = co_await GatherStatusFacts(engine);
    auto body = explain::StatusToJson(facts);
    const auto installations = co_await GatherInstallations(engine);
    body["installations"] = InstallationsToJson(installations);
    const auto agents = InstallationsToText(installations, facts.now);
    body["text"] = explain::StatusToText(facts, false) + agents;
    body["text_in_colour"] = explain::StatusToText(facts, true) + agents;
    co_return Json(200, body);
  }
  if (get && target == "check") {
    auto body = CheckToJson(co_await engine.Check());
    // For who has edited the configuration since: these were checked, and no others.
    body["sites"] = json::array();
    for (const auto& one : engine.config().sites) body["sites"].push_back(one.site.id.str());
    co_return Json(200, body);
  }
  if (const auto child = Between(target, "children/", "/explain"); get && child) {
    const auto id = domain::IksChildId::Parse(*child);
    if (!id) co_return Error(404, "that is no IKS child id");
    const auto facts = co_await GatherExplainFacts(engine, *id);
    const auto explanation = explain::Explain(facts);
    auto body = explain::ToJson(explanation);
    body["text"] = explain::ToText(explanation);
    co_return Json(200, body);
  }
  if (auto site = Between(target, "sites/", "/nightly"); post && site) {
    co_return co_await Nightly(engine, std::move(*site), request);
  }
  if (auto review = Between(target, "reviews/", "/decision"); post && review) {
    co_return co_await DecideReview(engine, std::move(*review), request);
  }
  co_return Error(404,
                  "routes: GET status, GET check, GET children/{id}/explain, POST sites/{id}/nightly, "
                  "POST reviews/{id}/decision");
}

}  // namespace ikp::service
