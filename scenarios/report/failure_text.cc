#include "scenarios/report/failure_text.h"

#include <algorithm>

#include "scenarios/report/clash.h"
#include "scenarios/report/describe.h"
#include "scenarios/report/text.h"
#include "scenarios/report/text_table.h"

namespace ikp::scenarios::report {
namespace {

constexpr std::size_t kWidth = 110;
constexpr std::size_t kMostLines = 10;
constexpr std::size_t kMostRecords = 3;

std::string Paragraph(const std::string& text) {
  std::string out;
  for (const auto& line : Wrap(text, kWidth)) out += line + "\n";
  return out;
}

std::string Sizes(const FailureReport& report) {
  const auto actions = static_cast<long long>(report.scenario.actions.size());
  const auto faults = static_cast<long long>(report.scenario.faults.size());
  const std::string now = Counted(actions, "action") + ", " + Counted(faults, "fault");
  if (report.executions == 0) return "Scenario (" + now + "; not reduced)";
  return "Smallest scenario (" + now + "; reduced from " + Counted(report.original_actions, "action") + ", " +
         Counted(report.original_faults, "fault") + " in " + Counted(report.executions, "run") + ")";
}

std::string Story(const Scenario& scenario) {
  const auto lines = StoryOf(scenario);
  if (lines.empty()) return "  nobody does anything and nothing breaks\n";
  // The line that says how many more there are is one of the ten.
  const std::size_t shown = lines.size() <= kMostLines ? lines.size() : kMostLines - 1;
  TextTable table({{"", Align::kRight}, {}, {}});
  for (std::size_t i = 0; i < shown; ++i) {
    table.Add({ShortOffset(lines[i].at), lines[i].fault ? "fault" : "action", Clip(lines[i].what, kWidth - 24)});
  }
  if (shown < lines.size()) table.Add({"", "… " + std::to_string(lines.size() - shown) + " more", ""});
  return table.Text(kWidth);
}

std::string Records(const oracle::Finding& finding) {
  const Clash clash = ClashOf(finding, kMostRecords);
  if (clash.titles.empty()) return {};
  std::vector<Column> columns = {{""}, {""}};
  for (const auto& title : clash.titles) columns.push_back({title});
  TextTable table(columns, 0);
  for (const auto& row : clash.rows) {
    std::vector<std::string> cells = {row.differs ? "≠" : "", row.field};
    cells.insert(cells.end(), row.values.begin(), row.values.end());
    table.Add(std::move(cells));
  }
  std::string out = clash.titles.size() > 1 ? "Records that clash (≠: they differ)\n" : "The record\n";
  out += table.Text(kWidth);
  if (clash.left_out > 0) out += "  … " + std::to_string(clash.left_out) + " more\n";
  return out + "\n";
}

}  // namespace

std::string FailureText(const FailureReport& report) {
  const oracle::Finding& finding = report.finding;
  std::string out =
      Paragraph("FAILED: " + finding.kind + ", exit code " + std::to_string(oracle::ExitCodeOf(finding.invariant)));
  const std::string number =
      finding.invariant < oracle::kRunFailed ? "I" + std::to_string(finding.invariant) + " " : "";
  out += Paragraph(number + std::string(oracle::NameOf(finding.invariant)) + ": " + finding.sentence) + "\n";
  out += Sizes(report) + "\n" + Story(report.scenario) + "\n";
  out += Records(finding);
  out += "seed " + report.seed + ", commit " + (report.commit.empty() ? "not known" : report.commit) + "\n";
  out += "again: " + report.command + "\n";
  if (!report.path.empty()) out += "file:  " + report.path + "\n";
  return out;
}

}  // namespace ikp::scenarios::report
