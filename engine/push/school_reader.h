// SchoolReader: fresh readings of one school, shared by everybody who asks for one at the same time. A reading counts
// as fresh for a caller only when it was started after the call, because only then does it show what was committed
// before. A storm of two hundred pushes costs a few readings, not two hundred (G46).
//
// Threads: the executor's. The snapshot is shared and immutable.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/async/executor.h"
#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/id.h"
#include "engine/domain/procare_school.h"
#include "engine/systems/outcome.h"
#include "engine/systems/procare.h"

namespace ikp::push {

class SchoolReader {
 public:
  using Reading = systems::Result<std::shared_ptr<const domain::SchoolSnapshot>>;

  SchoolReader(async::Executor& executor, systems::Procare& procare, domain::ProcareSchoolId school)
      : procare_(procare), school_(std::move(school)), done_(executor) {}

  async::Task<Reading> Fresh();

 private:
  systems::Procare& procare_;
  domain::ProcareSchoolId school_;
  async::Broadcast done_;
  bool reading_ = false;
  std::uint64_t started_ = 0;   // number of the reading that was started last
  std::uint64_t finished_ = 0;  // number of the reading that finished last
  Reading latest_ = tl::unexpected(systems::SystemProblem{});
};

}  // namespace ikp::push
