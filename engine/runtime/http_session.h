// HttpSession: one accepted connection of an HttpServer, plain or TLS, from its first request to its close. Only for
// http_server.cc and http_session_*.cc: each kind of stream is compiled in a file of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>
#include <unordered_set>

#include "engine/http/message.h"
#include "engine/runtime/http_server.h"

namespace ikp::runtime {

class HttpSession {
 public:
  virtual ~HttpSession() = default;
  virtual boost::asio::awaitable<void> Run() = 0;
  // Closes the connection when no part of a request has arrived since the last answer.
  virtual void CloseIfResting() = 0;
  virtual void Close() = 0;
};

// What the sessions of one server share. Outlives the HttpServer while sessions end.
struct HttpServerShared {
  EventLoop* loop = nullptr;  // there while any session runs
  HttpServerOptions options;
  HttpServer::Handler handler;
  std::size_t bytes_in_flight = 0;  // of bodies
  bool closing = false;             // no further request on any connection
  bool gone = false;                // the HttpServer is destroyed: the handler must not be called
};

std::shared_ptr<HttpSession> MakePlainSession(std::shared_ptr<HttpServerShared> shared,
                                              boost::asio::ip::tcp::socket socket);
std::shared_ptr<HttpSession> MakeTlsSession(std::shared_ptr<HttpServerShared> shared,
                                            boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

// Hands `request` to the handler and waits for its reply; nothing when the server is gone. An exception, and a Respond
// that is dropped without a call, become a 500.
boost::asio::awaitable<std::optional<Reply>> AskHandler(std::shared_ptr<HttpServerShared> shared,
                                                        http::Request request);

}  // namespace ikp::runtime
