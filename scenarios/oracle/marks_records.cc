// Marks of links and of the records on both sides of them.
#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/marks_list.h"
#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

using M = MarkId;

// A trigger that came with the poll led to a link.
void OfPoll(const Model& model, MarkWriter& marks) {
  for (const auto& entry : model.history().opinion.audit) {
    if (entry.event != "trigger_received" || RawTextIn(entry.details_json, "source") != "poll") continue;
    const auto* link = model.ChildLinkOf(entry.child);
    if (link == nullptr || link->linked_at < entry.at) continue;
    return marks.Set(M::kFoundByPoll);
  }
}

// Twins: one family, one last name, one birth date, two first names; linked to two records.
void OfTwins(const Model& model, MarkWriter& marks) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::set<std::string_view>> records;
  for (const auto& child : model.iks_children()) {
    const auto* link = model.ChildLinkOf(child.id);
    if (link == nullptr) continue;
    const auto& last = model.Last(child);
    if (last.birth_date.empty()) continue;
    auto& of_twins = records[{last.family, last.last_name, last.birth_date}];
    of_twins.insert(link->procare_id);
    if (of_twins.size() == 2) return marks.Set(M::kTwinsApart);
  }
}

// A second child was created in a family well after the first one.
void OfSiblings(const Model& model, MarkWriter& marks) {
  constexpr std::chrono::minutes kAnotherPush{5};
  std::map<std::string_view, Instant> first;
  for (const auto& exchange : model.history().exchanges) {
    if (!IsCreation(exchange) || !IsGood(exchange.status)) continue;
    const auto family = RawTextIn(exchange.body, "family_id");
    if (family.empty()) continue;
    const auto [known, fresh] = first.emplace(family, exchange.sent);
    if (!fresh && exchange.sent > known->second + kAnotherPush) return marks.Set(M::kSiblingJoined);
  }
}

void OfLinks(const Model& model, MarkWriter& marks) {
  std::map<std::string_view, std::string_view> site_of;
  for (const auto& link : model.history().opinion.links) {
    if (link.kind != ports::LinkKind::kChild) continue;
    const auto [known, fresh] = site_of.emplace(link.iks_id, link.site.str());
    marks.SetIf(!fresh && known->second != link.site.str(), M::kLinkedAtTwoSites);
    const auto* child = model.FindIksChild(link.iks_id);
    if (child == nullptr) continue;
    // Linked when it was in another family already than where it began.
    const auto& versions = model.history().iks_children;
    const auto& family = versions[static_cast<std::size_t>(child->versions.front())].family;
    for (const int index : child->versions) {
      const auto& version = versions[static_cast<std::size_t>(index)];
      marks.SetIf(version.family != family && version.at <= link.linked_at, M::kMergedFamilyFollowed);
    }
  }
}

}  // namespace

void MarkRecords(const Model& model, MarkWriter& marks) {
  OfPoll(model, marks);
  OfTwins(model, marks);
  OfSiblings(model, marks);
  OfLinks(model, marks);
}

}  // namespace ikp::scenarios::oracle
