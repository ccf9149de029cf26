// Status rows to status and enrollment intervals.
#include <gtest/gtest.h>

#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

const std::vector<StatusRow> kRows = {{1, 1, "2026-01-05", "Registered"},   {2, 1, "2026-02-01", "Enrolled"},
                                      {3, 2, "2026-02-10", "Withdrawn"},    {4, 1, "2026-03-01", "Enrolled"},
                                      {5, 1, "2026-06-01", "Summer break"}, {6, 1, "2026-09-01", "Enrolled"}};

TEST(StatusOn, TakesTheRowWithTheGreatestDateUpToTheDay) {
  EXPECT_EQ(StatusOn(kRows, 1, "2026-01-04", {}), std::nullopt);
  EXPECT_EQ(StatusOn(kRows, 1, "2026-01-05", {}), "Registered");
  EXPECT_EQ(StatusOn(kRows, 1, "2026-02-28", {}), "Enrolled");
  EXPECT_EQ(StatusOn(kRows, 1, "2026-07-01", {}), "Summer break");
  EXPECT_EQ(StatusOn(kRows, 2, "2026-07-01", {}), "Withdrawn");
  EXPECT_EQ(StatusOn(kRows, 3, "2026-07-01", {}), std::nullopt);
}

TEST(StatusOn, OfSeveralRowsOfOneDayTheLastEnteredCounts) {
  const std::vector<StatusRow> rows = {{7, 1, "2026-02-01", "Enrolled"}, {9, 1, "2026-02-01", "Withdrawn"}};
  EXPECT_EQ(StatusOn(rows, 1, "2026-02-01", {}), "Withdrawn");
  EXPECT_EQ(StatusOn(rows, 1, "2026-02-01", {.highest_row_wins = false}), "Enrolled");
}

TEST(EnrollmentIntervals, AreTheMaximalRunsOfEnrolled) {
  EXPECT_EQ(EnrollmentIntervals(kRows, 1, {}),
            (std::vector<Interval>{{"2026-02-01", "2026-06-01"}, {"2026-09-01", std::nullopt}}));
  EXPECT_EQ(EnrollmentIntervals(kRows, 1, {.end_is_last_day = true}).front().end, "2026-05-31");
  EXPECT_TRUE(EnrollmentIntervals(kRows, 2, {}).empty());
}

TEST(StatusWords, EnrolledIsReserved) {
  TestBench bench;
  EXPECT_TRUE(bench.Staff({{"action", "rename_status_label"}, {"name", "Enrolled"}, {"to", "In"}}).HasError("name"));
  EXPECT_TRUE(bench.Staff({{"action", "remove_status_label"}, {"name", "Enrolled"}}).HasError("name"));
  EXPECT_TRUE(bench.Staff({{"action", "add_status_label"}, {"name", "enrolled"}}).HasError("name"));
  bench.Do({{"action", "reorder_status_label"}, {"name", "Enrolled"}, {"position", 3}});
  EXPECT_EQ(bench.Get("/status-labels").body["status_labels"][2]["name"], "Enrolled");
}

TEST(StatusWords, RowsFollowARenamedWordUnlessSwitched) {
  TestBench bench;
  const json row = {{"child_id", 3}, {"school_id", 1}, {"date", "2026-02-01"}, {"status", "Withdrawn"}};
  ASSERT_EQ(bench.Post("/status-rows", row).status, 201);
  bench.Do({{"action", "rename_status_label"}, {"name", "Withdrawn"}, {"to", "Left"}});
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Left");
  bench.Switch("pd.label_rename", "rows_keep");
  bench.Do({{"action", "rename_status_label"}, {"name", "Left"}, {"to", "Gone"}});
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Left");
}

TEST(StatusWords, AWordInUseIsRemovedOnlyWhenSwitched) {
  TestBench bench;
  bench.Do({{"action", "add_status_row"},
            {"child_id", 3},
            {"school_id", 1},
            {"date", "2026-02-01"},
            {"status", "Withdrawn"}});
  EXPECT_TRUE(bench.Staff({{"action", "remove_status_label"}, {"name", "Withdrawn"}}).HasError("name"));
  bench.Switch("pd.label_remove", "rows_keep");
  bench.Do({{"action", "remove_status_label"}, {"name", "Withdrawn"}});
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Withdrawn");
}

TEST(StatusRows, AreEditedAndDeletedAfterwards) {
  TestBench bench;
  const auto id = bench.Do({{"action", "add_status_row"},
                            {"child_id", 3},
                            {"school_id", 1},
                            {"date", "2026-02-01"},
                            {"status", "Withdrawn"}})["status_row_id"];
  EXPECT_EQ(bench.PersonAt(1, 3)["enrollment_dates"][0]["end"], "2026-02-01");
  bench.Do({{"action", "edit_status_row"}, {"status_row_id", id}, {"date", "2026-05-01"}});
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Enrolled");
  bench.Do({{"action", "delete_status_row"}, {"status_row_id", id}});
  EXPECT_TRUE(bench.PersonAt(1, 3)["enrollment_dates"][0]["end"].is_null());
  EXPECT_TRUE(bench.Staff({{"action", "delete_status_row"}, {"status_row_id", id}}).HasError("status_row_id"));
}

// The PC's clock decides what today is.
TEST(Clock, AWrongClockShowsTheStatusOfAnotherDay) {
  TestBench bench;
  bench.Do({{"action", "add_status_row"},
            {"child_id", 3},
            {"school_id", 1},
            {"date", "2026-03-03"},
            {"status", "Withdrawn"}});
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Enrolled");
  bench.Do({{"action", "set_pc_clock_offset"}, {"minutes", 1440}});
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Withdrawn");
  EXPECT_EQ(bench.Open().body["today"], "2026-03-03");
  bench.Do({{"action", "set_pc_clock_offset"}, {"minutes", -60 * 24 * 60}});
  EXPECT_TRUE(bench.PersonAt(1, 3)["status"].is_null()) << "two months back, before the first row";
  EXPECT_EQ(bench.Open().body["today"], "2026-01-01");
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
