// The result of a task that needs no waiting: questions to a store in memory.
#pragma once

#include "engine/async/task.h"

namespace ikp::scenarios {

template <typename T>
T Take(async::Task<T> ready) {
  ready.Start();
  return ready.Result();
}

}  // namespace ikp::scenarios
