// Connection: one outbound TCP or TLS connection that carries HTTP exchanges one after the other. Only for the bindings
// of this room. Closing it from outside ends what is waiting on it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "engine/ports/transport.h"

namespace ikp::runtime {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;
using BeastResponseParser = boost::beast::http::response_parser<boost::beast::http::string_body>;

class Connection {
 public:
  using ErrorCode = boost::system::error_code;

  explicit Connection(const boost::asio::any_io_executor& executor) : stream_(PlainStream(executor)) {}
  // `tls` must outlive the connection.
  Connection(const boost::asio::any_io_executor& executor, boost::asio::ssl::context& tls)
      : stream_(std::in_place_type<TlsStream>, executor, tls) {}

  // Tries the addresses in turn. While others remain, one address gets only its share of `patience`.
  boost::asio::awaitable<ErrorCode> Connect(std::vector<boost::asio::ip::tcp::endpoint> endpoints,
                                            std::chrono::steady_clock::duration patience);
  // TLS only: the handshake, with the certificate checked for `host`.
  boost::asio::awaitable<ports::TransportFailure> Handshake(std::string host);

  boost::asio::awaitable<ErrorCode> Write(const BeastRequest& request);
  // One message, interim answers (1xx) included.
  boost::asio::awaitable<ErrorCode> Read(BeastResponseParser& parser);

  // False when the peer has closed the connection or sent what nobody asked for.
  bool Quiet();
  void Close();

 private:
  using PlainStream = boost::beast::tcp_stream;
  using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

  PlainStream& Tcp();

  std::variant<PlainStream, TlsStream> stream_;
  boost::beast::flat_buffer buffer_;
};

// Why connecting failed. The request was certainly not sent.
ports::TransportFailure ConnectFailureOf(const boost::system::error_code& error);
// Why no complete answer arrived once the request was on its way.
ports::TransportFailure AnswerFailureOf(const boost::system::error_code& error);

}  // namespace ikp::runtime
