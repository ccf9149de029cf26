#include "scenarios/world/network.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/runtime/message_bytes.h"
#include "simulators/kit/http_date.h"
#include "simulators/kit/json_text.h"

namespace ikp::scenarios {
namespace {

using oracle::Fate;
using oracle::Peer;
using ports::Delivery;
using ports::TransportFailure;

constexpr std::string_view kTokenPath = "/oauth/token";

System SystemOf(Peer peer) { return peer == Peer::kIks ? System::kIks : System::kProcare; }

MessageFacts FactsOf(const oracle::Exchange& exchange) {
  const auto offset = exchange.path.find("offset=");
  const bool later = offset == std::string::npos ? exchange.path.find("cursor=") != std::string::npos
                                                 : exchange.path[offset + std::string_view("offset=").size()] != '0';
  return {.peer = SystemOf(exchange.peer),
          .method = exchange.method,
          .login = exchange.path.starts_with(kTokenPath),
          .later_page = later};
}

http::Response ProxyPage() {
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"}},
          .body =
              "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Accept the terms to go on"
              "</h1></body></html>"};
}

// In seconds, as the systems themselves say it; the world's own faults may say it as a date.
std::optional<std::int64_t> RetryAfterOf(const http::Response& response) {
  const auto header = response.headers.Get("Retry-After");
  if (!header) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(header->data(), header->data() + header->size(), seconds);
  if (error != std::errc() || end != header->data() + header->size()) return std::nullopt;
  return seconds * 1000;
}

}  // namespace

// Awaitable of one exchange; lives in the frame of Send.
class Network::Waiter {
 public:
  Waiter(Network& network, int exchange, ProcessExecutor& executor)
      : network_(network), exchange_(exchange), executor_(executor) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() {
    if (waiting_) {
      network_.FlightOf(exchange_).waiter = nullptr;
      --network_.waiting_;
    }
    if (woken_) executor_.Forget(handle_);
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiting) {
    handle_ = awaiting;
    waiting_ = true;
    ++network_.waiting_;
    network_.FlightOf(exchange_).waiter = this;
  }
  void await_resume() noexcept { woken_ = false; }

  void Wake() {
    waiting_ = false;
    --network_.waiting_;
    woken_ = true;
    executor_.Post(handle_);
  }

 private:
  Network& network_;
  int exchange_;
  ProcessExecutor& executor_;
  std::coroutine_handle<> handle_;
  bool waiting_ = false;
  bool woken_ = false;
};

class Network::SenderTransport final : public ports::Transport {
 public:
  SenderTransport(Network& network, Process& sender) : network_(network), sender_(sender) {}
  async::Task<ports::Exchange> Send(http::Request request, Milliseconds timeout) override {
    return network_.Send(sender_, std::move(request), timeout);
  }

 private:
  Network& network_;
  Process& sender_;
};

std::unique_ptr<ports::Transport> Network::TransportOf(Process& process) {
  return std::make_unique<SenderTransport>(*this, process);
}

Milliseconds Network::OneWay() { return Milliseconds(5 + static_cast<std::int64_t>(random_.NextU64() % 40)); }

async::Task<ports::Exchange> Network::Send(Process& sender, http::Request request, Milliseconds timeout) {
  const int exchange = Launch(sender, std::move(request), timeout);
  Waiter waiter(*this, exchange, sender.executor());
  co_await waiter;
  co_return std::move(FlightOf(exchange).result);
}

