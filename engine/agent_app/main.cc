// The command line of the agent at a centre with Procare Desktop.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "engine/agent_app/agent_config.h"
#include "engine/agent_app/agent_process.h"
#include "engine/agent_app/sqlite_journal.h"
#include "engine/app/machine.h"
#include "engine/runtime/file_io.h"
#include "engine/wire/json_read.h"

#include <nlohmann/json.hpp>

namespace ikp::agent_app {
namespace {

constexpr const char* kExamples = R"(Examples:
  tools/desktop_agent run --config agent.json
  tools/desktop_agent check --config agent.json --school 1
engine/agent_app/example.json is a configuration. The agent opens every connection itself; nothing has to be let in.
Exit codes: 0 good, 1 the thing checked failed, 2 wrong usage or configuration.)";

std::optional<AgentConfig> LoadConfig(const std::string& path) {
  const auto text = runtime::ReadFile(path);
  if (!text) {
    std::fprintf(stderr,
                 "agent: %s\nGive the configuration with --config FILE; engine/agent_app/example.json is one.\n",
                 text.error().c_str());
    return std::nullopt;
  }
  const app::MachineSecrets secrets;
  std::error_code error;
  const auto folder = std::filesystem::absolute(path, error).parent_path().string();
  auto config = ParseAgentConfig(*text, secrets, folder);
  if (!config) {
    std::fprintf(stderr, "agent: %s cannot be used: nothing was started.\n%s", path.c_str(),
                 config::FormatProblems(config.error()).c_str());
    return std::nullopt;
  }
  return std::move(*config);
}

int Run(const std::string& config_path, const std::string& follow_clock) {
  const auto config = LoadConfig(config_path);
  if (!config) return 2;
  const auto process = AgentProcess::Start(*config, true, follow_clock);
  if (!process) return 2;
  process->loop().OnStopSignal([&] { process->stopping().request_stop(); });
  std::printf("{\"running\":\"agent\",\"engine\":\"%s\"}\n", config->engine_url.c_str());
  std::fflush(stdout);
  return process->RunAgent() ? 0 : 1;
}

bool Line(bool good, const std::string& what, const std::string& result, const std::string& fix = "") {
  std::printf("%s %s: %s\n", good ? "ok  " : "FAIL", what.c_str(), result.c_str());
  if (!good && !fix.empty()) std::printf("     do: %s\n", fix.c_str());
  return good;
}

// The engine refuses a heartbeat without a credential in its own words; a proxy or a login page does not.
bool CheckEngine(const ports::Exchange& exchange) {
  if (exchange.delivery != ports::Delivery::kAnswered) {
    return Line(false, "engine", "no answer (" + std::string(ToWord(exchange.failure)) + ")",
                "Check engine_url, and whether this computer may open that address.");
  }
  const auto body = wire::ParseJson(exchange.response.body);
  const bool its_own = body && wire::ReadText(*body, "code").has_value();
  return Line(its_own, "engine", its_own ? "it answers" : "something else answers in its place",
              "Check engine_url, and whether a proxy or a login page stands between.");
}

bool CheckJournal(const AgentConfig& config) {
  const auto journal = SqliteJournal::Open(config.journal_path);
  if (journal) return Line(true, "journal", "it can be opened");
  const bool in_use = journal.error().find("in use by another agent") != std::string::npos;
  return Line(in_use, "journal", journal.error());
}

bool CheckData(const desktop_agent::DesktopData& data, const desktop_wire::Outcome& outcome, bool with_school) {
  if (!data.State().good) {
    std::string why(domain::Describe(data.State().reason).what);
    for (const auto& detail : data.State().details) why += " (" + detail + ")";
    return Line(false, "data", why, std::string(domain::Describe(data.State().reason).next_action));
  }
  const bool folder = data.State().kind == "folder";
  if (!with_school && !folder) {
    const auto& version = data.State().server_version;
    return Line(true, "data", version.empty() ? "it can be opened" : "it can be opened; version " + version);
  }
  std::string lines;
  for (const auto& detail : outcome.details) lines += (lines.empty() ? "" : " ") + detail;
  const bool good = outcome.kind == desktop_wire::Outcome::Kind::kDone;
  return Line(good, "data", lines,
              folder ? "Mend what is said here, and export the reports again."
                     : "Give the school as the engine's configuration has it.");
}

int Check(const std::string& config_path, std::optional<std::int64_t> school) {
  const auto config = LoadConfig(config_path);
  if (!config) return 2;
  const auto process = AgentProcess::Start(*config, false);
  if (!process) return 2;
  ports::Exchange exchange;
  desktop_wire::Outcome outcome;
  const auto ask = [&]() -> async::Task<void> {
    http::Request request{
        "POST", config->engine_url + "/agent/v1/heartbeat", {{"Content-Type", "application/json"}}, "{}"};
    exchange = co_await process->transport().Send(std::move(request), std::chrono::seconds(15));
    const desktop_wire::CheckSetup task{school.value_or(0)};
    outcome = co_await process->data().CheckSetup(task);
  };
  process->Await(ask());
  bool good = CheckJournal(*config);
  good = CheckEngine(exchange) && good;
  good = CheckData(process->data(), outcome, school.has_value()) && good;
  return good ? 0 : 1;
}

}  // namespace
}  // namespace ikp::agent_app

int main(int argc, char** argv) {
  CLI::App app{"Connects a centre's Procare Desktop to the engine: runs on the centre's computer, calls out only."};
  app.name("tools/desktop_agent");
  app.footer(ikp::agent_app::kExamples);
  app.require_subcommand(1);
  std::string config_path;
  std::string follow_clock;
  std::optional<std::int64_t> school;
  int exit_code = 0;

  auto* run = app.add_subcommand("run", "Run until SIGTERM");
  run->add_option("--config", config_path, "The configuration file (JSON)")->required();
  run->add_option("--follow-clock", follow_clock,
                  "Demo only: live by the simulators' clock at this URL (loopback addresses only)");
  run->callback([&] { exit_code = ikp::agent_app::Run(config_path, follow_clock); });

  auto* check = app.add_subcommand("check", "Try the set-up and say what is wrong; may run beside the agent");
  check->add_option("--config", config_path, "The configuration file (JSON)")->required();
  check->add_option("--school", school, "Number of the school in the database");
  check->callback([&] { exit_code = ikp::agent_app::Check(config_path, school); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return exit_code;
}
