#include "simulators/procare_desktop/model.h"

#include "simulators/kit/civil_time.h"

namespace ikp::simulators::procare_desktop {
namespace {

// The row that counts on each day that has one.
std::map<Date, StatusRow> RowsThatCount(const std::vector<StatusRow>& rows, SchoolId school_id,
                                        const StatusRules& rules) {
  std::map<Date, StatusRow> by_date;
  for (const auto& row : rows) {
    if (row.school_id != school_id) continue;
    const auto [found, added] = by_date.try_emplace(row.date, row);
    if (!added && (row.id > found->second.id) == rules.highest_row_wins) found->second = row;
  }
  return by_date;
}

}  // namespace

std::optional<std::string> StatusOn(const std::vector<StatusRow>& rows, SchoolId school_id, const Date& date,
                                    const StatusRules& rules) {
  const auto by_date = RowsThatCount(rows, school_id, rules);
  auto next = by_date.upper_bound(date);
  if (next == by_date.begin()) return std::nullopt;
  return std::prev(next)->second.status;
}

std::vector<Interval> EnrollmentIntervals(const std::vector<StatusRow>& rows, SchoolId school_id,
                                          const StatusRules& rules) {
  std::vector<Interval> intervals;
  bool enrolled = false;
  for (const auto& [date, row] : RowsThatCount(rows, school_id, rules)) {
    const bool now_enrolled = row.status == kEnrolled;
    if (now_enrolled && !enrolled) intervals.push_back({date, std::nullopt});
    if (!now_enrolled && enrolled) intervals.back().end = rules.end_is_last_day ? kit::AddDays(date, -1) : date;
    enrolled = now_enrolled;
  }
  return intervals;
}

}  // namespace ikp::simulators::procare_desktop
