// One report on the way to rows: its table, the columns by name, the problems found in it. For export_reports.cc and
// the files beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/desktop_agent/folder/csv_table.h"
#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/desktop_wire/rows.h"

namespace ikp::desktop_agent {

class ReportTable {
 public:
  // Problems and remarks go into `reports`, which outlives the table.
  ReportTable(std::string file, const std::string& bytes, DateOrder order, Reports& reports);

  const std::vector<CsvRow>& rows() const { return table_.rows; }
  bool Has(const std::string& column) const { return table_.Column(column).has_value(); }
  // False, with a problem for each that is missing.
  bool Require(const std::vector<std::string>& columns);
  // Empty when there is no such column.
  const std::string& Cell(const CsvRow& row, const std::string& column) const;
  // A number that must be there; nothing, with a problem, when it is none.
  std::optional<std::int64_t> Number(const CsvRow& row, const std::string& column);
  // Where the cell is empty, or there is no such column, nothing without a problem.
  std::optional<std::int64_t> NumberIfAny(const CsvRow& row, const std::string& column);
  // A day that cannot be read is nothing; how many there were is told as a remark, and many are a problem. One with day
  // and month in the other order is a problem at once: days that can be read may be others than was meant.
  std::optional<domain::CivilDate> DayIfAny(const CsvRow& row, const std::string& column);
  // A day that must be there; nothing, with a problem, when it is none.
  std::optional<domain::CivilDate> Day(const CsvRow& row, const std::string& column);
  void Problem(const CsvRow& row, const std::string& column, std::string what);
  // Counted per word, and told when the table is done: "2 rows left out: placeholder children".
  void Count(const std::string& what, std::size_t times = 1) { counts_[what] += times; }
  void TellCounts();

  // Names, gender, birth date, e-mail, phones and address of the person in this row; no id.
  desktop_wire::PersonRow Person(const CsvRow& row);

 private:
  struct Days {
    std::size_t told = 0;
    std::size_t unreadable = 0;
  };

  std::string file_;
  DateOrder order_;
  std::map<std::string, Days> days_;  // by column
  CsvTable table_;
  mutable std::map<std::string, std::optional<std::size_t>> columns_;
  std::map<std::string, std::size_t> counts_;
  Reports& reports_;
};

}  // namespace ikp::desktop_agent
