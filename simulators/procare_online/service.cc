#include "simulators/procare_online/service.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "simulators/kit/json_text.h"
#include "simulators/kit/router.h"
#include "simulators/procare_online/api.h"
#include "simulators/procare_online/oauth.h"
#include "simulators/procare_online/sentences.h"

namespace ikp::simulators::procare_online {
namespace {

constexpr std::string_view kTokenRoute = "POST /oauth/token";

const kit::RouteTable<Handler>& Routes() {
  static const kit::RouteTable<Handler> kRoutes = [] {
    kit::RouteTable<Handler> routes;
    routes.Add(kTokenRoute, &IssueToken);
    routes.Add("GET /api/v1/schools", &ListSchools);
    routes.Add("GET /api/v1/schools/{id}", &GetSchool);
    routes.Add("GET /api/v1/classrooms", &ListClassrooms);
    routes.Add("GET /api/v1/children", &ListChildren);
    routes.Add("GET /api/v1/children/{id}", &GetChild);
    routes.Add("POST /api/v1/children", &PostChild);
    routes.Add("PATCH /api/v1/children/{id}", &UpdateChild);
    routes.Add("GET /api/v1/families", &ListFamilies);
    routes.Add("GET /api/v1/families/{id}", &GetFamily);
    routes.Add("POST /api/v1/families", &PostFamily);
    routes.Add("PATCH /api/v1/families/{id}", &UpdateFamily);
    routes.Add("POST /api/v1/families/{id}/guardians", &PostGuardian);
    routes.Add("PATCH /api/v1/guardians/{id}", &UpdateGuardian);
    routes.Add("GET /api/v1/leads", &ListLeads);
    routes.Add("GET /api/v1/leads/{id}", &GetLead);
    routes.Add("POST /api/v1/leads", &PostLead);
    routes.Add("PATCH /api/v1/leads/{id}", &UpdateLead);
    return routes;
  }();
  return kRoutes;
}

struct Destination {
  std::string tenant;
  std::string target;  // without the prefix
};

Destination DestinationOf(const http::Request& request) {
  constexpr std::string_view kPrefix = "/t/";
  const std::string_view target = request.target;
  if (target.starts_with(kPrefix)) {
    const auto rest = target.substr(kPrefix.size());
    const auto end = rest.find_first_of("/?");
    const auto path = end == std::string_view::npos ? std::string_view("/") : rest.substr(end);
    return {http::PercentDecode(rest.substr(0, end)), std::string(path)};
  }
  std::string host(request.headers.Get("Host").value_or(""));
  std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto dot = host.find('.');
  if (dot == std::string::npos || !host.substr(dot).starts_with(".procareconnect")) return {"", std::string(target)};
  return {host.substr(0, dot), std::string(target)};
}

kit::Answer NoSuchTenant(const Destination& destination) {
  http::Response page{404,
                      {{"Content-Type", "text/html; charset=utf-8"}},
                      "<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>404 Not Found</h1>"
                      "<p>There is no site at this address.</p></body></html>"};
  return {std::move(page), destination.tenant.empty()
                               ? "no tenant named: use /t/{tenant}/... or a host <tenant>.procareconnect.com"
                               : "unknown tenant " + destination.tenant};
}

http::Response NoSuchRoute(Call& call, const kit::RouteTable<Handler>::Result& found) {
  if (!found.allowed.empty()) {
    auto refusal = Refusal(405, {"Method not allowed; allowed here: " + kit::JoinWords(found.allowed)});
    refusal.headers.Set("Allow", kit::JoinWords(found.allowed));
    call.Note("wrong method");
    return refusal;
  }
  call.Note("no such route; nearest: " + found.nearest);
  return Refusal(404, {"No route matches this request; the nearest is " + found.nearest});
}

// A fixed window of a minute.
std::optional<http::Response> CheckRate(Call& call) {
  const auto allowed = call.world.switches.Number("po.rate_limit_per_minute");
  if (allowed == 0) return std::nullopt;
  auto& tenant = call.tenant;
  constexpr auto kWindow = std::chrono::minutes(1);
  if (call.now >= tenant.rate_window_start + kWindow) {
    tenant.rate_window_start = call.now;
    tenant.rate_window_count = 0;
  }
  if (++tenant.rate_window_count <= allowed) return std::nullopt;
  const auto wait = std::chrono::ceil<std::chrono::seconds>(tenant.rate_window_start + kWindow - call.now);
  auto refusal = Refusal(429, {"Too many requests"});
  refusal.headers.Set("Retry-After", std::to_string(wait.count()));
  call.Note("over the rate limit");
  return refusal;
}

bool Good(const http::Response& response) { return response.status < 300; }

http::Response RunHandler(Call& call, Handler handler, const std::string& target) {
  constexpr auto kRemembered = std::chrono::hours(24);
  const auto key = call.request.headers.Get("Idempotency-Key");
  const bool is_write = call.request.method != "GET";
  if (!key || !is_write || !call.world.switches.On("po.idempotency")) return handler(call);
  auto& remembered = call.tenant.remembered;
  std::erase_if(remembered, [&](const auto& item) { return item.second.at + kRemembered <= call.now; });
  const auto fingerprint = call.request.method + " " + target + "\n" + call.request.body;
  if (const auto found = remembered.find(std::string(*key)); found != remembered.end()) {
    call.Note("idempotency key seen before");
    if (found->second.fingerprint != fingerprint) {
      return Refusal(422, {"Idempotency key was used for another request"});
    }
    return {found->second.status, {{"Content-Type", "application/json"}}, found->second.body};
  }
  auto response = handler(call);
  if (Good(response)) {
    remembered[std::string(*key)] = {fingerprint, response.status, kit::BodyText(response), call.now};
  }
  return response;
}

// The write was applied, or the record is there, but reading it back failed (G49).
void FailReadBack(Call& call, http::Response& response) {
  const bool single_read = call.request.method == "GET" && !call.path.empty();
  if (!call.faults.Has("read_back_404") || !Good(response)) return;
  if (call.request.method == "GET" && !single_read) return;
  const auto status = static_cast<int>(call.faults.Number("read_back_404", "status", 404));
  response = status == 404 ? NotFound() : Refusal(status, {"Internal server error"});
  call.Note("read_back_404: the request was carried out, the read-back failed");
}

http::Response Dispatch(Call& call, const std::string& target) {
  if (call.faults.Has("token_expire")) ExpireTokens(call.tenant, call.now);
  if (call.faults.Has("token_revoke")) RevokeTokens(call.tenant);
  auto& answers = call.world.answers;
  const bool plain_read = call.request.method == "GET" && !call.faults.any();
  // Only what went the whole way below is remembered.
  if (const auto* same = plain_read ? answers.Find(call.tenant.name, target) : nullptr) {
    if (auto refusal = CheckRate(call)) return *refusal;
    if (auto refusal = CheckToken(call)) return *refusal;
    return *same;
  }
  auto found = Routes().Find(call.request.method, target);
  if (found.handler == nullptr) return NoSuchRoute(call, found);
  if (*found.handler == &IssueToken) return IssueToken(call);
  call.path = std::move(found.parameters);
  if (auto refusal = CheckRate(call)) return *refusal;
  if (auto refusal = CheckToken(call)) return *refusal;
  if (!plain_read) answers.Forget();
  auto response = RunHandler(call, *found.handler, target);
  FailReadBack(call, response);
  if (plain_read && call.lasting && call.notes.empty()) answers.Keep(call.tenant.name, target, response);
  return response;
}

}  // namespace

kit::Answer Serve(World& world, const http::Request& request, const std::vector<kit::ActiveFault>& faults,
                  Instant now) {
  const auto destination = DestinationOf(request);
  auto* tenant = FindTenant(world, destination.tenant);
  if (tenant == nullptr) return NoSuchTenant(destination);
  Call call{world, *tenant, request, kit::ActingFaults(faults), now};
  auto response = Dispatch(call, destination.target);
  return {std::move(response), kit::JoinWords(call.notes, "; ")};
}

}  // namespace ikp::simulators::procare_online
