#include "scenarios/disk/vfs_harness.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/async/task.h"
#include "engine/store/store_generators.h"

namespace ikp::scenarios::disk {

using ports::CommitResult;

// The lock file and the empty database file that the store makes by itself are real ones. One folder for all harnesses
// of a process: what is in the database is in the memory of each.
VfsHarness::VfsHarness(store::Commits commits) : commits_(commits) {
  static const std::string folder = store::MakeTestFolder();
  path_ = folder + "/engine store.db";
  vfs_.Provide(path_);
}

std::optional<std::string> VfsHarness::Open() {
  Close();
  store::SqliteStoreOptions options;
  options.path = path_;
  options.synchronous = commits_ == store::Commits::kSynchronous;
  if (!options.synchronous) options.post = queue_.poster();
  auto opened = store::SqliteStore::Open(options);
  if (!opened) return opened.error();
  store_ = *std::move(opened);
  return std::nullopt;
}

std::vector<std::optional<CommitResult>> VfsHarness::CommitAll(const std::vector<ports::WriteBatch>& batches) {
  std::vector<async::Task<CommitResult>> tasks;
  for (const auto& batch : batches) {
    tasks.push_back(store_->Commit(batch));
    tasks.back().Start();
  }
  RunUntil([&tasks] { return std::all_of(tasks.begin(), tasks.end(), [](const auto& task) { return task.done(); }); });
  std::vector<std::optional<CommitResult>> results;
  for (auto& task : tasks) {
    try {
      results.emplace_back(task.Result());
    } catch (const ports::StoreFailure&) {
      results.emplace_back();
    }
  }
  return results;
}

void VfsHarness::RunUntil(const std::function<bool()>& done) {
  if (commits_ == store::Commits::kThreaded) queue_.RunUntil(done);
}

bool VfsHarness::Reopen() {
  if (const auto error = Open()) throw std::runtime_error(*error);
  return true;
}

void Ledger::Acknowledge(const ports::WriteBatch& batch, CommitResult result) {
  if (acknowledged_.Apply(batch) != result) wrong_answer_ = "answered unlike the model: " + store::Describe(batch);
}

std::string Ledger::Audit(ports::Store& store) {
  if (!wrong_answer_.empty()) return wrong_answer_;
  try {
    return Explain(ImageOf(store));
  } catch (const ports::StoreFailure& failure) {
    return failure.what();
  }
}

std::string Ledger::Explain(const StoreImage& found) {
  auto in_flight = std::exchange(in_flight_, {});
  auto candidate = acknowledged_;
  for (std::size_t written = 0;; ++written) {
    if (found == ImageOf(candidate)) {
      acknowledged_ = std::move(candidate);
      return "";
    }
    if (written == in_flight.size()) break;
    candidate.Apply(in_flight[written]);
  }
  std::string promise = "the store holds something else than the acknowledged batches";
  if (!in_flight.empty()) promise += ", with or without the " + std::to_string(in_flight.size()) + " in flight";
  return promise;
}

}  // namespace ikp::scenarios::disk
