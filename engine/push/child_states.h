// ChildStates: the push state of each child of one family: what it was, what it becomes, and when it is looked at
// again. Writes a state only when it says something new, so that waiting does not fill the audit log.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/iks_family.h"
#include "engine/ports/store.h"
#include "engine/push/push_services.h"

namespace ikp::push {

struct ChildOutcome {
  ports::PushPhase phase = ports::PushPhase::kRetrying;
  domain::Reason reason = domain::Reason::kQueued;
  std::vector<std::string> details = {};
  std::optional<domain::Instant> not_before = {};  // earliest next look
};

class ChildStates {
 public:
  ChildStates(const PushServices& services, domain::IksFamilyId family, domain::IksLocationId location,
              std::optional<domain::SiteId> site)
      : services_(services), family_(std::move(family)), location_(std::move(location)), site_(std::move(site)) {}

  async::Task<void> Load();
  const ports::PushState* Find(const domain::IksChildId& child) const;

  // The mutations that record the outcome; empty when nothing new is said.
  ports::WriteBatch Record(const domain::IksChildId& child, std::int64_t iks_version, const ChildOutcome& outcome);

 private:
  std::optional<domain::Instant> NextLook(const ports::PushState* before, const ChildOutcome& outcome, int attempts);

  const PushServices& services_;
  domain::IksFamilyId family_;
  domain::IksLocationId location_;
  std::optional<domain::SiteId> site_;
  std::map<domain::IksChildId, ports::PushState> states_;
};

// The outcome that a failed call to another system means for a child.
ChildOutcome OutcomeOf(const systems::SystemProblem& problem);

}  // namespace ikp::push
