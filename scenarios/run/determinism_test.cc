// The same scenario gives the same run: again, in every detail, and whether messages pass as objects or as bytes. And
// the hash that says so tells runs apart.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/run/hash.h"
#include "scenarios/run/runner.h"
#include "scenarios/scenario/draw.h"
#include "scenarios/scenario/flows.h"

namespace ikp::scenarios {
namespace {

constexpr std::uint64_t kSeed = 20260302;
constexpr int kRuns = 40;

class Determinism : public testing::TestWithParam<int> {};

TEST_P(Determinism, SameScenarioSameRun) {
  const auto scenario = Draw(SeedOfRun(kSeed, static_cast<std::uint64_t>(GetParam())));
  const auto first = scenarios::Run(scenario);
  const auto again = scenarios::Run(scenario);
  EXPECT_EQ(first.hash, again.hash);
  EXPECT_EQ(first.steps, again.steps);
  EXPECT_EQ(first.marks, again.marks);
  EXPECT_EQ(first.hash, scenarios::Run(scenario, {.detailed = true}).hash) << "details for people changed the run";
  auto flipped = scenario;
  flipped.through_codec = !scenario.through_codec;
  EXPECT_EQ(first.hash, scenarios::Run(flipped).hash) << "the HTTP codec changed the run";
}

INSTANTIATE_TEST_SUITE_P(Series, Determinism, testing::Range(0, kRuns));

TEST(Hash, AnotherSeedIsAnotherRun) {
  auto scenario = FindFlow("push_new_family")->scenario;
  const auto hash = scenarios::Run(scenario).hash;
  ++scenario.seed;
  EXPECT_NE(scenarios::Run(scenario).hash, hash);
}

TEST(Hash, ChangesWithWhateverHappenedOtherwise) {
  auto scenario = FindFlow("push_new_family")->scenario;
  scenario.faults = {{.at = std::chrono::seconds(6), .kind = FaultKind::kCrash, .ms = Milliseconds(1000)}};
  const auto history = scenarios::Run(scenario, {.detailed = true}).history;
  const auto hash = HashOf(history);
  const std::vector<std::pair<std::string, std::function<void(oracle::History&)>>> changes = {
      {"sent a millisecond later", [](auto& h) { h.exchanges.back().sent += Milliseconds(1); }},
      {"answered a millisecond later", [](auto& h) { h.exchanges.back().answered += Milliseconds(1); }},
      {"another order", [](auto& h) { ++h.exchanges.back().sent_seq; }},
      {"another status", [](auto& h) { h.exchanges.front().status = 500; }},
      {"another fate", [](auto& h) { h.exchanges.front().fate = oracle::Fate::kAnswerLost; }},
      {"handled twice", [](auto& h) { ++h.exchanges.front().deliveries; }},
      {"another path", [](auto& h) { h.exchanges.front().path += "&"; }},
      {"another body", [](auto& h) { h.exchanges.front().body += " "; }},
      {"another answer", [](auto& h) { h.exchanges.front().answer += " "; }},
      {"one message less", [](auto& h) { h.exchanges.pop_back(); }},
      {"another status in IKS", [](auto& h) { h.iks_children.back().status += "?"; }},
      {"another classroom in IKS", [](auto& h) { h.iks_children.back().classroom += "?"; }},
      {"another child in IKS", [](auto& h) { h.iks_children.back().id += "?"; }},
      {"another status in Procare", [](auto& h) { h.procare_children.back().status += "?"; }},
      {"another school", [](auto& h) { h.procare_children.back().school += "?"; }},
      {"removed", [](auto& h) { h.procare_children.back().removed = true; }},
      {"a webhook unanswered", [](auto& h) { h.webhooks.back().status = 0; }},
      {"died otherwise", [](auto& h) { ++h.lives.front().died_seq; }},
      {"an act not done", [](auto& h) { h.acts.front().done = !h.acts.front().done; }},
      {"another log line", [](auto& h) { h.log.back().text += " "; }},
      {"another audit entry", [](auto& h) { h.opinion.audit.back().details_json += " "; }},
      {"another link", [](auto& h) { h.opinion.links.back().procare_id += "?"; }},
  };
  for (const auto& [what, change] : changes) {
    auto changed = history;
    change(changed);
    EXPECT_NE(HashOf(changed), hash) << what;
  }
}

TEST(Hash, IsNotConcernedWithWhatOnlyPeopleRead) {
  auto history = scenarios::Run(FindFlow("push_new_family")->scenario, {.detailed = true}).history;
  const auto hash = HashOf(history);
  for (auto& act : history.acts) act.what.clear();
  for (auto& fault : history.faults) fault.what.clear();
  for (auto& exchange : history.exchanges) exchange.fault.clear();
  history.writes.clear();
  EXPECT_EQ(HashOf(history), hash);
}

}  // namespace
}  // namespace ikp::scenarios
