#include "engine/rules/desktop_status.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "engine/rules/status_map.h"
#include "engine/rules/status_words.h"

namespace ikp::rules {
namespace {

using domain::CivilDate;
using domain::StatusLabel;

CivilDate Day(const char* text) { return CivilDate::Parse(text).value(); }

DatedStatus Row(std::int64_t id, const char* date, const char* status) { return {id, Day(date), StatusLabel(status)}; }

DesktopStatus On(const std::vector<DatedStatus>& rows, const char* today) {
  return DesktopStatusOn(rows, Day(today), DefaultDesktopStatusRows());
}

TEST(DesktopStatus, NoRowIsNoStatus) { EXPECT_EQ(On({}, "2026-11-24"), DesktopStatus{}); }

TEST(DesktopStatus, TheRowInForceCountsNotTheLastTypedOne) {
  const std::vector<DatedStatus> rows = {Row(9, "2026-01-05", "Enrolled"), Row(3, "2026-06-01", "Summer break"),
                                         Row(4, "2026-09-01", "Enrolled")};
  EXPECT_EQ(On(rows, "2026-05-31"), (DesktopStatus{StatusLabel("Enrolled"), Day("2026-01-05"), std::nullopt}));
  EXPECT_EQ(On(rows, "2026-06-01"), (DesktopStatus{StatusLabel("Summer break"), Day("2026-09-01"), std::nullopt}));
  EXPECT_EQ(On(rows, "2026-09-01"), (DesktopStatus{StatusLabel("Enrolled"), Day("2026-09-01"), std::nullopt}));
}

TEST(DesktopStatus, OfRowsOnOneDayTheHighestIdCounts) {
  EXPECT_EQ(On({Row(7, "2026-02-02", "Withdrawn"), Row(8, "2026-02-02", "Enrolled")}, "2026-02-03").status,
            StatusLabel("Enrolled"));
  EXPECT_EQ(On({Row(8, "2026-02-02", "Withdrawn"), Row(7, "2026-02-02", "Enrolled")}, "2026-02-03").status,
            StatusLabel("Withdrawn"));
}

TEST(DesktopStatus, OnlyAFutureEnrolledRowIsEnrolledWithThatStart) {
  EXPECT_EQ(On({Row(1, "2027-01-04", "Enrolled")}, "2026-11-24"),
            (DesktopStatus{StatusLabel("Enrolled"), Day("2027-01-04"), std::nullopt}));
  EXPECT_EQ(On({Row(1, "2026-12-01", "Registered"), Row(2, "2027-01-04", "Enrolled")}, "2026-11-24").start,
            Day("2027-01-04"));
  EXPECT_EQ(On({Row(1, "2026-12-01", "Registered")}, "2026-11-24"), DesktopStatus{});
}

TEST(DesktopStatus, PreRegisteredStartsWithTheNextRun) {
  EXPECT_EQ(On({Row(1, "2026-11-24", "Pre-Registered"), Row(2, "2027-01-04", "Enrolled")}, "2026-11-24"),
            (DesktopStatus{StatusLabel("Pre-Registered"), Day("2027-01-04"), std::nullopt}));
  EXPECT_EQ(On({Row(1, "2026-11-24", "Pre-Registered")}, "2026-11-24").start, std::nullopt);
}

TEST(DesktopStatus, ABreakWithoutAnEndKeepsTheLastStart) {
  EXPECT_EQ(On({Row(1, "2026-01-05", "Enrolled"), Row(2, "2026-06-01", "Leave")}, "2026-06-10"),
            (DesktopStatus{StatusLabel("Leave"), Day("2026-01-05"), std::nullopt}));
}

TEST(DesktopStatus, APlannedWithdrawalShowsWhileTheChildAttends) {
  const std::vector<DatedStatus> rows = {Row(1, "2026-01-05", "Enrolled"), Row(2, "2026-12-18", "Withdrawn")};
  EXPECT_EQ(On(rows, "2026-12-17"), (DesktopStatus{StatusLabel("Enrolled"), Day("2026-01-05"), Day("2026-12-18")}));
  EXPECT_EQ(On(rows, "2026-12-18"), (DesktopStatus{StatusLabel("Withdrawn"), Day("2026-01-05"), Day("2026-12-18")}));
  EXPECT_EQ(On({Row(1, "2026-01-05", "Enrolled"), Row(2, "2026-12-18", "Summer break")}, "2026-12-17").withdrawal,
            std::nullopt);
}

TEST(DesktopStatus, WithdrawnCountsFromTheFirstDayAfterTheLastAttendance) {
  EXPECT_EQ(On({Row(1, "2026-01-05", "Enrolled"), Row(2, "2026-06-01", "Leave"), Row(3, "2026-07-01", "Withdrawn"),
                Row(4, "2026-08-01", "Graduated")},
               "2026-09-01"),
            (DesktopStatus{StatusLabel("Graduated"), Day("2026-01-05"), Day("2026-07-01")}));
}

TEST(DesktopStatus, AWordOfTheSiteThatItsTableCallsWithdrawnIsOne) {
  const std::vector<domain::StatusRow> table = {
      {StatusLabel("Moved away"), domain::StatusRow::When::kAlways, StatusLabel("Withdrawn")}};
  const std::vector<DatedStatus> rows = {Row(1, "2026-01-05", "Enrolled"), Row(2, "2026-06-01", "moved AWAY")};
  EXPECT_EQ(DesktopStatusOn(rows, Day("2026-07-01"), table).withdrawal, Day("2026-06-01"));
  EXPECT_EQ(DesktopStatusOn(rows, Day("2026-07-01"), {}).withdrawal, std::nullopt);
}

TEST(DesktopStatus, RunsAreMaximalAndEndOnTheNextOtherRow) {
  EXPECT_EQ(EnrolledRuns({Row(1, "2026-01-05", "Enrolled"), Row(2, "2026-03-01", "enrolled"),
                          Row(3, "2026-06-01", "Summer break"), Row(4, "2026-09-01", "Enrolled")}),
            (std::vector<EnrolledRun>{{Day("2026-01-05"), Day("2026-06-01")}, {Day("2026-09-01"), std::nullopt}}));
}

TEST(DesktopStatus, TheDefaultTableIsConsistentAndKnowsTheUsualWords) {
  const auto rows = DefaultDesktopStatusRows();
  EXPECT_TRUE(ValidateRows(rows).empty());
  const auto iks = [&](const char* word, bool future = false) {
    return MapToIks(rows, StatusLabel(word), future, false).value_or(StatusLabel()).text();
  };
  EXPECT_EQ(iks("Enrolled"), "Enrolled");
  EXPECT_EQ(iks("Enrolled", true), "Pre-Registered");
  EXPECT_EQ(iks("pre registered"), "Pre-Registered");
  EXPECT_EQ(iks("Registered"), "Pre-Registered");
  EXPECT_EQ(iks("Waiting List"), "Pre-Registered");
  EXPECT_EQ(iks("Summer Break"), "On Hold");
  EXPECT_EQ(iks("Withdrawn"), "Withdrawn");
  EXPECT_EQ(iks("dis-enrolled"), "Withdrawn");
  EXPECT_EQ(iks("Graduated"), "Graduated");
  EXPECT_EQ(iks("Blue group"), "");
}

// --- a naive model, day by day -----------------------------------------------------------------------------------

constexpr int kDays = 40;
const CivilDate kFirst = Day("2026-11-01");

std::vector<DatedStatus> AnyRows() {
  std::vector<DatedStatus> rows;
  const int count = *rc::gen::inRange(0, 8);
  std::set<std::int64_t> ids;
  for (int i = 0; i < count; ++i) {
    const auto id = *rc::gen::inRange<std::int64_t>(1, 100);
    if (!ids.insert(id).second) continue;
    rows.push_back({id, kFirst.Plus(*rc::gen::inRange(2, kDays - 2)),
                    StatusLabel(*rc::gen::element<std::string>("Enrolled", "ENROLLED ", "Leave", "Pre-Registered",
                                                               "Withdrawn", "Graduated", "Odd word"))});
  }
  return rows;
}

// The word in force on each day; an empty one before the first row.
std::vector<StatusLabel> Calendar(const std::vector<DatedStatus>& rows) {
  std::vector<StatusLabel> days(kDays);
  for (int day = 0; day < kDays; ++day) {
    const DatedStatus* best = nullptr;
    for (const auto& row : rows) {
      if (row.date > kFirst.Plus(day)) continue;
      const bool newer = best == nullptr || row.date > best->date || (row.date == best->date && row.row > best->row);
      if (newer) best = &row;
    }
    if (best != nullptr) days[static_cast<std::size_t>(day)] = best->status;
  }
  return days;
}

bool Attends(const StatusLabel& status) { return status == StatusLabel("Enrolled"); }

struct Model {
  std::vector<StatusLabel> days;
  int today;

