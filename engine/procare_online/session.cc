#include "engine/procare_online/session.h"

#include <utility>

#include "engine/procare_online/reasons.h"

namespace ikp::procare_online {
namespace {

bool AboutTheToken(const wire::Answer& answer) { return answer.status == 401 || answer.status == 403; }

// One refusal may be about one record; so many without a good answer between them are about the login.
constexpr int kLoginIsNoGood = 3;

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

// A new token was refused as well.
systems::SystemProblem Session::Refused(const wire::Answer& answer) {
  systems::SystemProblem problem{domain::Reason::kProcareLoginRejected, wire::DetailsOf(answer),
                                 Now() + std::chrono::minutes(1)};
  problem.details.emplace_back("a new token was refused as well");
  // Not every family of a busy hour finds that out by itself.
  if (++refused_in_a_row_ >= kLoginIsNoGood) tokens_.Pause(problem);
  return problem;
}

async::Task<systems::Result<wire::Answer>> Session::Get(std::string path_and_query) {
  for (int attempt = 1;; ++attempt) {
    const auto token = co_await tokens_.Get();
    if (!token) co_return tl::unexpected(token.error());
    auto answer = co_await call_.Ask(Request("GET", path_and_query, *token));
    if (answer && !AboutTheToken(*answer)) refused_in_a_row_ = 0;
    if (!answer || !AboutTheToken(*answer)) co_return answer;
    tokens_.Invalidate(*token);
    if (attempt == 2) co_return tl::unexpected(Refused(*answer));
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
    if (result.kind == Kind::kAnswered) refused_in_a_row_ = 0;
    if (result.kind != Kind::kRefused || !AboutTheToken(result.answer)) co_return result;
    tokens_.Invalidate(*token);
    if (attempt == 2) {
      result.kind = Kind::kNotDone;
      result.problem = Refused(result.answer);
      co_return result;
    }
  }
}

}  // namespace ikp::procare_online
