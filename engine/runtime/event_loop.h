// EventLoop: the production Executor, one thread around an Asio io_context. Asio stays behind this header
// (event_loop_asio.h gives the io_context to the other bindings of this room).
//
// Threads: everything is for the loop's thread (or for the owner before Run), except where "any thread" is said.
// Lifetimes: the loop outlives every server, transport, clock and task that was made on it.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "engine/async/executor.h"

namespace ikp::runtime {

class EventLoop final : public async::Executor {
 public:
  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void Post(std::coroutine_handle<> handle) override;
  void Forget(std::coroutine_handle<> handle) override;
  // Runs `work` on the loop's thread. Any thread.
  void PostFromAnyThread(std::function<void()> work);

  // Runs until Stop. Call from one thread, which becomes the loop's.
  void Run();
  // Ends the Run that is under way, or else the next one, soon. What is pending stays pending: another Run continues
  // it, the destructor drops it. Any thread.
  void Stop();

  // Calls `handler` once on SIGINT or SIGTERM, on the loop's thread. After that the signals have their usual effect
  // again, so that a second one ends a process whose clean stop hangs.
  void OnStopSignal(std::function<void()> handler);

  // Operations whose completion will come from outside the loop (exchanges, commits). While it is zero and nothing is
  // ready, only time can make the engine move: that is what a clock which follows another one needs to know.
  void OperationStarted();
  void OperationEnded();
  // Something went to, or came from, another process that no operation stands for: an answer that a server of ours
  // gave, an exchange whose answer the other side holds back. A clock that follows another one tells its other
  // followers to look around then.
  void NoteTraffic();
  std::uint64_t traffic() const;  // how often so far
  // Called on the loop's thread every time the loop becomes idle in that sense: no operation, nothing ready, and
  // something ran since the last call. An empty function ends it.
  void OnIdle(std::function<void()> handler);

  struct Native;
  Native& native() { return *native_; }

 private:
  std::unique_ptr<Native> native_;
};

}  // namespace ikp::runtime
