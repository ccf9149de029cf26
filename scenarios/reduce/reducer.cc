#include "scenarios/reduce/reducer.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "scenarios/reduce/plainer.h"
#include "scenarios/reduce/surgery.h"
#include "scenarios/scenario/scenario_json.h"
#include "scenarios/scenario/valid.h"

namespace ikp::scenarios {
namespace {

class Reducer {
 public:
  Reducer(Scenario scenario, const StillFails& still_fails, int budget)
      : best_(std::move(scenario)), still_fails_(still_fails), budget_(budget) {}

  bool Reproduces() {
    ++executions_;
    tried_.insert(ToText(best_));
    return still_fails_(best_);
  }

  void Run() {
    BigCuts();
    CutStructure();
    // Small enough to read comes before plain.
    constexpr std::size_t kReadable = 8;
    while (best_.actions.size() > kReadable && CutWhatResists()) CutStructure();
    do {
      CutStructure();
      while (Values()) CutStructure();
    } while (CutWhatResists());
  }

  const Scenario& best() const { return best_; }
  int executions() const { return executions_; }
  bool Spent() const { return executions_ >= budget_; }

 private:
  bool Try(Scenario candidate) {
    if (Spent() || candidate == best_ || !MistakesIn(candidate).empty()) return false;
    if (!tried_.insert(ToText(candidate)).second) return false;
    ++executions_;
    if (!still_fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }
  template <typename Edit>
  bool TryEdit(Edit&& edit) {
    auto candidate = best_;
    edit(candidate);
    return Try(std::move(candidate));
  }

  // Takes away chunks of a list, from its end and ever smaller. `size` counts what is left, `drop` takes one away.
  template <typename Size, typename Drop>
  bool DropChunks(Size&& size, Drop&& drop) {
    bool progress = false;
    for (auto chunk = std::max<std::size_t>(1, size(best_) / 2); chunk > 0 && !Spent(); chunk /= 2) {
      auto end = size(best_);
      while (end > 0 && !Spent()) {
        const auto begin = end > chunk ? end - chunk : 0;
        const bool gone = TryEdit([&](Scenario& one) {
          for (auto i = end; i > begin; --i) drop(one, static_cast<int>(i - 1));
        });
        progress = progress || gone;
        end = std::min(begin, size(best_));
      }
    }
    return progress;
  }

  void CutStructure() {
    while (!Spent() && Structure()) {
    }
  }
  bool CutWhatResists() { return !Spent() && (Pairs() || OtherSeeds()); }

  void BigCuts() {
    TryEdit([](Scenario& one) { one.faults.clear(); });
    if (!TryEdit([](Scenario& one) {
          PlainWorld(one);
          one.engine = EngineSetup{};
        })) {
      TryEdit(PlainWorld);
    }
    CutTail();
    Families();
  }
  static void PlainWorld(Scenario& scenario) {
    scenario.iks_switches.clear();
    scenario.procare_switches.clear();
    scenario.desktop_switches.clear();
    scenario.through_codec = false;
  }

  // Mostly what happened after the failure does not matter: the shortest beginning that fails, by halving.
  void CutTail() {
    std::size_t too_few = 0;
    std::size_t enough = best_.actions.size() + best_.faults.size();
    while (too_few + 1 < enough && !Spent()) {
      const auto middle = (too_few + enough) / 2;
      (TryEdit([=](Scenario& one) { reduce::KeepFirstEvents(one, middle); }) ? enough : too_few) = middle;
    }
  }

  bool Structure() {
    bool progress = Faults();
    progress = Families() || progress;
    progress = Actions() || progress;
    progress = Sites() || progress;
    progress = Switches() || progress;
    return Members() || progress;
  }

  bool Faults() {
    return DropChunks([](const Scenario& one) { return one.faults.size(); },
                      [](Scenario& one, int index) { one.faults.erase(one.faults.begin() + index); });
  }
  bool Actions() {
    return DropChunks([](const Scenario& one) { return one.actions.size(); },
                      [](Scenario& one, int index) { one.actions.erase(one.actions.begin() + index); });
  }
  bool Families() {
    const bool idle = TryEdit([](Scenario& one) {
      for (int i = static_cast<int>(one.families.size()) - 1; i >= 0; --i) {
        if (!reduce::IsUsed(one, i)) reduce::DropFamily(one, i);
      }
    });
    const bool busy = DropChunks([](const Scenario& one) { return one.families.size(); }, reduce::DropFamily);
    return idle || busy;
  }

  bool Sites() {
    bool progress = false;
    for (int i = static_cast<int>(best_.sites.size()) - 1; i >= 0; --i) {
      for (const auto residents : {reduce::Residents::kGo, reduce::Residents::kMoveToFirst}) {
        if (best_.sites.size() < 2 || i >= static_cast<int>(best_.sites.size())) break;
        progress = TryEdit([=](Scenario& one) { reduce::DropSite(one, i, residents); }) || progress;
      }
    }
    return progress;
  }

  bool Switches() {
    bool progress = TryEdit(PlainWorld);
    for (auto switches : {&Scenario::procare_switches, &Scenario::iks_switches, &Scenario::desktop_switches}) {
      progress = DropChunks([=](const Scenario& one) { return (one.*switches).size(); },
                            [=](Scenario& one, int index) {
                              (one.*switches).erase(std::next((one.*switches).begin(), index));
                            }) ||
                 progress;
    }
    return progress;
  }

  // Children and guardians.
  bool Members() {
    bool progress = false;
    for (int f = 0; f < static_cast<int>(best_.families.size()); ++f) {
      const auto family = static_cast<std::size_t>(f);
      for (int c = static_cast<int>(best_.families[family].children.size()) - 1; c >= 0; --c) {
        if (best_.families[family].children.size() < 2) break;
        progress = TryEdit([=](Scenario& one) { reduce::DropChild(one, f, c); }) || progress;
      }
      for (int g = static_cast<int>(best_.families[family].guardians.size()) - 1; g > 0; --g) {
        progress = TryEdit([=](Scenario& one) { reduce::DropGuardian(one, f, g); }) || progress;
      }
    }
    return progress;
  }

  // Two actions that only make sense together (there and back).
  bool Pairs() {
    constexpr std::size_t kFewEnough = 16;
    if (best_.actions.size() > kFewEnough) return false;
    for (std::size_t gap = 1; gap < best_.actions.size(); ++gap) {
      for (std::size_t first = 0; first + gap < best_.actions.size() && !Spent(); ++first) {
        const auto cut = [=](Scenario& one) {
          one.actions.erase(one.actions.begin() + static_cast<std::ptrdiff_t>(first + gap));
          one.actions.erase(one.actions.begin() + static_cast<std::ptrdiff_t>(first));
        };
        if (TryEdit(cut)) return true;
      }
    }
    return false;
  }

  // A cut moves all latencies that are drawn after it, and a race is won by somebody else. With other draws the failure
  // may be there again.
  bool OtherSeeds() {
    constexpr std::size_t kSmallEnough = 4;
    if (best_.actions.size() + best_.faults.size() <= kSmallEnough) return false;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      for (std::size_t i = best_.actions.size() + best_.faults.size(); i-- > 0 && !Spent();) {
        const auto cut = [=](Scenario& one) {
          one.seed = seed;
          const auto actions = one.actions.size();
          if (i < actions) {
            one.actions.erase(one.actions.begin() + static_cast<std::ptrdiff_t>(i));
          } else {
            one.faults.erase(one.faults.begin() + static_cast<std::ptrdiff_t>(i - actions));
          }
        };
        if (TryEdit(cut)) return true;
      }
    }
    return false;
  }

