// The words are what files hold: they come back, and the known ones stay.
#include "scenarios/scenario/scenario.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ikp::scenarios {
namespace {

TEST(Words, OfActionsComeBack) {
  std::set<std::string_view> words;
  for (const auto kind : AllActionKinds()) {
    EXPECT_TRUE(words.insert(ToWord(kind)).second) << ToWord(kind);
    EXPECT_EQ(ActionKindFrom(ToWord(kind)), kind);
  }
  EXPECT_EQ(words.size(), 40u);
  EXPECT_EQ(ToWord(ActionKind::kSetStatusOfAll), "set_status_of_all");
  EXPECT_FALSE(ActionKindFrom("").has_value());
  EXPECT_FALSE(ActionKindFrom("SetStatus").has_value());
}

TEST(Words, OfFaultsComeBack) {
  std::set<std::string_view> words;
  for (const auto kind : AllFaultKinds()) {
    EXPECT_TRUE(words.insert(ToWord(kind)).second) << ToWord(kind);
    EXPECT_EQ(FaultKindFrom(ToWord(kind)), kind);
  }
  EXPECT_EQ(words.size(), 50u);
  EXPECT_EQ(ToWord(FaultKind::kCrashAtWrite), "crash_at_write");
  EXPECT_FALSE(FaultKindFrom("crash ").has_value());
}

TEST(Words, OfSystemsComeBack) {
  for (const auto system :
       {System::kAny, System::kIks, System::kProcare, System::kEngine, System::kAgent, System::kProgram}) {
    EXPECT_EQ(SystemFrom(ToWord(system)), system);
  }
  EXPECT_FALSE(SystemFrom("procare_online").has_value());
}

TEST(Siblings, ThatAreAddedLaterDoNotComeWithTheirFamily) {
  Scenario scenario;
  EXPECT_TRUE(ComesWithFamily(scenario, 0, 1));
  scenario.actions.push_back({.kind = ActionKind::kAddSibling, .family = 0, .child = 1});
  EXPECT_FALSE(ComesWithFamily(scenario, 0, 1));
  EXPECT_TRUE(ComesWithFamily(scenario, 0, 0));
  EXPECT_TRUE(ComesWithFamily(scenario, 1, 1));
}

}  // namespace
}  // namespace ikp::scenarios
