// What is drawn: valid, the same for the same seed, varied, and within what an engine is entitled to.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "scenarios/scenario/draw.h"
#include "scenarios/scenario/valid.h"
#include "simulators/iks/iks_simulator.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"
#include "simulators/procare_online/procare_online_simulator.h"

namespace ikp::scenarios {
namespace {

constexpr int kRuns = 600;

std::vector<Scenario> Many() {
  std::vector<Scenario> scenarios;
  GenerateOptions options;
  options.kind = "any";
  for (std::uint64_t run = 0; run < kRuns; ++run) scenarios.push_back(Draw(SeedOfRun(20260302, run), options));
  return scenarios;
}

// Drawn once for all tests of this file.
const std::vector<Scenario>& Sample() {
  static const std::vector<Scenario> kSample = Many();
  return kSample;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

TEST(Draw, TheSameSeedGivesTheSameScenario) {
  EXPECT_EQ(Draw(7), Draw(7));
  EXPECT_NE(Draw(7), Draw(8));
  EXPECT_EQ(DrawDense(7, 10, 60), DrawDense(7, 10, 60));
}

TEST(Draw, RunsOfASeriesDiffer) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t run = 0; run < 1000; ++run) seeds.insert(SeedOfRun(1, run));
  for (std::uint64_t run = 0; run < 1000; ++run) seeds.insert(SeedOfRun(2, run));
  EXPECT_EQ(seeds.size(), 2000u);
}

TEST(Draw, EveryScenarioIsValid) {
  for (const auto& scenario : Sample()) {
    const auto mistakes = MistakesIn(scenario);
    ASSERT_TRUE(mistakes.empty()) << Joined(mistakes);
  }
}

TEST(Draw, KeepsTheBoundsOfItsOptions) {
  GenerateOptions options;
  options.min_actions = 3;
  options.max_actions = 5;
  options.min_families = 1;
  options.max_families = 2;
  options.min_faults = 2;
  options.max_faults = 2;
  options.safety_max_hours = 8;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto scenario = Draw(seed, options);
    EXPECT_GE(scenario.actions.size(), 3u);
    EXPECT_LE(scenario.actions.size(), 5u);
    EXPECT_GE(scenario.families.size(), 1u);
    EXPECT_LE(scenario.families.size(), 2u);
    EXPECT_EQ(scenario.faults.size(), 2u);
    EXPECT_LE(scenario.safety_ends, std::chrono::hours(8));
  }
}

TEST(Draw, TwentyFiveActionsOnAverageMostlyChangesOfStatus) {
  double actions = 0;
  double statuses = 0;
  std::map<ActionKind, int> kinds;
  for (const auto& scenario : Sample()) {
    actions += static_cast<double>(scenario.actions.size());
    for (const auto& action : scenario.actions) ++kinds[action.kind];
  }
  statuses = kinds[ActionKind::kSetStatus];
  EXPECT_GE(actions / kRuns, 25);
  EXPECT_GE(statuses / actions, 0.3);
  EXPECT_LE(statuses / actions, 0.7);
  for (const auto kind : AllActionKinds()) EXPECT_GT(kinds[kind], 0) << ToWord(kind);
}

TEST(Draw, EveryKindOfFaultIsThereAndSomeRunsHaveNone) {
  std::map<FaultKind, int> kinds;
  int without = 0;
  for (const auto& scenario : Sample()) {
    if (scenario.faults.empty()) ++without;
    for (const auto& fault : scenario.faults) ++kinds[fault.kind];
  }
  for (const auto kind : AllFaultKinds()) EXPECT_GT(kinds[kind], 0) << ToWord(kind);
  EXPECT_GT(without, kRuns / 20);
  EXPECT_LT(without, kRuns / 2);
}

