// Actions: what people do, in bursts and with consequences. Every slot of time takes one action; some actions bring
// others after them (staff type the family while the push is under way), which take the place of later slots.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/scenario/action_details.h"
#include "scenarios/scenario/draw_parts.h"
#include "scenarios/scenario/story_so_far.h"

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// How frequent each kind is, in the order of ActionKind. What follows from another action comes on top.
constexpr std::array<int, 29> kWeights = {
    8, 3, 60, 1, 4, 3, 5, 2, 2, 1,           // in IKS: create_lead duplicate_lead set_status ... delete_family
    9, 2, 6,  4, 3, 3, 2, 1, 1, 2, 1, 1, 2,  // in Procare: type_family type_child set_enrollment ... resolve_duplicate
    1, 1, 1,  1, 2, 1,                       // rotate_secret approve_link approve_create ... update_zone
};
static_assert(static_cast<std::size_t>(kFirstAtDesktop) == kWeights.size());

class Days {
 public:
  Days(Dice& dice, std::vector<Milliseconds> slots, Scenario& scenario)
      : dice_(dice),
        slots_(std::move(slots)),
        scenario_(scenario),
        families_(BeginningOf(scenario)),
        details_(dice, scenario, families_, hidden_) {
    // Swarm: a part of the kinds, so that those that are in appear together.
    const int percent = dice.Pick(std::array<int, 3>{30, 60, 90});
    for (std::size_t kind = 0; kind < kWeights.size(); ++kind)
      weights_[kind] = dice.Percent(percent) ? kWeights[kind] : 0;
    weights_[static_cast<std::size_t>(ActionKind::kSetStatus)] = dice.Between(20, 80);
    HideSiblings();
    ForeseeReviews();
    const bool absent = std::any_of(families_.begin(), families_.end(), [](const auto& one) { return !one.in_iks; });
    if (absent) weights_[static_cast<std::size_t>(ActionKind::kCreateLead)] = kWeights[0];
  }

  void Draw() {
    scenario_.actions.reserve(slots_.size());
    std::size_t next = 0;
    while (next < slots_.size()) {
      const auto first = std::min_element(follow_ups_.begin(), follow_ups_.end(),
                                          [](const auto& a, const auto& b) { return a.at < b.at; });
      if (first != follow_ups_.end() && first->at <= slots_[next]) {
        Action action = std::move(first->action);
        follow_ups_.erase(first);
        if (!Possible(action, families_)) continue;
        // The run does not get longer: another slot stays empty.
        slots_.erase(slots_.begin() +
                     static_cast<std::ptrdiff_t>(next + dice_.Below(static_cast<std::uint32_t>(slots_.size() - next))));
        Do(std::move(action));
      } else {
        Action action = DrawOne();
        action.at = slots_[next++];
        Do(std::move(action));
      }
    }
  }

 private:
  // The last child of some families is not in IKS before somebody adds it.
  void HideSiblings() {
    if (weights_[static_cast<std::size_t>(ActionKind::kAddSibling)] == 0) return;
    for (std::size_t i = 0; i < families_.size(); ++i) {
      auto& children = families_[i].children;
      if (children.size() < 2 || !dice_.Percent(40)) continue;
      children.back().in_iks = false;
      hidden_.push_back(static_cast<int>(i));
    }
  }

  // Of families that staff had typed before.
  void ForeseeReviews() {
    for (std::size_t i = 0; i < families_.size(); ++i) {
      if (!families_[i].typed || !families_[i].live() || !dice_.Percent(50)) continue;
      Action beginning;
      beginning.at = dice_.Pick(slots_);
      beginning.family = static_cast<int>(i);
      ForeseeReview(beginning);
    }
  }

  void Do(Action action) {
    Apply(action, families_);
    Foresee(action);
    scenario_.actions.push_back(std::move(action));
  }

  Action DrawOne() {
    for (int attempt = 0; attempt < 8; ++attempt) {
      Action action;
      action.kind = static_cast<ActionKind>(dice_.Weighted(weights_));
      if (details_.Complete(action) && Possible(action, families_)) return action;
    }
    return AnyStatus();
  }

