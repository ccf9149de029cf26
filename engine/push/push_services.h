// What the push needs from the rest of the engine, handed in once. All references outlive the push; one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/domain/site.h"
#include "engine/ports/clock.h"
#include "engine/ports/log.h"
#include "engine/ports/random.h"
#include "engine/ports/store.h"
#include "engine/push/school_reader.h"
#include "engine/systems/iks.h"
#include "engine/systems/procare.h"

namespace ikp::push {

// One centre with the Procare that it uses.
struct PushSite {
  domain::Site site;
  systems::Procare* procare = nullptr;
  std::unique_ptr<SchoolReader> reader;
  bool send_external_id = false;
};

struct PushOptions {
  std::size_t families_at_once = 16;  // of one location
  domain::Milliseconds first_retry{std::chrono::seconds(5)};
  domain::Milliseconds longest_retry{std::chrono::minutes(10)};
  // Refused and waiting children are looked at again so often, besides every change of their own record.
  domain::Milliseconds recheck{std::chrono::hours(1)};
  domain::Milliseconds poll_interval{std::chrono::minutes(5)};  // H20
};

struct PushServices {
  async::Executor& executor;
  ports::Clock& clock;
  ports::Random& random;
  ports::Store& store;
  ports::Log& log;
  systems::Iks& iks;
  const std::map<domain::IksLocationId, PushSite>& sites;
  PushOptions options;
  domain::Instant engine_started;  // nothing that an earlier process sent can have left after this
};

}  // namespace ikp::push
