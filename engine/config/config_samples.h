// A valid configuration and its secrets, for the tests of this room to change.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/config.h"
#include "engine/config/fixed_secrets.h"

namespace ikp::config {

inline constexpr std::string_view kFolder = "/etc/engine";

nlohmann::json SampleConfig();  // two sites of one tenant, every field written
// The same with a Procare Desktop installation and a third site in it, every field written.
nlohmann::json SampleWithDesktop();
FixedSecrets SampleSecrets();

// The formatted problems, one line each; empty when the configuration is good.
std::vector<std::string> ProblemsOfText(std::string_view text);
std::vector<std::string> ProblemsOf(const nlohmann::json& document);
// Of a good configuration; fails the test otherwise.
Config ParsedConfig(const nlohmann::json& document);
std::vector<std::string> WarningsOf(const nlohmann::json& document);

}  // namespace ikp::config
