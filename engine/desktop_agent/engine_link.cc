#include "engine/desktop_agent/engine_link.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/async/task_scope.h"
#include "engine/wire/retry_after.h"

namespace ikp::desktop_agent {
namespace {

using nlohmann::json;

std::string TextOf(const http::Response& response) {
  if (!response.document) return response.body;
  return response.document->dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

EngineLink::EngineLink(const wire::Environment& environment, std::string engine_url)
    : environment_(environment), engine_url_(std::move(engine_url)) {
  while (engine_url_.ends_with('/')) engine_url_.pop_back();
}

async::Task<Reply> EngineLink::Post(std::string path, std::string body, std::string credential,
                                    domain::Milliseconds timeout, std::stop_token stop) {
  http::Request request{"POST", engine_url_ + path, {{"Content-Type", "application/json"}}, std::move(body)};
  if (!credential.empty()) request.headers.Set("Authorization", "Bearer " + credential);
  std::optional<ports::Exchange> exchange;
  async::Signal over(environment_.executor);
  async::TaskScope scope(environment_.executor);
  const std::stop_callback on_stop(stop, [&over] { over.Set(); });
  scope.Spawn(SendInto(std::move(request), timeout, exchange, over));
  co_await over.Wait();
  if (!exchange) co_return Reply{0, {}, std::string(ToWord(ports::TransportFailure::kStopped)), {}};
  if (exchange->delivery != ports::Delivery::kAnswered) {
    co_return Reply{0, {}, std::string(ToWord(exchange->failure)), {}};
  }
  const auto& response = exchange->response;
  const auto pause =
      wire::RetryAfter(response.headers.Get("Retry-After"), environment_.clock.Now(), domain::Milliseconds{});
  co_return Reply{response.status, TextOf(response), {}, pause};
}

async::Task<void> EngineLink::SendInto(http::Request request, domain::Milliseconds timeout,
                                       std::optional<ports::Exchange>& exchange, async::Signal& over) {
  exchange = co_await environment_.transport.Send(std::move(request), timeout);
  over.Set();
}

}  // namespace ikp::desktop_agent
