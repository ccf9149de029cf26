// Stories of a push that is interrupted at the PC of a centre: the agent, the program or the computer fails at the
// moment at which something is entered, and while it is away staff go on with the same child. Faults and actions that
// are drawn each for itself meet so rarely that a long run would not see it.
#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class Interruption {
 public:
  Interruption(Dice& dice, Scenario& scenario) : dice_(dice), scenario_(scenario) {}

  void Draw() {
    std::vector<Action> triggers;
    std::set<std::pair<int, int>> sent;  // of these the first trigger is over
    for (const auto& action : scenario_.actions) {
      if (IsTrigger(action) && sent.insert({action.family, action.child}).second) triggers.push_back(action);
    }
    if (triggers.empty()) return;
    const auto trigger = dice_.Pick(triggers);
    DrawFault(trigger);
    const int edits = dice_.Weighted(std::array<int, 3>{3, 5, 2});
    for (int i = 0; i < edits; ++i) DrawEdit(trigger);
    if (dice_.Percent(50)) scenario_.desktop_switches["pd.remembers_commands"] = "false";
  }

 private:
  bool IsTrigger(const Action& action) const {
    if (action.kind != ActionKind::kSetStatus || action.family < 0 || action.child < 0) return false;
    const auto& family = scenario_.families[static_cast<std::size_t>(action.family)];
    const auto& child = family.children[static_cast<std::size_t>(action.child)];
    const bool pushed_before = family.in_procare || (family.in_iks && TriggersPush(child.status));
    if (!TriggersPush(action.value) || pushed_before) return false;
    return scenario_.sites[static_cast<std::size_t>(family.site)].desktop();
  }

  static bool TriggersPush(const std::string& status) { return status == "Enrolled" || status == "Pre-Registered"; }

  Milliseconds Within(Milliseconds at) const {
    return std::clamp(at, Milliseconds(0), std::max(scenario_.safety_ends - seconds(1), Milliseconds(0)));
  }

  // The agent is back, or tries again, after `away_`.
  void DrawFault(const Action& trigger) {
    Fault fault;
    fault.at = Within(trigger.at - Milliseconds(1));
    fault.method = "POST";
    away_ = dice_.Percent(40) ? dice_.Between(Milliseconds(0), seconds(30)) : dice_.Between(seconds(30), minutes(40));
    if (dice_.Percent(60)) {
      fault.kind = FaultKind::kAgentCrashAtMessage;
      fault.site = scenario_.families[static_cast<std::size_t>(trigger.family)].site;
      fault.number = dice_.Between(1, 4);
      fault.value = dice_.Percent(25) ? "before" : "after";
      fault.ms = away_;
    } else {
      constexpr std::array<FaultKind, 5> kKinds = {FaultKind::kAnswerLost, FaultKind::kRequestLost, FaultKind::kReset,
                                                   FaultKind::kLateAnswer, FaultKind::kTruncated};
      fault.kind = kKinds[dice_.Weighted(std::array<int, 5>{8, 3, 3, 4, 2})];
      fault.where = System::kProgram;
      fault.after = dice_.Between(0, 3);
      fault.count = dice_.Between(1, 3);
      if (fault.kind == FaultKind::kLateAnswer) fault.ms = dice_.Between(seconds(1), minutes(3));
    }
    Insert(scenario_.faults, std::move(fault));
  }

  void DrawEdit(const Action& trigger) {
    constexpr std::array<ActionKind, 6> kKinds = {ActionKind::kAddStatusRow, ActionKind::kAssignRoom,
                                                  ActionKind::kTypeFamily,   ActionKind::kTypeChild,
                                                  ActionKind::kMergePeople,  ActionKind::kSetEnrollment};
    Action edit;
    edit.kind = kKinds[dice_.Weighted(std::array<int, 6>{8, 8, 2, 2, 1, 2})];
    edit.family = trigger.family;
    if (edit.kind != ActionKind::kTypeFamily) edit.child = trigger.child;
    const auto last = std::max(away_, Milliseconds(minutes(3))) + seconds(30);
    edit.at = Within(trigger.at + dice_.Between(Milliseconds(100), last));
    if (edit.kind == ActionKind::kAddStatusRow) {
      constexpr std::array<const char*, 4> kLabels = {"Pre-Registered", "Enrolled", "Withdrawn", "Waiting List"};
      edit.value = dice_.Pick(kLabels);
      edit.number = dice_.Percent(60) ? 0 : dice_.Between(-3, 20);
    }
    if (edit.kind == ActionKind::kSetEnrollment) edit.value = dice_.Percent(50) ? "active" : "inactive";
    if (edit.kind == ActionKind::kAssignRoom) edit.number = dice_.Between(0, 2);
    Insert(scenario_.actions, std::move(edit));
  }

  template <typename Thing>
  static void Insert(std::vector<Thing>& things, Thing thing) {
    const auto place = std::upper_bound(things.begin(), things.end(), thing,
                                        [](const Thing& a, const Thing& b) { return a.at < b.at; });
    things.insert(place, std::move(thing));
  }

  Dice& dice_;
  Scenario& scenario_;
  Milliseconds away_{0};
};

}  // namespace

void DrawInterrupted(Dice& dice, Scenario& scenario) { Interruption(dice, scenario).Draw(); }

}  // namespace ikp::scenarios
