// A person's decision about a review: link to a Procare record, or create a new one (H37, F38). Durable and audited;
// the family is looked at again at once.
#pragma once

#include <optional>
#include <string>

#include "engine/async/task.h"
#include "engine/service/engine.h"

namespace ikp::service {

struct Decision {
  domain::ReviewId review;
  std::optional<std::string> link_to;  // a Procare id; nothing means "create a new record"
  std::string decided_by;              // who, as the operator calls them
};

// Nothing when it was taken; otherwise why not.
async::Task<std::optional<std::string>> Decide(Engine& engine, Decision decision);

}  // namespace ikp::service
