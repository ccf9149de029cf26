// Executor: where suspended coroutines continue. One thread; resumptions never nest, so a caller of Post never sees
// its own state change under it.
#pragma once

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <deque>

namespace ikp::async {

class Executor {
 public:
  virtual ~Executor() = default;
  // Resumes `handle` later, on the executor's thread, in the order of the calls. Owner thread only.
  virtual void Post(std::coroutine_handle<> handle) = 0;
  // Takes back what was posted for `handle` and has not run yet. Whoever destroys a coroutine between its Post and its
  // resumption calls this, or the executor would resume a frame that is gone. Owner thread only.
  virtual void Forget(std::coroutine_handle<> handle) = 0;
};

// A run queue without threads or time, for tests and the scenario world. Dropping the queue together with the tasks is
// how a crash is modelled.
class ManualExecutor final : public Executor {
 public:
  void Post(std::coroutine_handle<> handle) override { ready_.push_back(handle); }
  void Forget(std::coroutine_handle<> handle) override { std::erase(ready_, handle); }

  // Runs what is ready until nothing is; returns how many resumptions that took. `limit` guards against a livelock.
  std::size_t RunUntilIdle(std::size_t limit = 1'000'000) {
    std::size_t steps = 0;
    while (!ready_.empty() && steps < limit) {
      const auto handle = ready_.front();
      ready_.pop_front();
      handle.resume();
      ++steps;
    }
    return steps;
  }
  bool idle() const { return ready_.empty(); }
  void DropAll() { ready_.clear(); }

 private:
  std::deque<std::coroutine_handle<>> ready_;
};

}  // namespace ikp::async
