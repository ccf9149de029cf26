// Process: the engine with its production bindings: event loop, system clock (or, for the demo, the simulators' clock),
// Beast transport, operating system's entropy, SQLite store.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/machine.h"
#include "engine/ports/random.h"
#include "engine/runtime/event_loop.h"
#include "engine/service/engine.h"

namespace ikp::app {

struct ProcessOptions {
  std::string follow_clock;    // URL of the simulators' clock; empty: the system clock
  bool without_store = false;  // for `check`, which remembers nothing
};

class Process {
 public:
  // Prints to stderr why it cannot start, and gives nothing, when the store is in use or the clock does not answer.
  static std::unique_ptr<Process> Start(const config::Config& config, const ProcessOptions& options);
  ~Process();

  runtime::EventLoop& loop() { return loop_; }
  service::Engine& engine() { return *engine_; }

  // Runs the loop until `work` is done and gives its result.
  template <typename T>
  T Await(async::Task<T> work) {
    std::optional<T> result;
    std::exception_ptr failure;  // of the store, say: told to the caller instead of leaving the loop running
    const auto run = [&]() -> async::Task<void> {
      try {
        result.emplace(co_await std::move(work));
      } catch (...) {
        failure = std::current_exception();
      }
      loop_.Stop();
    };
    auto root = run();
    root.Start();
    if (!root.done()) loop_.Run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }

 private:
  Process() = default;
  bool Bind(const config::Config& config, const ProcessOptions& options);
  bool BindClock(const std::string& follow_url);
  bool BindStore(const config::Config& config, bool without_store);

  runtime::EventLoop loop_;
  JsonLog log_;
  std::unique_ptr<ports::Clock> clock_;
  std::unique_ptr<ports::Random> random_;
  std::unique_ptr<ports::Transport> transport_;
  std::unique_ptr<ports::Store> store_;
  std::unique_ptr<service::Engine> engine_;
};

}  // namespace ikp::app
