#include "engine/nightly/report.h"

#include <nlohmann/json.hpp>

namespace ikp::nightly {
namespace {

// A report is for reading; beyond this the counts tell (I15).
constexpr std::size_t kMostLines = 500;

}  // namespace

std::string NightlyReport::ToJson() const {
  nlohmann::json json = {{"read", read},
                         {"linked", linked},
                         {"changed", changed},
                         {"held", held},
                         {"missing", missing},
                         {"unmapped", unmapped},
                         {"failed", failed},
                         {"unknown_to_iks", unknown_to_iks},
                         {"not_in_iks", not_in_iks},
                         {"unmapped_statuses", unmapped_statuses},
                         {"duplicates_in_procare", duplicates}};
  if (!problem.empty()) json["problem"] = {{"reason", problem}, {"detail", problem_detail}};
  if (centre_not_ready) json["centre_not_ready"] = true;
  if (tries_not_counted > 0) json["tries_not_counted"] = tries_not_counted;
  auto& children = json["children"] = nlohmann::json::array();
  for (const auto& line : lines) {
    if (children.size() == kMostLines) break;
    children.push_back({{"child", line.child}, {"reason", line.reason}, {"detail", line.detail}});
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

NightlyReport ReportOf(const rules::NightlyDiff& diff) {
  NightlyReport report;
  report.read = diff.read;
  report.linked = diff.linked;
  report.missing = diff.missing;
  report.unknown_to_iks = diff.unknown_to_iks;
  report.not_in_iks = diff.not_in_iks;
  report.unmapped_statuses = diff.unmapped_statuses;
  for (const auto& [word, count] : diff.unmapped_statuses) report.unmapped += count;
  for (const auto& group : diff.duplicates) {
    auto& ids = report.duplicates.emplace_back();
    for (const auto& id : group) ids.push_back(id.str());
  }
  for (const auto& note : diff.notes) {
    report.lines.push_back({note.child.str(), std::string(domain::Describe(note.reason).word), note.detail});
  }
  if (diff.verdict == rules::NightlyDiff::Verdict::kMassChange) report.held = diff.status_changes;
  return report;
}

}  // namespace ikp::nightly
