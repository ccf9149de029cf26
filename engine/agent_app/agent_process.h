// AgentProcess: the agent with its production bindings: event loop, system clock, Beast transport, the operating
// system's entropy, the SQLite journal, and the data as the configuration says.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "engine/agent_app/agent_config.h"
#include "engine/app/machine.h"
#include "engine/desktop_agent/agent.h"
#include "engine/desktop_agent/desktop_data.h"
#include "engine/desktop_agent/folder/export_folder.h"
#include "engine/desktop_agent/journal.h"
#include "engine/runtime/event_loop.h"
#include "engine/wire/environment.h"

namespace ikp::agent_app {

class AgentProcess {
 public:
  // Prints to stderr why it cannot start, and gives nothing. `with_journal`: false for `check`, which remembers nothing
  // and can run beside the agent. `follow_clock`: URL of the simulators' clock, for the demo; empty: the system clock.
  static std::unique_ptr<AgentProcess> Start(const AgentConfig& config, bool with_journal,
                                             const std::string& follow_clock = {});
  ~AgentProcess();

  runtime::EventLoop& loop() { return loop_; }
  ports::Transport& transport() { return *transport_; }
  desktop_agent::DesktopData& data() { return *data_; }
  std::stop_source& stopping() { return stopping_; }

  // Runs the loop until the agent has stopped; false when it could not go on, which was printed.
  bool RunAgent();
  // Runs the loop until `work` is done.
  void Await(async::Task<void> work);

 private:
  AgentProcess() = default;
  bool Bind(const AgentConfig& config, bool with_journal, const std::string& follow_clock);
  bool BindClock(const AgentConfig& config, const std::string& follow_clock);
  bool BindTransport(const AgentConfig& config, bool follows);
  void BindData(const AgentConfig& config);

  runtime::EventLoop loop_;
  app::JsonLog log_;
  std::stop_source stopping_;
  std::unique_ptr<ports::Clock> clock_;
  std::unique_ptr<ports::Random> random_;
  std::unique_ptr<ports::Transport> transport_;
  std::unique_ptr<wire::Environment> environment_;
  std::unique_ptr<desktop_agent::Journal> journal_;
  std::unique_ptr<desktop_agent::ExportFolder> folder_;
  std::unique_ptr<desktop_agent::DesktopData> data_;
  desktop_agent::AgentSettings settings_;
};

}  // namespace ikp::agent_app
