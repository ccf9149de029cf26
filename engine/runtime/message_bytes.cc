#include "engine/runtime/message_bytes.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/verb.hpp>
#include <stdexcept>

#include "engine/runtime/beast_messages.h"

namespace ikp::runtime {
namespace {

namespace beast_http = boost::beast::http;

constexpr int kHttpVersion = 11;
constexpr std::uint64_t kBodyLimit = 64u << 20;

template <bool kIsRequest>
std::string Serialise(beast_http::message<kIsRequest, beast_http::string_body>& message) {
  message.prepare_payload();
  beast_http::serializer<kIsRequest, beast_http::string_body> serializer(message);
  std::string bytes;
  boost::beast::error_code error;
  while (!serializer.is_done()) {
    serializer.next(error, [&](boost::beast::error_code&, const auto& buffers) {
      std::size_t taken = 0;
      for (const boost::asio::const_buffer buffer : boost::beast::buffers_range_ref(buffers)) {
        bytes.append(static_cast<const char*>(buffer.data()), buffer.size());
        taken += buffer.size();
      }
      serializer.consume(taken);
    });
    if (error) throw std::invalid_argument("cannot write the message: " + error.message());
  }
  return bytes;
}

template <bool kIsRequest>
beast_http::message<kIsRequest, beast_http::string_body> Parse(std::string_view bytes) {
  beast_http::parser<kIsRequest, beast_http::string_body> parser;
  parser.body_limit(kBodyLimit);
  parser.eager(true);
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (!error && !parser.is_done()) parser.put_eof(error);
  if (error || !parser.is_done()) throw std::invalid_argument("cannot read the message: " + error.message());
  return parser.release();
}

}  // namespace

std::string ToBytes(const http::Request& request) {
  beast_http::request<beast_http::string_body> message;
  message.version(kHttpVersion);
  message.method(beast_http::string_to_verb(request.method));
  message.target(request.target);
  AppendHeaders(request.headers, message);
  message.body() = request.body;
  return Serialise(message);
}

std::string ToBytes(const http::Response& response) {
  beast_http::response<beast_http::string_body> message;
  message.version(kHttpVersion);
  message.result(static_cast<unsigned>(response.status));
  AppendHeaders(response.headers, message);
  message.body() = response.body;
  return Serialise(message);
}

http::Request RequestFromBytes(std::string_view bytes) {
  auto message = Parse<true>(bytes);
  return {.method = std::string(message.method_string()),
          .target = std::string(message.target()),
          .headers = HeadersFrom(message),
          .body = std::move(message.body())};
}

http::Response ResponseFromBytes(std::string_view bytes) {
  auto message = Parse<false>(bytes);
  return {.status = static_cast<int>(message.result_int()),
          .headers = HeadersFrom(message),
          .body = std::move(message.body())};
}

}  // namespace ikp::runtime
