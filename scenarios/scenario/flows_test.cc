#include "scenarios/scenario/flows.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "scenarios/scenario/valid.h"

namespace ikp::scenarios {
namespace {

TEST(Flows, AreSmallValidAndWithoutFaults) {
  std::set<std::string_view> names;
  for (const auto& flow : CanonicalFlows()) {
    EXPECT_TRUE(names.insert(flow.name).second) << flow.name;
    const auto mistakes = MistakesIn(flow.scenario);
    EXPECT_TRUE(mistakes.empty()) << flow.name << ": " << mistakes.front();
    EXPECT_TRUE(flow.scenario.faults.empty()) << flow.name;
    EXPECT_LE(flow.scenario.families.size(), 2u) << flow.name;
    EXPECT_GE(flow.scenario.actions.size(), 3u) << flow.name;
    EXPECT_LE(flow.scenario.actions.size(), 8u) << flow.name;
  }
  EXPECT_GE(names.size(), 10u);
}

TEST(Flows, TheCoreOnesComeFirst) {
  const auto& flows = CanonicalFlows();
  EXPECT_EQ(flows[0].name, "push_new_family");
  EXPECT_EQ(flows[1].name, "push_sibling_later");
  EXPECT_EQ(flows[2].name, "staff_typed_before");
  for (std::size_t i = 0; i < flows.size(); ++i) EXPECT_EQ(flows[i].core, i < 3) << flows[i].name;
}

TEST(Flows, AreFoundByName) {
  ASSERT_NE(FindFlow("twins"), nullptr);
  EXPECT_EQ(FindFlow("twins")->name, "twins");
  EXPECT_EQ(FindFlow("no_such_flow"), nullptr);
}

}  // namespace
}  // namespace ikp::scenarios
