// Waiting primitives for tasks on one executor: Signal, Semaphore, KeyedLock. None of them is thread-safe; all wake
// waiters through the executor, in the order in which they came, and nobody who comes later overtakes them. A waiter
// that is destroyed while it waits is forgotten; what it had been given already passes on to the next.
//
// Lifetimes: the executor outlives the primitive, and the primitive outlives its permits and guards.
#pragma once

#include <coroutine>
#include <cstddef>
#include <list>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/async/executor.h"
#include "engine/async/task.h"

namespace ikp::async {

namespace detail {

// A queue of suspended coroutines. The awaiter removes itself when its frame is destroyed.
class WaitQueue {
 public:
  explicit WaitQueue(Executor& executor) : executor_(executor) {}
  WaitQueue(const WaitQueue&) = delete;
  WaitQueue& operator=(const WaitQueue&) = delete;
  ~WaitQueue() {
    for (auto* waiter : waiting_) waiter->queue_ = nullptr;
    for (auto* waiter : woken_) waiter->queue_ = nullptr;
  }

  class Waiter {
   public:
    explicit Waiter(WaitQueue* queue) : queue_(queue), executor_(&queue->executor_) {}
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() {
      if (state_ == State::kWoken) executor_->Forget(handle_);
      if (queue_ == nullptr) return;
      if (state_ == State::kWaiting) queue_->waiting_.erase(position_);
      if (state_ == State::kWoken) {
        queue_->woken_.erase(position_);
        if (passes_on_) queue_->PassOn();
      }
    }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) {
      handle_ = awaiting;
      state_ = State::kWaiting;
      position_ = queue_->waiting_.insert(queue_->waiting_.end(), this);
    }
    void await_resume() noexcept {
      state_ = State::kIdle;
      if (queue_ != nullptr) queue_->woken_.erase(position_);
    }

   private:
    friend class WaitQueue;
    enum class State { kIdle, kWaiting, kWoken };

    WaitQueue* queue_;  // null once the queue is gone
    Executor* executor_;
    std::coroutine_handle<> handle_;
    std::list<Waiter*>::iterator position_;
    State state_ = State::kIdle;
    bool passes_on_ = false;  // woken alone: if this one goes, the next is to be woken
  };

  Waiter Wait() { return Waiter(this); }
  bool empty() const { return waiting_.empty(); }
  // Waiters that were woken and have not continued yet.
  std::size_t woken() const { return woken_.size(); }
  void WakeOne() {
    if (!waiting_.empty()) WakeFirst(true);
  }
  // Those who wait now.
  void WakeAll() {
    while (!waiting_.empty()) WakeFirst(false);
  }
  // True once after somebody was woken alone, went before continuing, and left nobody to pass that on to.
  bool TakeUnclaimed() { return std::exchange(unclaimed_, false); }

 private:
  void PassOn() {
    if (waiting_.empty()) unclaimed_ = true;
    WakeOne();
  }
  void WakeFirst(bool passes_on) {
    Waiter* waiter = waiting_.front();
    woken_.splice(woken_.end(), waiting_, waiting_.begin());
    waiter->state_ = Waiter::State::kWoken;
    waiter->passes_on_ = passes_on;
    executor_.Post(waiter->handle_);
  }

  Executor& executor_;
  std::list<Waiter*> waiting_;
  std::list<Waiter*> woken_;
  bool unclaimed_ = false;
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
    if (!set_ && !queue_.TakeUnclaimed()) co_await queue_.Wait();
    set_ = false;
  }

 private:
  detail::WaitQueue queue_;
  bool set_ = false;
};

// Wakes everybody who waits at that moment.
class Broadcast {
 public:
  explicit Broadcast(Executor& executor) : queue_(executor) {}
  Task<void> Wait() { co_await queue_.Wait(); }
  void WakeAll() { queue_.WakeAll(); }

 private:
  detail::WaitQueue queue_;
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
    // What is free beyond those who were woken for it belongs to nobody yet.
    if (free_ <= queue_.woken()) co_await queue_.Wait();
    --free_;
    co_return Permit(this);
  }
  std::size_t free() const { return free_; }

 private:
  void Release() {
    ++free_;
    queue_.WakeOne();
  }
  detail::WaitQueue queue_;
  std::size_t free_;
};

// Exclusive locks by name. A set of names is taken all at once or not at all, and strictly in turn: a request waits for
// every earlier request that shares a name with it, so that two holders can never wait for each other and none starves.
// A holder must not call Lock again before it lets go.
class KeyedLock {
 public:
  explicit KeyedLock(Executor& executor) : executor_(executor) {}
  KeyedLock(const KeyedLock&) = delete;
  KeyedLock& operator=(const KeyedLock&) = delete;
  ~KeyedLock() {
    for (auto* request : waiting_) request->owner = nullptr;
  }

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
    Request request(this, std::move(keys));
    co_await request;
    co_return std::move(request).TakeGuard();
  }
  bool Held(const std::string& key) const { return held_.contains(key); }

 private:
  // Awaitable. Owns the keys from the moment they are granted until TakeGuard.
  struct Request {
    Request(KeyedLock* lock, std::vector<std::string> wanted) : owner(lock), keys(std::move(wanted)) {}
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request() {
      if (owner == nullptr) return;
      if (waiting) owner->Withdraw(*this);
      if (posted) owner->executor_.Forget(handle);
      if (granted) owner->Release(keys);
    }
    bool await_ready() { return granted = owner->TryTake(keys); }
    void await_suspend(std::coroutine_handle<> awaiting) {
      handle = awaiting;
      waiting = true;
      owner->waiting_.push_back(this);
    }
    void await_resume() noexcept { posted = false; }
    Guard TakeGuard() && {
      granted = false;
      return Guard(owner, std::move(keys));
    }

    KeyedLock* owner;
    std::vector<std::string> keys;
    std::coroutine_handle<> handle;
    bool waiting = false;
    bool posted = false;  // granted later, and the resumption has not run yet
    bool granted = false;
  };

  static bool AnyIn(const std::vector<std::string>& keys, const std::set<std::string>& names) {
    for (const auto& key : keys) {
      if (names.contains(key)) return true;
    }
    return false;
  }
  bool TryTake(const std::vector<std::string>& keys) {
    std::set<std::string> wanted;
    for (const auto* earlier : waiting_) wanted.insert(earlier->keys.begin(), earlier->keys.end());
    if (AnyIn(keys, held_) || AnyIn(keys, wanted)) return false;
    held_.insert(keys.begin(), keys.end());
    return true;
  }
  void Withdraw(Request& request) {
    waiting_.remove(&request);
    GrantWaiting();
  }
  void Release(const std::vector<std::string>& keys) {
    for (const auto& key : keys) held_.erase(key);
    GrantWaiting();
  }
  void GrantWaiting() {
    std::set<std::string> wanted;
    for (auto next = waiting_.begin(); next != waiting_.end();) {
      Request& request = **next;
      if (AnyIn(request.keys, held_) || AnyIn(request.keys, wanted)) {
        wanted.insert(request.keys.begin(), request.keys.end());
        ++next;
        continue;
      }
      held_.insert(request.keys.begin(), request.keys.end());
      request.waiting = false;
      request.posted = true;
      request.granted = true;
      next = waiting_.erase(next);
      executor_.Post(request.handle);
    }
  }

  Executor& executor_;
  std::set<std::string> held_;
  std::list<Request*> waiting_;
};

}  // namespace ikp::async
