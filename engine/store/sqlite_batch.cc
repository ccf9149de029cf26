#include "engine/store/sqlite_batch.h"

#include <algorithm>
#include <string_view>
#include <variant>

namespace ikp::store {
namespace {

std::vector<std::string_view> Split(std::string_view columns) {
  std::vector<std::string_view> names;
  while (true) {
    const auto end = columns.find(", ");
    names.push_back(columns.substr(0, end));
    if (end == std::string_view::npos) return names;
    columns.remove_prefix(end + 2);
  }
}

// "INSERT INTO table (a, b) VALUES (?1, ?2)"
std::string Insert(const std::string& table, std::string_view columns) {
  std::string sql = "INSERT INTO " + table + " (" + std::string(columns) + ") VALUES (";
  const auto count = Split(columns).size();
  for (std::size_t i = 1; i <= count; ++i) sql += (i == 1 ? "?" : ", ?") + std::to_string(i);
  return sql + ")";
}

// An insert that replaces every column of the row with the same key.
std::string Upsert(const std::string& table, std::string_view columns, const std::string& key) {
  std::string sql = Insert(table, columns) + " ON CONFLICT (" + key + ") DO UPDATE SET ";
  bool first = true;
  for (const auto column : Split(columns)) {
    if (!first) sql += ", ";
    first = false;
    sql.append(column).append(" = excluded.").append(column);
  }
  return sql;
}

// An insert that changes no row when any uniqueness would be broken.
std::string InsertUnlessTaken(const std::string& table, std::string_view columns) {
  return Insert(table, columns) + " ON CONFLICT DO NOTHING";
}

constexpr const char* kMayBeClaimedOver =
    " WHERE nightly_runs.outcome IN ('incomplete', 'held', 'failed')"
    " OR (nightly_runs.outcome = 'running' AND nightly_runs.attempt < excluded.attempt)";

std::string Word(std::string_view word) { return std::string(word); }

}  // namespace

BatchWriter::BatchWriter(soci::session& session)
    : savepoint_(session, "SAVEPOINT batch"),
      rollback_(session, "ROLLBACK TO batch"),
      release_(session, "RELEASE batch"),
      add_trigger_(session, Insert("trigger_inbox", TriggerRow::kColumns) + " ON CONFLICT (event) DO NOTHING"),
      remove_trigger_(session, "DELETE FROM trigger_inbox WHERE event = ?1"),
      put_push_state_(session, Upsert("push_states", PushStateRow::kColumns, "child")),
      open_intent_(session, InsertUnlessTaken("intents", IntentRow::kColumns)),
      settle_intent_(session, "UPDATE intents SET state = ?1, procare_id = ?2 WHERE id = ?3"),
      update_link_(session,
                   "UPDATE links SET origin = ?1, settled = ?2"
                   " WHERE site = ?3 AND kind = ?4 AND iks_id = ?5 AND procare_id = ?6"),
      insert_link_(session, InsertUnlessTaken("links", LinkRow::kColumns)),
      remove_link_(session, "DELETE FROM links WHERE site = ?1 AND kind = ?2 AND iks_id = ?3"),
      put_agreement_(session, Upsert("agreements", AgreementRow::kColumns, "site, child")),
      claim_nightly_(session, Upsert("nightly_runs", NightlyRow::kColumns, "site, local_date") + kMayBeClaimedOver),
      finish_nightly_(session, Upsert("nightly_runs", NightlyRow::kColumns, "site, local_date")),
      put_review_(session, Upsert("reviews", ReviewRow::kColumns, "id")),
      append_audit_(session, Insert("audit", AuditRow::kColumns)),
      put_cursor_(session, Upsert("cursors", "name, value", "name")) {}

bool BatchWriter::Write(const ports::WriteBatch& batch) {
  savepoint_.Run();
  const bool held = std::all_of(batch.begin(), batch.end(), [this](const ports::Mutation& mutation) {
    return std::visit([this](const auto& alternative) { return Apply(alternative); }, mutation);
  });
  if (!held) rollback_.Run();
  release_.Run();
  return held;
}

bool BatchWriter::Apply(const ports::AddTrigger& mutation) {
  add_trigger_.input.Assign(mutation.trigger);
  add_trigger_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::RemoveTriggers& mutation) {
  for (const auto& event : mutation.events) {
    remove_trigger_.input.values = {event.str()};
    remove_trigger_.Run();
  }
  return true;
}

bool BatchWriter::Apply(const ports::PutPushState& mutation) {
  put_push_state_.input.Assign(mutation.state);
  put_push_state_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::OpenIntent& mutation) {
  open_intent_.input.Assign(mutation.intent);
  return open_intent_.Run() == 1;
}

bool BatchWriter::Apply(const ports::SettleIntent& mutation) {
  settle_intent_.input.values = {Word(ports::ToWord(mutation.state)), mutation.procare_id, mutation.id.str()};
  settle_intent_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::PutLink& mutation) {
  const auto& link = mutation.link;
  update_link_.input.values = {Word(ports::ToWord(link.origin)), link.settled ? 1 : 0, link.site.str(),
                               Word(ports::ToWord(link.kind)),   link.iks_id,          link.procare_id};
  if (update_link_.Run() == 1) return true;
  insert_link_.input.Assign(link);
  return insert_link_.Run() == 1;
}

bool BatchWriter::Apply(const ports::RemoveLink& mutation) {
  remove_link_.input.values = {mutation.site.str(), Word(ports::ToWord(mutation.kind)), mutation.iks_id};
  remove_link_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::PutAgreement& mutation) {
  put_agreement_.input.Assign(mutation.agreement);
  put_agreement_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::ClaimNightly& mutation) {
  claim_nightly_.input.Assign(mutation.run);
  return claim_nightly_.Run() == 1;
}

bool BatchWriter::Apply(const ports::FinishNightly& mutation) {
  finish_nightly_.input.Assign(mutation.run);
  finish_nightly_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::PutReview& mutation) {
  put_review_.input.Assign(mutation.review);
  put_review_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::AppendAudit& mutation) {
  append_audit_.input.Assign(mutation.entry);
  append_audit_.Run();
  return true;
}

bool BatchWriter::Apply(const ports::PutCursor& mutation) {
  put_cursor_.input.values = {mutation.name, mutation.value};
  put_cursor_.Run();
  return true;
}

}  // namespace ikp::store
