#include "engine/runtime/http_transport.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <optional>
#include <stdexcept>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/runtime/beast_messages.h"
#include "engine/runtime/connection.h"
#include "engine/runtime/connection_pool.h"
#include "engine/runtime/event_loop_asio.h"
#include "engine/runtime/exchange_in_flight.h"
#include "engine/runtime/request_url.h"
#include "engine/runtime/tls_client.h"

namespace ikp::runtime {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;
using ports::TransportFailure;
using FlightPtr = std::shared_ptr<ExchangeInFlight>;

// Lives until the last exchange has noticed that it is settled.
struct HttpTransport::Impl : std::enable_shared_from_this<HttpTransport::Impl> {
  Impl(EventLoop& event_loop, HttpTransportOptions given);

  FlightPtr Start(http::Request request, domain::Milliseconds timeout, ExchangeInFlight::Done done);
  asio::ssl::context& TlsContext();
  TransportFailure RefusalOf(const std::optional<RequestUrl>& url) const;

  asio::awaitable<void> Carry(FlightPtr flight, RequestUrl url, BeastRequest request);
  asio::awaitable<TransportFailure> Open(FlightPtr flight, RequestUrl url, std::shared_ptr<Connection> connection);
  asio::awaitable<std::vector<tcp::endpoint>> LookUp(RequestUrl url);

