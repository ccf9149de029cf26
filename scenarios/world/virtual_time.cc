#include "scenarios/world/virtual_time.h"

#include <algorithm>
#include <utility>

namespace ikp::scenarios {

// --- executor ------------------------------------------------------------------------------------------------------

void ProcessExecutor::Forget(std::coroutine_handle<> handle) {
  ready_.erase(std::remove(ready_.begin() + static_cast<std::ptrdiff_t>(head_), ready_.end(), handle), ready_.end());
}

std::uint64_t ProcessExecutor::Run(std::uint64_t limit) {
  std::uint64_t steps = 0;
  while (head_ < ready_.size() && !halted_ && steps < limit) {
    if (halt_after_ && --*halt_after_ == 0) {
      halted_ = true;
      break;
    }
    const auto handle = ready_[head_++];
    if (head_ == ready_.size()) {
      ready_.clear();
      head_ = 0;
    }
    handle.resume();
    ++steps;
  }
  return steps;
}

void ProcessExecutor::DropAll() {
  ready_.clear();
  head_ = 0;
}

// --- clock ---------------------------------------------------------------------------------------------------------

// Awaitable that lives in the frame of SleepUntil: destroying the frame takes it out of the clock and the executor.
class ProcessClock::Sleeper {
 public:
  Sleeper(ProcessClock& clock, Instant due, const std::stop_token& stop) : clock_(clock), due_(due), stop_(stop) {}
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  ~Sleeper() {
    on_stop_.reset();
    if (state_ == State::kSleeping) clock_.Remove(slot_);
    if (state_ == State::kWoken) clock_.executor_.Forget(handle_);
  }

  bool await_ready() const noexcept { return due_ <= clock_.Now() || stop_.stop_requested(); }
  void await_suspend(std::coroutine_handle<> awaiting) {
    handle_ = awaiting;
    state_ = State::kSleeping;
    slot_ = clock_.Add(*this, clock_.WorldInstantOf(due_), sequence_);
    if (stop_.stop_possible()) on_stop_.emplace(stop_, Stop{this});
  }
  void await_resume() noexcept {
    state_ = State::kIdle;
    on_stop_.reset();
  }

  void Wake() {
    if (state_ != State::kSleeping) return;
    clock_.Remove(slot_);
    state_ = State::kWoken;
    clock_.executor_.Post(handle_);
  }

 private:
  enum class State { kIdle, kSleeping, kWoken };
  struct Stop {
    Sleeper* sleeper;
    void operator()() const { sleeper->Wake(); }
  };

  ProcessClock& clock_;
  Instant due_;
  const std::stop_token& stop_;
  std::optional<std::stop_callback<Stop>> on_stop_;
  std::coroutine_handle<> handle_;
  std::uint64_t sequence_ = 0;
  std::uint32_t slot_ = 0;
  State state_ = State::kIdle;
};

Instant ProcessClock::Now() const {
  auto now = world_.now + offset_;
  if (drift_ppm_ != 0) now += Milliseconds((world_.now - drift_since_).count() * drift_ppm_ / 1'000'000);
  return now;
}

async::Task<void> ProcessClock::SleepUntil(Instant due, std::stop_token stop) {
  // A clock that was set while we slept may not be there yet.
  while (Now() < due && !stop.stop_requested()) {
    Sleeper sleeper(*this, due, stop);
    co_await sleeper;
  }
}

Instant ProcessClock::WorldInstantOf(Instant local) const {
  auto wait = local - Now();
  if (drift_ppm_ != 0) wait = Milliseconds(wait.count() * 1'000'000 / (1'000'000 + drift_ppm_) + 1);
  // Far beyond any run; keeps the arithmetic away from its limits.
  constexpr Milliseconds kLongest = std::chrono::hours(24 * 3650);
  return world_.now + std::min<Milliseconds>(wait, kLongest);
}

std::uint32_t ProcessClock::Add(Sleeper& sleeper, Instant due, std::uint64_t& sequence) {
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  sequence = next_sequence_++;
  slots_[slot] = {&sleeper, sequence};
  heap_.push_back({due, sequence, slot});
  std::push_heap(heap_.begin(), heap_.end(), Later());
  ++count_;
  return slot;
}

void ProcessClock::Remove(std::uint32_t slot) {
  slots_[slot] = {};
  free_.push_back(slot);
  --count_;
}

void ProcessClock::DropStale() {
  while (!heap_.empty() && slots_[heap_.front().slot].sequence != heap_.front().sequence) {
    std::pop_heap(heap_.begin(), heap_.end(), Later());
    heap_.pop_back();
  }
}

std::optional<Instant> ProcessClock::NextDue() {
  DropStale();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().due;
}

void ProcessClock::WakeDue() {
  for (DropStale(); !heap_.empty() && heap_.front().due <= world_.now; DropStale()) {
    slots_[heap_.front().slot].sleeper->Wake();
  }
}

void ProcessClock::WakeAll() {
  std::vector<Entry> entries;
  for (const auto& entry : heap_) {
    if (slots_[entry.slot].sequence == entry.sequence) entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.sequence < b.sequence; });
  for (const auto& entry : entries) slots_[entry.slot].sleeper->Wake();
}

void ProcessClock::Step(Milliseconds step) {
  offset_ += step;
  WakeAll();
}

void ProcessClock::SetDrift(int parts_per_million) {
  if (drift_ppm_ != 0) offset_ += Milliseconds((world_.now - drift_since_).count() * drift_ppm_ / 1'000'000);
  drift_since_ = world_.now;
  drift_ppm_ = parts_per_million;
  WakeAll();
}

void ProcessClock::Correct() {
  if (offset_.count() == 0 && drift_ppm_ == 0) return;
  offset_ = Milliseconds(0);
  drift_ppm_ = 0;
  WakeAll();
}

}  // namespace ikp::scenarios
