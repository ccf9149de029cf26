// PushFacts: what a push view says about one family, asked for by the planner: who is who, which record stands for
// whom, what would be sent. Only for push_plan.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rules/push_plan.h"

namespace ikp::rules {

class PushFacts {
 public:
  // The view outlives the facts.
  explicit PushFacts(const PushView& view);

  const domain::IksChild* Find(const domain::IksChildId& id) const;
  const OpenEffect* OpenFor(PushEffect effect, const std::optional<domain::IksChildId>& child) const;
  const domain::ProcareChild* Record(const domain::ProcareChildId& id) const;
  ChildIdentity Identity(const domain::IksChild& child) const;
  ChildExclusions ExclusionsFor(const domain::IksChildId& id) const;
  std::optional<ReviewDecision> DecisionFor(const domain::IksChildId& id) const;
  domain::InitialPlacement PlacementOf(const domain::IksChild& child, domain::Placement wanted) const;
  // By name only where exactly one active room has it; otherwise the push goes without a room (H45).
  std::optional<domain::ProcareClassroomId> RoomOf(const domain::IksChild& child) const;
  domain::NewFamily NewFamilyOf(const domain::IksChild& child) const;
  domain::NewChild NewChildOf(const domain::IksChild& child) const;
  // The family of a matched record that is surely this household; nothing when the child stands in several and none of
  // them is, or when nothing but name and birth date speaks for it (G23, H39): then the child alone is linked.
  std::optional<domain::ProcareFamilyId> HouseholdOf(const domain::ProcareChildId& record, MatchRung rung) const;
  bool ProvesAbsence(const OpenEffect& open) const;
  // People at the centre have it on their list: it may happen at any time.
  bool OnWorkList(const OpenEffect& open) const;
  // All children here were linked otherwise, or the family has none any more: there is nobody to ask a person about.
  bool NobodyNeedsTheFamily() const;
  // Families on that list that were linked otherwise, or that nobody needs.
  std::vector<domain::IntentId> NotWanted() const;
  // A child that we created was merged away, removed, or lost to a restore before it was placed (G31, G40): there is
  // nothing to place, and the nightly finds out what became of it.
  bool HasVanished(const LinkedChild& link) const;
  // A child that we created is still as it was born: nobody has placed it since.
  bool AsBorn(const domain::ProcareChild& record, const domain::IksChild& child) const;
  bool FamilyStillThere() const;
  // Exactly one family is this one without doubt, and no other IKS family's.
  std::optional<domain::ProcareFamilyId> SurelyThisFamily() const;
  // What another IKS family just created may be this very child or household, and Procare does not show it yet: wait
  // until it does, and let the ladder decide.
  const RecentEffect* SimilarRecent(const domain::IksChild& child) const;
  bool Shows(const std::string& procare_id) const;

  // Identities of the family's children, in their order.
  const std::vector<ChildIdentity>& siblings() const { return siblings_; }

 private:
  std::vector<domain::NewGuardian> NewGuardians() const;

  const PushView& view_;
  std::vector<ChildIdentity> siblings_;
};

}  // namespace ikp::rules
