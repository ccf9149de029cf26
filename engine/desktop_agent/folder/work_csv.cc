#include "engine/desktop_agent/folder/work_csv.h"

#include <chrono>

#include "engine/desktop_agent/folder/csv_table.h"
#include "engine/desktop_agent/folder/export_text.h"

namespace ikp::desktop_agent {
namespace {

// So that no spreadsheet program takes an id for a number.
constexpr std::string_view kIdPrefix = "W-";

void Append(std::string& text, std::string_view part, std::string_view between) {
  if (part.empty()) return;
  if (!text.empty()) text += between;
  text += part;
}

std::string PayerText(const WorkPayer& payer) {
  std::string text = FullName(payer.name);
  Append(text, payer.relationship, ", ");
  for (const WorkPhone& phone : payer.phones) Append(text, phone.label + " " + phone.number, ", ");
  Append(text, payer.email, ", ");
  Append(text, AddressText(payer.address), ", ");
  return text;
}

std::string ChildText(const WorkChild& child) {
  std::string text = FullName(child.name);
  if (!child.number.empty()) Append(text, "number " + child.number, ", ");
  if (child.birth_date) Append(text, "born " + ShortDate(*child.birth_date), ", ");
  Append(text, child.gender, ", ");
  for (const WorkRow& row : child.rows) Append(text, RowText(row), ", ");
  if (!child.classroom.empty()) Append(text, "classroom " + child.classroom, ", ");
  return text;
}

std::string_view TaskText(WorkKind kind) {
  switch (kind) {
    case WorkKind::kFamily:
      return "Enter the family";
    case WorkKind::kChild:
      return "Add the child to the account";
    case WorkKind::kPlace:
      return "Set status and classroom";
  }
  return "";
}

std::string_view StateText(WorkState state) {
  switch (state) {
    case WorkState::kOpen:
      return "to do";
    case WorkState::kDone:
      return "done";
    case WorkState::kNotWanted:
      return "not wanted";
    case WorkState::kTakenBack:
      return "not needed any more";
  }
  return "";
}

void AppendLine(std::string& csv, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) csv += (i == 0 ? "" : ",") + CsvCellForSpreadsheet(cells[i]);
  csv += "\r\n";
}

void AppendItems(std::string& csv, const std::vector<WorkItem>& items) {
  for (const WorkItem& item : items) {
    std::string payers;
    std::string children;
    for (const WorkPayer& payer : item.payers) Append(payers, PayerText(payer), "\n");
    for (const WorkChild& child : item.children) Append(children, ChildText(child), "\n");
    if (payers.empty()) payers = item.account_name;
    AppendLine(csv, {std::to_string(item.number), std::string(StateText(item.state)),
                     item.state == WorkState::kNotWanted ? "x" : "", std::string(TaskText(item.kind)), item.school,
                     item.account_key, payers, children, item.state == WorkState::kOpen ? LookFirst(item) : "",
                     domain::FormatInstant(item.since).substr(0, 10), std::string(kIdPrefix) + item.id});
  }
}

}  // namespace

std::string WriteWorkCsv(const WorkView& view) {
  std::string csv = "\xEF\xBB\xBF";
  AppendLine(csv, {"No.", "State", "Not wanted", "What to do", "School", "Account key", "Payers", "Children",
                   "Perhaps done already", "On the list since", "Item"});
  AppendItems(csv, view.open);
  AppendItems(csv, view.done);
  AppendItems(csv, view.not_wanted);
  AppendItems(csv, view.taken_back);
  return csv;
}

std::optional<WorkMarks> ReadWorkMarks(const std::string& bytes) {
  const ExportText text = DecodeExport(bytes);
  if (!text.problem.empty()) return std::nullopt;
  // Some programs end the last line without a line break.
  const bool unbroken = !text.text.empty() && text.text.back() != '\n';
  const CsvTable table = ReadCsv(unbroken ? text.text + "\n" : text.text);
  const auto item = table.Column("Item");
  const auto not_wanted = table.Column("Not wanted");
  if (!item || !not_wanted || !table.problems.empty()) return std::nullopt;
  WorkMarks marks;
  for (const CsvRow& row : table.rows) {
    if (!row.cells[*item].starts_with(kIdPrefix)) continue;
    const std::string id = row.cells[*item].substr(kIdPrefix.size());
    marks.listed.insert(id);
    if (!row.cells[*not_wanted].empty()) marks.struck.insert(id);
  }
  return marks;
}

std::string FullName(const domain::PersonName& name) {
  std::string text = name.first;
  Append(text, name.middle, " ");
  Append(text, name.last, " ");
  Append(text, name.suffix, " ");
  if (!name.preferred.empty() && name.preferred != name.first) text += " (" + name.preferred + ")";
  return text;
}

std::string RowText(const WorkRow& row) {
  return row.status + (row.date ? " from " + ShortDate(*row.date) : " from the day of entry");
}

std::string LookFirst(const WorkItem& item) {
  std::string text;
  for (const std::string& account : item.look_at) Append(text, account, ", ");
  return text;
}

std::string AddressText(const domain::Address& address) {
  std::string text = address.line1;
  Append(text, address.line2, ", ");
  Append(text, address.city, ", ");
  std::string region = address.state;
  Append(region, address.zip, " ");
  Append(text, region, ", ");
  if (address.country != "US" && address.country != "USA") Append(text, address.country, ", ");
  return text;
}

std::string ShortDate(const domain::CivilDate& date) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day(date.days());
  return std::string(kMonths[static_cast<unsigned>(day.month()) - 1]) + " " +
         std::to_string(static_cast<unsigned>(day.day())) + ", " + std::to_string(static_cast<int>(day.year()));
}

}  // namespace ikp::desktop_agent
