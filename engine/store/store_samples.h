// Records with every field filled, for tests. What a test is about it sets itself.
#pragma once

#include <string>

#include "engine/ports/store.h"

namespace ikp::store {

inline domain::Instant At(long long minute) {
  return domain::Instant(domain::Milliseconds(1'772'960'400'000 + minute * 60'000));
}
inline domain::CivilDate Day(int day) { return *domain::CivilDate::From(2026, 3, static_cast<unsigned>(day)); }
inline domain::SiteId Site(const std::string& id = "oakwood") { return domain::SiteId::Trusted(id); }
inline domain::IksFamilyId Family(const std::string& id = "F1") { return domain::IksFamilyId::Trusted(id); }
inline domain::IksChildId Child(const std::string& id = "C1") { return domain::IksChildId::Trusted(id); }

inline ports::Trigger SampleTrigger(const std::string& event, long long minute = 0) {
  return {.event = domain::EventId::Trusted(event),
          .location = domain::IksLocationId::Trusted("L1"),
          .family = Family(),
          .child = Child(),
          .status = "Pre-Registered",
          .source = "webhook",
          .received_at = At(minute)};
}

inline ports::PushState SamplePushState(const std::string& child, const std::string& family = "F1") {
  return {.child = Child(child),
          .family = Family(family),
          .location = domain::IksLocationId::Trusted("L1"),
          .site = Site(),
          .phase = ports::PushPhase::kRetrying,
          .reason = domain::Reason::kProcareUnreachable,
          .details = {"guardians[0].email", "timeout"},
          .iks_version = 7'000'000'000,
          .attempts = 3,
          .next_attempt_at = At(10),
          .updated_at = At(5)};
}

inline ports::Intent SampleIntent(const std::string& id, long long minute = 0) {
  return {.id = domain::IntentId::Trusted(id),
          .site = Site(),
          .family = Family(),
          .child = Child(),
          .kind = ports::EffectKind::kCreateChild,
          .state = ports::IntentState::kOpen,
          .identity = {"mia", "o\"neil", "2022-02-03"},
          .known_before = {"P7"},
          .procare_id = "",
          .created_at = At(minute),
          .sent_until = At(minute + 1)};
}

inline ports::Link SampleLink(const std::string& iks_id, const std::string& procare_id,
                              ports::LinkKind kind = ports::LinkKind::kChild) {
  return {.site = Site(),
          .kind = kind,
          .iks_id = iks_id,
          .procare_id = procare_id,
          .origin = ports::LinkOrigin::kCreated,
          .settled = false,
          .linked_at = At(1)};
}

inline ports::Agreement SampleAgreement(const std::string& child) {
  return {.site = Site(),
          .child = Child(child),
          .procare_child = domain::ProcareChildId::Trusted("P-" + child),
          .procare_status = "active",
          .iks_status = "Enrolled",
          .classroom = "Caterpillars",
          .start = Day(2),
          .withdrawal = Day(30),
          .ever_active = true,
          .missing_nights = 2,
          .agreed_at = At(3)};
}

inline ports::NightlyRun SampleRun(int day, ports::NightlyOutcome outcome = ports::NightlyOutcome::kRunning,
                                   int attempt = 1) {
  return {.site = Site(),
          .local_date = Day(day),
          .outcome = outcome,
          .attempt = attempt,
          .due_at = At(0),
          .started_at = At(1),
          .finished_at = At(2),
          .report_json = R"({"written":3})"};
}

inline ports::Review SampleReview(const std::string& id, long long minute = 0) {
  return {.id = domain::ReviewId::Trusted(id),
          .site = Site(),
          .family = Family(),
          .child = Child(),
          .reason = domain::Reason::kTwoFound,
          .candidates = {"P1", "P2"},
          .state = ports::ReviewState::kOpen,
          .decision = "",
          .decided_by = "",
          .opened_at = At(minute),
          .resolved_at = At(minute + 1)};
}

inline ports::AuditEntry SampleAudit(const std::string& event, const std::string& family = "F1",
                                     const std::string& child = "C1") {
  return {.sequence = 0,
          .at = At(4),
          .site = "oakwood",
          .family = family,
          .child = child,
          .event = event,
          .details_json = R"({"reason":"queued"})"};
}

}  // namespace ikp::store
