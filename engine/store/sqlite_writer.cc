#include "engine/store/sqlite_writer.h"

#include <algorithm>
#include <exception>

#include "engine/store/sqlite_batch.h"
#include "engine/store/statement.h"

namespace ikp::store {

using ports::CommitResult;

SqliteWriter::SqliteWriter(std::unique_ptr<soci::session> session)
    : session_(std::move(session)), batch_writer_(std::make_unique<BatchWriter>(*session_)) {}

SqliteWriter::~SqliteWriter() = default;

std::vector<CommitResult> SqliteWriter::CommitGroup(const std::vector<const ports::WriteBatch*>& batches) {
  if (failure_) throw ports::StoreFailure(*failure_);
  try {
    return RunTransaction(batches);
  } catch (const soci::soci_error& error) {
    Fail(WithoutValues(error));
  } catch (const std::exception& error) {
    Fail(error.what());
  }
}

std::vector<CommitResult> SqliteWriter::RunTransaction(const std::vector<const ports::WriteBatch*>& batches) {
  std::vector<CommitResult> results;
  results.reserve(batches.size());
  *session_ << "BEGIN IMMEDIATE";
  for (const auto* batch : batches) {
    results.push_back(batch_writer_->Write(*batch) ? CommitResult::kCommitted : CommitResult::kConflict);
  }
  *session_ << "COMMIT";
  if (std::count(results.begin(), results.end(), CommitResult::kCommitted) > 0) ++physical_commits_;
  return results;
}

void SqliteWriter::Fail(const std::string& reason) {
  RollBack();
  failure_ = "the store cannot be written: " + reason;
  throw ports::StoreFailure(*failure_);
}

void SqliteWriter::RollBack() noexcept {
  try {
    *session_ << "ROLLBACK";
  } catch (const std::exception&) {
    // After a full disk or an I/O error SQLite has already rolled back by itself.
  }
}

}  // namespace ikp::store
