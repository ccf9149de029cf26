// Gathers from the store what explain and status tell.
#pragma once

#include "engine/async/task.h"
#include "engine/explain/explain.h"
#include "engine/explain/status_text.h"
#include "engine/service/engine.h"

namespace ikp::service {

async::Task<explain::ExplainFacts> GatherExplainFacts(Engine& engine, domain::IksChildId child);
async::Task<explain::StatusFacts> GatherStatusFacts(Engine& engine);

}  // namespace ikp::service
