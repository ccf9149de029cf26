#include "engine/store/memory_store_conditions.h"

#include <algorithm>
#include <variant>

namespace ikp::store {
namespace {

bool MayBeClaimedOver(const ports::NightlyRun& existing, const ports::NightlyRun& claim) {
  switch (existing.outcome) {
    case ports::NightlyOutcome::kIncomplete:
    case ports::NightlyOutcome::kHeld:
    case ports::NightlyOutcome::kFailed:
      return true;
    case ports::NightlyOutcome::kRunning:
      return existing.attempt < claim.attempt;
    case ports::NightlyOutcome::kDone:
      return false;
  }
  return false;
}

}  // namespace

bool MemoryStore::Conditions::Hold(const ports::WriteBatch& batch) {
  return std::all_of(batch.begin(), batch.end(), [this](const ports::Mutation& mutation) {
    return std::visit([this](const auto& alternative) { return Accept(alternative); }, mutation);
  });
}

bool MemoryStore::Conditions::Accept(const ports::OpenIntent& mutation) {
  const auto& intent = mutation.intent;
  if (store_.intents_.contains(intent.id)) return false;
  auto key = KeyOf(intent);
  if (OpenIntentAt(key)) return false;
  if (!opened_.emplace(intent.id, key).second) return false;
  open_intents_.insert_or_assign(std::move(key), intent.id);
  return true;
}

bool MemoryStore::Conditions::Accept(const ports::SettleIntent& mutation) {
  const auto opened = opened_.find(mutation.id);
  const auto stored = store_.intents_.find(mutation.id);
  if (opened != opened_.end()) {
    if (OpenIntentAt(opened->second) == mutation.id) open_intents_.insert_or_assign(opened->second, std::nullopt);
  } else if (stored != store_.intents_.end()) {
    auto key = KeyOf(stored->second);
    if (OpenIntentAt(key) == mutation.id) open_intents_.insert_or_assign(std::move(key), std::nullopt);
  }
  return true;
}

bool MemoryStore::Conditions::Accept(const ports::PutLink& mutation) {
  const auto& link = mutation.link;
  LinkKey iks_side{link.site, link.kind, link.iks_id};
  const auto procare_id = ProcareIdAt(iks_side);
  if (procare_id) return *procare_id == link.procare_id;
  if (link.kind == ports::LinkKind::kChild) {
    LinkKey procare_side{link.site, link.kind, link.procare_id};
    if (IksChildAt(procare_side)) return false;
    iks_children_.insert_or_assign(std::move(procare_side), link.iks_id);
  }
  procare_ids_.insert_or_assign(std::move(iks_side), link.procare_id);
  return true;
}

bool MemoryStore::Conditions::Accept(const ports::RemoveLink& mutation) {
  LinkKey iks_side{mutation.site, mutation.kind, mutation.iks_id};
  auto procare_id = ProcareIdAt(iks_side);
  if (!procare_id) return true;
  procare_ids_.insert_or_assign(std::move(iks_side), std::nullopt);
  iks_children_.insert_or_assign(LinkKey{mutation.site, mutation.kind, *std::move(procare_id)}, std::nullopt);
  return true;
}

bool MemoryStore::Conditions::Accept(const ports::ClaimNightly& mutation) {
  NightlyKey key{mutation.run.site, mutation.run.local_date};
  const auto* existing = RunAt(key);
  if (existing != nullptr && !MayBeClaimedOver(*existing, mutation.run)) return false;
  runs_.insert_or_assign(std::move(key), &mutation.run);
  return true;
}

bool MemoryStore::Conditions::Accept(const ports::FinishNightly& mutation) {
  runs_.insert_or_assign(NightlyKey{mutation.run.site, mutation.run.local_date}, &mutation.run);
  return true;
}

std::optional<domain::IntentId> MemoryStore::Conditions::OpenIntentAt(const IntentKey& key) const {
  if (const auto changed = open_intents_.find(key); changed != open_intents_.end()) return changed->second;
  if (const auto stored = store_.open_intents_.find(key); stored != store_.open_intents_.end()) return stored->second;
  return std::nullopt;
}

std::optional<std::string> MemoryStore::Conditions::ProcareIdAt(const LinkKey& iks_side) const {
  if (const auto changed = procare_ids_.find(iks_side); changed != procare_ids_.end()) return changed->second;
  if (const auto stored = store_.links_.find(iks_side); stored != store_.links_.end()) return stored->second.procare_id;
  return std::nullopt;
}

std::optional<std::string> MemoryStore::Conditions::IksChildAt(const LinkKey& procare_side) const {
  if (const auto changed = iks_children_.find(procare_side); changed != iks_children_.end()) return changed->second;
  const auto& children = store_.iks_child_of_procare_child_;
  if (const auto stored = children.find(procare_side); stored != children.end()) return stored->second;
  return std::nullopt;
}

const ports::NightlyRun* MemoryStore::Conditions::RunAt(const NightlyKey& key) const {
  if (const auto changed = runs_.find(key); changed != runs_.end()) return changed->second;
  if (const auto stored = store_.nightly_runs_.find(key); stored != store_.nightly_runs_.end()) return &stored->second;
  return nullptr;
}

}  // namespace ikp::store
