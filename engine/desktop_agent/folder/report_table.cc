#include "engine/desktop_agent/folder/report_table.h"

#include <algorithm>
#include <utility>

#include "engine/desktop_agent/folder/export_cells.h"
#include "engine/desktop_agent/folder/export_text.h"

namespace ikp::desktop_agent {
namespace {

// Of one file: the first ones are enough to mend it.
constexpr std::size_t kMaxProblems = 10;

// So many can be slips of whoever typed them; more than a tenth is how the report is written.
constexpr std::size_t kFewDays = 2;

std::string OtherOrder(DateOrder order) {
  return order == DateOrder::kMonthDayYear
             ? "has the day before the month; set data.date_order to \"dmy\" in the agent's configuration"
             : "has the month before the day; set data.date_order to \"mdy\" in the agent's configuration";
}

constexpr const char* kKnownColumns[] = {
    "Child ID",    "First Name",    "Last Name",     "Date of Birth", "Classroom ID",  "Primary Classroom",
    "Phone 1",     "Phone 2",       "Phone 3",       "Phone 4",       "Employee ID",   "School ID",
    "School Name", "Account Key",   "Account ID",    "Account Name",  "Gender",        "Middle Initial",
    "Email",       "Add 1, Line 1", "Add 1, Line 2", "Add 1, City",   "Add 1, Region", "Add 1, Postal Code",
    "Payer Order", "Person ID",     "Date",          "Status"};

// Where the report has no header, its first row would be taken for one: only names that are ours are told (I13).
std::string NameOf(const CsvTable& table, std::size_t column) {
  if (column == 0) return {};
  for (const char* name : kKnownColumns) {
    if (column <= table.header.size() && SameColumnName(name, table.header[column - 1])) return name;
  }
  return std::to_string(column);
}

}  // namespace

ReportTable::ReportTable(std::string file, const std::string& bytes, DateOrder order, Reports& reports)
    : file_(std::move(file)), order_(order), reports_(reports) {
  if (bytes.size() > kMostReportBytes) {
    reports_.problems.push_back({file_, 0, "", "is larger than 64 MB, which no report of a centre is"});
    return;
  }
  const ExportText text = DecodeExport(bytes);
  if (!text.problem.empty()) {
    reports_.problems.push_back({file_, 0, "", text.problem});
    return;
  }
  if (text.transcoded > 0) Count("letters brought from the Windows character set to UTF-8", text.transcoded);
  if (text.strays > 0) Count("bytes that are no UTF-8 in a UTF-8 file, taken for Windows letters", text.strays);
  if (text.dropped > 0) Count("NUL bytes left out", text.dropped);
  table_ = ReadCsv(text.text);
  for (const char* name : kKnownColumns) {
    const auto times = std::count_if(table_.header.begin(), table_.header.end(),
                                     [&](const std::string& column) { return SameColumnName(column, name); });
    if (times > 1) {
      reports_.problems.push_back({file_, 1, name, "stands there twice; choose this column once and export it again"});
    }
  }
  std::size_t told = 0;
  for (CsvProblem& problem : table_.problems) {
    if (++told > kMaxProblems) break;
    reports_.problems.push_back({file_, problem.line, NameOf(table_, problem.column), std::move(problem.what)});
  }
}

bool ReportTable::Require(const std::vector<std::string>& columns) {
  if (table_.header.empty()) return false;  // told already
  if (columns.size() > 1 &&
      std::none_of(columns.begin(), columns.end(), [this](const std::string& column) { return Has(column); })) {
    // The rows below it say nothing then, and neither do the problems in them.
    std::erase_if(reports_.problems, [this](const ReportProblem& problem) { return problem.file == file_; });
    reports_.problems.push_back(
        {file_, 1, "", "has none of the column names that are needed; export the report with a line of column names"});
    return false;
  }
  bool all = true;
  for (const std::string& column : columns) {
    if (Has(column)) continue;
    reports_.problems.push_back({file_, 1, column, "is missing; choose this column in the report and export it again"});
    all = false;
  }
  return all;
}

const std::string& ReportTable::Cell(const CsvRow& row, const std::string& column) const {
  static const std::string kNothing;
  auto [found, fresh] = columns_.try_emplace(column);
  if (fresh) found->second = table_.Column(column);
  return found->second ? row.cells[*found->second] : kNothing;
}

std::optional<std::int64_t> ReportTable::Number(const CsvRow& row, const std::string& column) {
  const auto number = ReadNumber(Cell(row, column));
  if (!number) Problem(row, column, Cell(row, column).empty() ? "is empty" : "is not a whole number");
  return number;
}

std::optional<std::int64_t> ReportTable::NumberIfAny(const CsvRow& row, const std::string& column) {
  const std::string& cell = Cell(row, column);
  if (cell.empty() || cell == "0") return std::nullopt;
  return Number(row, column);
}

std::optional<domain::CivilDate> ReportTable::DayIfAny(const CsvRow& row, const std::string& column) {
  const std::string& cell = Cell(row, column);
  if (cell.empty()) return std::nullopt;
  auto day = ReadDay(cell, order_);
  Days& days = days_[column];
  ++days.told;
  if (day) return day;
  ++days.unreadable;
  Count("days that could not be read");
  if (IsDayInOtherOrder(cell, order_)) Problem(row, column, OtherOrder(order_));
  return day;
}

std::optional<domain::CivilDate> ReportTable::Day(const CsvRow& row, const std::string& column) {
  const std::string& cell = Cell(row, column);
  auto day = ReadDay(cell, order_);
  if (!day) Problem(row, column, IsDayInOtherOrder(cell, order_) ? OtherOrder(order_) : "is not a day");
  return day;
}

void ReportTable::Problem(const CsvRow& row, const std::string& column, std::string what) {
  std::size_t of_file = 0;
  for (const ReportProblem& problem : reports_.problems) of_file += problem.file == file_ ? 1 : 0;
  if (of_file < kMaxProblems) reports_.problems.push_back({file_, row.line, column, std::move(what)});
}

void ReportTable::TellCounts() {
  for (const auto& [column, days] : days_) {
    if (days.unreadable < kFewDays || days.unreadable * 10 <= days.told) continue;
    reports_.problems.push_back({file_, 0, column,
                                 "has " + std::to_string(days.unreadable) + " of " + std::to_string(days.told) +
                                     " days that cannot be read; export them with the year in four digits, in the "
                                     "order of data.date_order in the agent's configuration"});
  }
  for (const auto& [what, times] : counts_) {
    reports_.remarks.push_back(file_ + ": " + std::to_string(times) + " " + what);
  }
}

desktop_wire::PersonRow ReportTable::Person(const CsvRow& row) {
  desktop_wire::PersonRow person;
  person.first_name = Cell(row, "First Name");
  person.middle_initial = Cell(row, "Middle Initial");
  person.last_name = Cell(row, "Last Name");
  person.gender = Cell(row, "Gender");
  person.date_of_birth = DayIfAny(row, "Date of Birth");
  person.email = Cell(row, "Email");
  for (const char* column : {"Phone 1", "Phone 2", "Phone 3", "Phone 4"}) {
    const std::string& cell = Cell(row, column);
    std::vector<desktop_wire::PhoneRow> phones = ReadPhones(cell);
    if (!cell.empty() && phones.empty()) Count("phone cells without a number");
    for (desktop_wire::PhoneRow& phone : phones) person.phones.push_back(std::move(phone));
  }
  desktop_wire::AddressRow address{.line1 = Cell(row, "Add 1, Line 1"),
                                   .line2 = Cell(row, "Add 1, Line 2"),
                                   .city = Cell(row, "Add 1, City"),
                                   .region = Cell(row, "Add 1, Region"),
                                   .postal_code = Cell(row, "Add 1, Postal Code")};
  if (!(address == desktop_wire::AddressRow{})) person.addresses.push_back(std::move(address));
  return person;
}

}  // namespace ikp::desktop_agent
