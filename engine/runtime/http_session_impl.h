// The template behind MakePlainSession and MakeTlsSession. Only for the two files that instantiate it.
#pragma once

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "engine/runtime/beast_messages.h"
#include "engine/runtime/http_session.h"

namespace ikp::runtime {

template <class Stream>
class HttpSessionOn final : public HttpSession, public std::enable_shared_from_this<HttpSessionOn<Stream>> {
 public:
  template <class... Arguments>
  explicit HttpSessionOn(std::shared_ptr<HttpServerShared> shared, Arguments&&... arguments)
      : shared_(std::move(shared)), stream_(std::forward<Arguments>(arguments)...) {}

  boost::asio::awaitable<void> Run() override;
  void CloseIfResting() override {
    if (resting_ && buffer_.size() == 0 && !parser_->got_some() && !BytesWaiting()) Close();
  }
  void Close() override { Tcp().close(); }

 private:
  using ErrorCode = boost::system::error_code;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;
  static constexpr bool kTls = !std::is_same_v<Stream, boost::beast::tcp_stream>;

  static bool MayHaveBody(int status) { return status >= 200 && status != 204 && status != 304; }
  boost::beast::tcp_stream& Tcp() { return boost::beast::get_lowest_layer(stream_); }
  bool BytesWaiting() {
    ErrorCode ignored;
    return Tcp().socket().available(ignored) > 0;
  }
  void AllowTime() { Tcp().expires_after(shared_->options.idle_timeout); }

  // Room in the server's budget, given back when it is destroyed.
  class Room {
   public:
    Room() = default;
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    ~Room() { Release(); }
    bool Take(HttpServerShared& shared, std::size_t bytes) {
      if (shared.bytes_in_flight + bytes > shared.options.max_bytes_in_flight) return false;
      shared_ = &shared;
      bytes_ = bytes;
      shared.bytes_in_flight += bytes;
      return true;
    }
    void Release() {
      if (shared_ != nullptr) shared_->bytes_in_flight -= bytes_;
      shared_ = nullptr;
    }

   private:
    HttpServerShared* shared_ = nullptr;
    std::size_t bytes_ = 0;
  };

  boost::asio::awaitable<ErrorCode> ReadRequest(Room& room);
  bool MayHaveItsBody(Room& room);
  boost::asio::awaitable<bool> Answer(Reply reply, bool is_head, unsigned version, bool keep_alive);
  boost::asio::awaitable<ErrorCode> SendWhole(Response& response, bool header_only);
  boost::asio::awaitable<void> SendHalf(Response& response);
  boost::asio::awaitable<void> Refuse(ErrorCode error);
  boost::asio::awaitable<void> CloseCleanly();
  http::Request TakeRequest();

  std::shared_ptr<HttpServerShared> shared_;
  Stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool resting_ = false;
  std::size_t body_limit_ = 0;  // of the request that is being read
  bool no_room_ = false;        // for its body
};

template <class Stream>
boost::asio::awaitable<void> HttpSessionOn<Stream>::Run() {
  const auto self = this->shared_from_this();
  ErrorCode error;
  Tcp().socket().set_option(boost::asio::ip::tcp::no_delay(true), error);
  if constexpr (kTls) {
    AllowTime();
    co_await stream_.async_handshake(boost::asio::ssl::stream_base::server,
                                     boost::asio::redirect_error(boost::asio::use_awaitable, error));
    if (error) co_return;
  }
  while (!shared_->closing) {
    Room room;
    error = co_await ReadRequest(room);
    if (error) {
      co_await Refuse(error);
      co_return;
    }
    const bool is_head = parser_->get().method() == boost::beast::http::verb::head;
    const unsigned version = parser_->get().version();
    const bool keep_alive = parser_->get().keep_alive();
    http::Request request = TakeRequest();
    Tcp().expires_never();
    std::optional<Reply> reply = co_await AskHandler(shared_, std::move(request));
    if (!reply) co_return;
    room.Release();
    // The loop may have been idle while the answer was held back; whoever waits for it must look around now.
    shared_->loop->NoteTraffic();
    const bool keep = co_await Answer(std::move(*reply), is_head, version, keep_alive);
    if (!keep) co_return;
  }
}

template <class Stream>
boost::asio::awaitable<boost::system::error_code> HttpSessionOn<Stream>::ReadRequest(Room& room) {
  namespace beast_http = boost::beast::http;
  ErrorCode error;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_->options.max_header_bytes));
  body_limit_ = shared_->options.max_body_bytes;
  parser_->body_limit(body_limit_);
  resting_ = true;
  AllowTime();
  co_await beast_http::async_read_header(stream_, buffer_, *parser_,
                                         boost::asio::redirect_error(boost::asio::use_awaitable, error));
  resting_ = false;
  if (error) co_return error;
  if (!MayHaveItsBody(room)) co_return beast_http::error::body_limit;
  if (boost::beast::iequals(parser_->get()[beast_http::field::expect], "100-continue")) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await boost::asio::async_write(stream_, boost::asio::buffer(kContinue),
                                      boost::asio::redirect_error(boost::asio::use_awaitable, error));
    if (error) co_return error;
  }
  AllowTime();
  co_await beast_http::async_read(stream_, buffer_, *parser_,
                                  boost::asio::redirect_error(boost::asio::use_awaitable, error));
  co_return error;
}

