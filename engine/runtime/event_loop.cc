#include "engine/runtime/event_loop.h"

#include <boost/asio/post.hpp>
#include <cassert>
#include <csignal>
#include <utility>

#include "engine/runtime/event_loop_asio.h"

namespace ikp::runtime {

EventLoop::EventLoop() : native_(std::make_unique<Native>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::Post(std::coroutine_handle<> handle) {
  native_->ready.push_back(handle);
  native_->PostDrain();
}

void EventLoop::Forget(std::coroutine_handle<> handle) { std::erase(native_->ready, handle); }

void EventLoop::PostFromAnyThread(std::function<void()> work) { boost::asio::post(native_->io, std::move(work)); }

void EventLoop::Native::PostDrain() {
  if (std::exchange(drain_posted, true)) return;
  boost::asio::post(io, [this] { Drain(); });
}

// Resumes what was ready at the start only: what gets ready meanwhile takes its turn behind sockets and timers.
void EventLoop::Native::Drain() {
  drain_posted = false;
  for (std::size_t left = ready.size(); left > 0 && !ready.empty() && !stop_requested; --left) {
    const auto handle = ready.front();
    ready.pop_front();
    handle.resume();
  }
  if (!ready.empty()) PostDrain();
}

void EventLoop::Run() {
  auto& native = *native_;
  for (;;) {
    // First restart, then look: a Stop between the two is seen here, a later one stops the run that follows.
    native.io.restart();
    if (native.stop_requested) break;
    if (native.on_idle) {
      native.RunWatchingForIdle();
    } else {
      native.io.run();
    }
  }
  native.stop_requested = false;
}

void EventLoop::Native::RunWatchingForIdle() {
  bool ran_something = true;  // so that a loop which starts with nothing to do says so
  while (on_idle && !io.stopped()) {
    if (io.poll() > 0) {
      ran_something = true;
      continue;
    }
    if (io.stopped()) return;
    if (ran_something && operations == 0) {
      ran_something = false;
      const auto handler = on_idle;  // a copy: it may be replaced from inside
      handler();
      continue;
    }
    if (io.run_one() > 0) ran_something = true;
  }
}

void EventLoop::Stop() {
  native_->stop_requested = true;
  native_->io.stop();
}

void EventLoop::OnStopSignal(std::function<void()> handler) {
  auto& signals = native_->stop_signals.emplace(native_->io, SIGINT, SIGTERM);
  signals.async_wait([this, handler = std::move(handler)](const boost::system::error_code& error, int) {
    if (error) return;
    native_->stop_signals->clear();
    handler();
  });
}

void EventLoop::OperationStarted() { ++native_->operations; }

void EventLoop::OperationEnded() {
  assert(native_->operations > 0);
  --native_->operations;
}

void EventLoop::NoteTraffic() { ++native_->traffic; }
std::uint64_t EventLoop::traffic() const { return native_->traffic; }

void EventLoop::OnIdle(std::function<void()> handler) {
  native_->on_idle = std::move(handler);
  native_->io.stop();  // Run looks again which kind of run it needs
}

}  // namespace ikp::runtime
