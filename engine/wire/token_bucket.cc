#include "engine/wire/token_bucket.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ikp::wire {
namespace {

constexpr domain::Milliseconds kLongestPause = std::chrono::hours(1);

}  // namespace

TokenBucket::TokenBucket(async::Executor& executor, ports::Clock& clock, std::stop_token stop, Pace pace)
    : clock_(clock),
      stop_(std::move(stop)),
      interval_(static_cast<std::int64_t>(std::ceil(1000 / pace.per_second))),
      allowance_(interval_ * (pace.burst - 1)),
      turn_(executor, 1) {
  assert(pace.per_second > 0 && pace.per_second <= 1000 && pace.burst >= 1);
}

domain::Instant TokenBucket::NextFree() {
  const domain::Instant now = clock_.Now();
  // After the clock was stepped back, what was noted on the old clock must not hold everybody up.
  full_at_ = std::min(full_at_, now + allowance_ + interval_);
  paused_until_ = std::min(paused_until_, now + kLongestPause);
  return std::max(full_at_ - allowance_, paused_until_);
}

async::Task<std::optional<domain::Instant>> TokenBucket::Take(domain::Instant give_up_at) {
  // Who cannot be served in time does not join the queue.
  if (const auto free_at = NextFree(); free_at > give_up_at) co_return free_at;
  const auto turn = co_await turn_.Acquire();
  for (;;) {
    const domain::Instant free_at = NextFree();
    const domain::Instant now = clock_.Now();
    if (free_at <= now && now <= give_up_at) break;
    if (std::max(free_at, now) > give_up_at || stop_.stop_requested()) co_return std::max(free_at, now);
    co_await clock_.SleepUntil(free_at, stop_);
  }
  full_at_ = std::max(full_at_, clock_.Now()) + interval_;
  co_return std::nullopt;
}

void TokenBucket::PauseUntil(domain::Instant end) {
  paused_until_ = std::max(paused_until_, std::min(end, clock_.Now() + kLongestPause));
}

}  // namespace ikp::wire
