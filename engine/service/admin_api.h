// The operator's API (bearer token): status, check, explain, nightly on demand, review decisions. The command line is
// its client while the engine runs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "engine/async/task.h"
#include "engine/http/message.h"
#include "engine/service/engine.h"

namespace ikp::service {

// Routes under /admin/v1/.
async::Task<http::Response> HandleAdmin(Engine& engine, http::Request request);

// As the route `check` answers: {"good", "lines": [{"good", "what", "result", "fix"}]}.
nlohmann::json CheckToJson(const std::vector<systems::CheckLine>& lines);

}  // namespace ikp::service
