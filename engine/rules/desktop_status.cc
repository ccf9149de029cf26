#include "engine/rules/desktop_status.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

#include "engine/rules/status_words.h"

namespace ikp::rules {
namespace {

using domain::CivilDate;
using domain::StatusLabel;

// Day by day in order: what is in force from that day on.
using Timeline = std::vector<std::pair<CivilDate, StatusLabel>>;

Timeline TimelineOf(const std::vector<DatedStatus>& rows) {
  std::map<CivilDate, const DatedStatus*> by_day;
  for (const auto& row : rows) {
    auto& counts = by_day[row.date];
    if (counts == nullptr || row.row > counts->row) counts = &row;
  }
  Timeline timeline;
  for (const auto& [date, row] : by_day) timeline.emplace_back(date, row->status);
  return timeline;
}

bool IsEnrolled(const StatusLabel& status) {
  static const StatusLabel kEnrolled{kDesktopEnrolled};
  return status == kEnrolled;
}

std::vector<EnrolledRun> RunsOf(const Timeline& timeline) {
  std::vector<EnrolledRun> runs;
  bool open = false;
  for (const auto& [date, status] : timeline) {
    if (IsEnrolled(status) == open) continue;
    if (open) {
      runs.back().end = date;
    } else {
      runs.push_back({date, std::nullopt});
    }
    open = !open;
  }
  return runs;
}

// The row that ends the run says that the child leaves, and not only that it pauses.
std::optional<CivilDate> WithdrawalAfter(const EnrolledRun& run, const Timeline& timeline,
                                         const std::vector<domain::StatusRow>& table) {
  if (!run.end) return std::nullopt;
  for (const auto& [date, status] : timeline) {
    if (date == *run.end) return HasLeft(status, table) ? run.end : std::nullopt;
  }
  return std::nullopt;
}

// The first day on which it had left, after the last attendance before `today`.
std::optional<CivilDate> LeftOn(const std::optional<CivilDate>& last_end, const Timeline& timeline, CivilDate today,
                                const std::vector<domain::StatusRow>& table) {
  for (const auto& [date, status] : timeline) {
    if (date > today) break;
    if (last_end && date < *last_end) continue;
    if (HasLeft(status, table)) return date;
  }
  return std::nullopt;
}

DesktopStatus NotYet(const std::vector<EnrolledRun>& runs, const Timeline& timeline,
                     const std::vector<domain::StatusRow>& table) {
  if (runs.empty()) return {};
  return {StatusLabel(kDesktopEnrolled), runs.front().start, WithdrawalAfter(runs.front(), timeline, table)};
}

}  // namespace

std::vector<EnrolledRun> EnrolledRuns(const std::vector<DatedStatus>& rows) { return RunsOf(TimelineOf(rows)); }

DesktopStatus DesktopStatusOn(const std::vector<DatedStatus>& rows, CivilDate today,
                              const std::vector<domain::StatusRow>& table) {
  const auto timeline = TimelineOf(rows);
  const auto runs = RunsOf(timeline);
  const StatusLabel* in_force = nullptr;
  for (const auto& [date, status] : timeline) {
    if (date <= today) in_force = &status;
  }
  if (in_force == nullptr) return NotYet(runs, timeline, table);

  const EnrolledRun* last = nullptr;  // the current one, or the last one before today
  const EnrolledRun* next = nullptr;
  for (const auto& run : runs) {
    if (run.start <= today) {
      last = &run;
    } else if (next == nullptr) {
      next = &run;
    }
  }
  DesktopStatus result{.status = *in_force, .start = std::nullopt, .withdrawal = std::nullopt};
  if (last != nullptr) result.start = last->start;
  if (IsEnrolled(*in_force)) {
    result.withdrawal = WithdrawalAfter(*last, timeline, table);
  } else if (HasLeft(*in_force, table)) {
    result.withdrawal = LeftOn(last == nullptr ? std::nullopt : last->end, timeline, today, table);
  } else if (next != nullptr) {
    result.start = next->start;
  }
  return result;
}

std::vector<domain::StatusRow> DefaultDesktopStatusRows() {
  using When = domain::StatusRow::When;
  std::vector<domain::StatusRow> rows = {
      {StatusLabel(kDesktopEnrolled), When::kStartInFuture, StatusLabel("Pre-Registered")},
      {StatusLabel(kDesktopEnrolled), When::kAlways, StatusLabel("Enrolled")},
  };
  const auto add = [&rows](const char* iks, std::initializer_list<const char*> words) {
    for (const char* word : words) rows.push_back({StatusLabel(word), When::kAlways, StatusLabel(iks)});
  };
  add("Pre-Registered",
      {"Pre-Registered", "Preregistration", "Pre-Enrolled", "Pre-Enrollment", "Registered", "Registration", "Future",
       "Future Enrollment", "Future Enrolled", "Pending", "Pending Enrollment", "Starting Soon", "Waitlist",
       "Waitlisted", "Waiting", "Waiting List", "On Waiting List", "On Waitlist"});
  add("On Hold", {"On Hold",         "Hold",          "Summer Break",    "Summer Hold",
                  "Summer Leave",    "Summer Off",    "Off for Summer",  "Off for the Summer",
                  "Summer",          "Break",         "On Break",        "School Break",
                  "Winter Break",    "Leave",         "On Leave",        "Leave of Absence",
                  "Temporary Leave", "Medical Leave", "Maternity Leave", "Vacation"});
  add("Withdrawn", {"Withdrawn", "Withdrew", "Withdraw", "Withdrawal", "Dropped", "Dropped Out", "Left", "Left Center",
                    "Left Centre", "Disenrolled", "Disenroll", "Unenrolled", "Inactive", "Terminated"});
  add("Graduated", {"Graduated", "Graduate", "Graduation", "Graduated Out"});
  return rows;
}

}  // namespace ikp::rules
