// A report that was cut off exactly between two lines looks whole. So an export that holds less than half of the
// children that the school had before is believed only when another export has as many (I5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "engine/async/task.h"
#include "engine/desktop_agent/journal.h"
#include "engine/domain/instant.h"

namespace ikp::desktop_agent {

class ShrinkGuard {
 public:
  explicit ShrinkGuard(Journal& journal) : journal_(journal) {}  // outlives the guard

  // Empty: it can be believed, and is what the next one is compared with. Otherwise the sentence that says why not.
  // `remember`: false for a look that changes nothing.
  async::Task<std::string> Judge(std::int64_t school_id, std::size_t children, domain::Instant exported, bool remember);

 private:
  Journal& journal_;
};

}  // namespace ikp::desktop_agent