// What the engine's visibility window promises to be longer than, with three minutes to spare.
TEST(Draw, LagsStayWithinTheVisibilityWindow) {
  for (const auto& scenario : Sample()) {
    Milliseconds lag{0};
    const auto visibility = scenario.procare_switches.find("po.visibility_ms");
    if (visibility != scenario.procare_switches.end()) {
      EXPECT_LE(std::stoi(visibility->second), 240'000);
      lag += Milliseconds(std::stoi(visibility->second));
    }
    for (const auto& fault : scenario.faults) {
      if (fault.where == System::kAgent || fault.where == System::kProgram)
        continue;  // commands come one after the other, however late
      switch (fault.kind) {
        case FaultKind::kReadLag:
          EXPECT_LE(fault.ms.count(), 300'000);
          lag += fault.ms;
          break;
        case FaultKind::kDelay:
        case FaultKind::kDuplicated:
          EXPECT_LE(fault.ms.count(), 60'000);
          lag += fault.ms;
          break;
        case FaultKind::kClog:
          EXPECT_LE(fault.ms.count(), 20'000);
          lag += fault.ms;
          break;
        case FaultKind::kClockStep:
          EXPECT_GE(fault.ms, -std::chrono::hours(2));
          if (fault.ms > Milliseconds(0)) lag += fault.ms;
          break;
        default:
          break;
      }
    }
    EXPECT_LE(lag, scenario.engine.visibility_window - std::chrono::minutes(3));
  }
}

TEST(Draw, SwitchesAreOnesThatTheSimulatorsHave) {
  simulators::procare_online::ProcareOnlineSimulator procare;
  simulators::iks::IksSimulator iks;
  std::set<std::string> seen;
  for (const auto& scenario : Sample()) {
    for (const auto& [name, value] : scenario.procare_switches) {
      EXPECT_FALSE(procare.SetSwitch(name, value)) << name << "=" << value;
      seen.insert(name);
    }
    for (const auto& [name, value] : scenario.iks_switches) {
      EXPECT_FALSE(iks.SetSwitch(name, value)) << name << "=" << value;
      seen.insert(name);
    }
  }
  simulators::procare_desktop::ProcareDesktopSimulator desktop;
  for (const auto& scenario : Sample()) {
    for (const auto& [name, value] : scenario.desktop_switches) {
      EXPECT_FALSE(desktop.SetSwitch(name, value)) << name << "=" << value;
    }
  }
  // All but the two contracts and the list of statuses.
  EXPECT_EQ(seen.size(), procare.switches().size() + iks.switches().size() - 3);
}

TEST(Draw, KindsOfProcareAreAsAskedFor) {
  const auto count = [](const std::string& kind, bool desktop) {
    GenerateOptions options;
    options.kind = kind;
    int found = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const auto scenario = Draw(seed, options);
      found += std::any_of(scenario.sites.begin(), scenario.sites.end(),
                           [=](const Site& site) { return site.desktop() == desktop; })
                   ? 1
                   : 0;
      EXPECT_TRUE(MistakesIn(scenario).empty()) << Joined(MistakesIn(scenario));
    }
    return found;
  };
  EXPECT_EQ(count("online", true), 0);
  EXPECT_EQ(count("desktop", false), 0);
  EXPECT_EQ(count("mixed", true), 100);
  EXPECT_EQ(count("mixed", false), 100);
  EXPECT_GT(count("any", true), 25);
  EXPECT_GT(count("any", false), 50);
}

// What happens at Desktop is drawn apart from the rest.
TEST(Draw, ARunWithoutDesktopIsTheSameWhereverItIsDrawn) {
  GenerateOptions any;
  any.kind = "any";
  int same = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto scenario = Draw(seed, any);
    if (InstallationsIn(scenario) > 0) continue;
    EXPECT_EQ(scenario, Draw(seed));
    ++same;
  }
  EXPECT_GT(same, 10);
}

TEST(Draw, ClocksChangeInAFairShareOfTheRuns) {
  int near = 0;
  std::set<std::string> zones;
  for (const auto& scenario : Sample()) {
    for (const auto& site : scenario.sites) zones.insert(site.zone);
    for (const char* change : {"2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-29T01:00:00Z",
                               "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"}) {
      const auto at = *domain::ParseInstant(change);
      if (scenario.start <= at && at <= scenario.start + scenario.safety_ends) ++near;
    }
  }
  EXPECT_GT(near, kRuns / 12);
  EXPECT_GE(zones.size(), 8u);
}

TEST(Draw, HouseholdsCollideInSomeRunsAndNotInOthers) {
  int with = 0;
  for (const auto& scenario : Sample()) {
    std::set<std::string> names;
    bool equal = false;
    for (const auto& family : scenario.families) {
      for (const auto& child : family.children) {
        equal = !names.insert(child.first_name + " " + child.last_name).second || equal;
      }
    }
    if (equal) ++with;
  }
  EXPECT_GT(with, kRuns / 10);
  EXPECT_LT(with, kRuns * 9 / 10);
}

TEST(DrawDense, HasOneActionASecondForManyFamilies) {
  const auto scenario = DrawDense(3, 50, 600);
  EXPECT_EQ(scenario.families.size(), 50u);
  EXPECT_LE(scenario.sites.size(), 2u);
  ASSERT_EQ(scenario.actions.size(), 600u);
  for (std::size_t i = 0; i < scenario.actions.size(); ++i) {
    EXPECT_EQ(scenario.actions[i].at, std::chrono::seconds(i + 1));
  }
  EXPECT_FALSE(scenario.faults.empty());
  EXPECT_TRUE(MistakesIn(scenario).empty()) << Joined(MistakesIn(scenario));
}

}  // namespace
}  // namespace ikp::scenarios
