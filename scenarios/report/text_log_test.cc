#include "scenarios/report/text_log.h"

#include <gtest/gtest.h>

#include <sstream>

#include "scenarios/report/sample_failure.h"
#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

class TextLogTest : public ::testing::Test {
 protected:
  std::string LineWith(std::string_view text) const {
    std::istringstream lines(log_);
    for (std::string line; std::getline(lines, line);) {
      if (line.find(text) != std::string::npos) return line;
    }
    return {};
  }

  SampleFailure sample_ = MakeSampleFailure();
  std::string log_ = TextLog(TimelineOf(sample_.scenario, sample_.history, sample_.findings), sample_.scenario.start);
};

TEST_F(TextLogTest, LinesAreAligned) {
  EXPECT_EQ(LineWith("kid-7 (Zoe"),
            "*     32  13:00:05.380     +00:00:05.380  Procare                  new Procare child kid-7 (Zoe Okafor), "
            "active, by the engine");
  EXPECT_EQ(LineWith("to #4 never"),
            "*     32  13:00:05.380     +00:00:05.380  Procare -x engine   201  Procare's 201 to #4 never arrives  "
            "[the answer is lost]");
  EXPECT_EQ(LineWith("The engine crashes"),
            "      64  20:00:00.000     +07:00:00.000  fault    ! engine        The engine crashes, down for 5 min");
}

TEST_F(TextLogTest, EachDayBegins) {
  EXPECT_EQ(log_.substr(0, log_.find('\n')), "--- Mon 2026-03-02 ---");
  EXPECT_NE(log_.find("\n--- Tue 2026-03-03 ---\n"), std::string::npos);
}

TEST_F(TextLogTest, JoinedCallsHaveTheirStatusAndAnArrowBothWays) {
  const std::string joined =
      TextLog(JoinCalls(TimelineOf(sample_.scenario, sample_.history, sample_.findings)), sample_.scenario.start);
  EXPECT_NE(joined.find("engine  <> IKS      200  GET /api/v1/families/family-1 (#0)"), std::string::npos) << joined;
}

TEST_F(TextLogTest, TheLegendExplainsEverySignOfTheLog) {
  const std::string legend = Legend();
  for (const char* sign :
       {"*  ", "a -> b", "a -x b", "a ~> b", "a <> b", "fault ! b", "==", "[mark]", "offset", "UTC"}) {
    EXPECT_NE(legend.find(sign), std::string::npos) << sign;
  }
  // The heads stand over their columns.
  const std::string heads = legend.substr(legend.rfind("\n", legend.size() - 2) + 1);
  EXPECT_EQ(heads.find("lanes"), LineWith("to #4 never").find("Procare -x"));
  EXPECT_EQ(heads.find("what"), LineWith("to #4 never").find("Procare's 201"));
}

}  // namespace
}  // namespace ikp::scenarios::report
