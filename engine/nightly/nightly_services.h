// What the nightly sync needs from the rest of the engine, handed in once. All references outlive it; one thread.
#pragma once

#include "engine/async/executor.h"
#include "engine/domain/site.h"
#include "engine/ports/clock.h"
#include "engine/ports/log.h"
#include "engine/ports/random.h"
#include "engine/ports/store.h"
#include "engine/systems/iks.h"
#include "engine/systems/procare.h"

namespace ikp::nightly {

struct NightlyOptions {
  // An incomplete or failed run is tried again after this long, while it is not too late for its night (H23).
  domain::Milliseconds retry{std::chrono::minutes(15)};
  int attempts_per_night = 6;
  // A centre that was not ready is tried so often beside being told when it is back: that its program was started, or a
  // seat became free, is told by nobody. This has no limit but the catch-up time.
  domain::Milliseconds retry_absent{std::chrono::hours(1)};
  std::size_t writes_per_commit = 50;
};

struct NightlyServices {
  async::Executor& executor;
  ports::Clock& clock;
  ports::Store& store;
  ports::Log& log;
  systems::Iks& iks;
  NightlyOptions options;
};

}  // namespace ikp::nightly
