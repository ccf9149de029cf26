// The real engine and the real agent, connected by TLS, with the simulated systems behind them; one of the two is
// killed with SIGKILL again and again, in the middle of pushes and nightly uploads. At the end every family stands in
// Procare Desktop exactly once, with each of its rows once (I1, I2, I11).
#include <random>
#include <thread>

#include "tests/desktop/process_bench.h"

namespace ikp::tests {
namespace {

constexpr int kKills = kFamilies;
using DesktopKillTest = ProcessBench;

bool IsEnrolledAtOnce(int family) { return family % 3 == 0; }

void ExpectEachFamilyOnce(const json& database) {
  std::map<std::string, int> accounts;
  std::map<std::string, int> persons;
  std::map<std::int64_t, std::string> names;
  for (const auto& account : database.at("accounts")) ++accounts[account.at("name").get<std::string>()];
  for (const auto& person : database.at("persons")) {
    const auto first = person.at("first_name").get<std::string>();
    ++persons[first];
    names[person.at("id").get<std::int64_t>()] = first;
  }
  std::map<std::string, std::vector<std::string>> rows;
  for (const auto& row : database.at("status_rows")) {
    rows[names.at(row.at("child_id").get<std::int64_t>())].push_back(row.at("status").get<std::string>());
  }
  std::map<std::string, int> related;
  for (const auto& row : database.at("relationships")) ++related[names.at(row.at("child_id").get<std::int64_t>())];
  for (int i = 0; i < kKills; ++i) {
    const auto child = Numbered("Child", i);
    EXPECT_EQ(accounts[Numbered("Family", i)], 1) << i;
    EXPECT_EQ(persons[Numbered("Parent", i)], 1) << i;
    EXPECT_EQ(persons[child], 1) << i;
    auto wanted = std::vector<std::string>{"Pre-Registered", "Enrolled"};
    if (IsEnrolledAtOnce(i)) wanted = {"Enrolled"};
    EXPECT_EQ(rows[child], wanted) << i;
    EXPECT_EQ(related[child], 1) << i;
  }
  EXPECT_EQ(database.at("accounts").size(), static_cast<std::size_t>(kTypedByStaff + kKills));
}

TEST_F(DesktopKillTest, FiftyTimesWithoutDuplicateOrLoss) {
  std::mt19937 random(20260302);
  std::uniform_int_distribution<int> real_ms(20, 220);
  int in_the_middle = 0;
  std::vector<std::jthread> nights;
  for (int kill = 0; kill < kKills; ++kill) {
    ASSERT_NO_FATAL_FAILURE(Staff("iks", {{"action", "set_status"},
                                          {"account_id", "sunrise"},
                                          {"child_id", Numbered("child-", kill)},
                                          {"status", IsEnrolledAtOnce(kill) ? "Enrolled" : "Pre-Registered"}}));
    // Every fifth time a nightly runs beside it.
    if (kill % 5 == 0) {
      nights.emplace_back([this] { Send("POST", Operator() + "/admin/v1/sites/lake/nightly", json::object()); });
    }
    // When the kill comes is the one thing here that is left to chance.
    std::this_thread::sleep_for(milliseconds(real_ms(random)));
    const bool kills_agent = kill % 2 == 0;
    (kills_agent ? agent_ : engine_)->Kill();
    if (kills_agent ? AgentDiedInTheMiddle() : EngineDiedInTheMiddle()) ++in_the_middle;
    if (kills_agent) {
      ASSERT_NO_FATAL_FAILURE(StartAgent());
    } else {
      ASSERT_NO_FATAL_FAILURE(StartEngine());
    }
  }
  nights.clear();
  EXPECT_GT(in_the_middle, kKills / 10) << "most kills missed the work: the test proves little";

  const auto deadline = std::chrono::steady_clock::now() + seconds(120);
  while (Linked() < kKills && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(milliseconds(100));
  }
  EXPECT_EQ(Linked(), kKills) << LastLines(EngineLog()) << LastLines(AgentLog());
  const auto night = Send("POST", Operator() + "/admin/v1/sites/lake/nightly", json::object(), seconds(60));
  EXPECT_TRUE(night) << LastLines(EngineLog());
  ExpectEachFamilyOnce(Dump("procare_desktop").value("database", json::object()));

  EXPECT_EQ(agent_->Stop(seconds(20)), 0) << "SIGTERM must end the agent cleanly";
  EXPECT_EQ(engine_->Stop(seconds(20)), 0) << "SIGTERM must end the engine cleanly";
  EXPECT_FALSE(AgentDiedInTheMiddle());
  EXPECT_FALSE(EngineDiedInTheMiddle());
}

}  // namespace
}  // namespace ikp::tests
