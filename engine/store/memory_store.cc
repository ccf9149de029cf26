#include "engine/store/memory_store.h"

#include <algorithm>
#include <variant>

#include "engine/store/batch_rules.h"
#include "engine/store/memory_store_conditions.h"

namespace ikp::store {
namespace {

using ports::CommitResult;
using ports::IntentState;
using ports::LinkKind;
using ports::ReviewState;

}  // namespace

MemoryStore::IntentKey MemoryStore::KeyOf(const ports::Intent& intent) {
  return {intent.site, intent.family, intent.child, intent.kind};
}

CommitResult MemoryStore::Apply(ports::WriteBatch batch) {
  CheckWellFormed(batch);
  if (!Conditions(*this).Hold(batch)) return CommitResult::kConflict;
  for (auto& mutation : batch) {
    std::visit([this](auto& alternative) { Write(std::move(alternative)); }, mutation);
  }
  return CommitResult::kCommitted;
}

async::Task<CommitResult> MemoryStore::Commit(ports::WriteBatch batch) { co_return Apply(std::move(batch)); }

void MemoryStore::Write(ports::AddTrigger&& mutation) {
  const ArrivalKey key{mutation.trigger.received_at, arrivals_};
  if (!trigger_of_event_.emplace(mutation.trigger.event, key).second) return;
  ++arrivals_;
  triggers_.emplace(key, std::move(mutation.trigger));
}

void MemoryStore::Write(ports::RemoveTriggers&& mutation) {
  for (const auto& event : mutation.events) {
    const auto found = trigger_of_event_.find(event);
    if (found == trigger_of_event_.end()) continue;
    triggers_.erase(found->second);
    trigger_of_event_.erase(found);
  }
}

void MemoryStore::Unindex(const ports::PushState& state) {
  const auto family = children_of_family_.find(state.family);
  family->second.erase(state.child);
  if (family->second.empty()) children_of_family_.erase(family);
  if (state.next_attempt_at) due_.erase({*state.next_attempt_at, state.child});
}

void MemoryStore::Write(ports::PutPushState&& mutation) {
  auto& state = mutation.state;
  const auto found = push_states_.find(state.child);
  if (found != push_states_.end()) Unindex(found->second);
  children_of_family_[state.family].insert(state.child);
  if (state.next_attempt_at) due_.emplace(*state.next_attempt_at, state.child);
  if (found != push_states_.end()) {
    found->second = std::move(state);
  } else {
    auto child = state.child;
    push_states_.emplace(std::move(child), std::move(state));
  }
}

void MemoryStore::Write(ports::OpenIntent&& mutation) {
  auto id = mutation.intent.id;
  open_intents_.emplace(KeyOf(mutation.intent), id);
  intents_of_site_[mutation.intent.site].emplace(mutation.intent.created_at, id);
  intents_.emplace(std::move(id), std::move(mutation.intent));
}

void MemoryStore::Write(ports::SettleIntent&& mutation) {
  const auto found = intents_.find(mutation.id);
  if (found == intents_.end()) return;
  auto& intent = found->second;
  if (intent.state == IntentState::kOpen) open_intents_.erase(KeyOf(intent));
  intent.state = mutation.state;
  intent.procare_id = std::move(mutation.procare_id);
}

void MemoryStore::Write(ports::PutLink&& mutation) {
  auto& link = mutation.link;
  LinkKey key{link.site, link.kind, link.iks_id};
  const auto found = links_.find(key);
  if (found != links_.end()) {
    found->second.origin = link.origin;
    found->second.settled = link.settled;
    return;
  }
  if (link.kind == LinkKind::kChild) {
    iks_child_of_procare_child_.emplace(LinkKey{link.site, link.kind, link.procare_id}, link.iks_id);
  }
  links_.emplace(std::move(key), std::move(link));
}

void MemoryStore::Write(ports::RemoveLink&& mutation) {
  const auto found = links_.find(LinkKey{std::move(mutation.site), mutation.kind, std::move(mutation.iks_id)});
  if (found == links_.end()) return;
  const auto& link = found->second;
  if (link.kind == LinkKind::kChild) {
    iks_child_of_procare_child_.erase(LinkKey{link.site, link.kind, link.procare_id});
  }
  links_.erase(found);
}

void MemoryStore::Write(ports::PutAgreement&& mutation) {
  auto& agreement = mutation.agreement;
  std::pair key{agreement.site, agreement.child};
  agreements_.insert_or_assign(std::move(key), std::move(agreement));
}

void MemoryStore::Write(ports::ClaimNightly&& mutation) {
  NightlyKey key{mutation.run.site, mutation.run.local_date};
  nightly_runs_.insert_or_assign(std::move(key), std::move(mutation.run));
}

void MemoryStore::Write(ports::FinishNightly&& mutation) {
  NightlyKey key{mutation.run.site, mutation.run.local_date};
  nightly_runs_.insert_or_assign(std::move(key), std::move(mutation.run));
}

void MemoryStore::Unindex(const ports::Review& review) {
  const ReviewKey key{review.opened_at, review.id};
  open_reviews_.erase(key);
  const auto family = reviews_of_family_.find({review.site, review.family});
  family->second.erase(key);
  if (family->second.empty()) reviews_of_family_.erase(family);
}

void MemoryStore::Write(ports::PutReview&& mutation) {
  auto& review = mutation.review;
  const auto found = reviews_.find(review.id);
  if (found != reviews_.end()) Unindex(found->second);
  const ReviewKey key{review.opened_at, review.id};
  if (review.state == ReviewState::kOpen) open_reviews_.insert(key);
  reviews_of_family_[{review.site, review.family}].insert(key);
  reviews_.insert_or_assign(key.second, std::move(review));
}

void MemoryStore::Write(ports::AppendAudit&& mutation) {
  auto& entry = mutation.entry;
  entry.sequence = static_cast<std::int64_t>(audit_.size()) + 1;
  if (!entry.child.empty()) {
    audit_of_child_[entry.child].push_back(entry.sequence);
    if (!entry.family.empty()) families_in_audit_[entry.child].insert(entry.family);
  } else if (!entry.family.empty()) {
    audit_of_family_[entry.family].push_back(entry.sequence);
  }
  audit_.push_back(std::move(entry));
}

void MemoryStore::Write(ports::PutCursor&& mutation) {
  cursors_.insert_or_assign(std::move(mutation.name), std::move(mutation.value));
}

std::vector<ports::NightlyRun> MemoryStore::NightlyRunsOfSite(const domain::SiteId& site) const {
  std::vector<ports::NightlyRun> runs;
  for (const auto& [key, run] : nightly_runs_) {
    if (key.first == site) runs.push_back(run);
  }
  return runs;
}

}  // namespace ikp::store
