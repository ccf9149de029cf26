#include "engine/store/schema.h"

namespace ikp::store {
namespace {

// What must never be doubled is unique in the schema itself, so that no path through the program can double it.
Migration FirstSchema() {
  return {1,
          {
              R"(CREATE TABLE trigger_inbox (
                   arrival INTEGER PRIMARY KEY,
                   event TEXT NOT NULL UNIQUE,
                   location TEXT NOT NULL, family TEXT NOT NULL, child TEXT NOT NULL,
                   status TEXT NOT NULL, source TEXT NOT NULL, received_at INTEGER NOT NULL) STRICT)",
              "CREATE INDEX trigger_inbox_oldest ON trigger_inbox (received_at, arrival)",

              R"(CREATE TABLE push_states (
                   child TEXT PRIMARY KEY,
                   family TEXT NOT NULL, location TEXT NOT NULL, site TEXT,
                   phase TEXT NOT NULL, reason TEXT NOT NULL, details TEXT NOT NULL,
                   iks_version INTEGER NOT NULL, attempts INTEGER NOT NULL,
                   next_attempt_at INTEGER, updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
              "CREATE INDEX push_states_of_family ON push_states (family, child)",
              R"(CREATE INDEX push_states_due
                   ON push_states (next_attempt_at, child) WHERE next_attempt_at IS NOT NULL)",

              R"(CREATE TABLE intents (
                   id TEXT PRIMARY KEY,
                   site TEXT NOT NULL, family TEXT NOT NULL, child TEXT,
                   kind TEXT NOT NULL, state TEXT NOT NULL,
                   identity TEXT NOT NULL, known_before TEXT NOT NULL, procare_id TEXT NOT NULL,
                   created_at INTEGER NOT NULL, sent_until INTEGER) STRICT, WITHOUT ROWID)",
              R"(CREATE UNIQUE INDEX intents_one_open
                   ON intents (site, family, ifnull(child, ''), kind) WHERE state = 'open')",
              "CREATE INDEX intents_open ON intents (created_at, id) WHERE state = 'open'",
              "CREATE INDEX intents_of_site ON intents (site, created_at, id)",

              R"(CREATE TABLE links (
                   site TEXT NOT NULL, kind TEXT NOT NULL,
                   iks_id TEXT NOT NULL, procare_id TEXT NOT NULL,
                   origin TEXT NOT NULL, settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
                   linked_at INTEGER NOT NULL,
                   PRIMARY KEY (site, kind, iks_id)) STRICT, WITHOUT ROWID)",
              // Two IKS families of one household may share a Procare family; a child is one child on both sides.
              "CREATE UNIQUE INDEX links_one_child ON links (site, procare_id) WHERE kind = 'child'",

              R"(CREATE TABLE agreements (
                   site TEXT NOT NULL, child TEXT NOT NULL, procare_child TEXT NOT NULL,
                   procare_status TEXT NOT NULL, iks_status TEXT NOT NULL, classroom TEXT NOT NULL,
                   start TEXT, withdrawal TEXT,
                   ever_active INTEGER NOT NULL CHECK (ever_active IN (0, 1)),
                   missing_nights INTEGER NOT NULL, agreed_at INTEGER NOT NULL,
                   PRIMARY KEY (site, child)) STRICT, WITHOUT ROWID)",

              R"(CREATE TABLE nightly_runs (
                   site TEXT NOT NULL, local_date TEXT NOT NULL,
                   outcome TEXT NOT NULL, attempt INTEGER NOT NULL,
                   due_at INTEGER NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER,
                   report_json TEXT NOT NULL,
                   PRIMARY KEY (site, local_date)) STRICT, WITHOUT ROWID)",

              R"(CREATE TABLE reviews (
                   id TEXT PRIMARY KEY,
                   site TEXT NOT NULL, family TEXT NOT NULL, child TEXT,
                   reason TEXT NOT NULL, candidates TEXT NOT NULL, state TEXT NOT NULL,
                   decision TEXT NOT NULL, decided_by TEXT NOT NULL,
                   opened_at INTEGER NOT NULL, resolved_at INTEGER) STRICT, WITHOUT ROWID)",
              "CREATE INDEX reviews_open ON reviews (opened_at, id) WHERE state = 'open'",
              "CREATE INDEX reviews_of_family ON reviews (site, family, opened_at, id)",

              R"(CREATE TABLE audit (
                   sequence INTEGER PRIMARY KEY,
                   at INTEGER NOT NULL, site TEXT NOT NULL, family TEXT NOT NULL, child TEXT NOT NULL,
                   event TEXT NOT NULL, details_json TEXT NOT NULL) STRICT)",
              // Of the families that were ever named together with a child the second index knows without the table.
              "CREATE INDEX audit_of_child ON audit (child, sequence) WHERE child <> ''",
              "CREATE INDEX audit_families_of_child ON audit (child, family) WHERE child <> ''",
              "CREATE INDEX audit_of_family ON audit (family, sequence) WHERE child = ''",
              R"(CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
                   BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END)",
              R"(CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
                   BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END)",

              "CREATE TABLE cursors (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
          }};
}

}  // namespace

const std::vector<Migration>& SchemaMigrations() {
  static const std::vector<Migration> migrations = {FirstSchema()};
  return migrations;
}

}  // namespace ikp::store
