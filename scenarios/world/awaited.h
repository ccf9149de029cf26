// Awaited: what a coroutine of a process waits for and the world tells it, at most once. The world keeps the ticket;
// when the coroutine is destroyed first (its process died), telling does nothing.
//
//   Awaited answer(executor);
//   world.CallAt(at, [ticket = answer.ticket()] { Awaited::Tell(ticket); });
//   co_await answer;
#pragma once

#include <coroutine>
#include <memory>

#include "scenarios/world/virtual_time.h"

namespace ikp::scenarios {

class Awaited {
 public:
  struct State {
    ProcessExecutor* executor = nullptr;
    std::coroutine_handle<> handle = {};
    bool told = false;
    bool posted = false;
    bool gone = false;
  };
  using Ticket = std::shared_ptr<State>;

  explicit Awaited(ProcessExecutor& executor) : state_(std::make_shared<State>()) { state_->executor = &executor; }
  Awaited(const Awaited&) = delete;
  Awaited& operator=(const Awaited&) = delete;
  ~Awaited() {
    state_->gone = true;
    if (state_->posted) state_->executor->Forget(state_->handle);
  }

  const Ticket& ticket() const { return state_; }
  static void Tell(const Ticket& ticket) {
    if (ticket->gone || ticket->told) return;
    ticket->told = true;
    if (!ticket->handle) return;
    ticket->posted = true;
    ticket->executor->Post(ticket->handle);
  }

  bool await_ready() const noexcept { return state_->told; }
  void await_suspend(std::coroutine_handle<> awaiting) noexcept { state_->handle = awaiting; }
  void await_resume() noexcept { state_->posted = false; }

 private:
  Ticket state_;
};

}  // namespace ikp::scenarios
