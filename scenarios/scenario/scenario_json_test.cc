// Scenario files: everything comes back, files are short, and mistakes are told with path and cure.
#include "scenarios/scenario/scenario_json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/domain/instant.h"
#include "scenarios/scenario/flows.h"
#include "scenarios/scenario/generate.h"

namespace ikp::scenarios {
namespace {

std::string Minimal(const std::string& more) {
  return R"({"version": 1, "start": "2026-03-02T08:50:00.000Z", "safety_ends": "00:05:00", "sites": [{}])" + more + "}";
}

std::vector<std::string> MistakesOf(const std::string& text) {
  const auto parsed = ParseScenarioFile(text);
  return parsed ? std::vector<std::string>{} : parsed.error();
}

bool Tells(const std::vector<std::string>& mistakes, const std::string& beginning) {
  return std::any_of(mistakes.begin(), mistakes.end(),
                     [&](const std::string& mistake) { return mistake.starts_with(beginning); });
}

// Every field of every struct, with a value of its own. A new field stops the test from compiling: it belongs into the
// files too.
Scenario WithEverything() {
  Scenario all{.seed = 7,
               .start = *domain::ParseInstant("2026-03-08T05:00:00.001Z"),
               .sites = {{"online", 0, 4, "Europe/London", "01:30", {"A", "B"}, false, true, false, 3, false, true}},
               .engine = {Milliseconds(60'001), Milliseconds(300'002), Milliseconds(3), Milliseconds(1'004), 0.5, 6,
                          true, Milliseconds(1'005), Milliseconds(1'006)},
               .through_codec = true,
               .iks_switches = {{"iks.page_cap", "5"}},
               .procare_switches = {{"po.page_cap", "6"}},
               .desktop_switches = {{"pd.licence", "mini"}},
               .families = {{0,
                             {{"G", "H", "I", "J"}},
                             {{"K", "L", "2022-01-01", "2022-01-02", "2022-01-03", "Lost"}},
                             false,
                             true,
                             "upper"}},
               .actions = {{Milliseconds(1), ActionKind::kShareProcareChild, 0, 0, 0, 0, 2, "M"}},
               .faults = {{Milliseconds(2), FaultKind::kPcClockWrong, System::kEngine, "POST", 3, 4, Milliseconds(-5),
                           Milliseconds(6), 7, "N", 0}},
               .safety_ends = Milliseconds(86'400'000)};
  [[maybe_unused]] const auto& [s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12] = all.sites[0];
  [[maybe_unused]] const auto& [e1, e2, e3, e4, e5, e6, e7, e8, e9] = all.engine;
  [[maybe_unused]] const auto& [g1, g2, g3, g4] = all.families[0].guardians[0];
  [[maybe_unused]] const auto& [c1, c2, c3, c4, c5, c6] = all.families[0].children[0];
  [[maybe_unused]] const auto& [f1, f2, f3, f4, f5, f6] = all.families[0];
  [[maybe_unused]] const auto& [a1, a2, a3, a4, a5, a6, a7, a8] = all.actions[0];
  [[maybe_unused]] const auto& [d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11] = all.faults[0];
  [[maybe_unused]] const auto& [w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12] = all;
  return all;
}

TEST(ScenarioJson, KeepsEveryField) {
  const auto all = WithEverything();
  const auto parsed = ParseScenario(ToText(all));
  ASSERT_TRUE(parsed.has_value()) << parsed.error().front();
  EXPECT_EQ(*parsed, all);
}

RC_GTEST_PROP(ScenarioJson, WhatIsWrittenIsReadAgain, ()) {
  const auto scenario = *AnyScenario();
  const auto parsed = ParseScenario(ToText(scenario));
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(*parsed == scenario);
}

TEST(ScenarioJson, FlowsAreReadAgainToo) {
  for (const auto& flow : CanonicalFlows()) {
    const auto parsed = ParseScenario(ToText(flow.scenario));
    ASSERT_TRUE(parsed.has_value()) << flow.name << ": " << parsed.error().front();
    EXPECT_EQ(*parsed, flow.scenario) << flow.name;
  }
}

TEST(ScenarioJson, KeepsTheBugAndWhatToExpect) {
  const ScenarioFile file{.scenario = CanonicalFlows().front().scenario, .bug = "It was \"lost\".", .expect = "I1"};
  const auto parsed = ParseScenarioFile(ToText(file));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(*parsed, file);
}

TEST(ScenarioJson, KeepsLargeSeeds) {
  auto scenario = CanonicalFlows().front().scenario;
  scenario.seed = 18'446'744'073'709'551'615ULL;
  EXPECT_EQ(ParseScenario(ToText(scenario))->seed, scenario.seed);
}

// The file of the first flow, as it is checked in somewhere.
TEST(ScenarioJson, LeavesDefaultsOut) {
  EXPECT_EQ(ToText(ScenarioFile{.scenario = FindFlow("push_new_family")->scenario}), R"({
  "version": 1,
  "seed": "1",
  "start": "2026-03-02T08:50:00.000Z",
  "sites": [{"rooms": ["Toddlers", "Preschool"]}],
  "families": [
    {
      "guardians": [
        {"first_name": "Maria", "last_name": "Rivera", "email": "maria.Rivera@example.com", "phone": "(212) 555-0142"}
      ],
      "children": [
        {"first_name": "Ana", "last_name": "Rivera", "birth_date": "2022-01-15", "desired_start": "2026-02-02"}
      ]
    }
  ],
  "actions": [
    {"at": "00:00:01", "kind": "set_status", "family": 0, "child": 0, "value": "Tour Scheduled"},
    {"at": "00:00:05", "kind": "set_status", "family": 0, "child": 0, "value": "Enrolled"},
    {"at": "00:02:00", "kind": "set_status", "family": 0, "child": 0, "value": "Enrolled"}
  ],
  "safety_ends": "00:05:00"
}
)");
}

TEST(ScenarioJson, TheSmallestFileIsAScenario) { EXPECT_TRUE(MistakesOf(Minimal("")).empty()); }

TEST(ScenarioJson, TellsWhatIsNoJson) { EXPECT_TRUE(Tells(MistakesOf("{"), "the file is not JSON")); }

TEST(ScenarioJson, TellsAllMistakesAtOnceWithTheirPlaces) {
  const auto mistakes = MistakesOf(Minimal(R"(, "colour": "red",
    "families": [{"site": "one", "children": [{"first_nam": "Ana"}]}],
    "actions": [{"at": "noon", "kind": "set_statis"}, {"kind": "set_status"}],
    "faults": [{"at": "00:00:01", "kind": "delay", "where": "moon", "ms": 1.5}],
    "seed": -1, "through_codec": 1)"));
  for (const char* beginning :
       {"colour: is not a field here", "families[0].site: write a whole number",
        "families[0].children[0].first_nam: is not a field here", "actions[0].at: write a time such as",
        "actions[0].kind: \"set_statis\" is not a word", "actions[1].at: is missing; add it",
        "faults[0].where: \"moon\" is not a word that is known here; write one of any, iks, procare, engine",
        "faults[0].ms: write a time", "seed: write a whole number from 0", "through_codec: write true or false"}) {
    EXPECT_TRUE(Tells(mistakes, beginning)) << beginning;
  }
  EXPECT_EQ(mistakes.size(), 10u);
}

TEST(ScenarioJson, TellsOtherVersions) {
  EXPECT_TRUE(Tells(MistakesOf(R"({"version": 2})"), "version: must be 1"));
  EXPECT_TRUE(Tells(MistakesOf("{}"), "version: must be 1"));
  EXPECT_FALSE(MistakesOf("[]").empty());
}

TEST(ScenarioJson, TellsWhatMakesNoSense) {
  EXPECT_TRUE(Tells(MistakesOf(Minimal(R"(, "families": [{"site": 1, "children": []}])")),
                    "families[0].site: there is no site 1"));
  EXPECT_TRUE(
      Tells(MistakesOf(Minimal(R"(, "actions": [{"at": "00:00:01", "kind": "set_status", "family": 0, "child": 0,
      "value": "Enrolled"}])")),
            "actions[0].family: there is no family 0"));
  EXPECT_TRUE(Tells(MistakesOf(Minimal(R"(, "faults": [{"at": "01:00:00", "kind": "reset"}])")),
                    "faults[0].at: is after safety_ends"));
}

TEST(ScenarioJson, NumbersAreMilliseconds) {
  const auto parsed = ParseScenario(Minimal(R"(, "faults": [{"at": 1500, "kind": "reset"}])"));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->faults[0].at, Milliseconds(1500));
}

}  // namespace
}  // namespace ikp::scenarios
