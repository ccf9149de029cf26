#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

// Every behaviour says where it comes from, and every assumed one can be switched.
TEST(Provenance, IsCompleteAndHonest) {
  const ProcareOnlineSimulator simulator;
  std::set<std::string> switch_names;
  for (const auto& known : simulator.switches()) switch_names.insert(known.name);
  std::set<std::string> ids;
  std::set<std::string> switched;
  for (const auto& row : simulator.provenance()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id << " stands there twice";
    EXPECT_FALSE(row.source.empty()) << row.id;
    if (row.confidence == kit::Confidence::kAssumed) {
      EXPECT_FALSE(row.switch_name.empty()) << row.id;
    }
    if (row.confidence == kit::Confidence::kDocumented) {
      EXPECT_EQ(row.source.front(), 'P') << row.id;
    }
    if (row.confidence == kit::Confidence::kObserved) {
      EXPECT_EQ(row.source.front(), 'T') << row.id;
    }
    if (row.switch_name.empty()) continue;
    EXPECT_TRUE(switch_names.contains(row.switch_name)) << row.switch_name;
    switched.insert(row.switch_name);
  }
  EXPECT_EQ(switched, switch_names) << "every switch has a behaviour that it changes";
}

TEST(Switches, RefuseUnknownNamesAndValues) {
  ProcareOnlineSimulator simulator;
  EXPECT_TRUE(simulator.SetSwitch("po.page_cap", "0").has_value());
  EXPECT_TRUE(simulator.SetSwitch("po.lead_conversion", "merge").has_value());
  EXPECT_TRUE(simulator.SetSwitch("po.nonsense", "1").has_value());
  EXPECT_FALSE(simulator.SetSwitch("po.page_cap", "7").has_value());
}

}  // namespace
}  // namespace ikp::simulators::procare_online
