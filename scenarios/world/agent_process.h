// AgentProcess: one process of the agent at a centre with Procare Desktop: its executor, its (possibly wrong) clock,
// its journal on the PC's disk, its sessions of the program, and the production agent itself. Destroying it is the end
// of the process; the disk stays, and what it had sent stays on its way.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "engine/async/task_scope.h"
#include "engine/desktop_agent/agent.h"
#include "engine/desktop_agent/session_data.h"
#include "engine/ports/log.h"
#include "engine/ports/transport.h"
#include "engine/wire/environment.h"
#include "engine/wire/testing/seeded_random.h"
#include "scenarios/world/agent_journal.h"
#include "scenarios/world/virtual_time.h"

namespace ikp::scenarios {

inline constexpr std::string_view kEngineUrl = "http://engine.test";
inline constexpr std::string_view kProgramUrl = "http://program.test";

struct AgentParts {
  const WorldTime& time;
  PcDisk& disk;
  ports::Log& log;
  desktop_agent::AgentSettings settings;
  std::string client_version;
  std::uint64_t seed = 0;
  std::function<async::Task<ports::Exchange>(http::Request, Milliseconds)> send;
  std::function<void(Milliseconds, std::function<void()>)> later;
  std::function<bool(bool before)> goes_on;  // around each write of the journal
};

class AgentProcess {
 public:
  explicit AgentProcess(AgentParts parts);
  AgentProcess(const AgentProcess&) = delete;
  AgentProcess& operator=(const AgentProcess&) = delete;
  ~AgentProcess();

  void Start();
  // Nothing of it runs any more; the centre destroys it when no frame of it is on the stack.
  void Kill(std::size_t keep);
  bool dead() const { return dead_; }

  ProcessExecutor& executor() { return executor_; }
  ProcessClock& clock() { return clock_; }
  AgentJournal& journal() { return journal_; }

 private:
  class CentreTransport final : public ports::Transport {
   public:
    explicit CentreTransport(AgentParts& parts) : parts_(parts) {}
    async::Task<ports::Exchange> Send(http::Request request, Milliseconds timeout) override {
      return parts_.send(std::move(request), timeout);
    }

   private:
    AgentParts& parts_;
  };

  AgentParts parts_;
  bool dead_ = false;
  ProcessExecutor executor_;
  ProcessClock clock_;
  wire::testing::SeededRandom random_;
  wire::testing::SeededRandom delays_;
  CentreTransport transport_;
  AgentJournal journal_;
  std::stop_source stop_;
  wire::Environment environment_;
  desktop_agent::SessionData data_;
  desktop_agent::Agent agent_;
  std::unique_ptr<async::TaskScope> scope_;
};

}  // namespace ikp::scenarios
