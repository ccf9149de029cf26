// VfsHarness: the production store (SqliteStore) on a disk that can lose power, and the ledger of what it has promised.
// For tests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports/store.h"
#include "engine/store/memory_store.h"
#include "engine/store/sqlite_store.h"
#include "engine/store/store_harness.h"
#include "scenarios/disk/power_loss_vfs.h"
#include "scenarios/disk/store_image.h"

namespace ikp::scenarios::disk {

class VfsHarness final : public store::StoreHarness {
 public:
  // The store is not open yet.
  explicit VfsHarness(store::Commits commits);
  ~VfsHarness() override { Close(); }

  PowerLossVfs& vfs() { return vfs_; }
  const std::string& path() const { return path_; }
  bool is_open() const { return store_ != nullptr; }

  // Why it cannot be opened; nothing when it could.
  std::optional<std::string> Open();
  void Close() { store_.reset(); }

  // Commits all at once and waits for all; nothing for a batch whose commit failed with StoreFailure.
  std::vector<std::optional<ports::CommitResult>> CommitAll(const std::vector<ports::WriteBatch>& batches);

  ports::Store& store() override { return *store_; }
  void RunUntil(const std::function<bool()>& done) override;
  bool Reopen() override;

 private:
  store::Commits commits_;
  PowerLossVfs vfs_;
  std::string path_;
  store::CompletionQueue queue_;
  std::unique_ptr<store::SqliteStore> store_;
};

// What the store has acknowledged, and what was under way when the power went.
class Ledger {
 public:
  void Acknowledge(const ports::WriteBatch& batch, ports::CommitResult result);
  // Asked for and never answered; in the order of the commits.
  void LeaveInFlight(const ports::WriteBatch& batch) { in_flight_.push_back(batch); }

  // The broken promise when the store cannot be read, or holds anything else than every acknowledged batch and then the
  // first ones, in order, of those in flight; empty when it is kept. What is found counts as acknowledged from then on.
  // A commit that was answered otherwise than the model answers it is a broken promise too.
  std::string Audit(ports::Store& store);

 private:
  std::string Explain(const StoreImage& found);

  store::MemoryStore acknowledged_;
  std::vector<ports::WriteBatch> in_flight_;
  std::string wrong_answer_;
};

}  // namespace ikp::scenarios::disk
