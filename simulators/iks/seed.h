// The whole state of the simulated IKS as one JSON document, and back. A hand-written seed may be short: ids, times and
// versions get defaults. What Dump gives is a seed, too, and gives the same state.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulators/iks/model.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

nlohmann::json DumpState(const State& state, const kit::SwitchBoard& switches);

// Errors are "accounts[0].families[2].children[0].dob: must be ..."; `state` and `switches` are then unchanged.
std::vector<std::string> SeedState(const nlohmann::json& document, Instant now, State& state,
                                   kit::SwitchBoard& switches);

}  // namespace ikp::simulators::iks
