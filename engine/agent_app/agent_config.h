// AgentConfig: the agent's one configuration file as checked values. Every mistake is told at once, with its field and
// the fix; what it needs from the machine (the activation key) comes through SecretSource.
//
//   {
//     "engine_url": "https://sync.example.com",
//     "activation_key": {"env": "DESKTOP_ACTIVATION_KEY"},
//     "journal": "agent.sqlite3",
//     "data": {"kind": "program", "url": "http://127.0.0.1:9200", "client_version": "10.2.1"},
//     "network": {"extra_trust_file": null},
//     "retry": {"first_seconds": 2, "longest_seconds": 60}
//   }
//
// "data" says how the data of Procare Desktop is reached: "program" by way of a bridge to the running program.
// Addresses are https unless on this machine. Relative paths start at the folder of the file.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "engine/config/problem.h"
#include "engine/config/secrets.h"
#include "engine/desktop_agent/folder/export_cells.h"
#include "engine/domain/time_zone.h"

namespace ikp::agent_app {

struct ProgramConfig {
  std::string url;             // without a slash at its end
  std::string client_version;  // of the Procare client on this computer
  int page_rows = 200;
  std::chrono::seconds request_timeout{60};
};

struct FolderConfig {
  std::string path;    // resolved
  std::string centre;  // its name, for the work list
  std::optional<domain::TimeZone> zone;
  std::chrono::hours oldest{36};                         // older reports prove nothing
  std::optional<std::vector<std::string>> placeholders;  // nothing: the usual ones
  desktop_agent::DateOrder date_order = desktop_agent::DateOrder::kMonthDayYear;
  std::set<std::int64_t> schools;  // that the folder is for; empty: those that have a row
};

struct AgentConfig {
  std::string engine_url;
  config::Secret activation_key;
  std::string journal_path;  // resolved
  std::variant<ProgramConfig, FolderConfig> data;
  std::optional<std::string> extra_trust_file;  // PEM, resolved; beside the system's authorities
  std::chrono::milliseconds first_retry{2'000};
  std::chrono::milliseconds longest_retry{60'000};
};

using Problems = std::vector<config::ConfigProblem>;
// `folder`: where the file is.
tl::expected<AgentConfig, Problems> ParseAgentConfig(std::string_view text, const config::SecretSource& secrets,
                                                     std::string_view folder);

}  // namespace ikp::agent_app
