// Rows: the records of ports/store.h as the tables of schema.cc hold them. Instants are integers (ms since 1970 UTC),
// dates "YYYY-MM-DD", enumerations their words, lists of strings JSON arrays.
//
// kColumns lists the columns in the order of Columns(). Assign fills a row from a record. ToRecord throws StoreFailure
// when a row holds what no version of the program wrote.
#pragma once

#include <string>

#include "engine/ports/store.h"
#include "engine/store/statement.h"

namespace ikp::store {

long long ToSql(domain::Instant instant);
std::string ToSql(domain::CivilDate date);
std::string ToSql(const std::vector<std::string>& list);

struct TriggerRow {
  static constexpr const char* kColumns = "event, location, family, child, status, source, received_at";
  std::string event, location, family, child, status, source;
  long long received_at = 0;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(event), visit(location), visit(family), visit(child), visit(status), visit(source), visit(received_at);
  }
  void Assign(const ports::Trigger& trigger);
  ports::Trigger ToRecord() const;
};

struct PushStateRow {
  static constexpr const char* kColumns =
      "child, family, location, site, phase, reason, details, iks_version, attempts, next_attempt_at, updated_at";
  std::string child, family, location;
  NullableText site;
  std::string phase, reason, details;
  long long iks_version = 0;
  int attempts = 0;
  NullableInteger next_attempt_at;
  long long updated_at = 0;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(child), visit(family), visit(location), visit(site), visit(phase), visit(reason), visit(details);
    visit(iks_version), visit(attempts), visit(next_attempt_at), visit(updated_at);
  }
  void Assign(const ports::PushState& state);
  ports::PushState ToRecord() const;
};

struct IntentRow {
  static constexpr const char* kColumns =
      "id, site, family, child, kind, state, identity, known_before, procare_id, created_at, sent_until";
  std::string id, site, family;
  NullableText child;
  std::string kind, state, identity, known_before, procare_id;
  long long created_at = 0;
  NullableInteger sent_until;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(id), visit(site), visit(family), visit(child), visit(kind), visit(state), visit(identity);
    visit(known_before), visit(procare_id), visit(created_at), visit(sent_until);
  }
  void Assign(const ports::Intent& intent);
  ports::Intent ToRecord() const;
};

struct LinkRow {
  static constexpr const char* kColumns = "site, kind, iks_id, procare_id, origin, settled, linked_at";
  std::string site, kind, iks_id, procare_id, origin;
  int settled = 0;
  long long linked_at = 0;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(site), visit(kind), visit(iks_id), visit(procare_id), visit(origin), visit(settled), visit(linked_at);
  }
  void Assign(const ports::Link& link);
  ports::Link ToRecord() const;
};

struct AgreementRow {
  static constexpr const char* kColumns =
      "site, child, procare_child, procare_status, iks_status, classroom, start, withdrawal, ever_active, "
      "missing_nights, agreed_at";
  std::string site, child, procare_child, procare_status, iks_status, classroom;
  NullableText start, withdrawal;
  int ever_active = 0;
  int missing_nights = 0;
  long long agreed_at = 0;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(site), visit(child), visit(procare_child), visit(procare_status), visit(iks_status), visit(classroom);
    visit(start), visit(withdrawal), visit(ever_active), visit(missing_nights), visit(agreed_at);
  }
  void Assign(const ports::Agreement& agreement);
  ports::Agreement ToRecord() const;
};

struct NightlyRow {
  static constexpr const char* kColumns =
      "site, local_date, outcome, attempt, due_at, started_at, finished_at, report_json";
  std::string site, local_date, outcome;
  int attempt = 0;
  long long due_at = 0, started_at = 0;
  NullableInteger finished_at;
  std::string report_json;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(site), visit(local_date), visit(outcome), visit(attempt), visit(due_at), visit(started_at);
    visit(finished_at), visit(report_json);
  }
  void Assign(const ports::NightlyRun& run);
  ports::NightlyRun ToRecord() const;
};

struct ReviewRow {
  static constexpr const char* kColumns =
      "id, site, family, child, reason, candidates, state, decision, decided_by, opened_at, resolved_at";
  std::string id, site, family;
  NullableText child;
  std::string reason, candidates, state, decision, decided_by;
  long long opened_at = 0;
  NullableInteger resolved_at;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(id), visit(site), visit(family), visit(child), visit(reason), visit(candidates), visit(state);
    visit(decision), visit(decided_by), visit(opened_at), visit(resolved_at);
  }
  void Assign(const ports::Review& review);
  ports::Review ToRecord() const;
};

// The store gives the sequence, so only reading knows it.
struct AuditRow {
  static constexpr const char* kColumns = "at, site, family, child, event, details_json";
  long long at = 0;
  std::string site, family, child, event, details_json;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(at), visit(site), visit(family), visit(child), visit(event), visit(details_json);
  }
  void Assign(const ports::AuditEntry& entry);
};

struct StoredAuditRow {
  static constexpr const char* kColumns = "sequence, at, site, family, child, event, details_json";
  long long sequence = 0;
  AuditRow entry;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(sequence);
    entry.Columns(visit);
  }
  ports::AuditEntry ToRecord() const;
};

// One column that is an instant.
struct InstantRow {
  long long at = 0;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(at);
  }
  domain::Instant ToRecord() const { return domain::Instant(domain::Milliseconds(at)); }
};

// One column of text.
struct TextRow {
  std::string text;

  template <typename Visitor>
  void Columns(Visitor&& visit) {
    visit(text);
  }
  std::string ToRecord() const { return text; }
};

}  // namespace ikp::store
