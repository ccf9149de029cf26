// HttpTransport: the production Transport. Beast over TLS (system trust store, certificate and host name verified) with
// connections kept for re-use, one deadline over the whole exchange, and bounded answers.
//
// A request on a re-used connection that the peer had already closed: when no byte of an answer arrived on a re-used
// connection the outcome is kUnknown for methods with effects; GET and HEAD are sent once more on a new connection.
//
// A Task that is destroyed during its exchange drops the exchange: the connection is closed, nothing is resumed.
// Threads: the loop's thread only. Lifetimes: the loop outlives the transport, the transport outlives its tasks' start.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "engine/ports/transport.h"
#include "engine/runtime/event_loop.h"

namespace ikp::runtime {

struct HttpTransportOptions {
  bool allow_plain_http_anywhere = false;  // otherwise plain HTTP is for 127.0.0.0/8, ::1 and "localhost" only
  std::string extra_trust_pem;             // more roots than the system's (private authorities, tests)
  std::size_t max_body_bytes = 32u << 20;
  std::size_t max_header_bytes = 64u << 10;
  std::size_t max_idle_connections_per_host = 4;
  std::chrono::seconds idle_connection_lifetime{30};
  std::string user_agent = "intellikid-procare-sync";
  // False for exchanges that wait for time to pass: the loop is idle while they are under way.
  bool counts_as_operation = true;
  // With it, of those: their start and their end are traffic (EventLoop::NoteTraffic). False for FollowClock's own.
  bool notes_traffic = true;
};

class HttpTransport final : public ports::Transport {
 public:
  // Throws std::system_error when extra_trust_pem cannot be read.
  HttpTransport(EventLoop& loop, HttpTransportOptions options);
  // Exchanges under way end with kStopped.
  ~HttpTransport() override;
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;

  async::Task<ports::Exchange> Send(http::Request request, domain::Milliseconds timeout) override;

  // The same for callers without coroutines: `done` is called once, later, on the loop's thread.
  void SendThen(http::Request request, domain::Milliseconds timeout, std::function<void(ports::Exchange)> done);

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace ikp::runtime
