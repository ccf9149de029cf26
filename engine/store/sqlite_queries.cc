#include "engine/store/sqlite_queries.h"

namespace ikp::store {
namespace {

template <typename Row>
std::string Select(const std::string& rest) {
  return std::string("SELECT ") + Row::kColumns + " FROM " + rest;
}

std::string NewestAuditOfChild() {
  return Select<StoredAuditRow>("audit WHERE child = ?1 AND child <> ''") + " UNION ALL " +
         Select<StoredAuditRow>(
             "audit WHERE child = '' AND family IN ("
             "SELECT family FROM audit WHERE child = ?1 AND child <> '' AND family <> ''"
             " UNION SELECT family FROM push_states WHERE child = ?1 AND family <> '')") +
         " ORDER BY sequence DESC LIMIT ?2";
}

}  // namespace

SqliteQueries::SqliteQueries(soci::session& session)
    : pending_triggers(session, Select<TriggerRow>("trigger_inbox ORDER BY received_at, arrival LIMIT ?1")),
      push_state(session, Select<PushStateRow>("push_states WHERE child = ?1")),
      push_states_of_family(session, Select<PushStateRow>("push_states WHERE family = ?1 ORDER BY child")),
      due_push_states(session, Select<PushStateRow>("push_states WHERE next_attempt_at <= ?1"
                                                    " ORDER BY next_attempt_at, child LIMIT ?2")),
      all_push_states(session, Select<PushStateRow>("push_states ORDER BY child")),
      // Left to itself SQLite would walk through all intents that the site ever had, for the order's sake.
      open_intents_of_family(session, Select<IntentRow>("intents INDEXED BY intents_one_open"
                                                        " WHERE state = 'open' AND site = ?1 AND family = ?2"
                                                        " ORDER BY created_at, id")),
      open_intents(session, Select<IntentRow>("intents WHERE state = 'open' ORDER BY created_at, id")),
      intents_since(session, Select<IntentRow>("intents WHERE site = ?1 AND created_at >= ?2 ORDER BY created_at, id")),
      next_attempt_after(session,
                         "SELECT next_attempt_at FROM push_states WHERE next_attempt_at > ?1"
                         " AND family NOT IN (SELECT value FROM json_each(?2)) ORDER BY next_attempt_at LIMIT 1"),
      link(session, Select<LinkRow>("links WHERE site = ?1 AND kind = ?2 AND iks_id = ?3")),
      links_of_site(session, Select<LinkRow>("links WHERE site = ?1 ORDER BY CASE kind WHEN 'family' THEN 0"
                                             " WHEN 'guardian' THEN 1 ELSE 2 END, iks_id")),
      agreements_of_site(session, Select<AgreementRow>("agreements WHERE site = ?1 ORDER BY child")),
      agreement(session, Select<AgreementRow>("agreements WHERE site = ?1 AND child = ?2")),
      nightly(session, Select<NightlyRow>("nightly_runs WHERE site = ?1 AND local_date = ?2")),
      latest_nightly(session, Select<NightlyRow>("nightly_runs WHERE site = ?1 ORDER BY local_date DESC LIMIT 1")),
      open_reviews(session, Select<ReviewRow>("reviews WHERE state = 'open' ORDER BY opened_at, id")),
      reviews_of_family(session, Select<ReviewRow>("reviews WHERE site = ?1 AND family = ?2 ORDER BY opened_at, id")),
      review(session, Select<ReviewRow>("reviews WHERE id = ?1")),
      newest_audit_of_child(session, NewestAuditOfChild()),
      audit_after(session, Select<StoredAuditRow>("audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2")),
      cursor(session, "SELECT value FROM cursors WHERE name = ?1") {}

}  // namespace ikp::store
