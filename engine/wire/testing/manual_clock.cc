#include "engine/wire/testing/manual_clock.h"

#include <algorithm>

namespace ikp::wire::testing {

// Awaitable that lives in the frame of SleepUntil: destroying the frame takes it out of the clock and the executor.
class ManualClock::Sleeper {
 public:
  Sleeper(ManualClock& clock, domain::Instant due, std::stop_token stop)
      : clock_(&clock), executor_(clock.executor_), due_(due), stop_(std::move(stop)) {}
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  ~Sleeper() {
    on_stop_.reset();
    if (state_ == State::kSleeping && clock_ != nullptr) clock_->sleepers_.erase(position_);
    if (state_ == State::kWoken) executor_.Forget(handle_);
  }

  bool await_ready() const noexcept { return due_ <= clock_->now_ || stop_.stop_requested(); }
  void await_suspend(std::coroutine_handle<> awaiting) {
    handle_ = awaiting;
    state_ = State::kSleeping;
    position_ = {due_, clock_->next_sequence_++};
    clock_->sleepers_.emplace(position_, this);
    on_stop_.emplace(stop_, Stop{this});
  }
  void await_resume() noexcept {
    state_ = State::kIdle;
    on_stop_.reset();
  }

  void Wake() {
    if (state_ != State::kSleeping) return;
    if (clock_ != nullptr) clock_->sleepers_.erase(position_);
    state_ = State::kWoken;
    executor_.Post(handle_);
  }
  void ClockIsGone() { clock_ = nullptr; }

 private:
  enum class State { kIdle, kSleeping, kWoken };
  struct Stop {
    Sleeper* sleeper;
    void operator()() const { sleeper->Wake(); }
  };

  ManualClock* clock_;
  async::ManualExecutor& executor_;
  domain::Instant due_;
  std::stop_token stop_;
  std::optional<std::stop_callback<Stop>> on_stop_;
  std::coroutine_handle<> handle_;
  Position position_;
  State state_ = State::kIdle;
};

ManualClock::~ManualClock() {
  for (const auto& [position, sleeper] : sleepers_) sleeper->ClockIsGone();
}

async::Task<void> ManualClock::SleepUntil(domain::Instant due, std::stop_token stop) {
  Sleeper sleeper(*this, due, std::move(stop));
  co_await sleeper;
}

void ManualClock::Settle() {
  executor_.RunUntilIdle();
  if (!executor_.idle()) throw std::runtime_error("ManualClock: the tasks do not come to rest");
}

void ManualClock::AdvanceTo(domain::Instant end) {
  for (Settle(); !sleepers_.empty() && sleepers_.begin()->first.first <= end; Settle()) {
    now_ = std::max(now_, sleepers_.begin()->first.first);
    WakeDue();
  }
  now_ = std::max(now_, end);
}

bool ManualClock::AdvanceToNext() {
  const auto next = NextDue();
  if (!next) return false;
  AdvanceTo(*next);
  return true;
}

void ManualClock::StepTo(domain::Instant now) {
  now_ = now;
  WakeDue();
  Settle();
}

std::optional<domain::Instant> ManualClock::NextDue() const {
  if (sleepers_.empty()) return std::nullopt;
  return sleepers_.begin()->first.first;
}

void ManualClock::WakeDue() {
  // Wake posts only; nobody runs, and nobody goes to sleep, before the loop is over.
  while (!sleepers_.empty() && sleepers_.begin()->first.first <= now_) sleepers_.begin()->second->Wake();
}

}  // namespace ikp::wire::testing
