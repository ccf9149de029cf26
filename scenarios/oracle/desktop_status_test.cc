#include "scenarios/oracle/desktop_status.h"

#include <gtest/gtest.h>

namespace ikp::scenarios::oracle {
namespace {

using Rows = std::vector<StatusEntry>;

StatusEntry Row(std::int64_t id, std::string date, std::string label) {
  return {.id = id, .date = std::move(date), .label = std::move(label)};
}

TEST(DesktopStatusTest, WithoutRowsNothingIsKnown) { EXPECT_EQ(ViewOn({}, "2026-03-01"), DesktopView{}); }

TEST(DesktopStatusTest, TheGreatestDateUpToTheDayCounts) {
  const Rows rows = {Row(1, "2026-01-10", "Enrolled"), Row(2, "2026-03-01", "Summer Hold")};
  EXPECT_EQ(ViewOn(rows, "2026-02-28"), (DesktopView{true, "Enrolled", "2026-01-10", ""}));
  EXPECT_EQ(ViewOn(rows, "2026-03-01"), (DesktopView{true, "On Hold", "2026-01-10", ""}));
}

TEST(DesktopStatusTest, OfOneDayTheRowThatWasEnteredLastCounts) {
  const Rows rows = {Row(7, "2026-01-10", "Withdrawn"), Row(9, "2026-01-10", "Enrolled")};
  EXPECT_EQ(ViewOn(rows, "2026-01-10").iks_status, "Enrolled");
}

TEST(DesktopStatusTest, OnlyFutureRowsMeanPreRegistered) {
  const Rows rows = {Row(1, "2026-09-01", "Enrolled"), Row(2, "2027-06-30", "Graduated")};
  EXPECT_EQ(ViewOn(rows, "2026-03-01"), (DesktopView{true, "Pre-Registered", "2026-09-01", "2027-06-30"}));
}

TEST(DesktopStatusTest, PreRegisteredTellsTheFirstDayToCome) {
  const Rows rows = {Row(1, "2026-03-01", "pre registered"), Row(2, "2026-04-01", "Enrolled")};
  EXPECT_EQ(ViewOn(rows, "2026-03-05"), (DesktopView{true, "Pre-Registered", "2026-04-01", ""}));
}

TEST(DesktopStatusTest, AWithdrawalIsDatedOnItsOwnRow) {
  const Rows rows = {Row(1, "2026-01-10", "Enrolled"), Row(2, "2026-02-01", "Summer Hold"),
                     Row(3, "2026-02-20", "Withdrawn"), Row(4, "2026-03-01", "Graduated")};
  EXPECT_EQ(ViewOn(rows, "2026-02-25"), (DesktopView{true, "Withdrawn", "2026-01-10", "2026-02-20"}));
  EXPECT_EQ(ViewOn(rows, "2026-03-02"), (DesktopView{true, "Graduated", "2026-01-10", "2026-02-20"}));
}

TEST(DesktopStatusTest, AnUnknownWordIsNotKnown) {
  EXPECT_FALSE(ViewOn({Row(1, "2026-01-10", "Trial Week")}, "2026-03-01").known);
}

TEST(DesktopStatusTest, EachViewOfTheDaysOnce) {
  const Rows rows = {Row(1, "2026-01-10", "Enrolled"), Row(2, "2026-03-03", "Withdrawn")};
  const auto views = ViewsOf(rows, "2026-03-01", "2026-03-05");
  ASSERT_EQ(views.size(), 2u);
  EXPECT_EQ(views[0], (DesktopView{true, "Enrolled", "2026-01-10", "2026-03-03"}));
  EXPECT_EQ(views[1], (DesktopView{true, "Withdrawn", "2026-01-10", "2026-03-03"}));
}

}  // namespace
}  // namespace ikp::scenarios::oracle
