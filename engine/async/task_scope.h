// TaskScope: owns tasks that run beside each other. Destroying the scope destroys what still runs (a crash, in the
// scenario world); Join waits for all of them (a clean stop).
#pragma once

#include <cstddef>
#include <exception>
#include <list>
#include <utility>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/async/task.h"

namespace ikp::async {

class TaskScope {
 public:
  explicit TaskScope(Executor& executor) : finished_(executor) {}
  TaskScope(const TaskScope&) = delete;
  TaskScope& operator=(const TaskScope&) = delete;

  // Starts `task` at once, on the caller's stack, up to its first suspension. An exception that leaves a task ends the
  // process: a workflow that failed in an unknown way must not look as if it still ran.
  void Spawn(Task<void> task) {
    Reap();
    auto& root = roots_.emplace_back();
    root.task = Run(std::move(task), root.finished);
    root.task.Start();
  }

  Task<void> Join() {
    for (Reap(); !roots_.empty(); Reap()) co_await finished_.Wait();
  }

  std::size_t running() {
    Reap();
    return roots_.size();
  }

 private:
  struct Root {
    Task<void> task;
    bool finished = false;
  };

  Task<void> Run(Task<void> task, bool& finished) noexcept {
    try {
      co_await std::move(task);
    } catch (...) {
      std::terminate();
    }
    finished = true;
    finished_.Set();
  }
  void Reap() {
    roots_.remove_if([](const Root& root) { return root.finished && root.task.done(); });
  }

  Signal finished_;
  std::list<Root> roots_;
};

}  // namespace ikp::async
