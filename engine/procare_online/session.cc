#include "engine/procare_online/session.h"

#include <utility>

#include "engine/procare_online/reasons.h"

namespace ikp::procare_online {
namespace {

bool AboutTheToken(const wire::Answer& answer) { return answer.status == 401 || answer.status == 403; }

systems::SystemProblem FreshTokenRefused(const wire::Answer& answer, domain::Instant now) {
  systems::SystemProblem problem{domain::Reason::kProcareLoginRejected, wire::DetailsOf(answer),
                                 now + std::chrono::minutes(1)};
  problem.details.emplace_back("a new token was refused as well");
  return problem;
}

}  // namespace

Session::Session(const wire::Environment& environment, const TenantConfig& tenant)
    : tenant_(tenant),
      gate_(environment, tenant.gate),
      call_(environment, gate_, tenant.call, kReasons),
      tokens_(environment, tenant, gate_) {}

http::Request Session::Request(std::string method, const std::string& path_and_query, const std::string& token) const {
  http::Request request;
  request.method = std::move(method);
  request.target = tenant_.base_url + tenant_.api_prefix + path_and_query;
  request.headers.Set("Authorization", "Bearer " + token);
  request.headers.Set("Accept", "application/json");
  return request;
}

async::Task<systems::Result<wire::Answer>> Session::Get(std::string path_and_query) {
  for (int attempt = 1;; ++attempt) {
    const auto token = co_await tokens_.Get();
    if (!token) co_return tl::unexpected(token.error());
    auto answer = co_await call_.Ask(Request("GET", path_and_query, *token));
    if (!answer || !AboutTheToken(*answer)) co_return answer;
    tokens_.Invalidate(*token);
    if (attempt == 2) co_return tl::unexpected(FreshTokenRefused(*answer, Now()));
  }
}

async::Task<wire::ActResult> Session::Act(std::string method, std::string path, std::string body,
                                          domain::IntentId intent) {
  using Kind = wire::ActResult::Kind;
  for (int attempt = 1;; ++attempt) {
    const auto token = co_await tokens_.Get();
    if (!token) {
      wire::ActResult not_sent;
      not_sent.kind = Kind::kNotDone;
      not_sent.problem = token.error();
      co_return not_sent;
    }
    http::Request request = Request(method, path, *token);
    request.headers.Set("Content-Type", "application/json");
    request.headers.Set("Idempotency-Key", intent.str());
    request.body = body;
    auto result = co_await call_.Act(std::move(request));
    if (result.kind != Kind::kRefused || !AboutTheToken(result.answer)) co_return result;
    tokens_.Invalidate(*token);
    if (attempt == 2) {
      result.kind = Kind::kNotDone;
      result.problem = FreshTokenRefused(result.answer, Now());
      co_return result;
    }
  }
}

}  // namespace ikp::procare_online
