// The world as a whole, on one small story: a child is enrolled five seconds after the beginning. What breaks on the
// way must be in the history as it happened. Whether the engine did right is for the oracles, except that one child in
// IKS may be only one in Procare.
#include "scenarios/world/world.h"

#include <gtest/gtest.h>
// After GoogleTest.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "scenarios/scenario/flows.h"

namespace ikp::scenarios {
namespace {

using oracle::Fate;
using oracle::Peer;
using std::chrono::minutes;
using std::chrono::seconds;

Scenario WithFaults(std::vector<Fault> faults) {
  Scenario scenario = FindFlow("push_new_family")->scenario;
  scenario.faults = std::move(faults);
  return scenario;
}

oracle::History Lived(const Scenario& scenario) {
  World world(scenario, {});
  world.Live();
  EXPECT_TRUE(world.came_to_rest());
  return world.TakeHistory();
}

oracle::History LivedWith(std::vector<Fault> faults) { return Lived(WithFaults(std::move(faults))); }

std::vector<const oracle::Exchange*> Creations(const oracle::History& history) {
  std::vector<const oracle::Exchange*> found;
  for (const auto& one : history.exchanges) {
    if (one.peer == Peer::kProcare && one.method == "POST" && one.path.starts_with("/api/")) found.push_back(&one);
  }
  return found;
}

std::size_t ChildrenInProcare(const oracle::History& history) {
  std::set<std::string> ids;
  for (const auto& version : history.procare_children) ids.insert(version.id);
  return ids.size();
}

TEST(World, WithoutFaultsEveryMessageIsAnsweredAndOneProcessLives) {
  const auto history = LivedWith({});
  ASSERT_FALSE(history.exchanges.empty());
  for (const auto& one : history.exchanges) {
    if (one.sent > history.ended - seconds(1)) continue;
    EXPECT_EQ(one.fate, Fate::kAnswered) << one.path;
    EXPECT_EQ(one.deliveries, 1);
    EXPECT_LT(one.sent_seq, one.handled_seq);
    EXPECT_LT(one.handled_seq, one.answered_seq);
    EXPECT_LT(one.sent, one.handled);
    EXPECT_LT(one.handled, one.answered);
  }
  EXPECT_EQ(history.lives.size(), 1u);
  EXPECT_EQ(history.lives[0].died_seq, 0u);
  EXPECT_EQ(ChildrenInProcare(history), 1u);
  EXPECT_EQ(history.healed, history.began + minutes(5));
  EXPECT_LT(history.healed_seq, history.converged_seq);
  EXPECT_EQ(history.ended, history.converged_by + std::chrono::hours(72));
}

TEST(World, ALostAnswerIsHandledAndItsSenderTimesOutOrIsCutOff) {
  const auto history = LivedWith({{.kind = FaultKind::kAnswerLost, .where = System::kProcare, .method = "POST"}});
  const auto creations = Creations(history);
  ASSERT_FALSE(creations.empty());
  EXPECT_EQ(creations[0]->fate, Fate::kAnswerLost);
  EXPECT_EQ(creations[0]->fault, "answer_lost");
  EXPECT_EQ(creations[0]->status, 201);
  EXPECT_EQ(creations[0]->deliveries, 1);
  EXPECT_FALSE(creations[0]->known_not_sent);
  EXPECT_NE(creations[0]->answered_seq, 0u);  // the sender knows that it does not know
  EXPECT_EQ(ChildrenInProcare(history), 1u);
}

TEST(World, ALostRequestIsNeverHandled) {
  const auto history = LivedWith({{.kind = FaultKind::kRequestLost, .where = System::kProcare, .method = "POST"}});
  const auto creations = Creations(history);
  ASSERT_GT(creations.size(), 1u);
  EXPECT_EQ(creations[0]->fate, Fate::kRequestLost);
  EXPECT_EQ(creations[0]->handled_seq, 0u);
  EXPECT_EQ(creations[0]->deliveries, 0);
  EXPECT_EQ(creations[0]->answered, creations[0]->sent + EngineSetup().request_timeout);
  EXPECT_EQ(ChildrenInProcare(history), 1u);
}

TEST(World, ADuplicateArrivesTwiceAndIsAnsweredOnce) {
  const auto history = LivedWith(
      {{.kind = FaultKind::kDuplicated, .where = System::kProcare, .method = "GET", .ms = Milliseconds(300)}});
  const auto twice = std::find_if(history.exchanges.begin(), history.exchanges.end(),
                                  [](const auto& one) { return one.deliveries == 2; });
  ASSERT_NE(twice, history.exchanges.end());
  EXPECT_EQ(twice->fault, "duplicated,again");
  EXPECT_EQ(twice->fate, Fate::kAnswered);
  EXPECT_EQ(std::count_if(history.exchanges.begin(), history.exchanges.end(),
                          [](const auto& one) { return one.deliveries > 1; }),
            1);
}

TEST(World, APartitionCutsOneSystemForItsTime) {
  const auto history = LivedWith({{.kind = FaultKind::kPartition, .where = System::kProcare, .lasts = minutes(4)}});
  int cut = 0;
  for (const auto& one : history.exchanges) {
    const bool inside = one.peer == Peer::kProcare && one.sent < history.began + minutes(4);
    cut += inside ? 1 : 0;
    EXPECT_EQ(one.fate == Fate::kRequestLost, inside) << one.path;
    if (inside) {
      EXPECT_EQ(one.handled_seq, 0u);
      EXPECT_EQ(one.fault, "partition");
    } else {
      EXPECT_FALSE(one.known_not_sent);
    }
  }
  EXPECT_GT(cut, 0);
  EXPECT_EQ(ChildrenInProcare(history), 1u);
}

TEST(World, ACrashBeforeTheFirstWriteEndsTheProcessAndAnotherStarts) {
  const auto history =
      LivedWith({{.kind = FaultKind::kCrashAtWrite, .ms = seconds(40), .number = 1, .value = "before"}});
  ASSERT_EQ(history.lives.size(), 2u);
  EXPECT_EQ(history.lives[0].cause, "crash before a durable write");
  EXPECT_EQ(history.lives[1].started, history.lives[0].died + seconds(40));
  EXPECT_EQ(history.lives[1].died_seq, 0u);
  EXPECT_EQ(history.lives[1].engine, 1);
  EXPECT_EQ(ChildrenInProcare(history), 1u);
}

TEST(World, WhoDiesAtAMessageHasSentItOrNot) {
  for (const bool before : {true, false}) {
    const auto history = LivedWith({{.at = seconds(4),
                                     .kind = FaultKind::kCrashAtMessage,
                                     .ms = seconds(1),
                                     .number = 1,
                                     .value = before ? "before" : "after"}});
    ASSERT_EQ(history.lives.size(), 2u);
    const auto died = std::find_if(history.exchanges.begin(), history.exchanges.end(),
                                   [](const auto& one) { return one.fate == Fate::kSenderDied; });
    ASSERT_NE(died, history.exchanges.end());
    EXPECT_EQ(died->handled_seq == 0, before);
    EXPECT_EQ(died->answered_seq, 0u);
    EXPECT_EQ(ChildrenInProcare(history), 1u);
  }
}

RC_GTEST_PROP(World, APowerLossAtAnyMomentOfAPushLeavesOneChild, ()) {
  const auto at = Milliseconds(*rc::gen::inRange(4'900, 6'500));
  const auto down = Milliseconds(*rc::gen::inRange(0, 90'000));
  const auto history = LivedWith({{.at = at, .kind = FaultKind::kPowerLoss, .ms = down}});
  RC_ASSERT(history.lives.size() == 2u);
  RC_ASSERT(history.lives[0].cause == "power loss");
  RC_ASSERT(history.lives[0].died == history.began + at);
  RC_ASSERT(history.lives[1].started == history.began + at + std::max(down, Milliseconds(1)));
  RC_ASSERT(ChildrenInProcare(history) == 1u);
}

TEST(World, AFullDiskEndsEveryProcessUntilThereIsRoom) {
  const auto history = LivedWith({{.at = seconds(4), .kind = FaultKind::kDiskFull, .lasts = minutes(2)}});
  ASSERT_GE(history.lives.size(), 2u);
  EXPECT_EQ(history.lives[0].cause, "disk full");
  EXPECT_EQ(history.lives.back().died_seq, 0u);
  EXPECT_GE(history.lives.back().started, history.began + seconds(4) + minutes(2));
  EXPECT_EQ(ChildrenInProcare(history), 1u);
}

TEST(World, ASecondEngineIsRefusedAndTheFirstGoesOn) {
  const auto history = LivedWith({{.at = seconds(4), .kind = FaultKind::kSecondEngine, .lasts = minutes(1)}});
  ASSERT_EQ(history.lives.size(), 2u);
  EXPECT_TRUE(history.lives[0].second);
  EXPECT_EQ(history.lives[0].started, history.lives[0].died);
  EXPECT_FALSE(history.lives[1].second);
  EXPECT_EQ(history.lives[1].died_seq, 0u);
  for (const auto& one : history.exchanges) EXPECT_EQ(one.engine, history.lives[1].engine);
}

TEST(World, NothingBreaksAfterHealing) {
  auto scenario = WithFaults({{.kind = FaultKind::kCrashAtWrite, .number = 10'000},
                              {.kind = FaultKind::kCrashAtMessage, .number = 10'000},
                              {.kind = FaultKind::kCrashAtStep, .number = 100'000},
                              {.kind = FaultKind::kTooMany, .count = 1'000, .number = 1}});
  const auto history = Lived(scenario);
  EXPECT_EQ(history.lives.size(), 1u);
  for (const auto& one : history.exchanges) {
    if (one.sent <= history.healed) continue;
    EXPECT_TRUE(one.fault.empty()) << one.fault;
  }
  EXPECT_EQ(ChildrenInProcare(history), 1u);
}

TEST(World, AnEngineThatGoesRoundWithoutEndIsCutOff) {
  World world(WithFaults({}), {.most_steps = 50});
  world.Live();
  EXPECT_FALSE(world.came_to_rest());
  EXPECT_LE(world.steps(), 50u);
}

TEST(World, AStoryCanBeLivedAlone) {
  World world(WithFaults({}), {.stop_when_healed = true});
  world.Live();
  EXPECT_EQ(world.TakeHistory().ended, FindFlow("push_new_family")->scenario.start + minutes(5));
}

}  // namespace
}  // namespace ikp::scenarios
