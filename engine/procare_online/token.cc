#include "engine/procare_online/token.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/procare_online/reasons.h"
#include "engine/wire/json_read.h"

namespace ikp::procare_online {
namespace {

using domain::Reason;
using systems::SystemProblem;

constexpr domain::Milliseconds kRejectedPause = std::chrono::minutes(15);
// While the old token still works, a failing renewal is not tried with every call.
constexpr domain::Milliseconds kRenewalPause = std::chrono::seconds(30);
constexpr std::int64_t kUsualLifeSeconds = 3600;
constexpr std::int64_t kLongestLifeSeconds = 24 * 3600;

wire::CallSettings LoginSettings(wire::CallSettings settings) {
  // A login whose answer is lost may have been a bad one, and bad ones are counted.
  settings.attempts = std::min(settings.attempts, 2);
  return settings;
}

http::Request LoginRequest(const TenantConfig& tenant) {
  http::Request request;
  request.method = "POST";
  request.target = tenant.base_url + tenant.token_path;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = "grant_type=client_credentials&client_id=" + http::PercentEncode(tenant.client_id) +
                 "&client_secret=" + http::PercentEncode(tenant.client_secret);
  if (!tenant.scope.empty()) request.body += "&scope=" + http::PercentEncode(tenant.scope);
  return request;
}

}  // namespace

TokenSource::TokenSource(const wire::Environment& environment, const TenantConfig& tenant, wire::Gate& gate)
    : tenant_(tenant), call_(environment, gate, LoginSettings(tenant.call), kReasons), turn_(environment.executor, 1) {}

bool TokenSource::Fresh() const { return token_ && call_.Now() < token_->refresh_at; }
bool TokenSource::Usable() const { return token_ && call_.Now() < token_->expires_at; }

void TokenSource::Invalidate(const std::string& token) {
  if (token_ && token_->text == token) token_.reset();
}

void TokenSource::Pause(systems::SystemProblem problem) {
  token_.reset();
  next_attempt_at_ = problem.not_before.value_or(call_.Now() + kRenewalPause);
  problem_ = std::move(problem);
}

async::Task<systems::Result<std::string>> TokenSource::Get() {
  if (!Fresh()) {
    const auto attempts_before = attempts_;
    const auto turn = co_await turn_.Acquire();
    // Who waited for another caller's attempt takes its outcome, also a bad one.
    const bool tried_meanwhile = attempts_ != attempts_before && problem_;
    const bool paused = problem_ && call_.Now() < next_attempt_at_;
    if (!Fresh() && !tried_meanwhile && !paused) co_await Fetch();
  }
  if (Usable()) co_return token_->text;
  if (!problem_) {  // a short-lived token that waited too long for its turn
    co_return tl::unexpected(
        SystemProblem{Reason::kProcareError, {"token expired on arrival"}, call_.Now() + kRenewalPause});
  }
  co_return tl::unexpected(*problem_);
}

async::Task<void> TokenSource::Fetch() {
  const domain::Instant asked_at = call_.Now();
  const wire::AskTrace trace = co_await call_.AskWithTrace(LoginRequest(tenant_));
  next_attempt_at_ = {};
  problem_ = Judge(trace, asked_at);
  if (problem_ && next_attempt_at_ == domain::Instant{} && Usable()) next_attempt_at_ = call_.Now() + kRenewalPause;
  ++attempts_;
}

SystemProblem TokenSource::Rejected(Reason reason, std::vector<std::string> details) {
  next_attempt_at_ = call_.Now() + kRejectedPause;
  return {reason, std::move(details), next_attempt_at_};
}

std::optional<SystemProblem> TokenSource::Judge(const wire::AskTrace& trace, domain::Instant asked_at) {
  if (trace.problem) return JudgeFailure(trace);
  const wire::Answer& answer = trace.last;
  if (answer.good()) {
    auto text = wire::ReadText(*answer.body, "access_token");
    if (!text) return SystemProblem{Reason::kProcareError, {"token answer without access_token"}, std::nullopt};
    std::int64_t life = wire::ReadInteger(*answer.body, "expires_in").value_or(kUsualLifeSeconds);
    // A life of nothing would mean a login for each call.
    life = std::clamp<std::int64_t>(life, 60, kLongestLifeSeconds);
    const domain::Milliseconds life_ms = std::chrono::seconds(life);
    token_ = Token{std::move(*text), asked_at + life_ms * 8 / 10, asked_at + life_ms};
    ever_accepted_ = true;
    return std::nullopt;
  }
  // No tenant here: a page for people, or a redirect to one.
  if (answer.status == 404 || answer.html || (answer.status >= 300 && answer.status < 400)) {
    return Rejected(Reason::kProcareTenantUnknown, wire::DetailsOf(answer));
  }
  return Rejected(Reason::kProcareLoginRejected, wire::DetailsOf(answer));
}

std::optional<SystemProblem> TokenSource::JudgeFailure(const wire::AskTrace& trace) {
  // Once this address has given us a token, a name that is not found or a strange page is trouble on the way.
  if (!ever_accepted_) {
    if (trace.failure == ports::TransportFailure::kNameNotResolved) {
      return Rejected(Reason::kProcareTenantUnknown, trace.problem->details);
    }
    const bool page = trace.failure == ports::TransportFailure::kNone && trace.last.good() && trace.last.html;
    if (page) return Rejected(Reason::kProcareTenantUnknown, trace.problem->details);
  }
  return trace.problem;
}

}  // namespace ikp::procare_online
