// A served handler on a loop with a thread of its own, for the tests of this room's server.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "engine/http/message.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/http_server.h"
#include "engine/runtime/raw_socket.h"

namespace ikp::runtime {

inline Reply Text(std::string body, int status = 200) {
  Reply reply;
  reply.response.status = status;
  reply.response.headers.Add("Content-Type", "text/plain");
  reply.response.body = std::move(body);
  return reply;
}

// A server on a loop with a thread of its own; the test talks to it from outside.
class Served {
 public:
  explicit Served(HttpServer::Handler handler, HttpServerOptions options = {})
      : server_(std::make_unique<HttpServer>(loop_, std::move(options), std::move(handler))),
        thread_([this] { loop_.Run(); }) {}
  ~Served() {
    OnLoop([this] { server_.reset(); });
    loop_.Stop();
    thread_.join();
  }
  // Runs `work` on the loop's thread and waits for it.
  void OnLoop(std::function<void()> work) {
    std::promise<void> done;
    loop_.PostFromAnyThread([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  HttpServer& server() { return *server_; }
  void DestroyServer() { server_.reset(); }
  RawSocket Connect() { return RawSocket::ConnectTo(port_); }
  // Sends and reads until the server closes.
  std::string Say(std::string_view bytes) {
    auto socket = Connect();
    socket.Send(bytes);
    return socket.ReadToEnd();
  }

 private:
  EventLoop loop_;
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = server_->port();
  std::thread thread_;
};

inline HttpServer::Handler Always(Reply reply) {
  return [reply](http::Request, HttpServer::Respond respond) { respond(reply); };
}

// Answers with what it was asked.
inline void Mirror(http::Request request, HttpServer::Respond respond) {
  std::string seen = request.method + " " + request.target + "\n";
  for (const auto& [name, value] : request.headers.entries()) seen += name + "=" + value + "\n";
  respond(Text(seen + request.body));
}

inline bool Contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

inline std::string StatusLine(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

}  // namespace ikp::runtime
