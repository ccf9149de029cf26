// The reading half of MemoryStore.
#include <algorithm>
#include <limits>

#include "engine/store/memory_store.h"

namespace ikp::store {
namespace {

template <typename Map, typename Key>
std::optional<typename Map::mapped_type> Lookup(const Map& map, const Key& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

void SortOldestFirst(std::vector<ports::Intent>& intents) {
  std::sort(intents.begin(), intents.end(), [](const ports::Intent& a, const ports::Intent& b) {
    return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
  });
}

}  // namespace

async::Task<std::vector<ports::Trigger>> MemoryStore::PendingTriggers(std::size_t limit) {
  std::vector<ports::Trigger> result;
  for (auto it = triggers_.begin(); it != triggers_.end() && result.size() < limit; ++it) result.push_back(it->second);
  co_return result;
}

async::Task<std::optional<ports::PushState>> MemoryStore::FindPushState(domain::IksChildId child) {
  co_return Lookup(push_states_, child);
}

async::Task<std::vector<ports::PushState>> MemoryStore::PushStatesOfFamily(domain::IksFamilyId family) {
  std::vector<ports::PushState> result;
  if (const auto found = children_of_family_.find(family); found != children_of_family_.end()) {
    for (const auto& child : found->second) result.push_back(push_states_.at(child));
  }
  co_return result;
}

async::Task<std::vector<ports::PushState>> MemoryStore::DuePushStates(domain::Instant now, std::size_t limit) {
  std::vector<ports::PushState> result;
  for (auto it = due_.begin(); it != due_.end() && it->first <= now && result.size() < limit; ++it) {
    result.push_back(push_states_.at(it->second));
  }
  co_return result;
}

async::Task<std::vector<ports::PushState>> MemoryStore::AllPushStates() {
  std::vector<ports::PushState> result;
  result.reserve(push_states_.size());
  for (const auto& [child, state] : push_states_) result.push_back(state);
  co_return result;
}

async::Task<std::vector<ports::Intent>> MemoryStore::OpenIntentsOfFamily(domain::SiteId site,
                                                                         domain::IksFamilyId family) {
  std::vector<ports::Intent> result;
  const IntentKey first{site, family, std::nullopt, ports::EffectKind::kCreateFamily};
  for (auto it = open_intents_.lower_bound(first); it != open_intents_.end(); ++it) {
    if (std::get<domain::SiteId>(it->first) != site || std::get<domain::IksFamilyId>(it->first) != family) break;
    result.push_back(intents_.at(it->second));
  }
  SortOldestFirst(result);
  co_return result;
}

async::Task<std::vector<ports::Intent>> MemoryStore::OpenIntents() {
  std::vector<ports::Intent> result;
  result.reserve(open_intents_.size());
  for (const auto& [key, id] : open_intents_) result.push_back(intents_.at(id));
  SortOldestFirst(result);
  co_return result;
}

async::Task<std::vector<ports::Intent>> MemoryStore::IntentsSince(domain::SiteId site, domain::Instant since) {
  std::vector<ports::Intent> result;
  if (const auto found = intents_of_site_.find(site); found != intents_of_site_.end()) {
    const auto& ids = found->second;
    for (auto it = ids.lower_bound({since, domain::IntentId::Trusted("")}); it != ids.end(); ++it) {
      result.push_back(intents_.at(it->second));
    }
  }
  co_return result;
}

async::Task<std::optional<domain::Instant>> MemoryStore::NextAttemptAfter(domain::Instant after,
                                                                          std::set<domain::IksFamilyId> except) {
  for (auto it = due_.lower_bound({after, domain::IksChildId::Trusted("")}); it != due_.end(); ++it) {
    if (it->first > after && !except.contains(push_states_.at(it->second).family)) co_return it->first;
  }
  co_return std::nullopt;
}

async::Task<std::optional<ports::Link>> MemoryStore::FindLink(domain::SiteId site, ports::LinkKind kind,
                                                              std::string iks_id) {
  co_return Lookup(links_, LinkKey{std::move(site), kind, std::move(iks_id)});
}

async::Task<std::vector<ports::Link>> MemoryStore::LinksOfSite(domain::SiteId site) {
  std::vector<ports::Link> result;
  for (auto it = links_.lower_bound({site, ports::LinkKind::kFamily, ""}); it != links_.end(); ++it) {
    if (it->second.site != site) break;
    result.push_back(it->second);
  }
  co_return result;
}

async::Task<std::vector<ports::Agreement>> MemoryStore::AgreementsOfSite(domain::SiteId site) {
  std::vector<ports::Agreement> result;
  for (auto it = agreements_.lower_bound({site, domain::IksChildId::Trusted("")}); it != agreements_.end(); ++it) {
    if (it->first.first != site) break;
    result.push_back(it->second);
  }
  co_return result;
}

async::Task<std::optional<ports::Agreement>> MemoryStore::FindAgreement(domain::SiteId site, domain::IksChildId child) {
  co_return Lookup(agreements_, std::pair{std::move(site), std::move(child)});
}

async::Task<std::optional<ports::NightlyRun>> MemoryStore::FindNightly(domain::SiteId site,
                                                                       domain::CivilDate local_date) {
  co_return Lookup(nightly_runs_, NightlyKey{std::move(site), local_date});
}

async::Task<std::optional<ports::NightlyRun>> MemoryStore::LatestNightly(domain::SiteId site) {
  const NightlyKey last{site, domain::CivilDate::FromDays(std::chrono::sys_days::max())};
  auto it = nightly_runs_.upper_bound(last);
  if (it == nightly_runs_.begin()) co_return std::nullopt;
  --it;
  if (it->first.first != site) co_return std::nullopt;
  co_return it->second;
}

async::Task<std::vector<ports::Review>> MemoryStore::OpenReviews() {
  std::vector<ports::Review> result;
  result.reserve(open_reviews_.size());
  for (const auto& [opened_at, id] : open_reviews_) result.push_back(reviews_.at(id));
  co_return result;
}

async::Task<std::vector<ports::Review>> MemoryStore::ReviewsOfFamily(domain::SiteId site, domain::IksFamilyId family) {
  std::vector<ports::Review> result;
  const auto found = reviews_of_family_.find(std::pair{std::move(site), std::move(family)});
  if (found != reviews_of_family_.end()) {
    for (const auto& [opened_at, id] : found->second) result.push_back(reviews_.at(id));
  }
  co_return result;
}

async::Task<std::optional<ports::Review>> MemoryStore::FindReview(domain::ReviewId id) {
  co_return Lookup(reviews_, id);
}

std::set<std::string> MemoryStore::FamiliesOf(const domain::IksChildId& child) const {
  std::set<std::string> families;
  if (const auto found = families_in_audit_.find(child.str()); found != families_in_audit_.end()) {
    families = found->second;
  }
  const auto state = push_states_.find(child);
  if (state != push_states_.end() && !state->second.family.str().empty()) families.insert(state->second.family.str());
  return families;
}

async::Task<std::vector<ports::AuditEntry>> MemoryStore::AuditOfChild(domain::IksChildId child, std::size_t limit) {
  std::vector<std::int64_t> sequences;
  const auto collect_last = [&](const auto& index, const std::string& id) {
    const auto found = index.find(id);
    if (found == index.end()) return;
    const auto& all = found->second;
    sequences.insert(sequences.end(), all.end() - static_cast<std::ptrdiff_t>(std::min(limit, all.size())), all.end());
  };
  collect_last(audit_of_child_, child.str());
  for (const auto& family : FamiliesOf(child)) collect_last(audit_of_family_, family);
  std::sort(sequences.begin(), sequences.end());

  std::vector<ports::AuditEntry> result;
  for (std::size_t i = sequences.size() - std::min(limit, sequences.size()); i < sequences.size(); ++i) {
    result.push_back(audit_[static_cast<std::size_t>(sequences[i] - 1)]);
  }
  co_return result;
}

async::Task<std::vector<ports::AuditEntry>> MemoryStore::AuditAfter(std::int64_t sequence, std::size_t limit) {
  const auto first = std::min(static_cast<std::size_t>(std::max<std::int64_t>(sequence, 0)), audit_.size());
  const auto count = std::min(limit, audit_.size() - first);
  const auto begin = audit_.begin() + static_cast<std::ptrdiff_t>(first);
  co_return std::vector<ports::AuditEntry>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

async::Task<std::optional<std::string>> MemoryStore::Cursor(std::string name) { co_return Lookup(cursors_, name); }

}  // namespace ikp::store
