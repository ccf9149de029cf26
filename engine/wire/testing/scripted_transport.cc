#include "engine/wire/testing/scripted_transport.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

namespace ikp::wire::testing {
namespace {

bool Fits(std::string_view pattern_method, std::string_view pattern_path, const http::Request& request) {
  if (!pattern_method.empty() && pattern_method != request.method) return false;
  const auto path = UrlPath(request.target);
  if (pattern_path.ends_with('*')) return path.starts_with(pattern_path.substr(0, pattern_path.size() - 1));
  return path == pattern_path;
}

class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  std::size_t& count_;
};

}  // namespace

std::string_view UrlPath(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    const auto slash = url.find('/', scheme + 3);
    url = slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
  }
  return http::PathOf(url);
}

Step Answer(int status, std::string body, http::Headers headers) {
  Step step;
  step.exchange.delivery = ports::Delivery::kAnswered;
  step.exchange.response = {status, std::move(headers), std::move(body)};
  return step;
}

Step AnswerLost(ports::TransportFailure failure) {
  Step step;
  step.exchange.delivery = ports::Delivery::kUnknown;
  step.exchange.failure = failure;
  return step;
}

Step NotSent(ports::TransportFailure failure) {
  Step step;
  step.exchange.delivery = ports::Delivery::kNotSent;
  step.exchange.failure = failure;
  return step;
}

Handler InTurn(std::vector<Step> steps) {
  if (steps.empty()) throw std::invalid_argument("InTurn needs at least one step");
  auto next = std::make_shared<std::size_t>(0);
  return [steps = std::move(steps), next](const http::Request&) {
    const std::size_t index = std::min(*next, steps.size() - 1);
    ++*next;
    return steps[index];
  };
}

Handler Always(Step step) {
  return [step = std::move(step)](const http::Request&) { return step; };
}

void ScriptedTransport::Route(std::string method, std::string path, Handler handler) {
  rules_.push_back({std::move(method), std::move(path), std::move(handler)});
}

async::Task<ports::Exchange> ScriptedTransport::Send(http::Request request, domain::Milliseconds timeout) {
  sent_.push_back({request, clock_.Now(), timeout});
  const Counted counted(in_flight_);
  most_in_flight_ = std::max(most_in_flight_, in_flight_);
  const auto rule = std::find_if(rules_.rbegin(), rules_.rend(), [&](const Rule& candidate) {
    return Fits(candidate.method, candidate.path, request);
  });
  Step step;
  if (rule == rules_.rend()) {
    ++unrouted_;
    step = NotSent();
  } else {
    step = rule->handler(request);
  }
  if (step.latency > timeout) {
    co_await clock_.SleepUntil(clock_.Now() + timeout, {});
    co_return AnswerLost(ports::TransportFailure::kTimeout).exchange;
  }
  if (step.latency.count() > 0) co_await clock_.SleepUntil(clock_.Now() + step.latency, {});
  co_return std::move(step.exchange);
}

std::size_t ScriptedTransport::Count(std::string_view method, std::string_view path) const {
  return static_cast<std::size_t>(
      std::count_if(sent_.begin(), sent_.end(), [&](const auto& sent) { return Fits(method, path, sent.request); }));
}

const http::Request& ScriptedTransport::Last(std::string_view method, std::string_view path) const {
  const auto found =
      std::find_if(sent_.rbegin(), sent_.rend(), [&](const auto& sent) { return Fits(method, path, sent.request); });
  if (found == sent_.rend()) throw std::out_of_range("no such request was sent");
  return found->request;
}

}  // namespace ikp::wire::testing
