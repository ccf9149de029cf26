// VirtualCentre: the program of a centre with Procare Desktop in the virtual world: the production agent over sessions,
// its journal on the computer's disk. Killing it is the end of its process; the journal stays.
#pragma once

#include <memory>
#include <stop_token>

#include "engine/async/executor.h"
#include "engine/async/task_scope.h"
#include "engine/desktop_agent/agent.h"
#include "engine/desktop_agent/session_data.h"
#include "engine/desktop_agent/testing/memory_journal.h"
#include "engine/wire/environment.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::tests {

inline constexpr const char* kEngineUrl = "http://engine.test";
inline constexpr const char* kProgramUrl = "http://program.test";

class VirtualCentre {
 public:
  VirtualCentre(async::ManualExecutor& executor, ports::Clock& clock, ports::Transport& transport)
      : executor_(executor), clock_(clock), transport_(transport) {}

  void Start() { running_ = std::make_unique<Running>(*this); }
  void Kill() { running_.reset(); }

 private:
  struct Running {
    explicit Running(VirtualCentre& centre)
        : environment{centre.executor_, centre.clock_, centre.transport_, centre.random_, stop.get_token()},
          data(environment, {.base_url = kProgramUrl, .client_version = "10.2.1"}),
          agent(environment, centre.log_, centre.journal_, data,
                {.engine_url = kEngineUrl, .activation_key = "sunrise-demo-activation-key"}),
          scope(centre.executor_) {
      scope.Spawn(agent.Run(stop.get_token()));
    }
    std::stop_source stop;
    wire::Environment environment;
    desktop_agent::SessionData data;
    desktop_agent::Agent agent;
    async::TaskScope scope;
  };

  async::ManualExecutor& executor_;
  ports::Clock& clock_;
  ports::Transport& transport_;
  wire::testing::SeededRandom random_{11};
  ports::NullLog log_;
  desktop_agent::testing::MemoryJournal journal_;
  std::unique_ptr<Running> running_;
};

}  // namespace ikp::tests
