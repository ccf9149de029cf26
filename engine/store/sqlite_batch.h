// BatchWriter: writes one batch through prepared statements inside the caller's transaction. One thread.
#pragma once

#include "engine/ports/store.h"
#include "engine/store/rows.h"
#include "engine/store/statement.h"

namespace ikp::store {

class BatchWriter {
 public:
  explicit BatchWriter(soci::session& session);

  // False, and nothing written, when a condition of the batch does not hold. Throws soci::soci_error.
  bool Write(const ports::WriteBatch& batch);

 private:
  using NoInput = Parameters<>;
  using Text = std::string;

  // Each returns whether its condition held.
  bool Apply(const ports::AddTrigger& mutation);
  bool Apply(const ports::RemoveTriggers& mutation);
  bool Apply(const ports::PutPushState& mutation);
  bool Apply(const ports::OpenIntent& mutation);
  bool Apply(const ports::SettleIntent& mutation);
  bool Apply(const ports::PutLink& mutation);
  bool Apply(const ports::RemoveLink& mutation);
  bool Apply(const ports::PutAgreement& mutation);
  bool Apply(const ports::ClaimNightly& mutation);
  bool Apply(const ports::FinishNightly& mutation);
  bool Apply(const ports::PutReview& mutation);
  bool Apply(const ports::AppendAudit& mutation);
  bool Apply(const ports::PutCursor& mutation);

  Command<NoInput> savepoint_;
  Command<NoInput> rollback_;
  Command<NoInput> release_;

  Command<TriggerRow> add_trigger_;
  Command<Parameters<Text>> remove_trigger_;
  Command<PushStateRow> put_push_state_;
  Command<IntentRow> open_intent_;
  Command<Parameters<Text, Text, Text>> settle_intent_;
  Command<Parameters<Text, int, Text, Text, Text, Text>> update_link_;
  Command<LinkRow> insert_link_;
  Command<Parameters<Text, Text, Text>> remove_link_;
  Command<AgreementRow> put_agreement_;
  Command<NightlyRow> claim_nightly_;
  Command<NightlyRow> finish_nightly_;
  Command<ReviewRow> put_review_;
  Command<AuditRow> append_audit_;
  Command<Parameters<Text, Text>> put_cursor_;
};

}  // namespace ikp::store
