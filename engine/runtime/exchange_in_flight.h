// ExchangeInFlight: one exchange between Send and its outcome. Whatever comes first settles it: the answer, the
// deadline, the end of the transport, or that nobody waits any more; all that comes later changes nothing. Only for the
// bindings of this room.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "engine/domain/instant.h"
#include "engine/ports/transport.h"
#include "engine/runtime/connection.h"
#include "engine/runtime/event_loop.h"

namespace ikp::runtime {

class ExchangeInFlight : public std::enable_shared_from_this<ExchangeInFlight> {
 public:
  using Done = std::function<void(ports::Exchange)>;

  // How the loop sees it: see HttpTransportOptions.
  enum class Seen { kOperation, kTraffic, kNot };
  ExchangeInFlight(EventLoop& loop, const boost::asio::any_io_executor& executor, Seen seen, Done done);

  // From here on the loop sees it, and `timeout` runs.
  void Begin(domain::Milliseconds timeout);

  // What the exchange is doing, for the outcome of a deadline.
  void LookingUpName() { failure_at_deadline_ = ports::TransportFailure::kNameNotResolved; }
  void Connecting(std::shared_ptr<Connection> connection);
  // From here on bytes of the request may have left: nothing is "not sent" any more, whatever happens.
  void Sending(std::shared_ptr<Connection> connection);

  bool settled() const { return settled_; }
  std::chrono::steady_clock::duration Remaining() const;

  void Answer(http::Response response);
  void Fail(ports::TransportFailure failure);
  // Nobody waits any more: closes the connection, and `done` is not called.
  void Abandon();

 private:
  void Settle(ports::Exchange exchange);
  void End();

  EventLoop& loop_;
  Seen seen_;
  boost::asio::steady_timer deadline_;
  Done done_;
  ports::Exchange exchange_;
  std::shared_ptr<Connection> connection_;
  ports::TransportFailure failure_at_deadline_ = ports::TransportFailure::kConnectTimeout;
  bool sending_begun_ = false;
  bool settled_ = false;
};

}  // namespace ikp::runtime
