// The reducer, with failures whose smallest scenario is known.
#include "scenarios/reduce/reducer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "scenarios/scenario/generate.h"
#include "scenarios/scenario/scenario_json.h"
#include "scenarios/scenario/valid.h"

namespace ikp::scenarios {
namespace {

constexpr int kBudget = 500;

bool SameDeed(const Action& a, const Action& b) { return a.kind == b.kind && a.value == b.value; }

// Fails when these are there in this order, among whatever else.
StillFails Contains(std::vector<Action> actions, std::vector<FaultKind> faults) {
  return [=](const Scenario& scenario) {
    std::size_t found = 0;
    for (const auto& action : scenario.actions) {
      if (found < actions.size() && SameDeed(action, actions[found])) ++found;
    }
    return found == actions.size() && std::all_of(faults.begin(), faults.end(), [&](FaultKind kind) {
             return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                                [=](const Fault& fault) { return fault.kind == kind; });
           });
  };
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

TEST(Reduce, FindsTheTwoActionsAndTheFault) {
  GenerateOptions options;
  options.min_faults = 4;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto scenario = Draw(seed, options);
    const auto& actions = scenario.actions;
    const auto reduction = Reduce(scenario, Contains({actions[seed % 9], actions[actions.size() - 1 - seed % 7]},
                                                     {scenario.faults[seed % 4].kind}));
    EXPECT_TRUE(reduction.reproduced);
    EXPECT_TRUE(reduction.finished);
    EXPECT_LE(reduction.executions, kBudget);
    EXPECT_EQ(reduction.before, SizeOf(scenario));
    EXPECT_LE(reduction.after.actions, 2u) << ToText(reduction.scenario);
    EXPECT_EQ(reduction.after.faults, 1u) << ToText(reduction.scenario);
    EXPECT_LE(reduction.after.families, 3u) << ToText(reduction.scenario);
    EXPECT_EQ(reduction.after.sites, 1u) << ToText(reduction.scenario);
    EXPECT_EQ(reduction.after.switches, 0u) << ToText(reduction.scenario);
  }
}

TEST(Reduce, WhatAlwaysFailsBecomesNothing) {
  const auto reduction = Reduce(Draw(1), [](const Scenario&) { return true; });
  EXPECT_EQ(reduction.after, (ScenarioSize{.sites = 1}));
  EXPECT_LT(reduction.executions, 60);
}

TEST(Reduce, WhatDoesNotFailStaysAsItIs) {
  const auto scenario = Draw(1);
  const auto reduction = Reduce(scenario, [](const Scenario&) { return false; });
  EXPECT_FALSE(reduction.reproduced);
  EXPECT_EQ(reduction.executions, 1);
  EXPECT_EQ(reduction.scenario, scenario);
}

TEST(Reduce, KeepsTheSwitchesAndSettingsThatMatter) {
  auto scenario = Draw(5);
  scenario.procare_switches["po.list_envelope"] = "bare";
  scenario.iks_switches["iks.page_cap"] = "5";
  scenario.engine.send_external_id = true;
  const auto reduction = Reduce(scenario, [](const Scenario& one) {
    return one.procare_switches.contains("po.list_envelope") && one.engine.send_external_id;
  });
  EXPECT_EQ(reduction.after.switches, 1u);
  EXPECT_TRUE(reduction.scenario.engine.send_external_id);
  EXPECT_EQ(reduction.scenario.engine.poll_interval, EngineSetup().poll_interval);
}

// There and back: neither can go alone.
TEST(Reduce, CutsPairs) {
  auto scenario = Draw(9);
  scenario.faults.clear();
  scenario.actions.resize(10);
  const auto reduction = Reduce(scenario, [](const Scenario& one) { return one.actions.size() % 2 == 0; });
  EXPECT_EQ(reduction.after.actions, 0u);
}

// A race: with any cut the failure needs other draws.
TEST(Reduce, TriesOtherSeedsWhenCutsLoseTheRace) {
  auto scenario = Draw(9);
  scenario.faults.clear();
  scenario.actions.resize(7);
  scenario.seed = 1'000;
  const auto reduction = Reduce(scenario, [](const Scenario& one) {
    return one.actions.size() == 7 || (one.seed == 2 && one.actions.size() >= 3);
  });
  EXPECT_EQ(reduction.after.actions, 3u);
}

TEST(Reduce, MakesValuesPlain) {
  auto scenario = Draw(12);
  scenario.families.resize(2);
  scenario.actions = {
      {.at = Milliseconds(754'321), .kind = ActionKind::kSetStatus, .family = 1, .child = 0, .value = "Enrolled"}};
  scenario.faults = {{.at = Milliseconds(754'322),
                      .kind = FaultKind::kAnswerLost,
                      .where = System::kProcare,
                      .method = "POST",
                      .after = 3,
                      .count = 4}};
  const auto reduction = Reduce(scenario, Contains(scenario.actions, {FaultKind::kAnswerLost}));
  ASSERT_EQ(reduction.scenario.families.size(), 1u);
  const auto& family = reduction.scenario.families[0];
  ASSERT_EQ(family.children.size(), 1u);
  EXPECT_EQ(family.children[0].first_name, "Ann");
  EXPECT_EQ(family.children[0].last_name, "Adams");
  EXPECT_EQ(reduction.scenario.faults[0].count, 1);
  EXPECT_EQ(reduction.scenario.faults[0].after, 0);
  EXPECT_EQ(reduction.scenario.faults[0].method, "POST");
  EXPECT_EQ(reduction.scenario.actions[0].at.count() % 60'000, 0);
  EXPECT_EQ(reduction.scenario.sites[0], Site());
  EXPECT_LE(reduction.scenario.safety_ends, std::chrono::minutes(2));
}

TEST(Reduce, StopsWithItsBudget) {
  const auto scenario = Draw(4);
  int executions = 0;
  const auto reduction = Reduce(scenario,
                                [&](const Scenario& one) {
                                  ++executions;
                                  return one.actions.size() >= 10;
                                },
                                {.budget = 12});
  EXPECT_EQ(executions, 12);
  EXPECT_EQ(reduction.executions, 12);
  EXPECT_FALSE(reduction.finished);
}

// Whatever the failure is: the answer fails, is valid, is no larger, and everything that was tried was valid.
RC_GTEST_PROP(Reduce, GivesAValidFailingScenarioThatIsNoLarger, ()) {
  GenerateOptions options;
  options.max_actions = 24;
  const auto scenario = *AnyScenario(options);
  // A failure that depends on nearly everything, in no way that a cut can foresee.
  const auto salt = *rc::gen::inRange<std::size_t>(2, 40);
  const StillFails still_fails = [=](const Scenario& one) {
    RC_ASSERT(MistakesIn(one).empty());
    return one == scenario || std::hash<std::string>()(ToText(one)) % salt != 0;
  };
  const int budget = *rc::gen::inRange(1, 150);
  const auto reduction = Reduce(scenario, still_fails, {.budget = budget});
  const auto mistakes = MistakesIn(reduction.scenario);
  if (!mistakes.empty()) RC_FAIL(Joined(mistakes));
  RC_ASSERT(still_fails(reduction.scenario));
  RC_ASSERT(reduction.executions <= budget);
  RC_ASSERT(reduction.after == SizeOf(reduction.scenario));
  RC_ASSERT(reduction.after.sites <= reduction.before.sites);
  RC_ASSERT(reduction.after.families <= reduction.before.families);
  RC_ASSERT(reduction.after.children <= reduction.before.children);
  RC_ASSERT(reduction.after.actions <= reduction.before.actions);
  RC_ASSERT(reduction.after.faults <= reduction.before.faults);
  RC_ASSERT(reduction.after.switches <= reduction.before.switches);
}

TEST(Reduce, GivesTheSameAnswerTwice) {
  const auto scenario = Draw(77);
  const auto still_fails = Contains({scenario.actions[3], scenario.actions[11]}, {});
  EXPECT_EQ(Reduce(scenario, still_fails).scenario, Reduce(scenario, still_fails).scenario);
}

}  // namespace
}  // namespace ikp::scenarios
