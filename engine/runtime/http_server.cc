#include "engine/runtime/http_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "engine/runtime/event_loop_asio.h"
#include "engine/runtime/http_session.h"

namespace ikp::runtime {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// Lives until the last session has ended.
struct HttpServer::Impl : std::enable_shared_from_this<HttpServer::Impl> {
  Impl(asio::io_context& context, HttpServerOptions options, Handler handler);

  void Listen();
  asio::awaitable<void> AcceptLoop();
  void StartSession(tcp::socket socket);
  void StopAccepting();

  asio::io_context& io;
  std::shared_ptr<HttpServerShared> shared;
  std::optional<asio::ssl::context> tls;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  asio::steady_timer session_ended;  // never expires; its cancellation is the news
  std::set<HttpSession*> sessions;
};

namespace {

asio::ssl::context MakeTls(const HttpServerOptions& options) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  context.use_certificate_chain(asio::buffer(options.certificate_pem));
  context.use_private_key(asio::buffer(options.private_key_pem), asio::ssl::context::pem);
  return context;
}

}  // namespace

HttpServer::Impl::Impl(asio::io_context& context, HttpServerOptions options, Handler handler)
    : io(context),
      shared(std::make_shared<HttpServerShared>()),
      acceptor(context),
      session_ended(context, asio::steady_timer::time_point::max()) {
  if (!options.certificate_pem.empty() || !options.private_key_pem.empty()) tls.emplace(MakeTls(options));
  shared->options = std::move(options);
  shared->handler = std::move(handler);
}

void HttpServer::Impl::Listen() {
  const auto& options = shared->options;
  const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(endpoint);
  acceptor.listen();
  port = acceptor.local_endpoint().port();
}

asio::awaitable<void> HttpServer::Impl::AcceptLoop() {
  const auto self = shared_from_this();
  boost::system::error_code error;
  while (acceptor.is_open()) {
    if (sessions.size() >= shared->options.max_connections) {
      co_await session_ended.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor.is_open()) break;
    if (!error) {
      StartSession(std::move(socket));
      continue;
    }
    // Out of descriptors, most likely: trying again at once would only burn the processor.
    asio::steady_timer pause(io, std::chrono::milliseconds(50));
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

void HttpServer::Impl::StartSession(tcp::socket socket) {
  auto session = tls ? MakeTlsSession(shared, std::move(socket), *tls) : MakePlainSession(shared, std::move(socket));
  HttpSession* const key = session.get();
  sessions.insert(key);
  // An exception here (a bad status from a handler, no memory) costs this one connection.
  asio::co_spawn(io, session->Run(), [self = shared_from_this(), session, key](const std::exception_ptr&) mutable {
    session.reset();
    self->sessions.erase(key);
    self->session_ended.cancel();
  });
}

void HttpServer::Impl::StopAccepting() {
  shared->closing = true;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  session_ended.cancel();
  for (auto* session : sessions) session->CloseIfResting();
}

HttpServer::HttpServer(EventLoop& loop, HttpServerOptions options, Handler handler) {
  try {
    impl_ = std::make_shared<Impl>(loop.native().io, std::move(options), std::move(handler));
    impl_->shared->loop = &loop;
    impl_->Listen();
  } catch (const boost::system::system_error& error) {
    throw std::system_error(std::error_code(error.code()), "HTTP server cannot start");
  }
  asio::co_spawn(impl_->io, impl_->AcceptLoop(), asio::detached);
}

HttpServer::~HttpServer() {
  impl_->StopAccepting();
  impl_->shared->gone = true;
  impl_->shared->handler = nullptr;
  for (auto* session : impl_->sessions) session->Close();
}

std::uint16_t HttpServer::port() const { return impl_->port; }

void HttpServer::StopAccepting() { impl_->StopAccepting(); }

std::size_t HttpServer::connections() const { return impl_->sessions.size(); }

}  // namespace ikp::runtime
