#include "engine/desktop_agent/folder/check_lines.h"

namespace ikp::desktop_agent {

std::size_t ChildrenAt(const Reports& reports, std::int64_t school_id) {
  std::size_t children = 0;
  for (const desktop_wire::AccountRow& account : reports.accounts) {
    if (account.school_id == school_id) children += account.children.size();
  }
  return children;
}

std::vector<std::string> LinesOf(const ExportReading& reading, std::int64_t school_id) {
  const Reports& reports = reading.reports;
  const std::string exported =
      " in " + std::string(kChildrenFile) + ", exported " + std::to_string(reading.age_seconds / 3600) + " hours ago.";
  std::vector<std::string> lines;
  for (const desktop_wire::SchoolRow& school : reports.schools) {
    if (school_id == 0 && reports.schools_told) {
      lines.push_back(std::to_string(ChildrenAt(reports, school.id)) + " children of school " +
                      std::to_string(school.id) + exported);
    }
  }
  if (school_id != 0 || !reports.schools_told) {
    const std::string of = school_id == 0 ? "" : " of school " + std::to_string(school_id);
    lines.push_back(std::to_string(ChildrenAt(reports, school_id)) + " children" + of + exported);
  }
  lines.push_back(std::string(kPayersFile) + (reports.payers_known ? std::string(" is used.") : kPayersAreNeeded));
  lines.push_back(std::string(kEnrollmentFile) +
                  (reports.statuses_known ? " is used." : " is not there or not used: no statuses."));
  return lines;
}

}  // namespace ikp::desktop_agent
