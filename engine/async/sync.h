// Waiting primitives for tasks on one executor: Signal, KeyedLock, Semaphore. None of them is thread-safe; all wake
// waiters through the executor, in the order in which they came. A waiter that is destroyed while it waits is forgotten.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/task.h"

namespace ikp::async {

namespace detail {

// An intrusive queue of suspended coroutines. The awaiter removes itself when its frame is destroyed.
class WaitQueue {
 public:
  explicit WaitQueue(Executor& executor) : executor_(executor) {}
  WaitQueue(const WaitQueue&) = delete;
  WaitQueue& operator=(const WaitQueue&) = delete;
  ~WaitQueue() {
    for (auto* waiter : waiters_) waiter->queue = nullptr;
  }

  struct Waiter {
    explicit Waiter(WaitQueue* owner) : queue(owner) {}
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() {
      if (queue != nullptr && waiting) queue->waiters_.remove(this);
    }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) {
      handle = awaiting;
      waiting = true;
      queue->waiters_.push_back(this);
    }
    void await_resume() const noexcept {}

    WaitQueue* queue;
    std::coroutine_handle<> handle;
    bool waiting = false;
  };

  Waiter Wait() { return Waiter(this); }
  bool empty() const { return waiters_.empty(); }
  void WakeOne() {
    if (waiters_.empty()) return;
    Waiter* waiter = waiters_.front();
    waiters_.pop_front();
    waiter->waiting = false;
    executor_.Post(waiter->handle);
  }
  void WakeAll() {
    while (!waiters_.empty()) WakeOne();
  }

 private:
  friend struct Waiter;
  Executor& executor_;
  std::list<Waiter*> waiters_;
};

}  // namespace detail

// Auto-reset event: Set wakes one waiter, or lets the next Wait pass at once. Sets do not accumulate.
class Signal {
 public:
  explicit Signal(Executor& executor) : queue_(executor) {}

  void Set() {
    if (queue_.empty()) {
      set_ = true;
    } else {
      queue_.WakeOne();
    }
  }
  Task<void> Wait() {
    if (!set_) co_await queue_.Wait();
    set_ = false;
  }

 private:
  detail::WaitQueue queue_;
  bool set_ = false;
};

// At most `permits` holders at once.
class Semaphore {
 public:
  Semaphore(Executor& executor, std::size_t permits) : queue_(executor), free_(permits) {}

  class Permit {
   public:
    explicit Permit(Semaphore* owner) : owner_(owner) {}
    Permit(Permit&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Permit& operator=(Permit&&) = delete;
    ~Permit() {
      if (owner_ != nullptr) owner_->Release();
    }

   private:
    Semaphore* owner_;
  };

  Task<Permit> Acquire() {
    while (free_ == 0) co_await queue_.Wait();
    --free_;
    co_return Permit(this);
  }

 private:
  void Release() {
    ++free_;
    queue_.WakeOne();
  }
  detail::WaitQueue queue_;
  std::size_t free_;
};

// Exclusive locks by name. A set of names is taken all at once or not at all, so that holders can never deadlock.
class KeyedLock {
 public:
  explicit KeyedLock(Executor& executor) : queue_(executor) {}

  class Guard {
   public:
    Guard(KeyedLock* owner, std::vector<std::string> keys) : owner_(owner), keys_(std::move(keys)) {}
    Guard(Guard&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), keys_(std::move(other.keys_)) {}
    Guard& operator=(Guard&&) = delete;
    ~Guard() {
      if (owner_ != nullptr) owner_->Release(keys_);
    }

   private:
    KeyedLock* owner_;
    std::vector<std::string> keys_;
  };

  Task<Guard> Lock(std::vector<std::string> keys) {
    while (AnyHeld(keys)) co_await queue_.Wait();
    held_.insert(keys.begin(), keys.end());
    co_return Guard(this, std::move(keys));
  }
  bool Held(const std::string& key) const { return held_.contains(key); }

 private:
  bool AnyHeld(const std::vector<std::string>& keys) const {
    for (const auto& key : keys) {
      if (held_.contains(key)) return true;
    }
    return false;
  }
  void Release(const std::vector<std::string>& keys) {
    for (const auto& key : keys) held_.erase(key);
    queue_.WakeAll();
  }
  detail::WaitQueue queue_;
  std::set<std::string> held_;
};

}  // namespace ikp::async