int Network::Launch(Process& sender, http::Request request, Milliseconds timeout) {
  host_.BeforeMessage(sender);
  const int index = static_cast<int>(recorder_.history().exchanges.size());
  auto& exchange = recorder_.history().exchanges.emplace_back();
  flights_.resize(recorder_.history().exchanges.size());  // commands to agents have no flight
  auto& flight = flights_.back();
  const bool to_iks = request.target.starts_with(kIksUrl);
  request.target.erase(0, to_iks ? kIksUrl.size() : kProcareUrl.size());
  exchange.peer = to_iks ? Peer::kIks : Peer::kProcare;
  exchange.sent_seq = recorder_.Next();
  exchange.sent = time_.now;
  exchange.engine = sender.number();
  exchange.method = request.method;
  exchange.path = request.target;
  if (!to_iks) {
    constexpr std::string_view kPrefix = "/t/";
    const auto end = exchange.path.find('/', kPrefix.size());
    exchange.tenant = exchange.path.substr(kPrefix.size(), end - kPrefix.size());
    exchange.path.erase(0, end);
  }
  if (request.method != "GET") exchange.body = request.body;
  if (const auto key = request.headers.Get("Idempotency-Key")) exchange.idempotency_key = *key;
  exchange.tagged = request.headers.Get("X-Sync-Origin").value_or("") == "procare-sync";

  flight.deadline = time_.now + timeout;
  flight.request = std::move(request);
  if (sender.dead()) {  // it died at this message: nothing leaves
    exchange.fate = Fate::kSenderDied;
    return index;
  }
  flight.sender = &sender;
  const bool chance = random_.NextU64() % 2 == 0;
  flight.effect = faults_.OnMessage(FactsOf(exchange), time_.now, chance);
  exchange.fault = flight.effect.words;
  auto& effect = flight.effect;
  const auto arrives = time_.now + OneWay() + effect.there;
  if (effect.request_lost) {
    const auto failure = effect.not_sent ? TransportFailure::kConnectTimeout : TransportFailure::kTimeout;
    Fail(index, effect.not_sent ? Delivery::kNotSent : Delivery::kUnknown, failure, flight.deadline,
         Fate::kRequestLost);
  } else if (effect.reset) {
    const auto failure = effect.not_sent ? TransportFailure::kConnectRefused : TransportFailure::kConnectionLost;
    Fail(index, effect.not_sent ? Delivery::kNotSent : Delivery::kUnknown, failure, arrives, Fate::kReset);
  } else {
    host_.Schedule(arrives, NetworkHost::Step::kArrive, index);
    if (arrives > flight.deadline) {
      Fail(index, Delivery::kUnknown, TransportFailure::kTimeout, flight.deadline, Fate::kAnswerLost);
    }
    if (effect.again_after.count() >= 0) {
      host_.Schedule(arrives + effect.again_after + Milliseconds(1), NetworkHost::Step::kArriveAgain, index);
    }
  }
  host_.AfterMessage(sender);
  return index;
}

void Network::Fail(int exchange, Delivery delivery, TransportFailure failure, Instant at, Fate fate) {
  auto& flight = FlightOf(exchange);
  if (flight.decided) return;
  flight.decided = true;
  flight.result = {.delivery = delivery, .failure = failure, .response = {}};
  Record(exchange).fate = fate;
  Record(exchange).known_not_sent = delivery == Delivery::kNotSent;
  host_.Schedule(at, NetworkHost::Step::kAnswer, exchange);
}

void Network::Continue(NetworkHost::Step step, int exchange) {
  switch (step) {
    case NetworkHost::Step::kArrive:
      Arrive(exchange, false);
      break;
    case NetworkHost::Step::kArriveAgain:
      Arrive(exchange, true);
      break;
    case NetworkHost::Step::kAnswer:
      Deliver(exchange);
      break;
  }
}

