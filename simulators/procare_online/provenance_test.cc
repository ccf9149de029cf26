#include <gtest/gtest.h>

#include "simulators/kit/provenance_check.h"
#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

TEST(Provenance, IsCompleteAndHonest) { kit::ExpectHonestProvenance(ProcareOnlineSimulator()); }

TEST(Switches, RefuseUnknownNamesAndValues) {
  ProcareOnlineSimulator simulator;
  EXPECT_TRUE(simulator.SetSwitch("po.page_cap", "0").has_value());
  EXPECT_TRUE(simulator.SetSwitch("po.lead_conversion", "merge").has_value());
  EXPECT_TRUE(simulator.SetSwitch("po.nonsense", "1").has_value());
  EXPECT_FALSE(simulator.SetSwitch("po.page_cap", "7").has_value());
}

}  // namespace
}  // namespace ikp::simulators::procare_online
