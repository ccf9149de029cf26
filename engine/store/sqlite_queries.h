// SqliteQueries: one prepared statement for every read of the Store, each served by an index. One thread.
#pragma once

#include <string>

#include "engine/store/rows.h"
#include "engine/store/statement.h"

namespace ikp::store {

struct SqliteQueries {
  explicit SqliteQueries(soci::session& session);

  using Text = std::string;
  using Number = long long;

  Query<TriggerRow, Number> pending_triggers;                 // limit
  Query<PushStateRow, Text> push_state;                       // child
  Query<PushStateRow, Text> push_states_of_family;            // family
  Query<PushStateRow, Number, Number> due_push_states;        // now, limit
  Query<PushStateRow> all_push_states;                        //
  Query<IntentRow, Text, Text> open_intents_of_family;        // site, family
  Query<IntentRow> open_intents;                              //
  Query<IntentRow, Text, Number> intents_since;               // site, created at
  Query<InstantRow, Number, Text> next_attempt_after;         // later than, not of these families (JSON)
  Query<LinkRow, Text, Text, Text> link;                      // site, kind, IKS id
  Query<LinkRow, Text> links_of_site;                         // site
  Query<AgreementRow, Text> agreements_of_site;               // site
  Query<AgreementRow, Text, Text> agreement;                  // site, child
  Query<NightlyRow, Text, Text> nightly;                      // site, local date
  Query<NightlyRow, Text> latest_nightly;                     // site
  Query<ReviewRow> open_reviews;                              //
  Query<ReviewRow, Text, Text> reviews_of_family;             // site, family
  Query<ReviewRow, Text> review;                              // id
  Query<StoredAuditRow, Text, Number> newest_audit_of_child;  // child, limit; newest first
  Query<StoredAuditRow, Number, Number> audit_after;          // sequence, limit
  Query<TextRow, Text> cursor;                                // name
};

}  // namespace ikp::store
