// One family with two children, pushed command by command, while every single request is cut off in every way: in the
// end the account is there once, each child once, each row once. The switch that remembers command ids is on and off,
// because nobody may rely on it (H8).
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/desktop/session_bench.h"

namespace ikp::tests {
namespace {

using desktop_wire::Outcome;
using nlohmann::json;
using Kind = Outcome::Kind;

domain::CivilDate Day(const char* text) { return *domain::CivilDate::Parse(text); }

desktop_wire::CreateFamily Family() {
  desktop_wire::CreateFamily task{1, "ORTIZ", {}};
  task.family.name = "Ortiz";
  task.family.guardians = {Guardian("Ana", "ORTIZ", "ana@example.com", ""), Guardian("Cy", "Vance", "", "3125550199")};
  task.family.guardians.front().is_primary = true;
  return task;
}

desktop_wire::PlaceChild Placement(const std::string& child) {
  return {1,
          child,
          {{{Day("2026-03-02"), "Registered"}, {Day("2026-09-01"), "Enrolled"}},
           1,
           {{{"Ana", "", "Ortiz", "", ""}, "Mother", true, true, true},
            {{"Cy", "", "Vance", "", ""}, "Partner", false, false, true},
            {{"Nobody", "", "Here", "", ""}, "Other", false, false, false}}}};
}

// Sends a command again that was not done, as the engine does: a session that could not be opened. What was begun is
// never unknown for long: the agent looks itself.
std::string UntilDone(const std::function<Outcome()>& send) {
  auto outcome = send();
  for (int i = 0; outcome.kind == Kind::kNotDone && i < 2; ++i) outcome = send();
  EXPECT_EQ(outcome.kind, Kind::kDone);
  return outcome.id;
}

void Push(SessionBench& bench) {
  const auto account = std::stoll(UntilDone([&] { return bench.CreateFamily("c1", Family()); }));
  const auto lia = UntilDone([&] {
    return bench.CreateChild("c2", {1, account, Child("Lia", "Ortiz", "2022-02-03")});
  });
  const auto max = UntilDone([&] {
    return bench.CreateChild("c3", {1, account, Child("Max", "Ortiz", "2025-05-06")});
  });
  UntilDone([&] { return bench.PlaceChild("c4", Placement(lia)); });
  UntilDone([&] { return bench.PlaceChild("c5", Placement(max)); });
}

std::vector<json> With(const json& list, const char* key, const json& value) {
  std::vector<json> found;
  for (const auto& item : list) {
    if (item.at(key) == value) found.push_back(item);
  }
  return found;
}

void ExpectOnce(const SessionBench& bench) {
  const auto database = bench.Database();
  const auto accounts = With(database.at("accounts"), "school_id", 1);
  ASSERT_EQ(accounts.size(), 1u) << "one account at the school";
  EXPECT_EQ(accounts[0].at("key"), "ORTIZ");
  ASSERT_EQ(database.at("persons").size(), 5u) << "Ana and Lia are used, Cy and Max entered";
  EXPECT_EQ(accounts[0].at("payers"), json({1, 4}));
  EXPECT_EQ(accounts[0].at("children"), json({3, 5}));
  for (const int child : {3, 5}) {
    std::vector<std::string> rows;
    for (const auto& row : With(database.at("status_rows"), "child_id", child)) {
      if (row.at("school_id") == 1) {
        rows.push_back(row.at("date").get<std::string>() + " " + row.at("status").get<std::string>());
      }
    }
    EXPECT_EQ(rows, (std::vector<std::string>{"2026-03-02 Registered", "2026-09-01 Enrolled"})) << child;
    EXPECT_EQ(With(database.at("relationships"), "child_id", child).size(), child == 3 ? 3u : 2u);
    EXPECT_EQ(With(With(database.at("primary_classrooms"), "child_id", child), "school_id", 1).size(), 1u);
  }
}

TEST(SessionCutsTest, WithoutAnyCut) {
  SessionBench bench;
  Push(bench);
  ExpectOnce(bench);
  EXPECT_EQ(bench.OpenSessions(), 0);
  const auto related = With(bench.Database().at("relationships"), "child_id", 5);
  ASSERT_EQ(related.size(), 2u);
  EXPECT_EQ(related[0].at("label"), "Mother");
  EXPECT_EQ(related[0].at("lives_with"), true);
  EXPECT_EQ(related[1].at("label"), "Guardian") << "the site has no Partner";
  EXPECT_EQ(related[1].at("pickup"), true);
}

class CutTest : public ::testing::TestWithParam<std::tuple<Cut, const char*>> {};

TEST_P(CutTest, EveryRequestOnce) {
  const auto [cut, remembers] = GetParam();
  SessionBench whole;
  Push(whole);
  ASSERT_GT(whole.requests(), 30);
  for (int n = 1; n <= whole.requests(); ++n) {
    SCOPED_TRACE("request " + std::to_string(n));
    SessionBench bench;
    bench.Switch("pd.remembers_commands", remembers);
    bench.CutRequest(n, cut);
    Push(bench);
    ExpectOnce(bench);
    EXPECT_EQ(bench.crashes, cut == Cut::kCrashUnhandled || cut == Cut::kCrashAfterwards ? 1 : 0);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(AllWays, CutTest,
                         ::testing::Combine(::testing::Values(Cut::kRequestLost, Cut::kAnswerLost, Cut::kCrashUnhandled,
                                                              Cut::kCrashAfterwards),
                                            ::testing::Values("true", "false")));

}  // namespace
}  // namespace ikp::tests
