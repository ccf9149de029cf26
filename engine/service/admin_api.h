// The operator's API (bearer token): status, check, explain, nightly on demand, review decisions. The command line is
// its client while the engine runs.
#pragma once

#include "engine/async/task.h"
#include "engine/http/message.h"
#include "engine/service/engine.h"

namespace ikp::service {

// Routes under /admin/v1/.
async::Task<http::Response> HandleAdmin(Engine& engine, http::Request request);

}  // namespace ikp::service
