// The real agent between the real engine and a program that needs more than half an hour for a reading (G41): it is
// read to its end, and an effect comes to its end too.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "engine/async/task_scope.h"
#include "engine/desktop_agent/agent.h"
#include "engine/desktop_agent/session_data.h"
#include "engine/desktop_agent/testing/memory_journal.h"
#include "engine/procare_desktop/installations.h"
#include "engine/store/memory_store.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/seeded_random.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"

namespace ikp::tests {
namespace {

using namespace std::chrono_literals;
using desktop_wire::Outcome;
using nlohmann::json;

constexpr char kEngine[] = "https://engine.example";
constexpr char kProgram[] = "http://127.0.0.1:9000";
constexpr int kFamilies = 250;

class NoLog final : public ports::Log {
 public:
  void Write(ports::LogLevel, std::string_view, const ports::LogFields&) override {}
};

// What the agent can reach. The engine itself calls nobody here.
class Network final : public ports::Transport {
 public:
  explicit Network(wire::testing::ManualClock& clock) : clock_(clock) {}

  async::Task<ports::Exchange> Send(http::Request request, domain::Milliseconds timeout) override {
    if (request.target.starts_with(kEngine)) {
      request.target.erase(0, sizeof kEngine - 1);
      auto response = co_await engine->Handle(std::move(request));
      co_return ports::Exchange{ports::Delivery::kAnswered, ports::TransportFailure::kNone, std::move(response)};
    }
    request.target.erase(0, sizeof kProgram - 1);
    simulator.AdvanceTo(clock_.Now());
    auto answer = simulator.Handle(request, faults, clock_.Now());
    co_await clock_.SleepUntil(clock_.Now() + std::min(answer.delay, timeout), {});
    if (answer.delay > timeout) {
      co_return ports::Exchange{ports::Delivery::kUnknown, ports::TransportFailure::kTimeout, {}};
    }
    co_return ports::Exchange{ports::Delivery::kAnswered, ports::TransportFailure::kNone, std::move(answer.response)};
  }

  procare_desktop::Installations* engine = nullptr;
  simulators::procare_desktop::ProcareDesktopSimulator simulator;
  std::vector<simulators::kit::ActiveFault> faults;

 private:
  wire::testing::ManualClock& clock_;
};

json Database() {
  json persons = json::array();
  json accounts = json::array();
  for (int i = 1; i <= kFamilies; ++i) {
    const auto name = "Family" + std::to_string(i);
    persons.push_back({{"id", 2 * i}, {"first_name", "P"}, {"last_name", name}});
    persons.push_back({{"id", 2 * i + 1}, {"first_name", "C"}, {"last_name", name}, {"date_of_birth", "2023-01-02"}});
    accounts.push_back({{"id", i},
                        {"school_id", 1},
                        {"key", "K" + std::to_string(i)},
                        {"name", name},
                        {"payers", {2 * i}},
                        {"children", {2 * i + 1}}});
  }
  return {{"database",
           {{"regions", json::array({{{"id", 1}, {"name", "East"}, {"code", "E"}}})},
            {"schools", json::array({{{"id", 1}, {"name", "Lake"}, {"region_id", 1}}})},
            {"persons", std::move(persons)},
            {"accounts", std::move(accounts)}}}};
}

class SlowDatabaseTest : public ::testing::Test {
 protected:
  SlowDatabaseTest() {
    EXPECT_TRUE(network_.simulator.Seed(Database(), clock_.Now()).empty());
    network_.engine = &installations_;
    network_.faults = {{"slow_run", {{"ms", "4500"}}}};  // for each account of a page
    office_ = &installations_.Add({.id = domain::InstallationId::Trusted("office"), .activation_key = "key"});
    scope_.Spawn(agent_.Run(stop_.get_token()));
    clock_.Advance(1min);
  }

  procare_desktop::Ended Execute(desktop_wire::Command command) {
    return clock_.Run(office_->Execute(std::move(command)), 24h);
  }

  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, *domain::ParseInstant("2026-03-02T15:00:00Z")};
  wire::testing::SeededRandom random_{3};
  std::stop_source stop_;
  Network network_{clock_};
  wire::Environment environment_{executor_, clock_, network_, random_, stop_.get_token()};
  NoLog log_;
  store::MemoryStore store_;
  procare_desktop::Installations installations_{environment_, store_, log_, {}};
  procare_desktop::Installation* office_ = nullptr;
  desktop_agent::testing::MemoryJournal journal_;
  desktop_agent::SessionData data_{environment_, {.base_url = kProgram, .client_version = "10.2.1"}};
  desktop_agent::Agent agent_{environment_, log_, journal_, data_, {.engine_url = kEngine, .activation_key = "key"}};
  async::TaskScope scope_{executor_};
};

TEST_F(SlowDatabaseTest, IsReadToItsEnd) {
  const auto began = clock_.Now();
  const auto ended = Execute({"r-1", desktop_wire::ReadSchool{1}});
  EXPECT_GT(clock_.Now() - began, 30min);
  EXPECT_EQ(ended.outcome.kind, Outcome::Kind::kDone);
  EXPECT_TRUE(ended.whole);
  ASSERT_TRUE(ended.reading);
  EXPECT_TRUE(ended.reading->complete) << ended.reading->incomplete_because;
  std::size_t accounts = 0;
  for (const auto& chunk : ended.chunks) accounts += chunk.accounts.size();
  EXPECT_EQ(accounts, static_cast<std::size_t>(kFamilies));
}

TEST_F(SlowDatabaseTest, TakesAFamily) {
  domain::NewGuardian guardian;
  guardian.name = {"Ana", "", "Ortiz", "", ""};
  guardian.email = domain::Email::Parse("ana@example.com");
  desktop_wire::CreateFamily task{1, "ORTIZ", {}};
  task.family.guardians.push_back(std::move(guardian));
  const auto began = clock_.Now();
  const auto ended = Execute({"f-1", std::move(task)});
  EXPECT_GT(clock_.Now() - began, 15min);
  EXPECT_EQ(ended.outcome.kind, Outcome::Kind::kDone);
  EXPECT_EQ(network_.simulator.Dump()["database"]["accounts"].size(), static_cast<std::size_t>(kFamilies + 1));
}

}  // namespace
}  // namespace ikp::tests
