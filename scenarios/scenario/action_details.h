// Details: fills the fields of an action whose kind is known: who, which site, what value. Belongs to draw_actions.cc.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario/dice.h"
#include "scenarios/scenario/scenario.h"
#include "scenarios/scenario/story_so_far.h"

namespace ikp::scenarios {

class Details {
 public:
  // `families` are followed as the story goes on; `hidden` has the families whose last child is not in IKS at first.
  Details(Dice& dice, const Scenario& scenario, const std::vector<FamilySoFar>& families,
          const std::vector<int>& hidden)
      : dice_(dice), scenario_(scenario), families_(families), hidden_(hidden) {}

  // Fills the fields that the kind needs. False when this run has nothing for it.
  bool Complete(Action& action);
  // The same for kinds in Procare and of the operator; the family is known.
  bool CompleteInProcare(Action& action);

  void PickFamily(Action& action);
  void PickChild(Action& action);
  bool PickOtherSite(Action& action);
  std::string AStatus(const Action& action);
  std::string EditOfChild(const Action& action, const std::string& date_field);
  std::string BirthDateOf(const Child& child);  // "dob=...", another one than the child has
  const ChildSoFar& ChildOf(const Action& action) const;
  int LastChild(const Action& action) const;

 private:
  void PickSite(Action& action);
  std::size_t SiteCount() const;
  bool CompleteInIks(Action& action);
  bool PickAbsent(Action& action);
  int SiteOf(int family) const;
  bool SameTenant(int site, int other) const;
  bool PickOther(Action& action);
  bool PickRoom(Action& action, int site);
  bool EditGuardian(Action& action);

  Dice& dice_;
  const Scenario& scenario_;
  const std::vector<FamilySoFar>& families_;
  const std::vector<int>& hidden_;
};

}  // namespace ikp::scenarios
