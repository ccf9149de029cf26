// Does the current state of an IKS child call for a push? Decided on what IKS shows now, never on what a delivery said
// (G3).
#pragma once

#include <optional>

#include "engine/domain/reason.h"
#include "engine/domain/site.h"
#include "engine/domain/status.h"

namespace ikp::rules {

enum class TriggerKind {
  kPush,
  kNotTriggerStatus,  // F1
  kCausedBySync,      // a linked child whose status the nightly itself wrote (H28, I8)
  kAlreadyLinked,     // F2, I3
  kReEnrolInProcare,  // linked, but the record in Procare is inactive: staff reactivate it there (F39, H19)
};

struct TriggerDecision {
  TriggerKind kind = TriggerKind::kNotTriggerStatus;
  domain::Placement placement = domain::Placement::kEnrolled;  // kPush only: what the trigger table says
  bool operator==(const TriggerDecision&) const = default;
};

// What is known about a linked child; the status is empty before the first nightly has seen the record.
struct LinkedRecord {
  domain::StatusLabel last_procare_status;
};

// `status` and `last_changed_by_sync` as IKS shows them now; `link` is nothing for a child that is not linked. The
// origin of the last change matters only for a linked child: an unlinked one in a trigger status is pushed whoever put
// it there.
TriggerDecision DecideTrigger(const domain::StatusLabel& status, bool last_changed_by_sync,
                              const std::optional<LinkedRecord>& link, const domain::SitePolicy& policy);

// Nothing for kPush.
std::optional<domain::Reason> ReasonOf(TriggerKind kind);

}  // namespace ikp::rules
