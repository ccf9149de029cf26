// `engine status --json`.
#include <nlohmann/json.hpp>

#include "engine/domain/reason.h"
#include "engine/explain/nightly_summary.h"
#include "engine/explain/status_text.h"
#include "engine/explain/words.h"

namespace ikp::explain {
namespace {

using nlohmann::json;

json InstantOrNull(const std::optional<domain::Instant>& instant) {
  return instant ? json(domain::FormatInstant(*instant)) : json();
}

json CountsJson(const std::vector<PhaseCount>& counts) {
  json list = json::array();
  for (const auto& count : counts) {
    const auto& text = domain::Describe(count.reason);
    list.push_back({{"phase", ports::ToWord(count.phase)},
                    {"reason", text.word},
                    {"code", text.code},
                    {"children", count.children}});
  }
  return list;
}

json NightlyJson(const std::optional<ports::NightlyRun>& run) {
  if (!run) return nullptr;
  const auto summary = SummaryOf(*run);
  json words = json::object();
  for (const auto& [word, children] : summary.unmapped_statuses) words[Clean(word)] = children;
  json report = {{"read", summary.read},     {"linked", summary.linked},         {"changed", summary.changed},
                 {"held", summary.held},     {"missing", summary.missing},       {"unmapped", summary.unmapped},
                 {"failed", summary.failed}, {"duplicates", summary.duplicates}, {"unmapped_statuses", words}};
  return {{"local_date", run->local_date.str()},
          {"outcome", ports::ToWord(run->outcome)},
          {"attempt", run->attempt},
          {"started_at", domain::FormatInstant(run->started_at)},
          {"finished_at", InstantOrNull(run->finished_at)},
          {"problem", summary.problem ? json(domain::Describe(*summary.problem).word) : json()},
          {"report", report}};
}

json ReviewJson(const ports::Review& review) {
  json candidates = json::array();
  for (const auto& one : review.candidates) candidates.push_back(Clean(one));
  return {{"id", Clean(review.id.str())},
          {"site", Clean(review.site.str())},
          {"family", Clean(review.family.str())},
          {"child", review.child ? json(Clean(review.child->str())) : json()},
          {"reason", domain::Describe(review.reason).word},
          {"candidates", candidates},
          {"opened_at", domain::FormatInstant(review.opened_at)}};
}

// Ids only: what an effect sent is kept in the store, and is of no concern here.
json IntentJson(const ports::Intent& intent) {
  return {{"id", Clean(intent.id.str())},         {"site", Clean(intent.site.str())},
          {"family", Clean(intent.family.str())}, {"child", intent.child ? json(Clean(intent.child->str())) : json()},
          {"effect", ports::ToWord(intent.kind)}, {"created_at", domain::FormatInstant(intent.created_at)}};
}

}  // namespace

json StatusToJson(const StatusFacts& facts) {
  json document = {{"now", domain::FormatInstant(facts.now)},    {"sites", json::array()},
                   {"unmapped", CountsJson(facts.unmapped)},     {"reviews", json::array()},
                   {"pending_triggers", facts.pending_triggers}, {"open_effects", json::array()}};
  for (const auto& site : facts.sites) {
    document["sites"].push_back({{"id", Clean(site.id.str())},
                                 {"name", Clean(site.name)},
                                 {"time_zone", site.zone.name()},
                                 {"next_nightly", InstantOrNull(site.next_nightly)},
                                 {"nightly", NightlyJson(site.nightly)},
                                 {"counts", CountsJson(site.counts)}});
  }
  for (const auto& review : facts.reviews) document["reviews"].push_back(ReviewJson(review));
  for (const auto& intent : facts.open_intents) document["open_effects"].push_back(IntentJson(intent));
  return document;
}

}  // namespace ikp::explain
