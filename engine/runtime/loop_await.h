// For tests: runs a loop until one task has its result.
#pragma once

#include <optional>
#include <utility>

#include "engine/async/task.h"
#include "engine/runtime/event_loop.h"

namespace ikp::runtime {

template <typename T>
T AwaitOn(EventLoop& loop, async::Task<T> task) {
  std::optional<T> result;
  const auto run = [&]() -> async::Task<void> {
    result.emplace(co_await std::move(task));
    loop.Stop();
  };
  auto root = run();
  root.Start();
  loop.Run();
  return std::move(result).value();
}

inline void AwaitOn(EventLoop& loop, async::Task<void> task) {
  const auto run = [&]() -> async::Task<void> {
    co_await std::move(task);
    loop.Stop();
  };
  auto root = run();
  root.Start();
  loop.Run();
}

}  // namespace ikp::runtime
