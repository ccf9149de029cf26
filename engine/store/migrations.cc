#include "engine/store/migrations.h"

#include <soci/soci.h>

#include <exception>

namespace ikp::store {
namespace {

// Rolls back when the step does not end.
class Transaction {
 public:
  explicit Transaction(soci::session& session) : session_(session) { session_ << "BEGIN IMMEDIATE"; }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (committed_) return;
    try {
      session_ << "ROLLBACK";
    } catch (const soci::soci_error&) {
      // SQLite has rolled back by itself, or will when the connection closes.
    }
  }
  void Commit() {
    session_ << "COMMIT";
    committed_ = true;
  }

 private:
  soci::session& session_;
  bool committed_ = false;
};

int Count(soci::session& session, const std::string& condition) {
  int count = 0;
  session << "SELECT count(*) FROM sqlite_schema WHERE " + condition, soci::into(count);
  return count;
}

tl::expected<int, std::string> StoredVersion(soci::session& session) {
  if (Count(session, "type = 'table' AND name = 'schema_version'") == 0) {
    if (Count(session, "name NOT LIKE 'sqlite_%'") == 0) return 0;
    return tl::unexpected<std::string>("the file is an SQLite database of something else: it has no schema_version");
  }
  int version = 0;
  soci::indicator set = soci::i_null;
  session << "SELECT max(version) FROM schema_version", soci::into(version, set);
  if (set != soci::i_ok) return tl::unexpected<std::string>("the table schema_version is empty: restore a backup");
  return version;
}

void RunStep(soci::session& session, const Migration& migration) {
  Transaction transaction(session);
  if (migration.to_version == 1) {
    session
        << "CREATE TABLE schema_version (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER NOT NULL) "
           "STRICT";
    session << "INSERT INTO schema_version (only_row, version) VALUES (1, 0)";
  }
  for (const auto& statement : migration.statements) session << statement;
  session << "UPDATE schema_version SET version = " + std::to_string(migration.to_version);
  transaction.Commit();
}

}  // namespace

tl::expected<int, std::string> Migrate(soci::session& session, const std::vector<Migration>& migrations) {
  const int known = static_cast<int>(migrations.size());
  try {
    const auto stored = StoredVersion(session);
    if (!stored) return stored;
    int version = *stored;
    if (version > known) {
      return tl::unexpected("the store has schema version " + std::to_string(version) +
                            ", this program knows versions up to " + std::to_string(known) +
                            ": use the newer program, or restore a backup from before it ran");
    }
    for (; version < known; ++version) {
      const auto& migration = migrations[static_cast<std::size_t>(version)];
      try {
        RunStep(session, migration);
      } catch (const soci::soci_error& error) {
        return tl::unexpected("migration to schema version " + std::to_string(migration.to_version) +
                              " failed and was rolled back, the store stays at version " + std::to_string(version) +
                              ": " + error.what());
      }
    }
    return version;
  } catch (const soci::soci_error& error) {
    return tl::unexpected(std::string("the schema version cannot be read: ") + error.what());
  }
}

}  // namespace ikp::store
