// FolderWorld: a centre without a program interface, as a whole: the production engine, the simulated IKS, the
// production agent with the folder bridge, and the simulated installation whose exports somebody puts into the folder.
// One thread, a clock that the test moves.
//
//   FolderWorld world(families);
//   world.Iks({{"action", "set_status"}, {"child_id", "child-0-0"}, {"status", "Enrolled"}});
//   world.Export();
//   world.Pass(std::chrono::hours(1));
//   for (const auto& card : world.Cards()) ...
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/async/task_scope.h"
#include "engine/config/config.h"
#include "engine/desktop_agent/agent.h"
#include "engine/service/engine.h"
#include "engine/store/memory_store.h"
#include "engine/wire/testing/seeded_random.h"
#include "simulators/iks/iks_simulator.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"
#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {

class FolderWorld {
 public:
  // `families`: as the simulated IKS is seeded with them, at location "loc". School 1 is new: it has a room 11 called
  // "Infants", and nobody in it.
  explicit FolderWorld(const nlohmann::json& families);
  ~FolderWorld();

  void Pass(domain::Milliseconds time);
  domain::Instant now() const { return clock_.Now(); }
  std::string Today() const;

  // What people do in IKS, and in the screens of Procare Desktop; throws when it is refused.
  nlohmann::json Iks(nlohmann::json action);
  nlohmann::json Staff(const nlohmann::json& action);
  const simulators::procare_desktop::Database& database() const { return desktop_.world().database; }
  // Puts the three reports into the folder, as they are now.
  void Export();
  MemoryFolder& folder() { return folder_; }
  // The agent's process ends and starts anew; journal and folder stay.
  void RestartAgent();

  // What the work list asks for: the open items that have a card of their own.
  std::vector<WorkItem> Cards() const;

  std::optional<ports::PushState> StateOf(const std::string& child);
  std::optional<ports::Link> LinkOf(const std::string& child);
  std::optional<ports::Link> FamilyLinkOf(const std::string& family);
  std::vector<ports::Review> OpenReviews();
  std::vector<ports::Intent> OpenIntents();
  // Nothing: none of the candidates, create anew.
  void Decide(const domain::ReviewId& review, const std::optional<std::string>& link);
  std::string IksStatusOf(const std::string& child) const;

 private:
  class Network;
  struct AgentRun;

  template <typename T>
  T Await(async::Task<T> task) {
    return clock_.Run(std::move(task));
  }
  async::Task<std::optional<http::Response>> AskEngine(http::Request request);
  void DeliverWebhooks();
  async::Task<void> Deliver(simulators::kit::Outgoing webhook);

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_;
  wire::testing::SeededRandom random_{5};
  ports::NullLog log_;
  simulators::iks::IksSimulator iks_;
  simulators::procare_desktop::ProcareDesktopSimulator desktop_;
  store::MemoryStore store_;
  MemoryFolder folder_{clock_};
  MemoryJournal journal_;
  config::Config config_;
  std::unique_ptr<Network> network_;
  std::stop_source stop_;
  std::unique_ptr<service::Engine> engine_;
  std::unique_ptr<async::TaskScope> scope_;
  std::unique_ptr<AgentRun> agent_;
};

}  // namespace ikp::desktop_agent
