#include "engine/rules/status_map.h"

#include <string>

namespace ikp::rules {
namespace {

using When = domain::StatusRow::When;

Finding RowFinding(std::size_t index, const char* part, const char* word, const char* sentence) {
  return {"status_rows[" + std::to_string(index) + "]" + part, word, sentence};
}

}  // namespace

std::optional<domain::StatusLabel> MapToIks(const std::vector<domain::StatusRow>& rows,
                                            const domain::StatusLabel& procare_status, bool start_in_future,
                                            bool ever_active) {
  if (procare_status.empty()) return std::nullopt;
  std::optional<domain::StatusLabel> general;
  for (const auto& row : rows) {
    if (row.procare != procare_status) continue;
    if (row.when == When::kAlways) {
      if (!general) general = row.iks;
      continue;
    }
    const bool applies = row.when == When::kStartInFuture ? start_in_future : !ever_active;
    if (applies) return row.iks;
  }
  return general;
}

std::vector<Finding> ValidateRows(const std::vector<domain::StatusRow>& rows) {
  std::vector<Finding> findings;
  if (rows.empty()) {
    findings.push_back({"status_rows", "empty",
                        "The status table has no line, so no status would ever reach IKS. Add a line for each Procare "
                        "status word of the centre."});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].procare.empty()) {
      findings.push_back(RowFinding(i, ".procare", "empty", "The Procare status word is empty. Enter it."));
    }
    if (rows[i].iks.empty()) {
      findings.push_back(RowFinding(i, ".iks", "empty", "The IKS status is empty. Enter it."));
    }
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (rows[i].procare.empty() || rows[earlier].procare != rows[i].procare) continue;
      if (rows[earlier].when != rows[i].when) continue;
      findings.push_back(RowFinding(i, "", "duplicate",
                                    "An earlier line has the same Procare status word (case, spaces and punctuation do "
                                    "not count) under the same condition. Remove one of the two."));
      break;
    }
  }
  return findings;
}

}  // namespace ikp::rules