  // Somebody that staff see in IKS; when nobody is, the first family.
  Action AnyStatus() {
    Action action;
    action.kind = ActionKind::kSetStatus;
    details_.PickFamily(action);
    for (int attempt = 0; attempt < 20 && !families_[static_cast<std::size_t>(action.family)].live(); ++attempt) {
      details_.PickFamily(action);
    }
    details_.PickChild(action);
    action.value = details_.AStatus(action);
    return action;
  }

  // --- what follows ------------------------------------------------------------------------------------------------
  bool Knows(ActionKind kind) const { return weights_[static_cast<std::size_t>(kind)] > 0; }

  void Later(const Action& cause, Milliseconds least, Milliseconds most, Action action) {
    action.at = cause.at + dice_.Between(least, most);
    if (action.at >= scenario_.safety_ends - minutes(5)) return;
    follow_ups_.push_back({action.at, std::move(action)});
  }
  Action Of(const Action& cause, ActionKind kind) {
    Action action;
    action.kind = kind;
    action.family = cause.family;
    return action;
  }

  void Foresee(const Action& action) {
    switch (action.kind) {
      case ActionKind::kSetStatus:
      case ActionKind::kAddSibling:
        if (IsTriggerStatus(action.value)) ForeseeTrigger(action);
        break;
      case ActionKind::kTypeFamily:
        if (dice_.Percent(30)) {
          ForeseeReview(action);
          break;
        }
        [[fallthrough]];
      case ActionKind::kCreateLead:
        if (dice_.Percent(60)) Trigger(action, dice_.Percent(50) ? Milliseconds(seconds(20)) : hours(1));
        break;
      case ActionKind::kDuplicateLead:
        ForeseeSecondEntry(action);
        break;
      default:
        break;
    }
  }

  // IKS and Procare know the child by different birth dates: only a person can say that it is the same.
  void ForeseeReview(const Action& typed) {
    auto edit = Of(typed, ActionKind::kEditChild);
    details_.PickChild(edit);
    edit.value = details_.BirthDateOf(
        scenario_.families[static_cast<std::size_t>(edit.family)].children[static_cast<std::size_t>(edit.child)]);
    auto push = Of(typed, ActionKind::kSetStatus);
    push.child = edit.child;
    push.value = dice_.Pick(kTriggerStatuses);
    auto decide = Of(typed, dice_.Percent(60) ? ActionKind::kApproveLink : ActionKind::kApproveCreate);
    Later(typed, seconds(1), minutes(5), std::move(edit));
    Later(typed, minutes(5), minutes(40), std::move(push));
    Later(typed, minutes(45), hours(6), std::move(decide));
  }

  Action ATrigger(const Action& cause) {
    auto next = Of(cause, ActionKind::kSetStatus);
    details_.PickChild(next);
    next.value = dice_.Pick(kTriggerStatuses);
    return next;
  }
  void Trigger(const Action& cause, Milliseconds within) { Later(cause, Milliseconds(0), within, ATrigger(cause)); }

  // One entry of the household is pushed, and the other at the same time or hours later, or neither.
  void ForeseeSecondEntry(const Action& action) {
    if (!dice_.Percent(75)) return;
    auto first = ATrigger(action);
    auto second = first;
    second.number = 1;
    const std::array<Milliseconds, 3> pauses = {seconds(3), seconds(90), hours(3)};
    const auto pause = pauses[dice_.Weighted(std::array<int, 3>{40, 35, 25})];
    if (dice_.Percent(30)) {
      // Lists show late what the first one created.
      const auto longest = std::min<Milliseconds>(minutes(4), LagBudget(scenario_.engine));
      const auto lag = dice_.Between(std::min<Milliseconds>(seconds(20), longest), longest);
      scenario_.procare_switches.emplace("po.visibility_ms", std::to_string(lag.count()));
    }
    const auto between = dice_.Between(Milliseconds(0), pause);
    const auto at = dice_.Between(Milliseconds(0), minutes(10));
    auto first_at = at;
    auto second_at = at + between;
    if (dice_.Percent(30)) std::swap(first_at, second_at);
    if (dice_.Percent(80)) Later(action, first_at, first_at, std::move(first));
    Later(action, second_at, second_at, std::move(second));
  }

