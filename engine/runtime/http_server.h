// HttpServer: a thin Beast host for handlers that know nothing of sockets. Shared by the engine's service and the
// simulators. Bounded: request bodies, header sizes, connections, idle time.
//
//   HttpServer server(loop, {.port = 8080}, [](http::Request request, HttpServer::Respond respond) {
//     respond({.response = {.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = "hello"}});
//   });
//
// The server adds Content-Length and Connection by itself. HEAD is passed to the handler as it is; the body of its
// answer is not sent, only its length.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/http/message.h"
#include "engine/runtime/event_loop.h"

namespace ikp::runtime {

// What happens to the connection with an answer. Everything but kSend exists for the simulators' faults.
enum class Disposition {
  kSend,
  kCloseSilently,  // no byte is sent; the connection is closed (an answer that gets lost)
  kReset,          // the connection is reset (RST)
  kSendHalf,       // headers and half of the body, then the connection is closed
};

struct Reply {
  http::Response response;
  Disposition disposition = Disposition::kSend;
  std::chrono::milliseconds delay{0};  // real time before the disposition takes place
};

inline constexpr std::size_t kSmallBody = 16 << 10;

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;             // 0: the system chooses; see port()
  std::size_t max_body_bytes = 1 << 20;
  // How large the body of a request may be, told by its method, target and headers before any of the body is read; at
  // most max_body_bytes. Empty: max_body_bytes.
  std::function<std::size_t(const http::Request& head)> body_limit = {};
  // What bodies may take together, from being read to being answered; beyond it 503 is answered. Bodies of up to
  // kSmallBody count as nothing, so that those who send little are always served.
  std::size_t max_bytes_in_flight = std::size_t{64} << 20;
  std::size_t max_header_bytes = 32 << 10;
  std::size_t max_connections = 1024;  // more wait in the system's queue until one ends
  // How long a connection may rest between requests, and how long reading one request or writing one answer may take.
  std::chrono::milliseconds idle_timeout{60'000};
  // PEM texts; both empty means plain HTTP.
  std::string certificate_pem;
  std::string private_key_pem;
};

class HttpServer {
 public:
  // Call at most once, on the loop's thread, now or later; it may outlive the connection and the server. When every
  // copy is gone without a call, the client gets 500.
  using Respond = std::function<void(Reply)>;
  // An exception that leaves the handler is answered with 500.
  using Handler = std::function<void(http::Request, Respond)>;

  // Binds at once; throws std::system_error when the address cannot be bound or the PEM texts cannot be read. Too large
  // a body is answered with 413, one that there is no room for now with 503, too large headers with 431, a malformed
  // request with 400, without calling the handler.
  HttpServer(EventLoop& loop, HttpServerOptions options, Handler handler);
  // Closes every connection. The handler is not called any more.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  // Stops accepting and closes the connections that rest; requests that are being read or handled still get their
  // answers.
  void StopAccepting();
  // Connections that are open now. Zero after StopAccepting means that every answer has been given.
  std::size_t connections() const;

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace ikp::runtime
