// Situation: of all that is known about a child, the one thing that answers "why is it where it is". Pure.
#pragma once

#include <optional>
#include <string>

#include "engine/domain/reason.h"
#include "engine/explain/explain.h"
#include "engine/explain/nightly_summary.h"

namespace ikp::explain {

struct Situation {
  enum class Kind {
    kNeverHeardOf,
    kNotSent,     // nothing to push
    kHeld,        // waits for better data
    kPerson,      // waits for a decision
    kRetrying,    // tried again by itself
    kLinked,      // where it should be
    kNightlyNot,  // linked, but the last nightly could not do its work for it
  };
  Kind kind = Kind::kNeverHeardOf;
  std::optional<domain::Reason> reason;  // nothing only for kNeverHeardOf
  std::string note;                      // what the nightly's report says about the child
};

// The run that counts for the child: the latest, unless the child was linked after it.
const ports::NightlyRun* RunThatCounts(const ExplainFacts& facts);

Situation Judge(const ExplainFacts& facts, const NightlySummary& nightly);

// Since when the child is in the state that it is in, with the same reason, as the audit tells.
std::optional<domain::Instant> InThisStateSince(const ExplainFacts& facts);

}  // namespace ikp::explain
