#include "scenarios/scenario/story_so_far.h"

namespace ikp::scenarios {
namespace {

void SetStatus(const std::string& status, FamilySoFar& family, ChildSoFar& child) {
  child.status = status;
  if (!IsTriggerStatus(status)) return;
  child.triggered = true;
  if (family.live() && child.in_iks && child.has_birth_date) child.in_procare = true;
}

FamilySoFar& At(std::vector<FamilySoFar>& families, int index) { return families[static_cast<std::size_t>(index)]; }

}  // namespace

std::vector<FamilySoFar> BeginningOf(const Scenario& scenario) {
  std::vector<FamilySoFar> families;
  families.reserve(scenario.families.size());
  for (const auto& family : scenario.families) {
    FamilySoFar so_far;
    so_far.site = family.site;
    so_far.in_iks = family.in_iks;
    so_far.typed = family.in_procare;
    for (const auto& child : family.children) {
      ChildSoFar state;
      state.in_procare = family.in_procare;
      state.has_birth_date = !child.birth_date.empty();
      state.status = child.status;
      so_far.children.push_back(std::move(state));
    }
    families.push_back(std::move(so_far));
  }
  return families;
}

void Apply(const Action& action, std::vector<FamilySoFar>& families) {
  if (action.kind == ActionKind::kSetStatusOfAll) {
    for (auto& family : families) {
      if (family.site != action.site || !family.live()) continue;
      for (auto& child : family.children) SetStatus(action.value, family, child);
    }
    return;
  }
  if (action.family < 0) return;
  auto& family = At(families, action.family);
  ChildSoFar* child = action.child < 0 ? nullptr : &family.children[static_cast<std::size_t>(action.child)];
  switch (action.kind) {
    case ActionKind::kCreateLead:
      family.in_iks = true;
      break;
    case ActionKind::kSetStatus:
      SetStatus(action.value, family, *child);
      break;
    case ActionKind::kAddSibling:
      child->in_iks = true;
      SetStatus(action.value, family, *child);
      break;
    case ActionKind::kEditChild:
      if (action.value.starts_with("dob=")) child->has_birth_date = true;
      break;
    case ActionKind::kMergeFamilies:
    case ActionKind::kDeleteFamily:
      if (action.other != action.family) family.gone = true;
      break;
    case ActionKind::kTypeFamily:
      family.typed = true;
      for (auto& one : family.children) one.in_procare = true;
      break;
    case ActionKind::kTypeChild:
      child->in_procare = true;
      break;
    case ActionKind::kDeleteProcareChild:
      child->in_procare = false;
      break;
    default:
      break;
  }
}

bool Possible(const Action& action, const std::vector<FamilySoFar>& families) {
  if (action.family < 0) return true;
  const auto& family = families[static_cast<std::size_t>(action.family)];
  const auto* child = action.child < 0 ? nullptr : &family.children[static_cast<std::size_t>(action.child)];
  switch (action.kind) {
    case ActionKind::kCreateLead:
      return !family.in_iks;
    case ActionKind::kAddSibling:
      return family.live() && !child->in_iks;
    case ActionKind::kSetStatus:
    case ActionKind::kEditChild:
    case ActionKind::kMoveChild:
      return family.live() && child->in_iks;
    case ActionKind::kDuplicateLead:
    case ActionKind::kEditGuardian:
    case ActionKind::kMergeFamilies:
    case ActionKind::kDeleteFamily:
    case ActionKind::kApproveLink:
    case ActionKind::kApproveCreate:
      return family.live();
    case ActionKind::kTypeFamily:
      return !family.typed;
    case ActionKind::kTypeChild:
      return family.in_procare() && !child->in_procare;
    default:
      return child == nullptr || child->in_procare;
  }
}

}  // namespace ikp::scenarios
