// HttpServer: a thin Beast host for handlers that know nothing of sockets. Shared by the engine's service and the
// simulators. Bounded: request bodies, header sizes, connections, idle time.
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

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system chooses; see port()
  std::size_t max_body_bytes = 1 << 20;
  std::size_t max_connections = 1024;
  std::chrono::seconds idle_timeout{60};
  // PEM texts; both empty means plain HTTP.
  std::string certificate_pem;
  std::string private_key_pem;
};

class HttpServer {
 public:
  using Respond = std::function<void(Reply)>;  // call exactly once, on the loop's thread, now or later
  using Handler = std::function<void(http::Request, Respond)>;

  // Binds at once; throws std::system_error when the address cannot be bound. Too large a body is answered with 413 and
  // a malformed request with 400, without calling the handler.
  HttpServer(EventLoop& loop, HttpServerOptions options, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  // Stops accepting; requests that are being handled still get their answers.
  void StopAccepting();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace ikp::runtime
