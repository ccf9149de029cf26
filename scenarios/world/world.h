// World: the production engine, the simulators of IKS and Procare Online, the centres with Procare Desktop, the network
// between them and the people around them, on one thread in virtual time. It lives through one scenario and leaves its
// history.
//
//   World world(scenario, options);
//   world.Live();
//   oracle::History history = world.TakeHistory();
//
// Everything that happens is an event at a time with a sequence number; between two events everything that is ready
// runs to its end. All chance comes from the scenario's seed, so that the same scenario gives the same history.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "scenarios/disk/power_loss_store.h"
#include "scenarios/oracle/history.h"
#include "scenarios/scenario/scenario.h"
#include "scenarios/world/centre.h"
#include "scenarios/world/fault_board.h"
#include "scenarios/world/network.h"
#include "scenarios/world/people.h"
#include "scenarios/world/process.h"
#include "scenarios/world/recorder.h"
#include "simulators/iks/iks_simulator.h"
#include "simulators/procare_online/procare_online_simulator.h"

namespace ikp::scenarios {

struct WorldOptions {
  bool detailed = false;
  std::uint64_t most_steps = 2'000'000;
  bool stop_when_healed = false;
};

class World final : private NetworkHost, private PeopleHost, private CentreHost {
 public:
  World(const Scenario& scenario, const WorldOptions& options);
  ~World() override;

  void Live();

  oracle::History TakeHistory();
  std::uint64_t steps() const { return steps_; }
  std::uint64_t writes_in_story() const { return writes_in_story_; }
  bool came_to_rest() const { return steps_ < options_.most_steps; }

 private:
  enum class EventKind {
    kArrive,
    kArriveAgain,
    kAnswer,
    kAction,
    kFault,
    kFaultEnds,
    kEngineUp,
    kNewConfig,
    kWebhookArrives,
    kWebhookAnswered,
    kHeal,
    kConverged,
    kOperatorRound,
    kCall,  // index of what is to be called
  };
  struct Event {
    Instant at;
    std::uint64_t sequence;
    EventKind kind;
    int index;
    int value;
  };
  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
    }
  };
  struct WebhookUnderWay {
    std::uint64_t delivery = 0;
    http::Request request = {};
    int received_by = -1;  // process; -1: none yet, or answered
  };
  // A crash that is armed, counted down at each durable write or message.
  struct Countdown {
    int left = 0;  // 0: not armed
    bool before = true;
    Milliseconds down{0};
    bool Hits(bool now_before) {
      if (left == 0 || (before != now_before)) return false;
      return --left == 0;
    }
  };

  // NetworkHost
  void Schedule(Instant at, Step step, int exchange) override;
  simulators::kit::Answer Serve(oracle::Peer peer, const http::Request& request,
                                const std::vector<simulators::kit::ActiveFault>& faults, int exchange) override;
  std::string FailureBody(oracle::Peer peer, int status) override;
  void BeforeMessage(Process& process) override;
  void AfterMessage(Process& process) override;
  // PeopleHost
  simulators::kit::Answer ActInIks(const nlohmann::json& action) override;
  simulators::kit::Answer ActInProcare(const nlohmann::json& action, oracle::By by) override;
  const simulators::iks::State& iks() const override { return iks_.state(); }
  const simulators::procare_online::World& procare() const override { return procare_.world(); }
  disk::Disk& disk() override { return disk_; }
  Centre* CentreOf(int site) override;
  bool AskEngine(http::Request request) override;
  void ChangeConfig(Milliseconds after, int site_or_tenant, std::string what, std::string value) override;

  // CentreHost
  void CallAt(Instant at, std::function<void()> what) override;
  std::optional<int> RunningEngine() const override;
  void ToEngine(http::Request request, std::function<void(const http::Response&)> answered) override;

  void Add(Instant at, EventKind kind, int index = 0, int value = 0);
  void Prepare();
  void Happen(const Event& event);
  // Runs everything that is ready, and lets die what is to die.
  void Settle();
  std::optional<Instant> NextEvent();
  void AdvanceSimulators();

  void StartEngine();
  void KillEngine(std::string cause, Milliseconds down);
  void Reap();
  void BeginFault(int index);
  static bool ConcernsTheMachine(const Fault& fault);
  void BeginMachineFault(const Fault& fault, int index);
  void BeginPcFault(const Fault& fault);
  void SetMachineClock(Milliseconds offset);
  void Heal();
  bool SomethingIsStuck();
  void PlanTheEnd();
  void OperatorRound();
  void SendWebhooks();
  void WebhookArrives(int index);
  void Sample();
  void Say(int fault, bool begins, std::string what);
  oracle::Opinion OpinionOfTheEngine();

  Scenario scenario_;  // faults are looked at while it runs
  WorldOptions options_;
  WorldTime time_;
  simulators::iks::IksSimulator iks_;
  simulators::procare_online::ProcareOnlineSimulator procare_;
  Recorder recorder_;
  FaultBoard faults_;
  Network network_;
  People people_;
  disk::Disk disk_;
  config::Config config_;
  config::Config running_config_;  // of the present process
  struct ConfigChange {
    int index;
    std::string what, value;
  };
  std::vector<ConfigChange> config_changes_;
  std::vector<std::unique_ptr<Centre>> centres_;  // by installation
  std::vector<std::function<void()>> calls_;
  std::vector<int> free_calls_;

  std::priority_queue<Event, std::vector<Event>, Later> events_;
  std::uint64_t next_event_ = 1;
  std::unique_ptr<Process> engine_;
  int engines_ = 0;
  Milliseconds machine_clock_{0};
  Milliseconds flush_delay_{0};
  wire::testing::SeededRandom random_;
  Countdown crash_at_write_, crash_at_message_;
  Milliseconds down_after_step_crash_{0};
  std::optional<Milliseconds> down_after_death_;
  std::vector<WebhookUnderWay> webhooks_;  // parallel to the history's
  std::uint64_t steps_ = 0;
  std::size_t most_tasks_ = 0, most_in_flight_ = 0;
  bool healed_ = false;
  std::uint64_t writes_in_story_ = 0;
  Instant end_{};
};

}  // namespace ikp::scenarios
