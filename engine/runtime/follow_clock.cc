#include "engine/runtime/follow_clock.h"

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "engine/runtime/event_loop_asio.h"

namespace ikp::runtime {
namespace {

constexpr domain::Milliseconds kLongestPoll{30'000};  // the other side answers after 20 s at the latest
constexpr domain::Milliseconds kFirstAnswer{5'000};
constexpr std::chrono::milliseconds kPauseAfterFailure{250};

HttpTransportOptions ClockTransport() {
  HttpTransportOptions options;
  options.counts_as_operation = false;
  options.notes_traffic = false;
  return options;
}

std::optional<domain::Instant> NowIn(const ports::Exchange& exchange) {
  if (exchange.delivery != ports::Delivery::kAnswered || exchange.response.status != 200) return std::nullopt;
  const auto body = nlohmann::json::parse(exchange.response.body, nullptr, false);
  if (!body.is_object() || !body.contains("now") || !body["now"].is_string()) return std::nullopt;
  return domain::ParseInstant(body["now"].get<std::string>());
}

}  // namespace

struct FollowClock::Sleeper {
  std::coroutine_handle<> handle;
};

// Wakes through the loop, so that a hop never continues two sleepers inside each other.
class FollowClock::Awaiter {
 public:
  Awaiter(FollowClock& clock, domain::Instant due, std::stop_token stop)
      : clock_(clock), due_(due), stop_(std::move(stop)), sleeper_(std::make_shared<Sleeper>()) {}
  Awaiter(const Awaiter&) = delete;
  Awaiter& operator=(const Awaiter&) = delete;
  ~Awaiter() { sleeper_->handle = {}; }

  bool await_ready() const { return stop_.stop_requested() || due_ <= clock_.now_; }
  void await_suspend(std::coroutine_handle<> awaiting) {
    sleeper_->handle = awaiting;
    clock_.sleepers_.emplace(due_, sleeper_);
    on_stop_.emplace(stop_, Stop{&clock_.loop_, sleeper_});
  }
  void await_resume() const noexcept {}

  static void Wake(EventLoop& loop, const std::shared_ptr<Sleeper>& sleeper) {
    loop.PostFromAnyThread([sleeper] {
      if (const auto handle = std::exchange(sleeper->handle, {})) handle.resume();
    });
  }

 private:
  struct Stop {
    EventLoop* loop;
    std::shared_ptr<Sleeper> sleeper;
    void operator()() const noexcept { Wake(*loop, sleeper); }
  };

  FollowClock& clock_;
  domain::Instant due_;
  std::stop_token stop_;
  std::shared_ptr<Sleeper> sleeper_;
  std::optional<std::stop_callback<Stop>> on_stop_;
};

FollowClock::FollowClock(EventLoop& loop, std::string clock_url, std::string follower)
    : loop_(loop), url_(std::move(clock_url)), follower_(std::move(follower)), transport_(loop, ClockTransport()) {}

FollowClock::~FollowClock() {
  *alive_ = false;
  loop_.OnIdle(nullptr);
}

bool FollowClock::Start() {
  http::Request request{.method = "GET", .target = url_, .headers = {}, .body = {}};
  transport_.SendThen(std::move(request), kFirstAnswer, [this](const ports::Exchange& exchange) {
    if (const auto now = NowIn(exchange)) {
      now_ = *now;
      started_ = true;
      loop_.OnIdle([this] { SayIdle(); });
    }
    loop_.Stop();
  });
  loop_.Run();
  return started_;
}

async::Task<void> FollowClock::SleepUntil(domain::Instant due, std::stop_token stop) {
  Awaiter sleep(*this, due, std::move(stop));
  co_await sleep;
}

std::optional<domain::Instant> FollowClock::EarliestDue() const {
  for (const auto& [due, sleeper] : sleepers_) {
    if (sleeper->handle) return due;
  }
  return std::nullopt;
}

void FollowClock::SayIdle() {
  std::erase_if(sleepers_, [](const auto& entry) { return !entry.second->handle; });
  const auto until = EarliestDue();
  const bool traffic = loop_.traffic() != traffic_told_;
  if (outstanding_ && until == announced_ && !traffic) return;
  traffic_told_ = loop_.traffic();
  outstanding_ = true;
  announced_ = until;
  const auto sequence = ++sequence_;
  nlohmann::json body = {{"follower", follower_}, {"seq", sequence}, {"until", nullptr}, {"traffic", traffic}};
  if (until) body["until"] = domain::FormatInstant(*until);
  http::Request request{.method = "POST",
                        .target = url_ + "/follow",
                        .headers = {{"Content-Type", "application/json"}},
                        .body = body.dump()};
  transport_.SendThen(std::move(request), kLongestPoll,
                      [this, alive = alive_, sequence](const ports::Exchange& exchange) {
                        if (*alive) OnAnswer(sequence, exchange);
                      });
}

void FollowClock::OnAnswer(std::uint64_t sequence, const ports::Exchange& exchange) {
  const auto now = NowIn(exchange);
  if (now) Advance(*now);
  if (sequence != sequence_) return;
  if (now) {
    outstanding_ = false;
    return;
  }
  // The simulators are gone: time stands still; ask again a little later.
  auto pause = std::make_shared<boost::asio::steady_timer>(loop_.native().io, kPauseAfterFailure);
  pause->async_wait([this, alive = alive_, pause](const boost::system::error_code&) {
    if (*alive) outstanding_ = false;
  });
}

void FollowClock::Advance(domain::Instant now) {
  if (now <= now_) return;
  now_ = now;
  while (!sleepers_.empty() && sleepers_.begin()->first <= now_) {
    Awaiter::Wake(loop_, sleepers_.begin()->second);
    sleepers_.erase(sleepers_.begin());
  }
}

}  // namespace ikp::runtime
