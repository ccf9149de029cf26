// What every wire client gets from the outside: the ports, the executor on which its waiters continue, and the token
// that ends its waits when the engine stops.
#pragma once

#include <stop_token>

#include "engine/async/executor.h"
#include "engine/ports/clock.h"
#include "engine/ports/random.h"
#include "engine/ports/transport.h"

namespace ikp::wire {

struct Environment {
  async::Executor& executor;
  ports::Clock& clock;
  ports::Transport& transport;
  ports::Random& random;
  std::stop_token stop;
};

}  // namespace ikp::wire
