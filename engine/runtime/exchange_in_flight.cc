#include "engine/runtime/exchange_in_flight.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ikp::runtime {
namespace {

// Keeps the sum of now and a caller's idea of "for ever" within the clock's range.
constexpr std::chrono::hours kLongestTimeout{24};

}  // namespace

using ports::Delivery;
using ports::TransportFailure;

ExchangeInFlight::ExchangeInFlight(EventLoop& loop, const boost::asio::any_io_executor& executor, Seen seen, Done done)
    : loop_(loop), seen_(seen), deadline_(executor), done_(std::move(done)) {}

void ExchangeInFlight::Begin(domain::Milliseconds timeout) {
  if (seen_ == Seen::kOperation) loop_.OperationStarted();
  if (seen_ == Seen::kTraffic) loop_.NoteTraffic();
  deadline_.expires_after(std::clamp<domain::Milliseconds>(timeout, domain::Milliseconds(0), kLongestTimeout));
  deadline_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->Fail(self->failure_at_deadline_);
  });
}

void ExchangeInFlight::Connecting(std::shared_ptr<Connection> connection) {
  connection_ = std::move(connection);
  failure_at_deadline_ = TransportFailure::kConnectTimeout;
}

void ExchangeInFlight::Sending(std::shared_ptr<Connection> connection) {
  connection_ = std::move(connection);
  failure_at_deadline_ = TransportFailure::kTimeout;
  sending_begun_ = true;
}

std::chrono::steady_clock::duration ExchangeInFlight::Remaining() const {
  return deadline_.expiry() - std::chrono::steady_clock::now();
}

void ExchangeInFlight::Answer(http::Response response) {
  connection_.reset();  // stays open: it may serve another exchange
  Settle({Delivery::kAnswered, TransportFailure::kNone, std::move(response)});
}

void ExchangeInFlight::Fail(TransportFailure failure) {
  Settle({sending_begun_ ? Delivery::kUnknown : Delivery::kNotSent, failure, {}});
}

void ExchangeInFlight::Settle(ports::Exchange exchange) {
  if (settled_) return;
  End();
  exchange_ = std::move(exchange);
  // Posted, so that nobody's state changes under a caller of Send, of Fail or of the destructor.
  loop_.PostFromAnyThread([self = shared_from_this()] {
    const Done done = std::exchange(self->done_, nullptr);
    if (done) done(std::move(self->exchange_));
  });
}

void ExchangeInFlight::Abandon() {
  done_ = nullptr;
  if (!settled_) End();
}

void ExchangeInFlight::End() {
  settled_ = true;
  deadline_.cancel();
  if (connection_) std::exchange(connection_, nullptr)->Close();
  if (seen_ == Seen::kOperation) loop_.OperationEnded();
  if (seen_ == Seen::kTraffic) loop_.NoteTraffic();
}

}  // namespace ikp::runtime
