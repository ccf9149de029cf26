// What the configuration needs from this machine, and the log's production sink.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "engine/config/config.h"
#include "engine/ports/log.h"

namespace ikp::app {

// Secrets from the environment and from files.
class MachineSecrets final : public config::SecretSource {
 public:
  std::optional<std::string> Environment(const std::string& name) const override;
  tl::expected<std::string, std::string> ReadFile(const std::string& path) const override;
};

// Reads and checks the file. Prints warnings, or every problem, to stderr; nothing when it cannot be used.
std::optional<config::Config> LoadConfig(const std::string& path);

// One JSON object a line on stderr: {"at":"...","level":"info","event":"child_linked","child":"..."}.
class JsonLog final : public ports::Log {
 public:
  JsonLog();
  void Write(ports::LogLevel level, std::string_view event, const ports::LogFields& fields) override;
};

}  // namespace ikp::app
