// MemoryStore::Conditions: judges a batch before anything of it is written. It keeps what the earlier mutations of the
// batch would change, so that a batch may for example remove a link and put another one in its place.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/store/memory_store.h"

namespace ikp::store {

class MemoryStore::Conditions {
 public:
  explicit Conditions(const MemoryStore& store) : store_(store) {}
  bool Hold(const ports::WriteBatch& batch);

 private:
  bool Accept(const ports::OpenIntent& mutation);
  bool Accept(const ports::SettleIntent& mutation);
  bool Accept(const ports::PutLink& mutation);
  bool Accept(const ports::RemoveLink& mutation);
  bool Accept(const ports::ClaimNightly& mutation);
  bool Accept(const ports::FinishNightly& mutation);
  template <typename Unconditional>
  bool Accept(const Unconditional&) {
    return true;
  }

  std::optional<domain::IntentId> OpenIntentAt(const IntentKey& key) const;
  std::optional<std::string> ProcareIdAt(const LinkKey& iks_side) const;
  std::optional<std::string> IksChildAt(const LinkKey& procare_side) const;
  const ports::NightlyRun* RunAt(const NightlyKey& key) const;

  const MemoryStore& store_;
  // What the batch has changed so far; a key with nothing in it was taken away.
  std::map<IntentKey, std::optional<domain::IntentId>> open_intents_;
  std::unordered_map<domain::IntentId, IntentKey> opened_;
  std::map<LinkKey, std::optional<std::string>> procare_ids_;
  std::map<LinkKey, std::optional<std::string>> iks_children_;
  std::map<NightlyKey, const ports::NightlyRun*> runs_;
};

}  // namespace ikp::store