  EventLoop& loop;
  asio::io_context& io;
  HttpTransportOptions options;
  std::optional<asio::ssl::context> tls;  // see TlsContext
  std::shared_ptr<ConnectionPool> pool;
  std::unordered_set<FlightPtr> flights;
};

namespace {

constexpr int kMostInterimAnswers = 8;

struct Conversation {
  TransportFailure failure = TransportFailure::kNone;
  bool any_byte_arrived = false;
  bool reusable = false;
  http::Response response;
};

// Nothing when the method is not one that HTTP knows how to write.
std::optional<BeastRequest> ToBeast(http::Request request, const RequestUrl& url, const std::string& user_agent) {
  BeastRequest message;
  try {
    message.method_string(request.method);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
  for (const unsigned char c : request.method) {
    if (c < 'A' || c > 'Z') return std::nullopt;
  }
  message.version(11);
  message.target(url.origin_target);
  if (!request.headers.Get("Host")) message.set(beast_http::field::host, url.host_header);
  if (!request.headers.Get("User-Agent")) message.set(beast_http::field::user_agent, user_agent);
  AppendHeaders(request.headers, message);
  message.body() = std::move(request.body);
  message.prepare_payload();
  return message;
}

asio::awaitable<Conversation> Converse(std::shared_ptr<Connection> connection, const BeastRequest& request,
                                       const HttpTransportOptions& options) {
  Conversation result;
  // A failed write is not the end: a peer may refuse early, answer and close while the body is still on its way.
  boost::system::error_code error = co_await connection->Write(request);
  const bool written = !error;
  for (int i = 0; i < kMostInterimAnswers; ++i) {
    BeastResponseParser parser;
    parser.header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
    parser.body_limit(options.max_body_bytes);
    if (request.method() == beast_http::verb::head) parser.skip(true);
    error = co_await connection->Read(parser);
    result.any_byte_arrived = result.any_byte_arrived || parser.got_some();
    if (error) {
      result.failure = AnswerFailureOf(error);
      co_return result;
    }
    const bool interim = parser.get().result_int() / 100 == 1 && parser.get().result_int() != 101;
    if (interim) continue;
    result.reusable = written && parser.keep_alive() && parser.get().result_int() != 101;
    auto message = parser.release();
    result.response.status = static_cast<int>(message.result_int());
    result.response.headers = HeadersFrom(message);
    result.response.body = std::move(message.body());
    co_return result;
  }
  result.failure = TransportFailure::kMalformedAnswer;
  co_return result;
}

}  // namespace

HttpTransport::Impl::Impl(EventLoop& event_loop, HttpTransportOptions given)
    : loop(event_loop),
      io(event_loop.native().io),
      options(std::move(given)),
      pool(std::make_shared<ConnectionPool>(io.get_executor(), options.max_idle_connections_per_host,
                                            options.idle_connection_lifetime)) {
  if (!options.extra_trust_pem.empty()) TlsContext();  // what is unreadable is to be said now
}

// Made when it is first needed: reading the system's roots takes some 50 ms, which plain HTTP need not spend.
asio::ssl::context& HttpTransport::Impl::TlsContext() {
  if (!tls) tls.emplace(MakeTlsClientContext(options.extra_trust_pem));
  return *tls;
}

TransportFailure HttpTransport::Impl::RefusalOf(const std::optional<RequestUrl>& url) const {
  if (!url) return TransportFailure::kBadUrl;
  if (!url->tls && !options.allow_plain_http_anywhere && !IsLoopback(url->host)) {
    return TransportFailure::kPlainHttpRefused;
  }
  return TransportFailure::kNone;
}

FlightPtr HttpTransport::Impl::Start(http::Request request, domain::Milliseconds timeout, ExchangeInFlight::Done done) {
  using Seen = ExchangeInFlight::Seen;
  const auto uncounted = options.notes_traffic ? Seen::kTraffic : Seen::kNot;
  const auto seen = options.counts_as_operation ? Seen::kOperation : uncounted;
  auto flight = std::make_shared<ExchangeInFlight>(loop, io.get_executor(), seen, std::move(done));
  flight->Begin(timeout);
  const auto url = ParseRequestUrl(request.target);
  const TransportFailure refusal = RefusalOf(url);
  if (refusal != TransportFailure::kNone) {
    flight->Fail(refusal);
    return flight;
  }
  auto message = ToBeast(std::move(request), *url, options.user_agent);
  if (!message) {
    flight->Fail(TransportFailure::kBadUrl);
    return flight;
  }
  flights.insert(flight);
  const auto ended = [self = shared_from_this(), flight](const std::exception_ptr& failed) {
    if (failed) flight->Fail(TransportFailure::kConnectionLost);
    self->flights.erase(flight);
  };
  asio::co_spawn(io, Carry(flight, *url, std::move(*message)), ended);
  return flight;
}

asio::awaitable<void> HttpTransport::Impl::Carry(FlightPtr flight, RequestUrl url, BeastRequest request) {
  const auto self = shared_from_this();
  const auto verb = request.method();
  const bool repeatable = verb == beast_http::verb::get || verb == beast_http::verb::head;
  const std::string peer = url.Key();
  std::shared_ptr<Connection> connection = pool->Take(peer);
  for (;;) {
    const bool reused = connection != nullptr;
    if (!reused) {
      connection = url.tls ? std::make_shared<Connection>(io.get_executor(), TlsContext())
                           : std::make_shared<Connection>(io.get_executor());
      const TransportFailure failure = co_await Open(flight, url, connection);
      if (flight->settled()) co_return;
      if (failure != TransportFailure::kNone) {
        flight->Fail(failure);
        co_return;
      }
    }
    flight->Sending(connection);
    Conversation conversation = co_await Converse(connection, request, options);
    if (flight->settled()) co_return;
    if (conversation.failure == TransportFailure::kNone) {
      flight->Answer(std::move(conversation.response));
      if (conversation.reusable) pool->Keep(peer, std::move(connection));
      co_return;
    }
    const bool lost = conversation.failure == TransportFailure::kConnectionLost;
    if (!(lost && reused && repeatable && !conversation.any_byte_arrived)) {
      flight->Fail(conversation.failure);
      co_return;
    }
    connection.reset();
  }
}

asio::awaitable<TransportFailure> HttpTransport::Impl::Open(FlightPtr flight, RequestUrl url,
                                                            std::shared_ptr<Connection> connection) {
  flight->LookingUpName();
  std::vector<tcp::endpoint> endpoints = co_await LookUp(url);
  // A look-up cannot be interrupted: the deadline may have passed meanwhile.
  if (flight->settled()) co_return TransportFailure::kNone;
  if (endpoints.empty()) co_return TransportFailure::kNameNotResolved;
  flight->Connecting(connection);
  const boost::system::error_code error = co_await connection->Connect(std::move(endpoints), flight->Remaining());
  if (error) co_return ConnectFailureOf(error);
  if (flight->settled() || !url.tls) co_return TransportFailure::kNone;
  co_return co_await connection->Handshake(url.host);
}

asio::awaitable<std::vector<tcp::endpoint>> HttpTransport::Impl::LookUp(RequestUrl url) {
  std::vector<tcp::endpoint> endpoints;
  for (const auto& address : KnownAddresses(url.host)) endpoints.emplace_back(address, url.port);
  if (!endpoints.empty()) co_return endpoints;
  tcp::resolver resolver(io);
  boost::system::error_code error;
  const auto results =
      co_await resolver.async_resolve(url.host, std::to_string(url.port), tcp::resolver::numeric_service,
                                      asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return endpoints;
  for (const auto& entry : results) endpoints.push_back(entry.endpoint());
  co_return endpoints;
}

HttpTransport::HttpTransport(EventLoop& loop, HttpTransportOptions options)
    : impl_(std::make_shared<Impl>(loop, std::move(options))) {}

HttpTransport::~HttpTransport() {
  for (const auto& flight : impl_->flights) flight->Fail(TransportFailure::kStopped);
  impl_->pool->Clear();
}

namespace {

// Ties an exchange to the frame that awaits it: when the frame goes, the exchange goes.
class ExchangeAwaiter {
 public:
  ExchangeAwaiter(HttpTransport::Impl& impl, http::Request request, domain::Milliseconds timeout)
      : impl_(impl), request_(std::move(request)), timeout_(timeout) {}
  ExchangeAwaiter(const ExchangeAwaiter&) = delete;
  ExchangeAwaiter& operator=(const ExchangeAwaiter&) = delete;
  ~ExchangeAwaiter() {
    if (flight_) flight_->Abandon();
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiting) {
    flight_ = impl_.Start(std::move(request_), timeout_, [this, awaiting](ports::Exchange exchange) {
      flight_.reset();
      exchange_ = std::move(exchange);
      awaiting.resume();
    });
  }
  ports::Exchange await_resume() { return std::move(exchange_); }

 private:
  HttpTransport::Impl& impl_;
  http::Request request_;
  domain::Milliseconds timeout_;
  FlightPtr flight_;
  ports::Exchange exchange_;
};

}  // namespace

async::Task<ports::Exchange> HttpTransport::Send(http::Request request, domain::Milliseconds timeout) {
  ExchangeAwaiter exchange(*impl_, std::move(request), timeout);
  co_return co_await exchange;
}

void HttpTransport::SendThen(http::Request request, domain::Milliseconds timeout,
                             std::function<void(ports::Exchange)> done) {
  impl_->Start(std::move(request), timeout, std::move(done));
}

}  // namespace ikp::runtime