  void ForeseeTrigger(const Action& action) {
    ForeseeTogether(action);
    ForeseeInProcare(action);
    const auto& child = details_.ChildOf(action);
    if (!child.has_birth_date && dice_.Percent(60)) {
      auto next = Of(action, ActionKind::kEditChild);
      next.child = action.child;
      next.value = "dob=" + DayOf(scenario_, -dice_.Between(60, 1800));
      Later(action, seconds(5), hours(4), std::move(next));
    }
    if (!HasContact(action.family) && dice_.Percent(70)) {
      auto next = Of(action, ActionKind::kEditGuardian);
      next.value = "email=entered" + std::to_string(action.family) + "@example.com";
      Later(action, seconds(5), hours(4), std::move(next));
    }
    const bool asks = families_[static_cast<std::size_t>(action.family)].typed;
    if (!asks || !dice_.Percent(15)) return;
    const auto kind = dice_.Percent(60) ? ActionKind::kApproveLink : ActionKind::kApproveCreate;
    if (Knows(kind)) Later(action, minutes(5), hours(6), Of(action, kind));
  }

  bool HasContact(int family) const {
    const auto& guardians = scenario_.families[static_cast<std::size_t>(family)].guardians;
    return guardians.empty() || std::any_of(guardians.begin(), guardians.end(), [](const Guardian& guardian) {
             return !guardian.email.empty() || !guardian.phone.empty();
           });
  }

  // While the push is under way.
  void ForeseeTogether(const Action& action) {
    const auto soon = dice_.Percent(50) ? Milliseconds(seconds(4)) : minutes(3);
    if (Knows(ActionKind::kTypeFamily) && dice_.Percent(14)) {
      auto next = Of(action, ActionKind::kTypeFamily);
      if (dice_.Percent(50)) next.value = dice_.Pick(kSpellingVariants);
      Later(action, Milliseconds(0), soon, std::move(next));
    }
    if (dice_.Percent(12)) {
      auto next = Of(action, ActionKind::kSetStatus);
      next.child = action.child;
      next.value = details_.AStatus(next);
      Later(action, Milliseconds(0), soon, std::move(next));
    }
    if (details_.LastChild(action) > 0 && dice_.Percent(30)) Trigger(action, soon);
    if (Knows(ActionKind::kEditChild) && dice_.Percent(10)) {
      auto next = Of(action, ActionKind::kEditChild);
      next.child = action.child;
      next.value = details_.EditOfChild(next, "desired_start_date");
      Later(action, Milliseconds(0), soon, std::move(next));
    }
    if (Knows(ActionKind::kMoveChild) && dice_.Percent(5)) {
      auto next = Of(action, ActionKind::kMoveChild);
      next.child = action.child;
      if (details_.PickOtherSite(next)) Later(action, Milliseconds(0), soon, std::move(next));
    }
  }

  // In the hours after the push.
  void ForeseeInProcare(const Action& action) {
    for (const auto kind : {ActionKind::kSetEnrollment, ActionKind::kAssignRoom, ActionKind::kPlanMove,
                            ActionKind::kEditProcareChild, ActionKind::kResolveDuplicate}) {
      if (!Knows(kind) || !dice_.Percent(10)) continue;
      auto next = Of(action, kind);
      if (!details_.CompleteInProcare(next)) continue;
      Later(action, seconds(30), hours(8), std::move(next));
    }
  }

  Dice& dice_;
  std::vector<Milliseconds> slots_;
  Scenario& scenario_;
  std::vector<FamilySoFar> families_;
  std::array<int, kWeights.size()> weights_{};
  std::vector<int> hidden_;
  Details details_;
  std::vector<FollowUp> follow_ups_;
};

}  // namespace

void DrawActions(Dice& dice, std::vector<Milliseconds> slots, Scenario& scenario) {
  Days(dice, std::move(slots), scenario).Draw();
}

}  // namespace ikp::scenarios
