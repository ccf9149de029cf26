#include "engine/wire/gate.h"

#include <chrono>
#include <utility>

namespace ikp::wire {
namespace {

constexpr domain::Milliseconds kFullQueuePause = std::chrono::seconds(10);

class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  std::size_t& count_;
};

}  // namespace

Gate::Gate(const Environment& environment, GateSettings settings)
    : clock_(environment.clock),
      settings_(settings),
      bucket_(environment.executor, environment.clock, environment.stop, settings.pace),
      places_(environment.executor, settings.concurrent) {}

async::Task<tl::expected<Gate::Pass, domain::Instant>> Gate::Enter(domain::Instant give_up_at) {
  if (queued_ >= settings_.queued) co_return tl::unexpected(clock_.Now() + kFullQueuePause);
  const Counted counted(queued_);
  Pass pass = co_await places_.Acquire();
  const auto busy_until = co_await bucket_.Take(give_up_at);
  if (busy_until) co_return tl::unexpected(*busy_until);
  co_return tl::expected<Pass, domain::Instant>(std::move(pass));
}

}  // namespace ikp::wire
