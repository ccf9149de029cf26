#include "engine/store/rows.h"

#include <nlohmann/json.hpp>

namespace ikp::store {
namespace {

using nlohmann::json;

// Names the column only: what it holds may be about a person.
[[noreturn]] void Unreadable(const char* column) {
  throw ports::StoreFailure("the store holds an unreadable value in column " + std::string(column) +
                            ": restore a backup or use the program version that wrote it");
}

// `parse` turns the text of a column into an optional value.
template <typename Parse>
auto Read(const char* column, const std::string& text, Parse parse) {
  auto value = parse(text);
  if (!value) Unreadable(column);
  return *std::move(value);
}

domain::Instant ReadInstant(long long ms) { return domain::Instant(domain::Milliseconds(ms)); }

domain::CivilDate ReadDate(const char* column, const std::string& text) {
  return Read(column, text, [](const std::string& t) { return domain::CivilDate::Parse(t); });
}

std::vector<std::string> ReadList(const char* column, const std::string& text) {
  const auto list = json::parse(text, nullptr, false);
  if (!list.is_array()) Unreadable(column);
  std::vector<std::string> result;
  result.reserve(list.size());
  for (const auto& element : list) {
    if (!element.is_string()) Unreadable(column);
    result.push_back(element.get<std::string>());
  }
  return result;
}

std::string Word(std::string_view word) { return std::string(word); }

template <typename Tag>
void Assign(NullableText& column, const std::optional<domain::Id<Tag>>& id) {
  column.set = id ? soci::i_ok : soci::i_null;
  column.value = id ? id->str() : "";
}
void Assign(NullableText& column, const std::optional<domain::CivilDate>& date) {
  column.set = date ? soci::i_ok : soci::i_null;
  column.value = date ? date->str() : "";
}
void Assign(NullableInteger& column, const std::optional<domain::Instant>& instant) {
  column.set = instant ? soci::i_ok : soci::i_null;
  column.value = instant ? ToSql(*instant) : 0;
}

template <typename IdType>
std::optional<IdType> OptionalId(const NullableText& column) {
  if (column.set == soci::i_null) return std::nullopt;
  return IdType::Trusted(column.value);
}
std::optional<domain::CivilDate> OptionalDate(const char* name, const NullableText& column) {
  if (column.set == soci::i_null) return std::nullopt;
  return ReadDate(name, column.value);
}
std::optional<domain::Instant> OptionalInstant(const NullableInteger& column) {
  if (column.set == soci::i_null) return std::nullopt;
  return ReadInstant(column.value);
}

domain::Reason ReadReason(const std::string& word) { return Read("reason", word, domain::ReasonFromWord); }

constexpr const char* kReviewOpen = "open";
constexpr const char* kReviewResolved = "resolved";

ports::ReviewState ReadReviewState(const std::string& word) {
  if (word == kReviewOpen) return ports::ReviewState::kOpen;
  if (word != kReviewResolved) Unreadable("state");
  return ports::ReviewState::kResolved;
}

}  // namespace

long long ToSql(domain::Instant instant) { return instant.time_since_epoch().count(); }
std::string ToSql(domain::CivilDate date) { return date.str(); }
std::string ToSql(const std::vector<std::string>& list) {
  // Bytes that are not UTF-8 become U+FFFD: JSON cannot hold them, and a commit must not fail over them.
  return json(list).dump(-1, ' ', false, json::error_handler_t::replace);
}

void TriggerRow::Assign(const ports::Trigger& trigger) {
  event = trigger.event.str();
  location = trigger.location.str();
  family = trigger.family.str();
  child = trigger.child.str();
  status = trigger.status;
  source = trigger.source;
  received_at = ToSql(trigger.received_at);
}

ports::Trigger TriggerRow::ToRecord() const {
  return {.event = domain::EventId::Trusted(event),
          .location = domain::IksLocationId::Trusted(location),
          .family = domain::IksFamilyId::Trusted(family),
          .child = domain::IksChildId::Trusted(child),
          .status = status,
          .source = source,
          .received_at = ReadInstant(received_at)};
}

void PushStateRow::Assign(const ports::PushState& state) {
  child = state.child.str();
  family = state.family.str();
  location = state.location.str();
  store::Assign(site, state.site);
  phase = ports::ToWord(state.phase);
  reason = domain::Describe(state.reason).word;
  details = ToSql(state.details);
  iks_version = state.iks_version;
  attempts = state.attempts;
  store::Assign(next_attempt_at, state.next_attempt_at);
  updated_at = ToSql(state.updated_at);
}

ports::PushState PushStateRow::ToRecord() const {
  return {.child = domain::IksChildId::Trusted(child),
          .family = domain::IksFamilyId::Trusted(family),
          .location = domain::IksLocationId::Trusted(location),
          .site = OptionalId<domain::SiteId>(site),
          .phase = Read("phase", phase, ports::PushPhaseFromWord),
          .reason = ReadReason(reason),
          .details = ReadList("details", details),
          .iks_version = iks_version,
          .attempts = attempts,
          .next_attempt_at = OptionalInstant(next_attempt_at),
          .updated_at = ReadInstant(updated_at)};
}

void IntentRow::Assign(const ports::Intent& intent) {
  id = intent.id.str();
  site = intent.site.str();
  family = intent.family.str();
  store::Assign(child, intent.child);
  kind = Word(ports::ToWord(intent.kind));
  state = Word(ports::ToWord(intent.state));
  identity = ToSql(intent.identity);
  known_before = ToSql(intent.known_before);
  procare_id = intent.procare_id;
  created_at = ToSql(intent.created_at);
  store::Assign(sent_until, intent.sent_until);
}

ports::Intent IntentRow::ToRecord() const {
  return {.id = domain::IntentId::Trusted(id),
          .site = domain::SiteId::Trusted(site),
          .family = domain::IksFamilyId::Trusted(family),
          .child = OptionalId<domain::IksChildId>(child),
          .kind = Read("kind", kind, ports::EffectKindFromWord),
          .state = Read("state", state, ports::IntentStateFromWord),
          .identity = ReadList("identity", identity),
          .known_before = ReadList("known_before", known_before),
          .procare_id = procare_id,
          .created_at = ReadInstant(created_at),
          .sent_until = OptionalInstant(sent_until)};
}

void LinkRow::Assign(const ports::Link& link) {
  site = link.site.str();
  kind = Word(ports::ToWord(link.kind));
  iks_id = link.iks_id;
  procare_id = link.procare_id;
  origin = Word(ports::ToWord(link.origin));
  settled = link.settled ? 1 : 0;
  linked_at = ToSql(link.linked_at);
}

ports::Link LinkRow::ToRecord() const {
  return {.site = domain::SiteId::Trusted(site),
          .kind = Read("kind", kind, ports::LinkKindFromWord),
          .iks_id = iks_id,
          .procare_id = procare_id,
          .origin = Read("origin", origin, ports::LinkOriginFromWord),
          .settled = settled != 0,
          .linked_at = ReadInstant(linked_at)};
}

void AgreementRow::Assign(const ports::Agreement& agreement) {
  site = agreement.site.str();
  child = agreement.child.str();
  procare_child = agreement.procare_child.str();
  procare_status = agreement.procare_status;
  iks_status = agreement.iks_status;
  classroom = agreement.classroom;
  store::Assign(start, agreement.start);
  store::Assign(withdrawal, agreement.withdrawal);
  ever_active = agreement.ever_active ? 1 : 0;
  missing_nights = agreement.missing_nights;
  agreed_at = ToSql(agreement.agreed_at);
}

ports::Agreement AgreementRow::ToRecord() const {
  return {.site = domain::SiteId::Trusted(site),
          .child = domain::IksChildId::Trusted(child),
          .procare_child = domain::ProcareChildId::Trusted(procare_child),
          .procare_status = procare_status,
          .iks_status = iks_status,
          .classroom = classroom,
          .start = OptionalDate("start", start),
          .withdrawal = OptionalDate("withdrawal", withdrawal),
          .ever_active = ever_active != 0,
          .missing_nights = missing_nights,
          .agreed_at = ReadInstant(agreed_at)};
}

void NightlyRow::Assign(const ports::NightlyRun& run) {
  site = run.site.str();
  local_date = ToSql(run.local_date);
  outcome = Word(ports::ToWord(run.outcome));
  attempt = run.attempt;
  due_at = ToSql(run.due_at);
  started_at = ToSql(run.started_at);
  store::Assign(finished_at, run.finished_at);
  report_json = run.report_json;
}

ports::NightlyRun NightlyRow::ToRecord() const {
  return {.site = domain::SiteId::Trusted(site),
          .local_date = ReadDate("local_date", local_date),
          .outcome = Read("outcome", outcome, ports::NightlyOutcomeFromWord),
          .attempt = attempt,
          .due_at = ReadInstant(due_at),
          .started_at = ReadInstant(started_at),
          .finished_at = OptionalInstant(finished_at),
          .report_json = report_json};
}

void ReviewRow::Assign(const ports::Review& review) {
  id = review.id.str();
  site = review.site.str();
  family = review.family.str();
  store::Assign(child, review.child);
  reason = Word(domain::Describe(review.reason).word);
  candidates = ToSql(review.candidates);
  state = review.state == ports::ReviewState::kOpen ? kReviewOpen : kReviewResolved;
  decision = review.decision;
  decided_by = review.decided_by;
  opened_at = ToSql(review.opened_at);
  store::Assign(resolved_at, review.resolved_at);
}

ports::Review ReviewRow::ToRecord() const {
  return {.id = domain::ReviewId::Trusted(id),
          .site = domain::SiteId::Trusted(site),
          .family = domain::IksFamilyId::Trusted(family),
          .child = OptionalId<domain::IksChildId>(child),
          .reason = ReadReason(reason),
          .candidates = ReadList("candidates", candidates),
          .state = ReadReviewState(state),
          .decision = decision,
          .decided_by = decided_by,
          .opened_at = ReadInstant(opened_at),
          .resolved_at = OptionalInstant(resolved_at)};
}

void AuditRow::Assign(const ports::AuditEntry& entry) {
  at = ToSql(entry.at);
  site = entry.site;
  family = entry.family;
  child = entry.child;
  event = entry.event;
  details_json = entry.details_json;
}

ports::AuditEntry StoredAuditRow::ToRecord() const {
  return {.sequence = sequence,
          .at = ReadInstant(entry.at),
          .site = entry.site,
          .family = entry.family,
          .child = entry.child,
          .event = entry.event,
          .details_json = entry.details_json};
}

}  // namespace ikp::store
