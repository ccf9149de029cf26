// PrintJson: JSON for people: what fits into a line of 120 characters stands on one, everything else is taken apart.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace ikp::scenarios {

std::string PrintJson(const nlohmann::ordered_json& value);

}  // namespace ikp::scenarios
