// Task<T>: a lazily started, single-owner coroutine. Workflows are written as tasks over the ports, so that the same
// code runs on a socket loop in production and on one thread with virtual time in the scenario world.
//
// Why not boost::asio::awaitable: a workflow must not know Asio (the world has no io_context), Asio's headers would be
// pulled into every room, and the world needs to drop a whole engine instance at any suspension point: destroying a
// Task destroys everything that it was waiting for.
//
//   Task<int> Twice(Clock& clock) { co_await clock.SleepUntil(...); co_return 2; }
//
// Threads: a task lives on the thread of its Executor. Errors: exceptions travel to the awaiting task; expected
// failures are values.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace ikp::async {

template <typename T>
class Task;

namespace detail {

struct PromiseBase {
  // Set once the awaiting task has really suspended. A task that finishes before that hands its result back by
  // returning, not by resuming its awaiter: a long loop over tasks that are ready at once must not grow the stack, and
  // GCC makes a tail call of a resumption only when it optimises.
  std::coroutine_handle<> continuation = std::noop_coroutine();

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
      return finished.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
};

template <typename T>
struct Promise : PromiseBase {
  std::variant<std::monostate, T, std::exception_ptr> result;

  Task<T> get_return_object() noexcept;
  template <typename U>
  void return_value(U&& value) {
    result.template emplace<1>(std::forward<U>(value));
  }
  void unhandled_exception() noexcept { result.template emplace<2>(std::current_exception()); }
  T Take() {
    if (result.index() == 2) std::rethrow_exception(std::get<2>(result));
    return std::move(std::get<1>(result));
  }
};

template <>
struct Promise<void> : PromiseBase {
  std::exception_ptr error;

  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void Take() const {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace detail

template <typename T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  Task() noexcept = default;
  explicit Task(Handle handle) noexcept : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  // Starts the task and waits for its result. Await a task once, and one that Start was not called on.
  auto operator co_await() && noexcept { return Awaiter{handle_}; }
  auto operator co_await() & noexcept { return Awaiter{handle_}; }

  bool done() const noexcept { return !handle_ || handle_.done(); }

  // For roots only (TaskScope, tests): runs until the first suspension.
  void Start() { handle_.resume(); }
  // For roots only: the result of a finished task.
  T Result() { return handle_.promise().Take(); }

 private:
  struct Awaiter {
    Handle handle;
    bool await_ready() const noexcept { return !handle || handle.done(); }
    bool await_suspend(std::coroutine_handle<> awaiting) const noexcept {
      handle.resume();
      if (handle.done()) return false;
      handle.promise().continuation = awaiting;
      return true;
    }
    T await_resume() const { return handle.promise().Take(); }
  };

  Handle handle_;
};

namespace detail {
template <typename T>
Task<T> Promise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}
inline Task<void> Promise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}
}  // namespace detail

}  // namespace ikp::async
