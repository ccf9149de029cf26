// Migrations: bring a database to the schema that this program knows, step by step. Each step runs in one transaction
// together with its version number, so that a crash or an error leaves the version before it.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace soci {
class session;
}

namespace ikp::store {

struct Migration {
  int to_version = 0;                   // versions count from 1 without gaps
  std::vector<std::string> statements;  // one SQL statement each
};

// Returns the version that the database has now. Refuses, with a text for the operator and without changing anything, a
// database that a newer program has migrated and one that is not a store at all.
tl::expected<int, std::string> Migrate(soci::session& session, const std::vector<Migration>& migrations);

}  // namespace ikp::store