// What the system there answers, faults of its own included.
http::Response Network::Answer(int exchange, std::string& words) {
  auto& flight = FlightOf(exchange);
  const auto peer = Record(exchange).peer;
  if (flight.effect.html_before) return ProxyPage();
  auto effect = faults_.OnArrival(FactsOf(Record(exchange)), time_.now);
  words = std::move(effect.words);
  auto& record = Record(exchange);
  ++record.deliveries;
  if (record.handled_seq == 0) {
    record.handled_seq = recorder_.Next();
    record.handled = time_.now;
  }
  if (effect.status != 0 && !effect.handled_first) {
    http::Response refusal{.status = effect.status,
                           .headers = {{"Content-Type", "application/json"}},
                           .body = host_.FailureBody(peer, effect.status)};
    if (effect.retry_after_s >= 0) {
      record.retry_after_ms = effect.retry_after_s * std::int64_t{1000};
      refusal.headers.Set("Retry-After",
                          effect.retry_after_as_date
                              ? simulators::kit::HttpDate(time_.now + std::chrono::seconds(effect.retry_after_s))
                              : std::to_string(effect.retry_after_s));
    }
    --Record(exchange).deliveries;  // it was turned away at the door
    return refusal;
  }
  auto answer = host_.Serve(peer, flight.request, effect.acted_out, exchange);
  if (effect.status != 0) {
    return {.status = effect.status,
            .headers = {{"Content-Type", "application/json"}},
            .body = host_.FailureBody(peer, effect.status)};
  }
  if (flight.effect.html_after) return ProxyPage();
  return std::move(answer.response);
}

void Network::Arrive(int exchange, bool again) {
  // Who repeats a message has had no answer to the first; one that was turned away at the door was answered, and what
  // the sender was told then must stay true.
  if (again && Record(exchange).deliveries == 0) {
    FlightOf(exchange).request = {};
    return;
  }
  if (through_codec_ && !again) {
    auto bytes = runtime::ToBytes(FlightOf(exchange).request);
    FlightOf(exchange).request = runtime::RequestFromBytes(bytes);
  }
  std::string words;
  auto response = Answer(exchange, words);
  auto& flight = FlightOf(exchange);
  auto& record = Record(exchange);
  if (!words.empty()) record.fault += (record.fault.empty() ? "" : ",") + words;
  if (again || flight.effect.again_after.count() < 0) flight.request = {};  // it does not come again
  if (again) {
    record.fault += ",again";
    return;
  }
  Plan(exchange, std::move(response));
}

// When and how the answer reaches the sender.
void Network::Plan(int exchange, http::Response response) {
  auto& flight = FlightOf(exchange);
  auto& record = Record(exchange);
  record.status = response.status;
  if (record.method != "GET") record.answer = simulators::kit::BodyText(response);
  if (flight.decided) return;
  const auto arrives = time_.now + OneWay() + flight.effect.back;
  if (flight.effect.answer_lost) {
    const bool closed = random_.NextU64() % 2 == 0;
    Fail(exchange, Delivery::kUnknown, closed ? TransportFailure::kConnectionLost : TransportFailure::kTimeout,
         closed ? std::min(arrives, flight.deadline) : flight.deadline, Fate::kAnswerLost);
    return;
  }
  if (arrives > flight.deadline) {
    Fail(exchange, Delivery::kUnknown, TransportFailure::kTimeout, flight.deadline, Fate::kAnswerLost);
    return;
  }
  if (flight.effect.truncated) {
    Fail(exchange, Delivery::kUnknown, TransportFailure::kConnectionLost, arrives, Fate::kUnreadable);
    return;
  }
  flight.decided = true;
  if (!record.retry_after_ms) record.retry_after_ms = RetryAfterOf(response);
  record.fate = flight.effect.html_before || flight.effect.html_after ? Fate::kUnreadable : Fate::kAnswered;
  flight.result.delivery = Delivery::kAnswered;
  flight.result.response =
      through_codec_ ? runtime::ResponseFromBytes(runtime::ToBytes(response)) : std::move(response);
  host_.Schedule(arrives, NetworkHost::Step::kAnswer, exchange);
}

void Network::Deliver(int exchange) {
  auto& flight = FlightOf(exchange);
  auto& record = Record(exchange);
  if (flight.sender == nullptr || flight.sender->dead()) {
    record.fate = Fate::kSenderDied;
    return;
  }
  record.answered_seq = recorder_.Next();
  record.answered = time_.now;
  if (flight.waiter != nullptr) std::exchange(flight.waiter, nullptr)->Wake();
}

void Network::SenderDied(const Process& process) {
  for (auto& flight : flights_) {
    if (flight.sender == &process) flight.sender = nullptr;
  }
}

}  // namespace ikp::scenarios
