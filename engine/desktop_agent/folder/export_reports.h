// What the exported reports say, as the rows of a snapshot. Pure: texts in, rows out. Which columns are known, and how
// sure we are of them, is in README.md.
//
// Problems name file, line and column, never what stands in a cell (I13).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/desktop_agent/folder/export_cells.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_agent {

inline constexpr const char* kChildrenFile = "children.csv";
inline constexpr const char* kPayersFile = "payers.csv";
inline constexpr const char* kEnrollmentFile = "enrollment.csv";

inline constexpr std::size_t kMostReportBytes = 64u << 20;

struct ReportBytes {
  std::string children;
  std::optional<std::string> payers;      // nothing: not exported
  std::optional<std::string> enrollment;  // nothing: not exported
};

struct ReportSettings {
  std::int64_t school_id = 0;  // of rows whose report has no column School ID
  std::vector<std::string> placeholder_markers;
  DateOrder date_order = DateOrder::kMonthDayYear;
};

struct ReportProblem {
  std::string file;
  int line = 0;        // 0: the file as a whole
  std::string column;  // a name from README.md, or digits: the first one is 1; empty: the line or the file as a whole
  std::string what;
};
std::string Sentence(const ReportProblem& problem);

struct Reports {
  std::vector<desktop_wire::SchoolRow> schools;
  std::vector<desktop_wire::ClassroomRow> classrooms;  // only those that a child is in
  std::vector<desktop_wire::AccountRow> accounts;
  std::vector<desktop_wire::StatusRow> statuses;
  bool readable = false;                // children.csv has the columns without which nothing can be said
  bool schools_told = false;            // children.csv has the column School ID
  bool payers_known = false;            // payers.csv was exported and could be joined to the accounts
  bool statuses_exported = false;       // enrollment.csv was exported, whatever its state
  bool statuses_known = false;          // and it has its columns
  std::vector<ReportProblem> problems;  // each makes the reading incomplete
  std::vector<std::string> remarks;     // counts and sentences that harm nothing
};

Reports UnderstandReports(const ReportBytes& bytes, const ReportSettings& settings);

}  // namespace ikp::desktop_agent
