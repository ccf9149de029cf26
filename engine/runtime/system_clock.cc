#include "engine/runtime/system_clock.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "engine/runtime/event_loop_asio.h"

namespace ikp::runtime {
namespace {

// A timer runs on steady time; looking at the system clock this often is what makes a step of it noticed.
constexpr std::chrono::seconds kLongestNap{1};

// Between a sleeper and its timer; the timer's handlers and a late stop request find it empty once the sleeper is gone.
struct Sleep : std::enable_shared_from_this<Sleep> {
  Sleep(EventLoop& loop, const ports::Clock& wall_clock, domain::Instant when)
      : clock(wall_clock), due(when), timer(loop.native().io) {}

  // Never wakes by itself, even when `due` has passed: a sleeper must not continue inside its own suspension.
  void Nap() {
    const std::chrono::steady_clock::duration left = due - clock.Now();
    timer.expires_after(std::clamp<std::chrono::steady_clock::duration>(left, left.zero(), kLongestNap));
    timer.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error || !self->sleeper) return;
      if (self->clock.Now() >= self->due) return self->Wake();
      self->Nap();
    });
  }
  void Wake() {
    timer.cancel();
    if (const auto awake = std::exchange(sleeper, nullptr)) awake.resume();
  }

  const ports::Clock& clock;
  domain::Instant due;
  boost::asio::steady_timer timer;
  std::coroutine_handle<> sleeper;
};

class SleepAwaiter {
 public:
  SleepAwaiter(EventLoop& loop, const ports::Clock& clock, domain::Instant due, std::stop_token stop)
      : loop_(loop), stop_(std::move(stop)), sleep_(std::make_shared<Sleep>(loop, clock, due)) {}
  SleepAwaiter(const SleepAwaiter&) = delete;
  SleepAwaiter& operator=(const SleepAwaiter&) = delete;
  ~SleepAwaiter() {
    on_stop_.reset();
    sleep_->sleeper = nullptr;
    sleep_->timer.cancel();
  }

  bool await_ready() const { return stop_.stop_requested() || sleep_->due <= sleep_->clock.Now(); }
  void await_suspend(std::coroutine_handle<> awaiting) {
    sleep_->sleeper = awaiting;
    sleep_->Nap();
    // The request may come from any thread, and from code that would not expect a sleeper to continue inside its call.
    on_stop_.emplace(stop_, Stop{&loop_, sleep_});
  }
  void await_resume() const noexcept {}

 private:
  struct Stop {
    EventLoop* loop;
    std::shared_ptr<Sleep> sleep;
    void operator()() const noexcept {
      loop->PostFromAnyThread([sleep = sleep] { sleep->Wake(); });
    }
  };

  EventLoop& loop_;
  std::stop_token stop_;
  std::shared_ptr<Sleep> sleep_;
  std::optional<std::stop_callback<Stop>> on_stop_;
};

}  // namespace

domain::Instant SystemClock::Now() const {
  return std::chrono::floor<domain::Milliseconds>(std::chrono::system_clock::now());
}

async::Task<void> SystemClock::SleepUntil(domain::Instant due, std::stop_token stop) {
  SleepAwaiter sleep(loop_, *this, due, std::move(stop));
  co_await sleep;
}

}  // namespace ikp::runtime
