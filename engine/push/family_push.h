// FamilyPush: takes one IKS family to where it should be in Procare (design pillars 2 and 3). It reads the family,
// decides which children a push concerns, reads the school, plans, and executes the plan step by step; every effect has
// a durable intent before it and a durable settlement after it. What cannot be finished now is written down with its
// reason and the time of the next look.
//
// Exactly one FamilyPush per family runs at a time (the dispatcher sees to that); families that share people are kept
// apart by the exclusion keys.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/push/push_services.h"

namespace ikp::push {

class FamilyPush {
 public:
  FamilyPush(const PushServices& services, async::KeyedLock& locks) : services_(services), locks_(locks) {}

  // Everything that it concludes is durable when it returns. `known` are the children that triggers or due states
  // named, so that each gets an answer even when IKS no longer has it.
  async::Task<void> Run(domain::IksFamilyId family, std::vector<domain::IksChildId> known);

  // When an effect of this process with an unknown outcome ended: it cannot reach Procare later than that.
  using EndedEffects = std::map<domain::IntentId, domain::Instant>;

 private:
  async::Task<void> RunFamily(const domain::IksFamily& family, std::vector<domain::IksChildId> known);
  async::Task<bool> SettleElsewhere(const domain::IksFamily& family, const std::set<domain::IksLocationId>& handled);
  async::Task<bool> FollowUnplaced(const domain::IksFamilyId& family, const std::vector<domain::IksChildId>& known);
  async::Task<void> Gone(domain::IksFamilyId family, std::vector<domain::IksChildId> known, bool effects_open);

  const PushServices& services_;
  async::KeyedLock& locks_;
  EndedEffects ended_;
};

}  // namespace ikp::push
