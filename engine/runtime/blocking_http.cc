#include "engine/runtime/blocking_http.h"

#include <utility>

#include "engine/ports/transport.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/http_transport.h"
#include "engine/runtime/request_url.h"

namespace ikp::runtime {
namespace {

std::string Describe(const ports::Exchange& exchange, const std::string& peer, std::chrono::milliseconds timeout) {
  std::string text = "no answer from " + peer + ": " + std::string(ports::ToWord(exchange.failure));
  text += exchange.delivery == ports::Delivery::kNotSent ? " (nothing was sent" : " (it may have been handled";
  return text + "; allowed time " + std::to_string(timeout.count()) + " ms)";
}

}  // namespace

tl::expected<http::Response, std::string> BlockingSend(http::Request request, std::chrono::milliseconds timeout) {
  const auto url = ParseRequestUrl(request.target);
  if (!url || url->tls) return tl::unexpected(std::string("the address must be an absolute http:// URL"));
  auto outcome = BlockingExchange(std::move(request), timeout);
  if (outcome.delivery != ports::Delivery::kAnswered) return tl::unexpected(Describe(outcome, url->Key(), timeout));
  return std::move(outcome.response);
}

ports::Exchange BlockingExchange(http::Request request, std::chrono::milliseconds timeout) {
  EventLoop loop;
  HttpTransportOptions options;
  options.allow_plain_http_anywhere = true;
  options.max_idle_connections_per_host = 0;
  HttpTransport transport(loop, std::move(options));
  ports::Exchange outcome;
  transport.SendThen(std::move(request), timeout, [&](ports::Exchange exchange) {
    outcome = std::move(exchange);
    loop.Stop();
  });
  loop.Run();
  return outcome;
}

}  // namespace ikp::runtime
