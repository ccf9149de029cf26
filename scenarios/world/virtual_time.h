// Virtual time for one engine process: its run queue and its clock. The world moves `WorldTime`; each process reads it
// through its own clock, which may be wrong (steps, drift), as the clocks of real machines are.
//
// A process can be stopped between two resumptions (`Halt`): nothing of it runs any more, and its coroutines are
// destroyed by their owner. That is how a crash is modelled, at any suspension point.
//
// One thread. WorldTime outlives the clocks; the executor outlives its clock and every coroutine on both.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/ports/clock.h"

namespace ikp::scenarios {

using domain::Instant;
using domain::Milliseconds;

struct WorldTime {
  Instant now{};
};

class ProcessExecutor final : public async::Executor {
 public:
  void Post(std::coroutine_handle<> handle) override { ready_.push_back(handle); }
  void Forget(std::coroutine_handle<> handle) override;

  // Runs until nothing is ready or the process is halted; gives the number of resumptions.
  std::uint64_t Run(std::uint64_t limit);
  bool idle() const { return head_ == ready_.size(); }
  std::size_t ready() const { return ready_.size() - head_; }

  // No resumption after the present one.
  void Halt() { halted_ = true; }
  bool halted() const { return halted_; }
  // Halts before the n-th resumption from now (1: the next one).
  void HaltAtStep(std::uint64_t n) { halt_after_ = n; }
  void DoNotHalt() { halt_after_.reset(); }
  void DropAll();

 private:
  std::vector<std::coroutine_handle<>> ready_;  // a queue: what is before head_ has run
  std::size_t head_ = 0;
  bool halted_ = false;
  std::optional<std::uint64_t> halt_after_;
};

class ProcessClock final : public ports::Clock {
 public:
  ProcessClock(ProcessExecutor& executor, const WorldTime& world) : executor_(executor), world_(world) {}
  ProcessClock(const ProcessClock&) = delete;
  ProcessClock& operator=(const ProcessClock&) = delete;

  Instant Now() const override;
  async::Task<void> SleepUntil(Instant due, std::stop_token stop) override;

  // In world time: when the first sleeper wakes.
  std::optional<Instant> NextDue();
  // Wakes everybody who is due.
  void WakeDue();
  std::size_t sleepers() const { return count_; }

  // The clock of the machine is set: by `step` more. Everybody looks at it again.
  void Step(Milliseconds step);
  void SetDrift(int parts_per_million);
  // Right again.
  void Correct();

 private:
  class Sleeper;
  struct Entry {
    Instant due;
    std::uint64_t sequence;
    std::uint32_t slot;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
    }
  };
  struct Slot {
    Sleeper* sleeper = nullptr;
    std::uint64_t sequence = 0;
  };

  Instant WorldInstantOf(Instant local) const;
  std::uint32_t Add(Sleeper& sleeper, Instant due, std::uint64_t& sequence);
  void Remove(std::uint32_t slot);
  void DropStale();
  void WakeAll();

  ProcessExecutor& executor_;
  const WorldTime& world_;
  Milliseconds offset_{0};
  Instant drift_since_{};
  int drift_ppm_ = 0;
  std::vector<Entry> heap_;  // entries whose slot has another sequence are stale
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t next_sequence_ = 1;
  std::size_t count_ = 0;
};

}  // namespace ikp::scenarios
