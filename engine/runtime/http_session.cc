#include "engine/runtime/http_session.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace ikp::runtime {
namespace {

namespace asio = boost::asio;

Reply InternalError() {
  Reply reply;
  reply.response.status = 500;
  reply.response.headers.Add("Content-Type", "text/plain");
  reply.response.body = "internal error\n";
  return reply;
}

// Where a session waits. It belongs to the session's frame, so that a Respond which outlives the connection, or the
// whole loop, finds nothing to do.
struct PendingReply {
  explicit PendingReply(const asio::any_io_executor& executor)
      : answered(executor, asio::steady_timer::time_point::max()) {}
  void Settle(Reply given) {
    if (reply) return;
    reply = std::move(given);
    answered.cancel();
  }

  std::optional<Reply> reply;
  asio::steady_timer answered;  // never expires; its cancellation is the news
};

// Shared by all copies of one Respond.
struct ReplyTicket {
  explicit ReplyTicket(std::weak_ptr<PendingReply> waiting) : pending(std::move(waiting)) {}
  ReplyTicket(const ReplyTicket&) = delete;
  ReplyTicket& operator=(const ReplyTicket&) = delete;
  ~ReplyTicket() { Settle(InternalError()); }
  void Settle(Reply reply) {
    if (const auto waiting = pending.lock()) waiting->Settle(std::move(reply));
    pending.reset();
  }

  std::weak_ptr<PendingReply> pending;
};

void CallHandler(HttpServerShared& shared, http::Request request, const std::shared_ptr<PendingReply>& pending) {
  const auto ticket = std::make_shared<ReplyTicket>(pending);
  try {
    shared.handler(std::move(request), [ticket](Reply reply) { ticket->Settle(std::move(reply)); });
  } catch (const std::exception&) {
    ticket->Settle(InternalError());
  }
}

}  // namespace

asio::awaitable<std::optional<Reply>> AskHandler(std::shared_ptr<HttpServerShared> shared, http::Request request) {
  if (shared->gone) co_return std::nullopt;
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto pending = std::make_shared<PendingReply>(executor);
  CallHandler(*shared, std::move(request), pending);
  while (!pending->reply) {
    boost::system::error_code woken;
    co_await pending->answered.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  co_return std::move(pending->reply);
}

}  // namespace ikp::runtime