template <class Stream>
bool HttpSessionOn<Stream>::MayHaveItsBody(Room& room) {
  const auto& options = shared_->options;
  if (options.body_limit && !shared_->gone) {
    http::Request head;
    head.method = std::string(parser_->get().method_string());
    head.target = std::string(parser_->get().target());
    head.headers = HeadersFrom(parser_->get());
    body_limit_ = std::min(body_limit_, options.body_limit(head));
  }
  const auto length = parser_->content_length();
  if (length && *length > body_limit_) return false;
  parser_->body_limit(body_limit_);
  const std::size_t expected = length ? static_cast<std::size_t>(*length) : parser_->chunked() ? body_limit_ : 0;
  no_room_ = expected > kSmallBody && !room.Take(*shared_, expected);
  return !no_room_;
}

template <class Stream>
http::Request HttpSessionOn<Stream>::TakeRequest() {
  auto message = parser_->release();
  http::Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.headers = HeadersFrom(message);
  request.body = std::move(message.body());
  return request;
}

// Says whether the connection serves another request.
template <class Stream>
boost::asio::awaitable<bool> HttpSessionOn<Stream>::Answer(Reply reply, bool is_head, unsigned version,
                                                           bool keep_alive) {
  namespace beast_http = boost::beast::http;
  if (reply.delay.count() > 0) {
    boost::asio::steady_timer delay(co_await boost::asio::this_coro::executor, reply.delay);
    co_await delay.async_wait(boost::asio::use_awaitable);
  }
  if (reply.disposition == Disposition::kCloseSilently) co_return false;
  if (reply.disposition == Disposition::kReset) {
    ErrorCode ignored;
    Tcp().socket().set_option(boost::asio::socket_base::linger(true, 0), ignored);
    Close();
    co_return false;
  }
  Response response;
  response.version(version);
  response.result(static_cast<unsigned>(reply.response.status));
  AppendHeaders(reply.response.headers, response);
  response.keep_alive(keep_alive && !shared_->closing);
  if (MayHaveBody(reply.response.status)) response.body() = std::move(reply.response.body);
  response.prepare_payload();
  AllowTime();
  if (reply.disposition == Disposition::kSendHalf) {
    co_await SendHalf(response);
    co_return false;
  }
  const ErrorCode error = co_await SendWhole(response, is_head);
  if (error) co_return false;
  if (response.keep_alive()) co_return true;
  co_await CloseCleanly();
  co_return false;
}

template <class Stream>
boost::asio::awaitable<boost::system::error_code> HttpSessionOn<Stream>::SendWhole(Response& response,
                                                                                   bool header_only) {
  namespace beast_http = boost::beast::http;
  ErrorCode error;
  beast_http::response_serializer<beast_http::string_body> serializer(response);
  if (header_only) {
    co_await beast_http::async_write_header(stream_, serializer,
                                            boost::asio::redirect_error(boost::asio::use_awaitable, error));
  } else {
    co_await beast_http::async_write(stream_, serializer,
                                     boost::asio::redirect_error(boost::asio::use_awaitable, error));
  }
  co_return error;
}

template <class Stream>
boost::asio::awaitable<void> HttpSessionOn<Stream>::SendHalf(Response& response) {
  const std::string body = response.body();
  const ErrorCode error = co_await SendWhole(response, true);
  if (error) co_return;
  ErrorCode ignored;
  co_await boost::asio::async_write(stream_, boost::asio::buffer(body.data(), body.size() / 2),
                                    boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

// Says why the request was not read, where there is somebody to say it to.
template <class Stream>
boost::asio::awaitable<void> HttpSessionOn<Stream>::Refuse(ErrorCode error) {
  namespace beast_http = boost::beast::http;
  if (error.category() != ErrorCode(beast_http::error::bad_method).category()) co_return;
  if (error == beast_http::error::end_of_stream || error == beast_http::error::partial_message) co_return;
  Reply reply;
  reply.response.headers.Add("Content-Type", "text/plain");
  if (no_room_) {
    reply.response.status = 503;
    reply.response.headers.Add("Retry-After", "10");
    reply.response.body = "too much is being received at this moment; send it again in ten seconds\n";
  } else if (error == beast_http::error::body_limit) {
    reply.response.status = 413;
    reply.response.body = "the body is larger than " + std::to_string(body_limit_) + " bytes; send less at once\n";
  } else if (error == beast_http::error::header_limit) {
    reply.response.status = 431;
    reply.response.body =
        "the headers are larger than " + std::to_string(shared_->options.max_header_bytes) + " bytes\n";
  } else {
    reply.response.status = 400;
    reply.response.body = "not an HTTP/1.1 request: " + error.message() + "\n";
  }
  co_await Answer(std::move(reply), false, 11, false);
}

// Ends the connection so that the client gets everything: closing with bytes unread would reset it, and a reset can
// overtake the answer.
template <class Stream>
boost::asio::awaitable<void> HttpSessionOn<Stream>::CloseCleanly() {
  constexpr std::size_t kMaxDiscarded = 16 << 20;
  constexpr std::chrono::seconds kPatience{2};
  ErrorCode error;
  Tcp().expires_after(kPatience);
  if constexpr (kTls) {
    co_await stream_.async_shutdown(boost::asio::redirect_error(boost::asio::use_awaitable, error));
  }
  error.clear();
  Tcp().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
  std::string discarded(16 << 10, '\0');
  std::size_t total = 0;
  while (!error && total < kMaxDiscarded) {
    total += co_await Tcp().async_read_some(boost::asio::buffer(discarded),
                                            boost::asio::redirect_error(boost::asio::use_awaitable, error));
  }
}

}  // namespace ikp::runtime
