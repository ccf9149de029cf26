#include "engine/explain/nightly_summary.h"

#include <nlohmann/json.hpp>

namespace ikp::explain {
namespace {

using domain::Reason;
using nlohmann::json;

int Count(const json& report, const char* key) {
  const auto found = report.find(key);
  return found != report.end() && found->is_number_integer() ? found->get<int>() : 0;
}

std::string Text(const json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// What a person should hear first of several lines about one child.
int Gravity(Reason reason) {
  switch (reason) {
    case Reason::kAtAnotherSchool:
    case Reason::kBackupRestored:
      return 8;
    case Reason::kMissingInProcare:
      return 7;
    case Reason::kUnmappedStatus:
    case Reason::kNoStatusRow:
    case Reason::kStatusesNotExported:
      return 6;
    case Reason::kWriteBackFailed:
      return 5;
    case Reason::kUnmappedClassroom:
      return 4;
    case Reason::kPersonMerged:
      return 3;
    case Reason::kEditedInIks:
      return 2;
    case Reason::kAccountHidden:
    case Reason::kInTwoAccounts:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

const NightlySummary::Line* NightlySummary::Find(const domain::IksChildId& child) const {
  const Line* gravest = nullptr;
  for (const auto& line : lines) {
    if (line.child != child.str()) continue;
    if (gravest == nullptr || Gravity(line.reason) > Gravity(gravest->reason)) gravest = &line;
  }
  return gravest;
}

NightlySummary SummaryOf(const ports::NightlyRun& run) {
  NightlySummary summary;
  const json report = json::parse(run.report_json, nullptr, false);
  if (!report.is_object()) return summary;
  summary.read = Count(report, "read");
  summary.linked = Count(report, "linked");
  summary.changed = Count(report, "changed");
  summary.held = Count(report, "held");
  summary.missing = Count(report, "missing");
  summary.unmapped = Count(report, "unmapped");
  summary.failed = Count(report, "failed");
  if (const auto words = report.find("unmapped_statuses"); words != report.end() && words->is_object()) {
    for (const auto& [word, count] : words->items()) {
      if (count.is_number_integer()) summary.unmapped_statuses.emplace(word, count.get<int>());
    }
  }
  if (const auto groups = report.find("duplicates_in_procare"); groups != report.end() && groups->is_array()) {
    summary.duplicates = static_cast<int>(groups->size());
  }
  if (const auto problem = report.find("problem"); problem != report.end()) {
    summary.problem = domain::ReasonFromWord(Text(*problem, "reason"));
    summary.problem_detail = Text(*problem, "detail");
  }
  if (const auto lines = report.find("children"); lines != report.end() && lines->is_array()) {
    for (const auto& line : *lines) {
      const auto reason = domain::ReasonFromWord(Text(line, "reason"));
      if (reason) summary.lines.push_back({Text(line, "child"), *reason, Text(line, "detail")});
    }
  }
  return summary;
}

}  // namespace ikp::explain
