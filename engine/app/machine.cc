#include "engine/app/machine.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/runtime/file_io.h"

namespace ikp::app {

std::optional<std::string> MachineSecrets::Environment(const std::string& name) const {
  return runtime::Environment(name);
}

tl::expected<std::string, std::string> MachineSecrets::ReadFile(const std::string& path) const {
  return runtime::ReadFile(path);
}

std::optional<config::Config> LoadConfig(const std::string& path) {
  const auto text = runtime::ReadFile(path);
  if (!text) {
    std::fprintf(stderr, "engine: %s\nGive the configuration with --config FILE; engine/config/example.json is one.\n",
                 text.error().c_str());
    return std::nullopt;
  }
  const MachineSecrets secrets;
  std::error_code error;
  const auto folder = std::filesystem::absolute(path, error).parent_path().string();
  auto config = config::ParseConfig(*text, secrets, folder);
  if (!config) {
    std::fprintf(stderr, "engine: %s cannot be used: %zu problem%s, nothing was started.\n%s", path.c_str(),
                 config.error().size(), config.error().size() == 1 ? "" : "s",
                 config::FormatProblems(config.error()).c_str());
    return std::nullopt;
  }
  for (const auto& warning : config->warnings) {
    std::fprintf(stderr, "warning: %s\n", config::FormatProblem(warning).c_str());
  }
  return std::move(*config);
}

JsonLog::JsonLog() {
  auto logger = std::make_shared<spdlog::logger>("engine", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void JsonLog::Write(ports::LogLevel level, std::string_view event, const ports::LogFields& fields) {
  nlohmann::ordered_json object;
  object["event"] = event;
  for (const auto& [name, value] : fields) object[std::string(name)] = value;
  std::string text = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string_view inside = std::string_view(text).substr(1, text.size() - 2);
  switch (level) {
    case ports::LogLevel::kInfo:
      spdlog::info("{}", inside);
      break;
    case ports::LogLevel::kWarning:
      spdlog::warn("{}", inside);
      break;
    case ports::LogLevel::kError:
      spdlog::error("{}", inside);
      break;
  }
}

}  // namespace ikp::app
