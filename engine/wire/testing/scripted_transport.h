// ScriptedTransport: a peer in memory. A test says what is answered, when, and what gets lost on the way; everything
// that was sent is kept for looking at.
//
//   ScriptedTransport peer(clock);
//   peer.Route("GET", "/api/v1/schools", [](const auto&) { return Answer(200, R"({"data":[]})"); });
//   peer.Route("POST", "/oauth/token", InTurn({Answer(503), Answer(200, kToken)}));
//   peer.Route("GET", "/api/v1/children/*", ...);   // a prefix
//
// A step's latency passes on the clock. When it is longer than the caller's timeout, the caller gets kUnknown and
// kTimeout at its deadline: the peer has handled the request all the same, as in life. A request that no route takes is
// not sent (connection refused) and is counted in `unrouted`, so that a test can insist on none.
// One thread; calls may be destroyed while they wait.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/http/message.h"
#include "engine/ports/clock.h"
#include "engine/ports/transport.h"

namespace ikp::wire::testing {

struct Step {
  ports::Exchange exchange;
  domain::Milliseconds latency{0};

  Step After(domain::Milliseconds delay) && {
    latency = delay;
    return std::move(*this);
  }
};

Step Answer(int status, std::string body = {}, http::Headers headers = {{"Content-Type", "application/json"}});
// The request was handled (or not: that is the point), and its answer never came.
Step AnswerLost(ports::TransportFailure failure = ports::TransportFailure::kConnectionLost);
// Certainly not handled.
Step NotSent(ports::TransportFailure failure = ports::TransportFailure::kConnectRefused);

using Handler = std::function<Step(const http::Request&)>;
// One step for each request, in order; the last one for all further requests.
Handler InTurn(std::vector<Step> steps);
Handler Always(Step step);

struct SentRequest {
  http::Request request;
  domain::Instant at{};
  domain::Milliseconds timeout{};
};

class ScriptedTransport final : public ports::Transport {
 public:
  explicit ScriptedTransport(ports::Clock& clock) : clock_(clock) {}

  // `path` is compared with the URL's path (no query); a trailing '*' takes every path with that beginning. Of several
  // routes that fit, the one that was added last is used. An empty method fits all.
  void Route(std::string method, std::string path, Handler handler);

  async::Task<ports::Exchange> Send(http::Request request, domain::Milliseconds timeout) override;

  const std::vector<SentRequest>& sent() const { return sent_; }
  std::size_t Count(std::string_view method, std::string_view path) const;  // same patterns as Route
  // The last request that fits; throws when there is none.
  const http::Request& Last(std::string_view method, std::string_view path) const;
  std::size_t unrouted() const { return unrouted_; }
  std::size_t in_flight() const { return in_flight_; }
  std::size_t most_in_flight() const { return most_in_flight_; }
  void Forget() { sent_.clear(); }

 private:
  struct Rule {
    std::string method;
    std::string path;
    Handler handler;
  };

  ports::Clock& clock_;
  std::vector<Rule> rules_;
  std::vector<SentRequest> sent_;
  std::size_t unrouted_ = 0;
  std::size_t in_flight_ = 0;
  std::size_t most_in_flight_ = 0;
};

// The path of an absolute URL, without its query.
std::string_view UrlPath(std::string_view url);

}  // namespace ikp::wire::testing
