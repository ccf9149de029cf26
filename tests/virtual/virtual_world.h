// VirtualWorld: the whole engine and the simulators on one thread, with a hand-advanced clock and a network in memory.
// No sockets, no threads, no waiting: two weeks pass in a second, and the same inputs give the same run.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/async/executor.h"
#include "engine/async/task_scope.h"
#include "engine/config/config.h"
#include "engine/ports/transport.h"
#include "engine/service/engine.h"
#include "engine/store/memory_store.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/seeded_random.h"
#include "simulators/kit/simulator_host.h"
#include "tests/virtual/virtual_centre.h"

namespace ikp::tests {

// Routes http://iks.test/..., http://procare.test/... and http://program.test/... (Procare Desktop) to the simulators,
// and http://engine.test/... to the engine. An exchange takes 20 ms each way, plus what
// a latency fault adds; when that is longer than the caller's timeout, the outcome is unknown, as in life.
class VirtualNetwork final : public ports::Transport {
 public:
  using Host = simulators::kit::SimulatorHost;
  // Gives nothing when no engine is there, or it dies over the request.
  using ToEngine = std::function<async::Task<std::optional<http::Response>>(http::Request)>;
  VirtualNetwork(ports::Clock& clock, Host& iks, Host& procare, Host& desktop, ToEngine to_engine)
      : clock_(clock), iks_(iks), procare_(procare), desktop_(desktop), to_engine_(std::move(to_engine)) {}

  async::Task<ports::Exchange> Send(http::Request request, domain::Milliseconds timeout) override;

 private:
  async::Task<ports::Exchange> SendToEngine(http::Request request);

  ports::Clock& clock_;
  Host& iks_;
  Host& procare_;
  Host& desktop_;
  ToEngine to_engine_;
};

class VirtualWorld {
 public:
  // With the centre that has Procare Desktop when the seed has it: its agent runs as soon as the engine does.
  VirtualWorld(const nlohmann::json& seed, domain::Instant start);
  ~VirtualWorld();

  // The engine lives between these two. Kill drops it where it stands, as SIGKILL would; the store stays.
  void StartEngine();
  void KillEngine();
  bool engine_runs() const { return engine_ != nullptr; }
  // The agent's computer. Where the engine is killed, the agent is started anew with it.
  void Sleep();
  void Wake();

  // Lets time pass: everything that is due happens in order, webhooks are delivered.
  void RunUntil(domain::Instant end);
  domain::Instant now() const { return clock_.Now(); }

  // Requests to the admin side of a simulator: "iks", "procare_online" or "procare_desktop".
  http::Response Admin(const std::string& system, const std::string& method, const std::string& path,
                       const nlohmann::json& body = nullptr);
  nlohmann::json Dump(const std::string& system);

  store::MemoryStore& store() { return store_; }
  service::Engine& engine() { return *engine_; }
  const config::Config& config() const { return config_; }
  // Runs a task of the test to its end, time standing still or moving as the task needs.
  template <typename T>
  T Await(async::Task<T> task) {
    return clock_.Run(std::move(task));
  }

 private:
  simulators::kit::SimulatorHost& HostOf(const std::string& system);
  void DeliverWebhooks();
  async::Task<void> Deliver(simulators::kit::Outgoing webhook);
  async::Task<std::optional<http::Response>> AskEngine(http::Request request);

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_;
  simulators::kit::SimulatorHost iks_;
  simulators::kit::SimulatorHost procare_;
  simulators::kit::SimulatorHost desktop_;
  VirtualNetwork network_;
  wire::testing::SeededRandom random_{7};
  store::MemoryStore store_;
  ports::NullLog log_;
  config::Config config_;

  VirtualCentre centre_;
  bool computer_awake_ = false;

  std::unique_ptr<service::Engine> engine_;
  std::unique_ptr<async::TaskScope> scope_;
  std::stop_source stop_;
};

// The configuration of the sample enterprise for this world.
config::Config SunriseConfig(bool with_desktop = false);

// One Brooklyn centre with an empty Procare school and `families` one-child families that nobody can confuse, all on
// the Waitlist: "fam-0" with "child-0" and so on.
nlohmann::json PlainSeed(int families);

}  // namespace ikp::tests
