#include "engine/rules/trigger.h"

#include "engine/rules/status_words.h"

namespace ikp::rules {

TriggerDecision DecideTrigger(const domain::StatusLabel& status, bool last_changed_by_sync,
                              const std::optional<LinkedRecord>& link, const domain::SitePolicy& policy) {
  const auto trigger = policy.triggers.find(status);
  const bool is_trigger = !status.empty() && trigger != policy.triggers.end();
  if (!link) {
    if (is_trigger) return {TriggerKind::kPush, trigger->second};
    return {TriggerKind::kNotTriggerStatus, {}};
  }
  if (last_changed_by_sync) return {TriggerKind::kCausedBySync, {}};
  if (is_trigger && HasLeft(link->last_procare_status, policy.status_rows)) return {TriggerKind::kReEnrolInProcare, {}};
  return {TriggerKind::kAlreadyLinked, {}};
}

std::optional<domain::Reason> ReasonOf(TriggerKind kind) {
  switch (kind) {
    case TriggerKind::kPush:
      return std::nullopt;
    case TriggerKind::kNotTriggerStatus:
      return domain::Reason::kNotTriggerStatus;
    case TriggerKind::kCausedBySync:
      return domain::Reason::kCausedBySync;
    case TriggerKind::kAlreadyLinked:
      return domain::Reason::kAlreadyLinked;
    case TriggerKind::kReEnrolInProcare:
      return domain::Reason::kReEnrolInProcare;
  }
  return std::nullopt;
}

}  // namespace ikp::rules