  bool Values() {
    bool progress = false;
    for (const auto& step : reduce::WholeSteps()) progress = TryEdit(step) || progress;
    progress = Plainer(&Scenario::sites, reduce::SiteSteps()) || progress;
    progress = Plainer(&Scenario::families, reduce::FamilySteps()) || progress;
    progress = Plainer(&Scenario::faults, reduce::FaultSteps()) || progress;
    return Plainer(&Scenario::actions, reduce::ActionSteps()) || progress;
  }
  template <typename List, typename Steps>
  bool Plainer(List Scenario::*list, const Steps& steps) {
    bool progress = false;
    for (const auto& step : steps) {
      const bool all = TryEdit([&](Scenario& one) {
        for (std::size_t i = 0; i < (one.*list).size(); ++i) step((one.*list)[i], static_cast<int>(i));
        reduce::RenumberTenants(one);
      });
      progress = progress || all;
      // One by one says nothing new when there is one.
      if (all || (best_.*list).size() < 2) continue;
      for (std::size_t i = 0; i < (best_.*list).size(); ++i) {
        progress = TryEdit([&](Scenario& one) {
                     step((one.*list)[i], static_cast<int>(i));
                     reduce::RenumberTenants(one);
                   }) ||
                   progress;
      }
    }
    return progress;
  }

  Scenario best_;
  const StillFails& still_fails_;
  int budget_;
  int executions_ = 0;
  std::unordered_set<std::string> tried_;
};

}  // namespace

ScenarioSize SizeOf(const Scenario& scenario) {
  ScenarioSize size{
      .sites = scenario.sites.size(),
      .families = scenario.families.size(),
      .children = 0,
      .actions = scenario.actions.size(),
      .faults = scenario.faults.size(),
      .switches = scenario.iks_switches.size() + scenario.procare_switches.size() + scenario.desktop_switches.size()};
  for (const auto& family : scenario.families) size.children += family.children.size();
  return size;
}

Reduction Reduce(const Scenario& scenario, const StillFails& still_fails, const ReduceOptions& options) {
  Reducer reducer(scenario, still_fails, options.budget);
  Reduction reduction{.scenario = scenario, .before = SizeOf(scenario), .after = SizeOf(scenario)};
  reduction.reproduced = reducer.Reproduces();
  if (reduction.reproduced) reducer.Run();
  reduction.scenario = reducer.best();
  reduction.executions = reducer.executions();
  reduction.finished = !reduction.reproduced || !reducer.Spent();
  reduction.after = SizeOf(reduction.scenario);
  return reduction;
}

}  // namespace ikp::scenarios
