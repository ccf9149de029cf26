#include "scenarios/report/clash.h"

#include <algorithm>

namespace ikp::scenarios::report {
namespace {

constexpr const char* kAbsent = "—";

ClashRow& RowOf(Clash& clash, const std::string& field, std::size_t records) {
  const auto known =
      std::find_if(clash.rows.begin(), clash.rows.end(), [&](const ClashRow& row) { return row.field == field; });
  if (known != clash.rows.end()) return *known;
  clash.rows.push_back({field, std::vector<std::string>(records, kAbsent), false});
  return clash.rows.back();
}

}  // namespace

Clash ClashOf(const oracle::Finding& finding, std::size_t most) {
  Clash clash;
  const std::size_t records = std::min(finding.records.size(), most);
  clash.left_out = finding.records.size() - records;
  for (std::size_t i = 0; i < records; ++i) {
    clash.titles.push_back(finding.records[i].title);
    for (const auto& [field, value] : finding.records[i].fields) {
      RowOf(clash, field, records).values[i] = value.empty() ? "(empty)" : value;
    }
  }
  for (auto& row : clash.rows) {
    const std::string* first = nullptr;
    for (const auto& value : row.values) {
      if (value == kAbsent) continue;
      if (first == nullptr) first = &value;
      row.differs = row.differs || value != *first;
    }
  }
  return clash;
}

}  // namespace ikp::scenarios::report
