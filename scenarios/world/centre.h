// Centre: one installation of Procare Desktop: the PC with the program and its database (the simulator), the agent's
// process on it, the way between the agent and the engine, and what breaks there.
//
// The agent lives and dies with the PC, and is started again like a service of the machine. What the engine asks of it
// is written down as exchanges (oracle/history.h); what it changes in the database is that command's doing.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/config/config.h"
#include "scenarios/world/agent_process.h"
#include "scenarios/world/fault_board.h"
#include "scenarios/world/process.h"
#include "scenarios/world/recorder.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"

namespace ikp::scenarios {

// What a centre needs from the world.
class CentreHost {
 public:
  virtual ~CentreHost() = default;
  virtual void CallAt(Instant at, std::function<void()> what) = 0;
  // The number of the engine's process; nothing when none runs.
  virtual std::optional<int> RunningEngine() const = 0;
  // To the engine that runs. `answered` is called when it answers, and never when it dies before.
  virtual void ToEngine(http::Request request, std::function<void(const http::Response&)> answered) = 0;
};

struct CentreParts {
  int number = 0;
  const Scenario& scenario;
  const WorldTime& time;
  Recorder& recorder;
  FaultBoard& faults;
  CentreHost& host;
  std::string activation_key;
};

class Centre {
 public:
  explicit Centre(CentreParts parts);

  // Throws when the simulator refuses the seed.
  void Prepare();
  void StartAgent();

  simulators::kit::Answer Act(const nlohmann::json& action, oracle::By by);
  const simulators::procare_desktop::World& world() const { return simulator_.world(); }
  int number() const { return parts_.number; }

  void BeginFault(const Fault& fault);
  void EndFault(const Fault& fault);
  void Heal();
  void EngineDied(int engine);

  // Of the loop of the world.
  std::uint64_t Run(std::uint64_t limit);
  bool idle() const { return agent_ == nullptr || agent_->executor().idle(); }
  std::optional<Instant> NextDue();
  void Advance();  // the simulator's own work
  void WakeDue();  // the agent's clock

 private:
  using Call = int;  // index into calls_
  struct CallUnderWay {
    int process = 0;
    Awaited::Ticket waiter = {};
    http::Request request = {};
    NetworkEffect effect = {};
    Instant deadline{};
    int engine = -1;  // which one has it
    bool decided = false;
    ports::Exchange result = {};
  };
  struct Countdown {
    int left = 0;  // 0: not armed
    bool before = true;
    bool entries_only = false;  // of calls: those that enter something into the program
    Milliseconds down{0};
    bool Hits(bool now_before) {
      if (left == 0 || before != now_before) return false;
      return --left == 0;
    }
  };
  // Faults that are used up by calls to the program.
  struct Armed {
    FaultKind kind;
    int after = 0;
    int left = 1;
    Milliseconds ms{0};
  };

  async::Task<ports::Exchange> Send(http::Request request, Milliseconds timeout);
  void ToProgram(Call call);
  void ArriveAtProgram(Call call, Milliseconds back);
  void ToTheEngine(Call call);
  void ArriveAtEngine(Call call);
  void EngineAnswered(Call call, http::Response response);
  void Decide(Call call, ports::Exchange result, Instant at);
  void Fail(Call call, ports::Delivery delivery, ports::TransportFailure failure, Instant at);
  std::vector<simulators::kit::ActiveFault> FaultsFor(const http::Request& request);
  Milliseconds OneWay() { return Milliseconds(5 + static_cast<std::int64_t>(random_.NextU64() % 40)); }
  bool SurvivesMessage(bool before, bool entry);
  void NoteLook(int exchange);

  // The PC and the process.
  void StaffMachine(const nlohmann::json& action);
  void FollowPower();
  void KillAgent(std::string cause, std::optional<Milliseconds> down, bool power_lost = false);
  void Reap();
  void Note(std::string what);

  // What the engine asks for.
  void NoteCommands(const http::Response& response, int engine);
  void NoteFinished(const http::Request& request);
  void NoteArrived(const http::Response& response);
  void LookAtRecords(oracle::By by, int exchange = -1);

  CentreParts parts_;
  simulators::procare_desktop::ProcareDesktopSimulator simulator_;
  PcDisk disk_;
  ProcessLog log_;
  wire::testing::SeededRandom random_;
  std::unique_ptr<AgentProcess> agent_;
  int processes_ = 0;
  std::string client_version_;
  int updates_ = 0;
  std::optional<Milliseconds> down_after_death_;
  bool restart_planned_ = false;
  Milliseconds pc_clock_{0};
  bool was_on_ = true;
  std::vector<Armed> armed_;
  Countdown crash_at_write_, crash_at_message_;
  std::deque<CallUnderWay> calls_;
  struct Issued {
    int exchange = -1;
    int engine = 0;
  };
  std::map<std::string, Issued> commands_;  // by id: as it was last handed out
  std::string in_hand_;                     // the command that the agent got last
  std::string last_issued_;
  Instant last_look_{};  // of the agent, at the accounts
};

}  // namespace ikp::scenarios
