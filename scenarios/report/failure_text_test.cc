#include "scenarios/report/failure_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

#include "scenarios/report/clash.h"
#include "scenarios/report/sample_failure.h"
#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

TEST(Clash, FieldsThatDifferAreMarkedAndAbsentOnesDoNotCount) {
  oracle::Finding finding;
  finding.records = {{"A", {{"name", "Zoe"}, {"room", "1"}}},
                     {"B", {{"name", "Zoe"}, {"room", ""}, {"start", "today"}}}};
  const Clash clash = ClashOf(finding, 3);
  ASSERT_EQ(clash.rows.size(), 3u);
  EXPECT_FALSE(clash.rows[0].differs);
  EXPECT_TRUE(clash.rows[1].differs);
  EXPECT_EQ(clash.rows[1].values[1], "(empty)");
  EXPECT_FALSE(clash.rows[2].differs);
  EXPECT_EQ(clash.rows[2].values[0], "—");
  EXPECT_EQ(clash.left_out, 0u);
}

TEST(FailureText, SaysEverythingInTheFixedOrder) {
  const SampleFailure sample = MakeSampleFailure();
  EXPECT_EQ(FailureText(sample.Report()),
            "FAILED: duplicate_child, exit code 11\n"
            "I1 no duplicate: IKS child child-1 (Zoe Okafor) has two children in Procare, both created by the engine: "
            "kid-7\nand kid-8.\n"
            "\n"
            "Smallest scenario (2 actions, 2 faults; reduced from 37 actions, 11 faults in 412 runs)\n"
            "  start  fault   The answer is lost for the 2nd POST to Procare\n"
            "   +5 s  action  Staff in IKS set Zoe Okafor (family 0, child 0) to Enrolled\n"
            "   +3 h  action  Staff in Procare put Bo Lindqvist (family 1, child 0) into \"Pre-K\"\n"
            "   +7 h  fault   The engine crashes, down for 5 min\n"
            "\n"
            "Records that clash (≠: they differ)\n"
            "               Procare child kid-7                Procare child kid-8\n"
            "   name        Zoe Okafor                         Zoe Okafor\n"
            "   birth date  2021-05-01                         2021-05-01\n"
            "   school      school-1                           school-1\n"
            "   family      pf-4                               pf-4\n"
            "≠  created at  2026-03-02T13:00:05.380Z           2026-03-02T13:00:36.380Z\n"
            "≠  created by  request #4, POST /api/v1/children  request #5, POST /api/v1/children\n"
            "≠  its answer  lost                               201\n"
            "≠  linked to   (empty)                            child-1\n"
            "\n"
            "seed 41, commit bc4f3aa\n"
            "again: tools/scenarios replay scenarios/regressions/blind_second_post.json\n"
            "file:  scenarios/regressions/blind_second_post.json\n");
}

TEST(FailureText, ALongStoryTakesTenLinesAndNoLineIsTooWide) {
  SampleFailure sample = MakeSampleFailure();
  Action action = sample.scenario.actions[0];
  action.kind = ActionKind::kEditChild;
  action.value = "first_name=" + std::string(300, 'x');
  for (int i = 0; i < 20; ++i) sample.scenario.actions.push_back(action);
  for (auto& record : sample.findings[0].records) record.fields.emplace_back("long", std::string(400, 'y'));
  sample.findings[0].records.resize(5, {"Another record", {{"name", std::string(90, 'z')}}});

  std::istringstream lines(FailureText(sample.Report()));
  int story = 0;
  bool in_story = false, more = false, more_records = false;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(Width(line), 110u) << line;
    if (line.empty()) in_story = false;
    if (in_story) ++story;
    if (line.starts_with("Smallest scenario")) in_story = true;
    more = more || line.find("… 15 more") != std::string::npos;
    more_records = more_records || line.find("… 2 more") != std::string::npos;
  }
  EXPECT_EQ(story, 10);
  EXPECT_TRUE(more);
  EXPECT_TRUE(more_records);
}

TEST(FailureText, WhatIsNotKnownIsSaidOrLeftOut) {
  SampleFailure sample = MakeSampleFailure();
  sample.scenario.actions.clear();
  sample.scenario.faults.clear();
  sample.findings[0].records.clear();
  const std::string text = FailureText({.scenario = sample.scenario,
                                        .finding = sample.findings[0],
                                        .seed = "1",
                                        .command = "tools/scenarios run --seed 1"});
  EXPECT_NE(text.find("Scenario (0 actions, 0 faults; not reduced)"), std::string::npos);
  EXPECT_NE(text.find("nobody does anything and nothing breaks"), std::string::npos);
  EXPECT_NE(text.find("commit not known"), std::string::npos);
  EXPECT_EQ(text.find("clash"), std::string::npos);
  EXPECT_EQ(text.find("file:"), std::string::npos);
}

}  // namespace
}  // namespace ikp::scenarios::report
