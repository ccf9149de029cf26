#include "scenarios/reduce/surgery.h"

#include <algorithm>
#include <map>
#include <vector>

namespace ikp::scenarios::reduce {
namespace {

void CloseGap(int& index, int gone) {
  if (index > gone) --index;
}

template <typename List>
void EraseAt(List& list, int index) {
  list.erase(list.begin() + index);
}

}  // namespace

void DropFamily(Scenario& scenario, int family) {
  EraseAt(scenario.families, family);
  std::erase_if(scenario.actions, [=](const Action& one) { return one.family == family || one.other == family; });
  for (auto& action : scenario.actions) {
    CloseGap(action.family, family);
    CloseGap(action.other, family);
  }
}

void DropChild(Scenario& scenario, int family, int child) {
  EraseAt(scenario.families[static_cast<std::size_t>(family)].children, child);
  std::erase_if(scenario.actions, [=](const Action& one) { return one.family == family && one.child == child; });
  for (auto& action : scenario.actions) {
    if (action.family == family) CloseGap(action.child, child);
  }
}

void DropGuardian(Scenario& scenario, int family, int guardian) {
  EraseAt(scenario.families[static_cast<std::size_t>(family)].guardians, guardian);
  const auto edits = [=](const Action& one) { return one.kind == ActionKind::kEditGuardian && one.family == family; };
  std::erase_if(scenario.actions, [&](const Action& one) { return edits(one) && one.number == guardian; });
  for (auto& action : scenario.actions) {
    if (edits(action)) CloseGap(action.number, guardian);
  }
}

void DropSite(Scenario& scenario, int site, Residents residents) {
  if (residents == Residents::kGo) {
    for (int i = static_cast<int>(scenario.families.size()) - 1; i >= 0; --i) {
      if (scenario.families[static_cast<std::size_t>(i)].site == site) DropFamily(scenario, i);
    }
    std::erase_if(scenario.actions, [=](const Action& one) { return one.site == site; });
  }
  EraseAt(scenario.sites, site);
  const auto move = [=](int& index) {
    if (index == site) {
      index = 0;
    } else {
      CloseGap(index, site);
    }
  };
  for (auto& family : scenario.families) move(family.site);
  for (auto& action : scenario.actions) move(action.site);
  std::erase_if(scenario.faults, [=](const Fault& one) { return one.site == site; });
  for (auto& fault : scenario.faults) CloseGap(fault.site, site);
  RenumberTenants(scenario);
}

void RenumberTenants(Scenario& scenario) {
  for (const bool desktop : {false, true}) {
    const auto member = desktop ? &Site::installation : &Site::tenant;
    std::map<int, int> numbers;
    for (const auto& site : scenario.sites) {
      if (site.desktop() == desktop) numbers[site.*member] = 0;
    }
    int next = 0;
    for (auto& [old, number] : numbers) number = next++;
    for (auto& site : scenario.sites) {
      if (site.desktop() == desktop) site.*member = numbers[site.*member];
    }
  }
}

bool IsUsed(const Scenario& scenario, int family) {
  return std::any_of(scenario.actions.begin(), scenario.actions.end(),
                     [=](const Action& one) { return one.family == family || one.other == family; });
}

bool IsUsed(const Scenario& scenario, int family, int child) {
  return std::any_of(scenario.actions.begin(), scenario.actions.end(),
                     [=](const Action& one) { return one.family == family && one.child == child; });
}

Milliseconds LastEvent(const Scenario& scenario) {
  Milliseconds last{0};
  if (!scenario.actions.empty()) last = scenario.actions.back().at;
  if (!scenario.faults.empty()) last = std::max(last, scenario.faults.back().at);
  return last;
}

void KeepFirstEvents(Scenario& scenario, std::size_t count) {
  std::size_t actions = 0;
  std::size_t faults = 0;
  while (actions + faults < count) {
    const bool more_actions = actions < scenario.actions.size();
    const bool more_faults = faults < scenario.faults.size();
    if (!more_actions && !more_faults) return;
    const bool action = more_actions && (!more_faults || scenario.actions[actions].at <= scenario.faults[faults].at);
    ++(action ? actions : faults);
  }
  scenario.actions.resize(actions);
  scenario.faults.resize(faults);
}

void ShortenPauses(Scenario& scenario, Milliseconds longest) {
  std::vector<Milliseconds*> times;
  for (auto& action : scenario.actions) times.push_back(&action.at);
  for (auto& fault : scenario.faults) times.push_back(&fault.at);
  std::stable_sort(times.begin(), times.end(), [](const auto* a, const auto* b) { return *a < *b; });
  Milliseconds before{0};  // as it was
  Milliseconds saved{0};
  for (auto* time : times) {
    const auto pause = *time - before;
    before = *time;
    if (pause > longest) saved += pause - longest;
    *time -= saved;
  }
  scenario.safety_ends -= saved;
}

}  // namespace ikp::scenarios::reduce
