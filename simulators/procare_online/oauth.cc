#include "simulators/procare_online/oauth.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_online/checks.h"
#include "simulators/procare_online/sentences.h"

namespace ikp::simulators::procare_online {
namespace {

constexpr std::size_t kMaxTokens = 1000;  // of a tenant; the oldest go first

http::Response OAuthError(int status, std::string_view code) { return kit::JsonResponse(status, {{"error", code}}); }

http::Response Locked() {
  return Refusal(422, {"Your account has been locked. Please contact your school to unlock it."});
}

std::map<std::string, std::string> FormOf(const http::Request& request) {
  std::map<std::string, std::string> form;
  for (auto& [name, value] : http::QueryOf("?" + request.body)) form[name] = std::move(value);
  return form;
}

http::Response RefuseLogin(Call& call) {
  auto& tenant = call.tenant;
  const auto window = std::chrono::minutes(call.world.switches.Number("po.lockout_window_minutes"));
  tenant.bad_logins.push_back(call.now);
  std::erase_if(tenant.bad_logins, [&](Instant at) { return at + window <= call.now; });
  const auto allowed = call.world.switches.Number("po.lockout_after");
  if (allowed > 0 && tenant.bad_logins.size() >= static_cast<std::size_t>(allowed)) {
    tenant.locked = true;
    call.Note("bad login number " + std::to_string(tenant.bad_logins.size()) + ": the account is locked now");
  }
  if (call.world.switches.Word("po.bad_secret_answer") == "422") return Refusal(422, {"Invalid email or password."});
  return OAuthError(401, "invalid_client");
}

http::Response GiveToken(Call& call) {
  auto& tenant = call.tenant;
  tenant.bad_logins.clear();
  std::erase_if(tenant.tokens, [&](const Token& token) { return token.expires_at <= call.now; });
  if (call.world.switches.On("po.one_token_at_a_time")) tenant.tokens.clear();
  if (tenant.tokens.size() >= kMaxTokens) tenant.tokens.erase(tenant.tokens.begin());
  const auto life_s = call.world.switches.Number("po.token_ttl_seconds");
  auto value = "po_" + call.world.ids.Uuid();
  std::erase(value, '-');
  const bool cleared = !call.faults.Has("token_not_cleared");
  tenant.tokens.push_back({value, call.now + std::chrono::seconds(life_s), cleared});
  return kit::JsonResponse(200, {{"access_token", value}, {"token_type", "Bearer"}, {"expires_in", life_s}});
}

}  // namespace

http::Response IssueToken(Call& call) {
  const auto type = call.request.headers.Get("Content-Type").value_or("");
  if (!type.starts_with("application/x-www-form-urlencoded")) {
    call.Note("the token request must be form-encoded");
    return OAuthError(400, "invalid_request");
  }
  if (call.faults.Has("account_locked")) call.tenant.locked = true;
  if (call.tenant.locked) return Locked();
  const auto form = FormOf(call.request);
  const auto field = [&](const std::string& name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string() : found->second;
  };
  if (field("grant_type") != "client_credentials") return OAuthError(400, "unsupported_grant_type");
  if (field("client_id").empty() || field("client_secret").empty()) return OAuthError(400, "invalid_request");
  const bool good = field("client_id") == call.tenant.client_id && field("client_secret") == call.tenant.client_secret;
  return good ? GiveToken(call) : RefuseLogin(call);
}

std::optional<http::Response> CheckToken(Call& call) {
  const auto header = call.request.headers.Get("Authorization").value_or("");
  const auto space = header.find(' ');
  const bool bearer = space != std::string_view::npos && SameWord(header.substr(0, space), "Bearer");
  const auto value = bearer ? header.substr(space + 1) : std::string_view{};
  const auto found = std::find_if(call.tenant.tokens.begin(), call.tenant.tokens.end(),
                                  [&](const Token& token) { return token.value == value; });
  if (found == call.tenant.tokens.end() || found->expires_at <= call.now) return Refusal(401, {"Unauthorized"});
  if (!found->cleared) return Refusal(403, {"Additional verification is required"});
  return std::nullopt;
}

void ExpireTokens(Tenant& tenant, Instant now) {
  for (auto& token : tenant.tokens) token.expires_at = std::min(token.expires_at, now);
}

void RevokeTokens(Tenant& tenant) { tenant.tokens.clear(); }

}  // namespace ikp::simulators::procare_online
