#include "engine/explain/situation.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/rules/status_words.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using ports::NightlyOutcome;
using ports::PushPhase;
using Kind = Situation::Kind;

Kind KindOf(const ports::PushState& state) {
  switch (state.phase) {
    case PushPhase::kIgnored:
      return Kind::kNotSent;
    case PushPhase::kRetrying:
      return Kind::kRetrying;
    case PushPhase::kWaitingForPerson:
      return Kind::kPerson;
    case PushPhase::kRefused:
      return Kind::kHeld;
    case PushPhase::kLinked:
      return Kind::kLinked;
  }
  return Kind::kNotSent;
}

Reason ReasonOf(ports::LinkOrigin origin) {
  switch (origin) {
    case ports::LinkOrigin::kCreated:
      return Reason::kLinkedCreated;
    case ports::LinkOrigin::kAdopted:
      return Reason::kLinkedAdopted;
    case ports::LinkOrigin::kMatched:
      return Reason::kLinkedExisting;
    case ports::LinkOrigin::kManual:
      return Reason::kLinkedManually;
  }
  return Reason::kLinkedCreated;
}

// All is well with the child; the line only says what is remarkable about it.
bool IsRemark(Reason reason) {
  return reason == Reason::kStatusWrittenBack || reason == Reason::kEditedInIks || reason == Reason::kPersonMerged ||
         reason == Reason::kAccountHidden || reason == Reason::kInTwoAccounts;
}

// A record that went missing when a backup was restored is missing for that reason, also in later nights.
Reason WhyMissing(const ExplainFacts& facts) {
  for (auto entry = facts.audit.rbegin(); entry != facts.audit.rend(); ++entry) {
    if (entry->event != "nightly_note" || entry->child != facts.child.str()) continue;
    const auto details = nlohmann::json::parse(entry->details_json, nullptr, false);
    const auto reason = domain::ReasonFromWord(details.is_object() ? details.value("reason", "") : "");
    if (reason == Reason::kBackupRestored) return Reason::kBackupRestored;
  }
  return Reason::kMissingInProcare;
}

// A long report is cut; what it says about a child is in the child's audit too, written in the same moment.
std::optional<NightlySummary::Line> NotedBy(const ports::NightlyRun& run, const ExplainFacts& facts) {
  NightlySummary noted;
  for (const auto& entry : facts.audit) {
    const bool of_the_run = run.finished_at && entry.at == *run.finished_at && entry.event == "nightly_note";
    if (!of_the_run || entry.child != facts.child.str()) continue;
    const auto details = nlohmann::json::parse(entry.details_json, nullptr, false);
    if (!details.is_object()) continue;
    const auto reason = domain::ReasonFromWord(details.value("reason", ""));
    if (reason) noted.lines.push_back({entry.child, *reason, details.value("detail", "")});
  }
  const auto* gravest = noted.Find(facts.child);
  return gravest == nullptr ? std::nullopt : std::optional(*gravest);
}

// What the last nightly says, when it is more than "all is well".
std::optional<Situation> JudgeNight(const ExplainFacts& facts, const NightlySummary& nightly) {
  const ports::NightlyRun* run = RunThatCounts(facts);
  if (facts.agreement && facts.agreement->missing_nights > 0) {
    return Situation{Kind::kNightlyNot, WhyMissing(facts), {}};
  }
  if (run == nullptr) return std::nullopt;
  if (run->outcome == NightlyOutcome::kHeld) return Situation{Kind::kNightlyNot, Reason::kMassChangeHeld, {}};
  const auto* told = nightly.Find(facts.child);
  if (const auto line = told != nullptr ? std::optional(*told) : NotedBy(*run, facts)) {
    return Situation{IsRemark(line->reason) ? Kind::kLinked : Kind::kNightlyNot, line->reason, line->detail};
  }
  const bool not_done = run->outcome == NightlyOutcome::kFailed || run->outcome == NightlyOutcome::kIncomplete;
  // A run that failed for the write-backs of other children did this one.
  if (not_done && nightly.problem != Reason::kWriteBackFailed) {
    return Situation{Kind::kNightlyNot, nightly.problem.value_or(Reason::kSnapshotIncomplete), nightly.problem_detail};
  }
  return std::nullopt;
}

// The question was opened by a trigger; it is over once staff have reactivated the record.
bool StillLeft(const ExplainFacts& facts) {
  if (!facts.agreement || facts.agreement->procare_status.empty() || !facts.site) return true;
  return rules::HasLeft(domain::StatusLabel(facts.agreement->procare_status), facts.site->policy.status_rows);
}

Situation JudgeLinked(const ExplainFacts& facts, const NightlySummary& nightly) {
  const bool placed = !facts.link || facts.link->settled;
  if (facts.state && facts.state->phase != PushPhase::kLinked) return {KindOf(*facts.state), facts.state->reason, {}};
  if (!placed) return {Kind::kRetrying, Reason::kQueued, {}};
  if (auto night = JudgeNight(facts, nightly); night && night->kind == Kind::kNightlyNot) return *night;
  if (facts.state && facts.state->reason == Reason::kReEnrolInProcare && StillLeft(facts)) {
    return {Kind::kLinked, Reason::kReEnrolInProcare, {}};
  }
  if (auto night = JudgeNight(facts, nightly)) return *night;
  if (facts.state && facts.state->reason == Reason::kAlreadyLinked) return {Kind::kLinked, Reason::kAlreadyLinked, {}};
  if (facts.agreement && !facts.agreement->procare_status.empty()) return {Kind::kLinked, Reason::kInSync, {}};
  if (facts.link) return {Kind::kLinked, ReasonOf(facts.link->origin), {}};
  return {Kind::kLinked, facts.state ? facts.state->reason : Reason::kAlreadyLinked, {}};
}

}  // namespace

const ports::NightlyRun* RunThatCounts(const ExplainFacts& facts) {
  if (!facts.nightly || facts.nightly->outcome == NightlyOutcome::kRunning) return nullptr;
  // A link that a night moved to another record was that night's own doing.
  const bool moved = std::any_of(facts.audit.begin(), facts.audit.end(), [&](const ports::AuditEntry& entry) {
    return entry.event == "relinked" && facts.link && entry.at == facts.link->linked_at;
  });
  if (facts.link && !moved && facts.nightly->started_at < facts.link->linked_at) return nullptr;
  return &*facts.nightly;
}

Situation Judge(const ExplainFacts& facts, const NightlySummary& nightly) {
  const bool linked = facts.link || (facts.state && facts.state->phase == PushPhase::kLinked);
  if (linked) return JudgeLinked(facts, nightly);
  if (facts.state) return {KindOf(*facts.state), facts.state->reason, {}};
  if (facts.trigger_pending) return {Kind::kRetrying, Reason::kQueued, {}};
  return {};
}

std::optional<domain::Instant> InThisStateSince(const ExplainFacts& facts) {
  if (!facts.state) return std::nullopt;
  const std::string_view wanted = domain::Describe(facts.state->reason).word;
  std::optional<domain::Instant> since;
  for (auto entry = facts.audit.rbegin(); entry != facts.audit.rend(); ++entry) {
    if (entry->event != "state" || entry->child != facts.child.str()) continue;
    const auto details = nlohmann::json::parse(entry->details_json, nullptr, false);
    const auto reason = details.is_object() ? details.find("reason") : details.end();
    if (reason == details.end() || *reason != wanted) break;
    since = entry->at;
  }
  return since;
}

}  // namespace ikp::explain
