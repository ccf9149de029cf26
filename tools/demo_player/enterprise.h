// Enterprise: the running sample enterprise: the simulators, the engine and, for the centre with Procare Desktop, the
// agent on its computer, as processes on loopback, and the requests that the demo and the crash test make of them.
// Everything lives in one temporary folder.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "tools/demo_player/child_process.h"
#include "tools/demo_player/story.h"

namespace ikp::demo {

struct EnterpriseOptions {
  std::string simulators_binary;
  std::string engine_binary;
  std::string agent_binary = {};  // empty: no centre with Procare Desktop
  std::string seed_path;
  std::string folder;                   // exists; stores, logs and configuration go there
  std::optional<Instant> manual_clock;  // simulated time starts here and the engine follows; nothing: real time
  double requests_per_second = 2;
};

class Enterprise {
 public:
  // Starts the simulators and writes the engine's configuration; the engine is not started yet.
  static tl::expected<Enterprise, std::string> Start(EnterpriseOptions options);

  // The error is a sentence with what the engine last said.
  tl::expected<void, std::string> StartEngine();
  void KillEngine();
  std::optional<int> StopEngine() { return engine_ ? engine_->Stop(std::chrono::seconds(20)) : std::nullopt; }
  bool engine_runs() { return engine_ && engine_->running(); }

  // The agent lives and dies with the computer: it is killed when that sleeps.
  tl::expected<void, std::string> StartAgent();
  void KillAgent();
  bool has_desktop() const { return !options_.agent_binary.empty(); }

  // `system`: "iks", "procare_online" or "procare_desktop". The error says what was asked and what came back.
  tl::expected<nlohmann::json, std::string> Admin(const std::string& system, const std::string& method,
                                                  const std::string& path, const nlohmann::json& body = nullptr);
  tl::expected<nlohmann::json, std::string> Dump(const std::string& system) {
    return Admin(system, "GET", "/__admin/dump");
  }
  // Lets simulated time pass until then, everything that is due on the way included.
  tl::expected<void, std::string> RunUntil(Instant end);
  Instant Now();

  // GET of the engine's operator API: "status", "children/X/explain".
  tl::expected<nlohmann::json, std::string> Ask(const std::string& path);

  std::string Url(const std::string& system) const { return urls_.at(system); }
  std::string config_path() const { return options_.folder + "/engine.json"; }
  std::string engine_log() const { return options_.folder + "/engine.log"; }
  std::string agent_log() const { return options_.folder + "/agent.log"; }

 private:
  explicit Enterprise(EnterpriseOptions options) : options_(std::move(options)) {}
  tl::expected<void, std::string> StartSimulators();
  tl::expected<void, std::string> WriteConfig();
  tl::expected<void, std::string> WriteAgentConfig();
  tl::expected<void, std::string> Subscribe();
  tl::expected<void, std::string> WaitForFollower(const std::string& follower, const std::string& log);
  void Unfollow(const std::string& follower);

  EnterpriseOptions options_;
  std::map<std::string, std::string> urls_;
  int engine_port_ = 0;
  std::optional<ChildProcess> simulators_;
  std::optional<ChildProcess> engine_;
  std::optional<ChildProcess> agent_;
};

}  // namespace ikp::demo
