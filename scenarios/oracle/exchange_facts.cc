#include "scenarios/oracle/exchange_facts.h"

#include <algorithm>

namespace ikp::scenarios::oracle {
namespace {

constexpr int kMostOfAKind = 5;

}  // namespace

std::string_view IdIn(std::string_view path, std::string_view collection) {
  const auto position = path.find(collection);
  if (position == std::string_view::npos) return {};
  path.remove_prefix(position + collection.size());
  return path.substr(0, path.find_first_of("?/"));
}

bool WasAt(const Model& model, const Model::IksChild& child, std::string_view location, Sequence seq, Instant since) {
  const auto& versions = model.history().iks_children;
  for (std::size_t i = 0; i < child.versions.size(); ++i) {
    const auto& version = versions[static_cast<std::size_t>(child.versions[i])];
    if (version.seq > seq) break;
    if (version.location != location) continue;
    const bool last = i + 1 == child.versions.size();
    if (last || versions[static_cast<std::size_t>(child.versions[i + 1])].at >= since) return true;
  }
  return false;
}

bool Reporter::Wants(std::string_view kind) const {
  return std::count_if(findings_.begin(), findings_.end(), [&](const Finding& finding) {
           return finding.invariant == invariant_ && finding.kind == kind;
         }) < kMostOfAKind;
}

void Reporter::Add(std::string_view kind, std::string sentence, Instant at, std::vector<ClashingRecord> records) {
  if (!Wants(kind)) return;
  findings_.push_back({.invariant = invariant_,
                       .kind = std::string(kind),
                       .sentence = std::move(sentence),
                       .at = at,
                       .records = std::move(records)});
}

}  // namespace ikp::scenarios::oracle
