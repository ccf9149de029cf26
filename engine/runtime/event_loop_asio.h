// What EventLoop is made of. Only for the bindings of this room: everybody else includes event_loop.h.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "engine/runtime/event_loop.h"

namespace ikp::runtime {

struct EventLoop::Native {
  // Before `io`, because what is dropped with the io_context may still call Forget or OperationEnded.
  std::deque<std::coroutine_handle<>> ready;
  bool drain_posted = false;
  std::size_t operations = 0;
  std::uint64_t traffic = 0;
  std::function<void()> on_idle;
  std::atomic<bool> stop_requested = false;

  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
  std::optional<boost::asio::signal_set> stop_signals;

  void PostDrain();
  void Drain();
  void RunWatchingForIdle();
};

}  // namespace ikp::runtime
