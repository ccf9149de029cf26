#include "engine/wire/http_call.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/wire/back_off.h"
#include "engine/wire/error_text.h"
#include "engine/wire/json_read.h"
#include "engine/wire/retry_after.h"

namespace ikp::wire {
namespace {

using domain::Milliseconds;
using ports::Delivery;
using ports::TransportFailure;
using systems::SystemProblem;

std::string StatusWord(int status) { return "HTTP " + std::to_string(status); }

bool WorthRepeating(TransportFailure failure) {
  switch (failure) {
    case TransportFailure::kBadUrl:
    case TransportFailure::kPlainHttpRefused:
    case TransportFailure::kTlsUntrusted:
    case TransportFailure::kStopped:
      return false;
    default:
      return true;
  }
}

// A 5xx, a time-out of the peer's own, or a proxy that gave up: whether the effect happened is open.
bool LeavesEffectOpen(int status) {
  constexpr int kClientClosedRequest = 499;  // of nginx
  if (status >= 500 || status == 408 || status == kClientClosedRequest) return true;
  // "See other" often follows a form that was accepted; the other redirects mean that nothing was looked at.
  return status >= 300 && status < 400 && status != 301 && status != 307 && status != 308;
}

}  // namespace

std::vector<std::string> DetailsOf(const Answer& answer) {
  std::vector<std::string> details{StatusWord(answer.status)};
  if (answer.html) details.emplace_back(ToWord(JsonFailure::kHtml));
  for (auto& word : SafeErrorWords(*answer.body)) details.push_back(std::move(word));
  return details;
}

struct HttpCall::ReadAnswer {
  Answer answer;
  std::optional<JsonFailure> unreadable;
};

HttpCall::ReadAnswer HttpCall::Read(const http::Response& response) {
  ReadAnswer read;
  read.answer.status = response.status;
  read.answer.headers = response.headers;
  if (response.document) {
    read.answer.body = response.document;
    return read;
  }
  auto parsed = ParseJson(response.body);
  if (parsed) {
    read.answer.body = std::make_shared<const nlohmann::json>(std::move(*parsed));
    return read;
  }
  read.unreadable = parsed.error();
  read.answer.html = parsed.error() == JsonFailure::kHtml;
  read.answer.body = std::make_shared<const nlohmann::json>();
  return read;
}

HttpCall::HttpCall(const Environment& environment, Gate& gate, CallSettings settings, PeerReasons reasons)
    : environment_(environment), gate_(gate), settings_(settings), reasons_(reasons) {}

Milliseconds HttpCall::PauseAskedFor(const http::Headers& headers, Milliseconds otherwise) const {
  const Milliseconds pause = RetryAfter(headers.Get("Retry-After"), Now(), otherwise);
  // "Retry-After: 0" together with a refusal is no invitation to a tight loop.
  return pause.count() > 0 ? pause : otherwise;
}

SystemProblem HttpCall::Busy(domain::Instant until) const {
  if (environment_.stop.stop_requested()) return {reasons_.unreachable, {"stopping"}, std::nullopt};
  return {reasons_.throttled, {"waiting for our turn"}, until};
}

std::optional<HttpCall::Wait> HttpCall::ReasonToRepeat(const ports::Exchange& exchange, const ReadAnswer& read,
                                                       Milliseconds back_off) const {
  if (exchange.delivery != Delivery::kAnswered) {
    return Wait{back_off, false, {reasons_.unreachable, {std::string(ToWord(exchange.failure))}, std::nullopt}};
  }
  const Answer& answer = read.answer;
  if (answer.good() && !read.unreadable) return std::nullopt;
  Wait wait{back_off, false, {reasons_.error, DetailsOf(answer), std::nullopt}};
  if (answer.status == 429) {
    wait.whole_tenant = true;
    wait.problem.reason = reasons_.throttled;
  }
  if (answer.status == 429 || answer.status == 503) {
    wait.pause = PauseAskedFor(answer.headers, back_off);
    wait.problem.not_before = Now() + wait.pause;
    return wait;
  }
  if (answer.good() && read.unreadable) {
    if (!answer.html) wait.problem.details.emplace_back(ToWord(*read.unreadable));
    return wait;
  }
  if (answer.status >= 500 || answer.status == 408 || answer.status == 425) return wait;
  return std::nullopt;
}

async::Task<systems::Result<Answer>> HttpCall::Ask(http::Request request) {
  AskTrace trace = co_await AskWithTrace(std::move(request));
  if (trace.problem) co_return tl::unexpected(std::move(*trace.problem));
  co_return std::move(trace.last);
}

async::Task<AskTrace> HttpCall::AskWithTrace(http::Request request) {
  const domain::Instant give_up_at = Now() + settings_.total;
  BackOff back_off(environment_.random);
  AskTrace trace;
  for (int attempt = 1;; ++attempt) {
    std::optional<Wait> wait;
    {
      auto pass = co_await gate_.Enter(give_up_at);
      if (!pass) {
        trace.problem = Busy(pass.error());
        co_return trace;
      }
      const ports::Exchange exchange = co_await environment_.transport.Send(request, settings_.timeout);
      ReadAnswer read = Read(exchange.response);
      wait = ReasonToRepeat(exchange, read, back_off.Next());
      trace.failure = exchange.failure;
      if (exchange.delivery == Delivery::kAnswered) trace.last = std::move(read.answer);
    }
    if (!wait) co_return trace;

    const domain::Instant next_at = Now() + wait->pause;
    if (wait->whole_tenant) gate_.PauseUntil(next_at);
    if (attempt >= settings_.attempts || next_at > give_up_at || !WorthRepeating(trace.failure)) {
      trace.problem = std::move(wait->problem);
      co_return trace;
    }
    co_await environment_.clock.SleepUntil(next_at, environment_.stop);
    if (environment_.stop.stop_requested()) {
      trace.problem = Busy(next_at);
      co_return trace;
    }
  }
}

ActResult HttpCall::Judge(const ports::Exchange& exchange) const {
  using Kind = ActResult::Kind;
  ActResult result;
  if (exchange.delivery == Delivery::kNotSent) {
    result.kind = Kind::kNotDone;
    result.problem = {reasons_.unreachable, {std::string(ToWord(exchange.failure))}, std::nullopt};
    return result;
  }
  result.kind = Kind::kUnknown;
  if (exchange.delivery == Delivery::kUnknown) {
    result.problem = {reasons_.unknown, {std::string(ToWord(exchange.failure))}, std::nullopt};
    return result;
  }
  ReadAnswer read = Read(exchange.response);
  result.answer = std::move(read.answer);
  if (result.answer.good()) {
    if (!read.unreadable || *read.unreadable == JsonFailure::kEmpty) result.kind = Kind::kAnswered;
  } else if (!LeavesEffectOpen(result.answer.status)) {
    result.kind = Kind::kRefused;
  }
  if (result.kind != Kind::kUnknown) return result;
  result.problem = {reasons_.unknown, DetailsOf(result.answer), std::nullopt};
  if (result.answer.good() && !result.answer.html) result.problem.details.emplace_back(ToWord(*read.unreadable));
  return result;
}

async::Task<ActResult> HttpCall::Act(http::Request request) {
  const domain::Instant give_up_at = Now() + settings_.effect_patience;
  BackOff back_off(environment_.random);
  for (;;) {
    ActResult result;
    {
      auto pass = co_await gate_.Enter(give_up_at);
      if (!pass) {
        result.kind = ActResult::Kind::kNotDone;
        result.problem = Busy(pass.error());
        co_return result;
      }
      const ports::Exchange exchange = co_await environment_.transport.Send(request, settings_.timeout);
      result = Judge(exchange);
    }
    if (result.kind != ActResult::Kind::kRefused || result.answer.status != 429) co_return result;
    const domain::Instant next_at = Now() + PauseAskedFor(result.answer.headers, back_off.Next());
    gate_.PauseUntil(next_at);
    if (next_at > give_up_at) {
      result.kind = ActResult::Kind::kNotDone;
      result.problem = {reasons_.throttled, DetailsOf(result.answer), next_at};
      co_return result;
    }
  }
}

}  // namespace ikp::wire
