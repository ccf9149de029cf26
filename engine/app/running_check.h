// What `check` can say of an engine that runs: agents of Procare Desktop come to it alone, so it is asked, and it
// answers for the configuration that it was started with, not for the one that was edited since.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "engine/config/config.h"
#include "engine/ports/transport.h"

namespace ikp::app {

// {"good", "lines"} as GET /admin/v1/check has them, with a bad line for each site that the engine does not know and
// for whatever keeps it from answering for this configuration. Nothing when certainly no engine runs: nobody listens.
std::optional<nlohmann::json> CheckOfRunningEngine(const config::Config& config, const ports::Exchange& exchange);

}  // namespace ikp::app