  const StatusLabel& On(int day) const { return days[static_cast<std::size_t>(day)]; }
  // The first day of the run that `day` belongs to.
  int RunStart(int day) const {
    while (day > 0 && Attends(On(day - 1))) --day;
    return day;
  }
  int RunEnd(int day) const {
    while (day < kDays && Attends(On(day))) ++day;
    return day;
  }
  std::optional<int> NextAttending() const {
    for (int day = today + 1; day < kDays; ++day) {
      if (Attends(On(day))) return day;
    }
    return std::nullopt;
  }
  std::optional<int> LastAttending() const {
    for (int day = today; day >= 0; --day) {
      if (Attends(On(day))) return day;
    }
    return std::nullopt;
  }
  bool Left(int day) const { return HasLeft(On(day), DefaultDesktopStatusRows()); }
};

DesktopStatus Expected(const Model& model) {
  const auto date = [](int day) { return std::optional(kFirst.Plus(day)); };
  DesktopStatus expected{.status = model.On(model.today), .start = std::nullopt, .withdrawal = std::nullopt};
  const auto next = model.NextAttending();
  const auto last = model.LastAttending();
  const auto leaves_after = [&](int day) -> std::optional<CivilDate> {
    const int end = model.RunEnd(day);
    return end < kDays && model.Left(end) ? date(end) : std::nullopt;
  };
  if (model.On(model.today).empty()) {
    if (!next) return {};
    return {StatusLabel("Enrolled"), date(*next), leaves_after(*next)};
  }
  if (Attends(model.On(model.today))) {
    expected.start = date(model.RunStart(model.today));
    expected.withdrawal = leaves_after(model.today);
    return expected;
  }
  if (last) expected.start = date(model.RunStart(*last));
  if (model.Left(model.today)) {
    for (int day = last.value_or(-1) + 1; day <= model.today; ++day) {
      if (!model.Left(day)) continue;
      expected.withdrawal = date(day);
      break;
    }
  } else if (next) {
    expected.start = date(*next);
  }
  return expected;
}

RC_GTEST_PROP(DesktopStatusProperty, AgreesWithACalendar, ()) {
  const auto rows = AnyRows();
  const Model model{Calendar(rows), *rc::gen::inRange(0, kDays)};
  const auto found = DesktopStatusOn(rows, kFirst.Plus(model.today), DefaultDesktopStatusRows());
  RC_ASSERT(found == Expected(model));
}

RC_GTEST_PROP(DesktopStatusProperty, TheOrderOfRowsDoesNotMatter, ()) {
  auto rows = AnyRows();
  const auto today = kFirst.Plus(*rc::gen::inRange(0, kDays));
  const auto before = DesktopStatusOn(rows, today, DefaultDesktopStatusRows());
  std::reverse(rows.begin(), rows.end());
  RC_ASSERT(DesktopStatusOn(rows, today, DefaultDesktopStatusRows()) == before);
}

RC_GTEST_PROP(DesktopStatusProperty, RunsCoverExactlyTheDaysOfAttendance, ()) {
  const auto rows = AnyRows();
  const auto days = Calendar(rows);
  const auto runs = EnrolledRuns(rows);
  for (int day = 0; day < kDays; ++day) {
    const auto date = kFirst.Plus(day);
    const auto covers = [&](const EnrolledRun& run) { return run.start <= date && (!run.end || date < *run.end); };
    RC_ASSERT(std::count_if(runs.begin(), runs.end(), covers) ==
              (Attends(days[static_cast<std::size_t>(day)]) ? 1 : 0));
  }
  for (std::size_t i = 1; i < runs.size(); ++i) RC_ASSERT(*runs[i - 1].end < runs[i].start);
}

}  // namespace
}  // namespace ikp::rules
