#include "engine/runtime/connection.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

#include "engine/runtime/request_url.h"

namespace ikp::runtime {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using ports::TransportFailure;

Connection::PlainStream& Connection::Tcp() {
  auto* tls = std::get_if<TlsStream>(&stream_);
  return tls != nullptr ? boost::beast::get_lowest_layer(*tls) : std::get<PlainStream>(stream_);
}

asio::awaitable<Connection::ErrorCode> Connection::Connect(std::vector<asio::ip::tcp::endpoint> endpoints,
                                                           std::chrono::steady_clock::duration patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  ErrorCode error = asio::error::host_not_found;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const auto share = (deadline - std::chrono::steady_clock::now()) / static_cast<int>(endpoints.size() - i);
    if (share <= share.zero()) co_return asio::error::timed_out;
    Tcp().expires_after(share);
    co_await Tcp().async_connect(endpoints[i], asio::redirect_error(asio::use_awaitable, error));
    if (!error) break;
    if (error == asio::error::operation_aborted) co_return error;
    Tcp().close();
  }
  if (error) co_return error;
  Tcp().expires_never();
  ErrorCode ignored;
  Tcp().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  co_return error;
}

asio::awaitable<TransportFailure> Connection::Handshake(std::string host) {
  auto& tls = std::get<TlsStream>(stream_);
  SSL* const ssl = tls.native_handle();
  // RFC 6066: the server name is a host name, never an address.
  if (KnownAddresses(host).empty() && SSL_set_tlsext_host_name(ssl, host.c_str()) != 1) {
    co_return TransportFailure::kTlsFailed;
  }
  ErrorCode error;
  tls.set_verify_mode(asio::ssl::verify_peer);
  tls.set_verify_callback(asio::ssl::host_name_verification(host));
  co_await tls.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
  if (!error) co_return TransportFailure::kNone;
  // The error itself may be any of those that OpenSSL met on the way to its verdict.
  const bool refused_by_us = SSL_get_verify_result(ssl) != X509_V_OK;
  co_return refused_by_us ? TransportFailure::kTlsUntrusted : TransportFailure::kTlsFailed;
}

asio::awaitable<Connection::ErrorCode> Connection::Write(const BeastRequest& request) {
  ErrorCode error;
  if (auto* tls = std::get_if<TlsStream>(&stream_)) {
    co_await beast_http::async_write(*tls, request, asio::redirect_error(asio::use_awaitable, error));
  } else {
    co_await beast_http::async_write(Tcp(), request, asio::redirect_error(asio::use_awaitable, error));
  }
  co_return error;
}

asio::awaitable<Connection::ErrorCode> Connection::Read(BeastResponseParser& parser) {
  ErrorCode error;
  if (auto* tls = std::get_if<TlsStream>(&stream_)) {
    co_await beast_http::async_read(*tls, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
  } else {
    co_await beast_http::async_read(Tcp(), buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
  }
  co_return error;
}

bool Connection::Quiet() {
  if (!Tcp().socket().is_open() || buffer_.size() > 0) return false;
  char byte = 0;
  const auto got = ::recv(Tcp().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Connection::Close() { Tcp().close(); }

TransportFailure ConnectFailureOf(const boost::system::error_code& error) {
  if (error == asio::error::timed_out || error == boost::beast::error::timeout)
    return TransportFailure::kConnectTimeout;
  return TransportFailure::kConnectRefused;
}

TransportFailure AnswerFailureOf(const boost::system::error_code& error) {
  if (error == beast_http::error::body_limit || error == beast_http::error::header_limit ||
      error == beast_http::error::buffer_overflow) {
    return TransportFailure::kBodyTooLarge;
  }
  if (error == beast_http::error::end_of_stream || error == beast_http::error::partial_message) {
    return TransportFailure::kConnectionLost;
  }
  const boost::system::error_code any_http_error = beast_http::error::bad_version;
  if (error.category() == any_http_error.category()) return TransportFailure::kMalformedAnswer;
  if (error.category() == asio::error::get_ssl_category()) return TransportFailure::kTlsFailed;
  return TransportFailure::kConnectionLost;
}

}  // namespace ikp::runtime
