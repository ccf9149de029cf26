#include "scenarios/oracle/finding.h"

#include <array>
#include <cstddef>

namespace ikp::scenarios::oracle {
namespace {

struct Invariant {
  std::string_view name;
  std::string_view statement;
};

constexpr std::array<Invariant, 19> kInvariants = {{
    {"unknown", "No such invariant."},
    {"no duplicate",
     "For each IKS child and site the engine causes at most one child in Procare; likewise one family, and each "
     "guardian in it once. What staff had typed already is linked, not repeated."},
    {"no loss",
     "Every trigger ends, in bounded time after faults have healed, in exactly one of: linked; waiting for a person, "
     "with a reason; refused, with a reason."},
    {"one time",
     "Once a child is linked, the engine writes to it in Procare only on an explicit, audited re-push; a later sibling "
     "joins the linked family."},
    {"convergence",
     "After faults have healed, one complete nightly makes status, classroom and dates of every linked child in IKS "
     "equal to the mapped ones of Procare; the next three nights write nothing."},
    {"no false withdrawal",
     "A reading that is partial, truncated, shifted or failed never changes a status and never counts a record as "
     "missing."},
    {"nightly once",
     "One run for each site and local date, at the right instant through both daylight-saving changes, caught up after "
     "downtime."},
    {"ownership",
     "The push never overwrites what staff edited in Procare; the nightly never touches names or contacts in IKS."},
    {"no ping-pong", "What the nightly writes back never triggers a push."},
    {"isolation", "Nothing of one account or site reaches another; every record lands in the mapped school."},
    {"order", "Events of one family are handled in order; a slow family delays no other."},
    {"crash safety",
     "A crash or power loss at any durable write or message boundary breaks no rule: intent is durable before the "
     "effect, and an unknown outcome is settled by looking, never by sending again."},
    {"politeness", "Rate limits and Retry-After are kept; a rejected login is never repeated until the account locks."},
    {"privacy", "No personal data and no secret in logs, metrics and error texts: ids only."},
    {"explained",
     "Every record has one state with a reason and the next action; the audit log alone is enough to rebuild the "
     "links."},
    {"bounded", "Memory, queues, retries and page loops have limits, and the limits hold."},
    {"run failed", "Neither the engine nor a simulator fails with an exception."},
    {"not at rest", "The world comes to rest once faults have healed and people have stopped."},
    {"not deterministic", "The same scenario gives the same history each time that it is run."},
}};
static_assert(kInvariants.size() == static_cast<std::size_t>(kNotDeterministic) + 1);

const Invariant& At(int invariant) {
  const bool known = invariant > 0 && static_cast<std::size_t>(invariant) < kInvariants.size();
  return kInvariants[known ? static_cast<std::size_t>(invariant) : 0];
}

}  // namespace

std::string_view NameOf(int invariant) { return At(invariant).name; }
std::string_view StatementOf(int invariant) { return At(invariant).statement; }

}  // namespace ikp::scenarios::oracle
