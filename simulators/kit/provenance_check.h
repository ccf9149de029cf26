// ProvenanceCheck: what holds for the provenance table of every simulator. For tests.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "simulators/kit/simulator.h"

namespace ikp::simulators::kit {

// Every behaviour says where it comes from, and every assumed one can be switched.
inline void ExpectHonestProvenance(const Simulator& simulator) {
  std::set<std::string> switch_names;
  for (const auto& known : simulator.switches()) switch_names.insert(known.name);
  std::set<std::string> ids;
  std::set<std::string> switched;
  for (const auto& row : simulator.provenance()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id << " stands there twice";
    EXPECT_FALSE(row.source.empty()) << row.id;
    if (row.confidence == Confidence::kAssumed) {
      EXPECT_FALSE(row.switch_name.empty()) << row.id;
    }
    if (row.confidence == Confidence::kDocumented) {
      EXPECT_EQ(row.source.front(), 'P') << row.id;
    }
    if (row.confidence == Confidence::kObserved) {
      EXPECT_EQ(row.source.front(), 'T') << row.id;
    }
    if (row.switch_name.empty()) continue;
    EXPECT_TRUE(switch_names.contains(row.switch_name)) << row.switch_name;
    switched.insert(row.switch_name);
  }
  EXPECT_EQ(switched, switch_names) << "every switch has a behaviour that it changes, and no other is named";
}

}  // namespace ikp::simulators::kit
