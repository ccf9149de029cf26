#include "engine/explain/explain_samples.h"

#include <stdexcept>

#include "engine/audit/entries.h"

namespace ikp::explain {

domain::Instant At(std::string_view iso) {
  const auto instant = domain::ParseInstant(iso);
  if (!instant) throw std::invalid_argument(std::string(iso));
  return *instant;
}

domain::Instant Now() { return At("2026-03-10T15:00:00Z"); }

domain::Site Brooklyn() {
  return {
      .id = domain::SiteId::Trusted("brooklyn"),
      .name = "Sunrise Brooklyn",
      .iks_location = domain::IksLocationId::Trusted("loc-1"),
      .school = domain::ProcareSchoolId::Trusted("school-1"),
      .zone = domain::TimeZone::Find("America/New_York").value(),
      .nightly_at = std::chrono::hours(4),
      .policy = {
          .triggers = domain::DefaultTriggers(), .status_rows = domain::DefaultOnlineStatusRows(), .classrooms = {}}};
}

ExplainFacts NoFacts() {
  ExplainFacts facts{.child = domain::IksChildId::Trusted("c-1")};
  facts.now = Now();
  return facts;
}

ExplainFacts WithState(ports::PushPhase phase, domain::Reason reason, std::vector<std::string> details) {
  ExplainFacts facts = NoFacts();
  facts.site = Brooklyn();
  facts.next_nightly = At("2026-03-11T08:00:00Z");
  facts.state = ports::PushState{.child = facts.child,
                                 .family = domain::IksFamilyId::Trusted("f-1"),
                                 .location = domain::IksLocationId::Trusted("loc-1"),
                                 .site = facts.site->id,
                                 .phase = phase,
                                 .reason = reason,
                                 .details = std::move(details),
                                 .iks_version = 3,
                                 .attempts = 0,
                                 .next_attempt_at = std::nullopt,
                                 .updated_at = At("2026-03-10T14:59:00Z")};
  return facts;
}

ExplainFacts Linked() {
  ExplainFacts facts = WithState(ports::PushPhase::kLinked, domain::Reason::kLinkedCreated, {"procare_child:p-1"});
  facts.link = ports::Link{.site = facts.site->id,
                           .kind = ports::LinkKind::kChild,
                           .iks_id = "c-1",
                           .procare_id = "p-1",
                           .origin = ports::LinkOrigin::kCreated,
                           .settled = true,
                           .linked_at = At("2026-03-02T16:30:00Z")};
  facts.agreement = ports::Agreement{.site = facts.site->id,
                                     .child = facts.child,
                                     .procare_child = domain::ProcareChildId::Trusted("p-1"),
                                     .procare_status = "active",
                                     .iks_status = "Enrolled",
                                     .classroom = "Infants",
                                     .ever_active = true,
                                     .missing_nights = 0,
                                     .agreed_at = At("2026-03-10T08:00:12Z")};
  facts.nightly = Night(ports::NightlyOutcome::kDone, R"({"read":40,"linked":12,"changed":0,"children":[]})");
  return facts;
}

ports::NightlyRun Night(ports::NightlyOutcome outcome, std::string report_json) {
  return {.site = domain::SiteId::Trusted("brooklyn"),
          .local_date = domain::CivilDate::From(2026, 3, 10).value(),
          .outcome = outcome,
          .attempt = 1,
          .due_at = At("2026-03-10T08:00:00Z"),
          .started_at = At("2026-03-10T08:00:00Z"),
          .finished_at = At("2026-03-10T08:00:12Z"),
          .report_json = std::move(report_json)};
}

ports::Review OpenReview(bool of_child, std::vector<std::string> candidates) {
  ports::Review review{.id = domain::ReviewId::Trusted(of_child ? "brooklyn.c-1" : "brooklyn.family.f-1"),
                       .site = domain::SiteId::Trusted("brooklyn"),
                       .family = domain::IksFamilyId::Trusted("f-1"),
                       .child = std::nullopt,
                       .reason = domain::Reason::kAmbiguousMatch,
                       .candidates = std::move(candidates),
                       .state = ports::ReviewState::kOpen,
                       .decision = {},
                       .decided_by = {},
                       .opened_at = At("2026-03-09T13:00:00Z"),
                       .resolved_at = std::nullopt};
  if (of_child) review.child = domain::IksChildId::Trusted("c-1");
  return review;
}

ports::Intent OpenIntent() {
  return {.id = domain::IntentId::Trusted("i-1"),
          .site = domain::SiteId::Trusted("brooklyn"),
          .family = domain::IksFamilyId::Trusted("f-1"),
          .child = domain::IksChildId::Trusted("c-1"),
          .kind = ports::EffectKind::kCreateChild,
          .state = ports::IntentState::kOpen,
          .identity = {},
          .known_before = {},
          .procare_id = {},
          .created_at = At("2026-03-10T14:50:00Z"),
          .sent_until = std::nullopt};
}

ports::AuditEntry StateAudit(const ports::PushState& state, std::string_view at) {
  ports::PushState then = state;
  then.updated_at = At(at);
  return audit::StateEntry(then).entry;
}

std::string Told(const ExplainFacts& facts) {
  const Explanation explanation = Explain(facts);
  std::string out = explanation.headline + "\n" + explanation.code + " " + explanation.word + "\n";
  for (const auto& line : explanation.what) out += "what: " + line + "\n";
  out += "done: " + explanation.done + "\n";
  for (const auto& line : explanation.next_action) out += "do: " + line + "\n";
  return out + "safe: " + explanation.data_safe + "\nretry: " + explanation.retry + "\n";
}

}  // namespace ikp::explain
