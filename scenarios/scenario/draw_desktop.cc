// Procare Desktop: which sites have it, what its staff do that nobody does at Online, and what happens to the PC. All
// of it comes from dice of its own, so that a run without such a site stays what it was.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/time_zone.h"
#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// What staff write; the last two are words that no table knows.
constexpr std::array<std::string_view, 9> kLabels = {"Enrolled",     "Enrolled",   "Withdrawn",
                                                     "Summer Hold",  "Graduated",  "Pre-Registered",
                                                     "Waiting List", "Trial Week", "Sibling List"};
// How frequent each kind is, in the order of ActionKind from kFirstAtDesktop on.
constexpr std::array<int, 11> kActionWeights = {10, 10, 4, 8, 4, 3, 24, 10, 10, 8, 6};
static_assert(static_cast<std::size_t>(ActionKind::kSyncMirror) - static_cast<std::size_t>(kFirstAtDesktop) + 1 ==
              kActionWeights.size());
// The same of FaultKind from kFirstAtPc on.
constexpr std::array<int, 13> kFaultWeights = {12, 10, 8, 8, 8, 6, 6, 6, 6, 4, 8, 12, 12};
static_assert(static_cast<std::size_t>(FaultKind::kAgentCrashAtMessage) - static_cast<std::size_t>(kFirstAtPc) + 1 ==
              kFaultWeights.size());

struct Row {
  std::string_view name;
  std::array<std::string_view, 3> others;  // values beside the default; the rest is empty
};
// Not drawn: the contract; pd.same_day_rows and pd.interval_end, which the engine has to take as H31 and H32 say;
// pd.sleep_ends_sessions without which a sleep is only a pause; pd.reboot_minutes beyond an hour.
constexpr std::array<Row, 12> kRows = {{
    {"pd.remembers_commands", {"false"}},
    {"pd.licence", {"mini"}},
    {"pd.reads_hidden_accounts", {"false"}},
    {"pd.dob_in_future", {"reject"}},
    {"pd.maximum_age", {"reject"}},
    {"pd.similar_names", {"false"}},
    {"pd.label_rename", {"rows_keep"}},
    {"pd.session_idle_minutes", {"2", "60", "0"}},
    {"pd.reboot_minutes", {"1", "10", "30"}},
    {"pd.mirror_run_minutes", {"5", "45", "240"}},
    {"pd.mirror_takes", {"run_end"}},
    {"pd.mirror_takes_seat", {"false"}},
}};

template <std::size_t N>
std::array<int, N> Swarm(Dice& dice, const std::array<int, N>& all) {
  std::array<int, N> weights{};
  const int percent = dice.Pick(std::array<int, 3>{30, 60, 90});
  for (std::size_t i = 0; i < N; ++i) weights[i] = dice.Percent(percent) ? all[i] : 0;
  if (std::all_of(weights.begin(), weights.end(), [](int weight) { return weight == 0; })) return all;
  return weights;
}

std::vector<int> DesktopSites(const Scenario& scenario) {
  std::vector<int> sites;
  for (std::size_t i = 0; i < scenario.sites.size(); ++i) {
    if (scenario.sites[i].desktop()) sites.push_back(static_cast<int>(i));
  }
  return sites;
}

// Tenants without a gap, whoever left them.
void Renumber(Scenario& scenario) {
  std::array<bool, 16> used{};
  for (const auto& site : scenario.sites) used[static_cast<std::size_t>(site.tenant)] |= !site.desktop();
  for (auto& site : scenario.sites) {
    if (site.desktop()) continue;
    site.tenant = static_cast<int>(std::count(used.begin(), used.begin() + site.tenant, true));
  }
}

class DesktopActions {
 public:
  DesktopActions(Dice& dice, Scenario& scenario)
      : dice_(dice), scenario_(scenario), sites_(DesktopSites(scenario)), weights_(Swarm(dice, kActionWeights)) {
    for (std::size_t i = 0; i < scenario.families.size(); ++i) {
      const auto& site = scenario.sites[static_cast<std::size_t>(scenario.families[i].site)];
      if (site.desktop()) families_.push_back(static_cast<int>(i));
    }
  }

  void Draw(int count) {
    // A secret is Online's.
    std::erase_if(scenario_.actions, [this](const Action& one) {
      return one.kind == ActionKind::kRotateSecret && scenario_.sites[static_cast<std::size_t>(one.site)].desktop();
    });
    for (int i = 0; i < count; ++i) DrawOne();
    std::stable_sort(scenario_.actions.begin(), scenario_.actions.end(),
                     [](const Action& a, const Action& b) { return a.at < b.at; });
  }

 private:
  void DrawOne() {
    Action action;
    action.kind = static_cast<ActionKind>(static_cast<std::size_t>(kFirstAtDesktop) + dice_.Weighted(weights_));
    action.at = Time();
    if (!Complete(action)) return;
    // Whoever sees nothing new tries once more.
    if (action.kind == ActionKind::kSyncMirror && dice_.Percent(60)) {
      auto again = action;
      again.at = std::min(action.at + dice_.Between(minutes(5), hours(6)), scenario_.safety_ends - minutes(10));
      if (again.at > action.at) scenario_.actions.push_back(std::move(again));
    }
    if (action.kind == ActionKind::kTakeBackup && dice_.Percent(70)) {
      auto restore = action;
      restore.kind = ActionKind::kRestoreBackup;
      restore.at = std::min(action.at + dice_.Between(minutes(5), hours(10)), scenario_.safety_ends - minutes(10));
      if (restore.at > action.at) scenario_.actions.push_back(std::move(restore));
    }
    scenario_.actions.push_back(std::move(action));
  }

  // Mostly after something that somebody did, where a push may have been.
  Milliseconds Time() {
    const auto last = scenario_.safety_ends - minutes(5);
    if (scenario_.actions.empty() || dice_.Percent(20)) return dice_.Between(Milliseconds(0), last);
    constexpr std::array<Milliseconds, 4> kSoon = {seconds(5), minutes(5), hours(1), hours(8)};
    return std::min(dice_.Pick(scenario_.actions).at + dice_.Between(Milliseconds(0), dice_.Pick(kSoon)), last);
  }

  bool Complete(Action& action) {
    switch (action.kind) {
      case ActionKind::kGraduateClass:
        action.site = dice_.Pick(sites_);
        action.number = dice_.Between(0, 2);
        return scenario_.sites[static_cast<std::size_t>(action.site)].rooms.size() > 1;
      case ActionKind::kRenameStatusLabel: {
        action.site = dice_.Pick(sites_);
        // The last one is a word that pushes enter.
        constexpr std::array<std::string_view, 6> kRenames = {"Withdrawn=Dropped",      "Summer Hold=Summer Leave",
                                                              "Withdrawn=Gone Fishing", "Waiting List=waiting  list",
                                                              "Graduated=Graduates",    "Pre-Registered=Signed Up"};
        action.value = dice_.Pick(kRenames);
        return true;
      }
      case ActionKind::kTakeBackup:
      case ActionKind::kRestoreBackup:
        action.site = dice_.Pick(sites_);
        return true;
      case ActionKind::kSyncMirror:
        action.site = dice_.Pick(sites_);
        return scenario_.sites[static_cast<std::size_t>(action.site)].engagement;
      default:
        break;
    }
    if (families_.empty()) return false;
    action.family = dice_.Pick(families_);
    const auto& family = scenario_.families[static_cast<std::size_t>(action.family)];
    action.child = dice_.Between(0, static_cast<int>(family.children.size()) - 1);
    action.number = dice_.Percent(30) ? 1 : 0;
    if (action.kind == ActionKind::kCopyAccount) {
      if (dice_.Percent(35)) action.kind = ActionKind::kMoveProcareChild;  // the old account goes
      return PickSchool(action, family.site);
    }
    if (action.kind != ActionKind::kAddStatusRow && action.kind != ActionKind::kEditStatusRow) return true;
    action.value = dice_.Pick(kLabels);
    constexpr std::array<int, 4> kWhen = {30, 30, 25, 15};
    const std::array<int, 4> days = {0, dice_.Between(1, 3), -dice_.Between(1, 20), dice_.Between(4, 60)};
    action.number = days[dice_.Weighted(kWhen)];
    return true;
  }

  // Another school of the same installation.
  bool PickSchool(Action& action, int from) {
    const auto installation = scenario_.sites[static_cast<std::size_t>(from)].installation;
    std::vector<int> others;
    for (const int site : sites_) {
      if (site != from && scenario_.sites[static_cast<std::size_t>(site)].installation == installation) {
        others.push_back(site);
      }
    }
    if (others.empty()) return false;
    action.site = dice_.Pick(others);
    return true;
  }

  Dice& dice_;
  Scenario& scenario_;
  std::vector<int> sites_;
  std::vector<int> families_;  // of Desktop sites
  std::array<int, kActionWeights.size()> weights_;
};

class PcTrouble {
 public:
  PcTrouble(Dice& dice, Scenario& scenario)
      : dice_(dice), scenario_(scenario), sites_(DesktopSites(scenario)), weights_(Swarm(dice, kFaultWeights)) {
    for (const auto& action : scenario.actions) {
      if (action.value == "Enrolled" || action.value == "Pre-Registered") triggers_.push_back(action.at);
    }
  }

  void Draw(int count) {
    for (int i = 0; i < count; ++i) {
      Fault fault;
      if (dice_.Percent(30)) {
        if (dice_.Percent(35)) {
          DrawAtProgram(fault);
        } else {
          DrawOnTheWay(fault);
        }
      } else {
        fault.kind = static_cast<FaultKind>(static_cast<std::size_t>(kFirstAtPc) + dice_.Weighted(weights_));
        fault.site = dice_.Pick(sites_);
        DrawAtPc(fault);
      }
      fault.at = Time(fault.kind);
      scenario_.faults.push_back(std::move(fault));
    }
    std::stable_sort(scenario_.faults.begin(), scenario_.faults.end(),
                     [](const Fault& a, const Fault& b) { return a.at < b.at; });
  }

 private:
  Milliseconds Time(FaultKind kind) {
    const auto last = scenario_.safety_ends - seconds(1);
    const bool reads = kind == FaultKind::kPcReboots || kind == FaultKind::kSlowRun || kind == FaultKind::kLatin1Bytes;
    Milliseconds at = dice_.Between(Milliseconds(0), last);
    if (dice_.Percent(reads ? 50 : 25)) {
      at = NightlyTime() - dice_.Between(Milliseconds(0), dice_.Percent(50) ? Milliseconds(seconds(30)) : hours(2));
    } else if (!triggers_.empty() && dice_.Percent(80)) {
      const auto trigger = dice_.Pick(triggers_);
      at = trigger + (dice_.Percent(60) ? -dice_.Between(Milliseconds(0), minutes(2))
                                        : dice_.Between(Milliseconds(0), seconds(2)));
    }
    return std::clamp(at, Milliseconds(0), last);
  }

  Milliseconds NightlyTime() {
    const auto& site = scenario_.sites[static_cast<std::size_t>(dice_.Pick(sites_))];
    const auto zone = domain::TimeZone::Find(site.zone);
    const auto at = domain::ParseMinuteOfDay(site.nightly_at);
    const auto date = zone->DateAt(scenario_.start + dice_.Between(Milliseconds(0), scenario_.safety_ends));
    return std::chrono::duration_cast<Milliseconds>(zone->InstantOf(date, *at) - scenario_.start);
  }

  // Between agent and program: it hangs, or is closed.
  void DrawAtProgram(Fault& fault) {
    constexpr std::array<FaultKind, 4> kKinds = {FaultKind::kRequestLost, FaultKind::kAnswerLost,
                                                 FaultKind::kLateAnswer, FaultKind::kReset};
    fault.kind = kKinds[dice_.Weighted(std::array<int, 4>{4, 8, 4, 6})];
    fault.where = System::kProgram;
    fault.count = dice_.Between(1, 4);
    if (dice_.Percent(60)) fault.method = "POST";
    if (dice_.Percent(50)) fault.after = dice_.Between(1, 6);
    if (fault.kind == FaultKind::kLateAnswer) fault.ms = dice_.Between(Milliseconds(100), minutes(3));
  }

  // Between agent and engine.
  void DrawOnTheWay(Fault& fault) {
    constexpr std::array<FaultKind, 8> kKinds = {
        FaultKind::kDelay, FaultKind::kRequestLost, FaultKind::kAnswerLost, FaultKind::kLateAnswer,
        FaultKind::kReset, FaultKind::kTruncated,   FaultKind::kHtmlAnswer, FaultKind::kPartition};
    fault.kind = kKinds[dice_.Weighted(std::array<int, 8>{8, 12, 24, 6, 12, 8, 10, 14})];
    fault.where = System::kAgent;
    fault.count = dice_.Between(1, 3);
    if (dice_.Percent(40)) fault.after = dice_.Between(1, 5);
    if (fault.kind == FaultKind::kDelay || fault.kind == FaultKind::kLateAnswer) {
      fault.ms = dice_.Between(Milliseconds(100), seconds(dice_.Percent(50) ? 5 : 90));
    }
    if (fault.kind == FaultKind::kHtmlAnswer) fault.number = dice_.Between(0, 1);
    if (fault.kind != FaultKind::kPartition) return;
    fault.after = 0;
    fault.lasts = dice_.Percent(70) ? dice_.Between(minutes(1), minutes(40)) : dice_.Between(minutes(40), hours(8));
  }

  Milliseconds Down() {
    return dice_.Percent(60) ? dice_.Between(Milliseconds(0), seconds(30)) : dice_.Between(seconds(30), minutes(30));
  }
  Milliseconds Long() {  // overnight, mostly
    return dice_.Percent(40) ? dice_.Between(minutes(1), hours(1)) : dice_.Between(hours(1), hours(16));
  }

  void DrawAtPc(Fault& fault) {
    switch (fault.kind) {
      case FaultKind::kPcSleeps:
      case FaultKind::kPcOff:
        fault.lasts = Long();
        break;
      case FaultKind::kSeatsFull:
      case FaultKind::kVersionMismatch:
      case FaultKind::kPcDiskFull:
        fault.lasts = dice_.Between(minutes(1), hours(dice_.Percent(50) ? 1 : 10));
        break;
      case FaultKind::kSessionKicked:
      case FaultKind::kLatin1Bytes:
        fault.count = dice_.Between(1, 3);
        fault.after = dice_.Percent(60) ? dice_.Between(0, 6) : 0;
        break;
      case FaultKind::kPcClockWrong: {
        const auto by = dice_.Between(minutes(1), hours(dice_.Percent(50) ? 2 : 40));
        fault.ms = dice_.Percent(50) ? by : -by;
        fault.lasts = dice_.Between(hours(1), hours(20));
        break;
      }
      case FaultKind::kSlowRun:
        fault.count = dice_.Between(1, 4);
        fault.ms = dice_.Between(Milliseconds(50), seconds(dice_.Percent(60) ? 2 : 40));
        break;
      case FaultKind::kAgentCrash:
        fault.ms = Down();
        break;
      case FaultKind::kAgentCrashAtWrite:
      case FaultKind::kAgentCrashAtMessage:
        fault.number = dice_.Between(1, fault.kind == FaultKind::kAgentCrashAtWrite ? 8 : 20);
        fault.value = dice_.Percent(50) ? "before" : "after";
        fault.ms = Down();
        break;
      default:
        break;
    }
  }

  Dice& dice_;
  Scenario& scenario_;
  std::vector<int> sites_;
  std::array<int, kFaultWeights.size()> weights_;
  std::vector<Milliseconds> triggers_;
};

}  // namespace

bool TakesDesktop(Dice& dice, const std::string& kinds) {
  return kinds == "desktop" || kinds == "mixed" || (kinds == "any" && dice.Percent(50));
}

void DrawKinds(Dice& dice, const std::string& kinds, Scenario& scenario) {
  auto& sites = scenario.sites;
  const bool mixed = kinds == "mixed" || (kinds == "any" && dice.Percent(50));
  if (mixed && sites.size() == 1) sites.push_back(sites.front());
  // Beside a site with Online there are rarely two schools of one installation otherwise.
  if (mixed && sites.size() == 2 && dice.Percent(35)) sites.push_back(sites.back());
  int installations = 0;
  const auto online = static_cast<std::size_t>(dice.Below(static_cast<std::uint32_t>(sites.size())));
  for (std::size_t i = 0; i < sites.size(); ++i) {
    auto& site = sites[i];
    const bool all_online_before = installations == 0 && i + 1 == sites.size();
    if (mixed && (i == online || (!all_online_before && dice.Percent(30)))) continue;
    site.kind = std::string(kDesktop);
    const bool shared = installations > 0 && dice.Percent(45);
    site.installation = shared ? installations - 1 : installations++;
    site.engagement = dice.Percent(30);
    site.future_row = dice.Percent(80);
    site.pre_registered_as_active = false;
  }
  if (installations == 0) {  // the one that was to be Online came last
    auto& site = sites[online == 0 ? 1 : 0];
    site.kind = std::string(kDesktop);
    site.pre_registered_as_active = false;
  }
  Renumber(scenario);
  auto& engine = scenario.engine;
  constexpr std::array<Milliseconds, 4> kHolds = {minutes(30), hours(1), hours(2), hours(3)};
  engine.poll_hold = kHolds[dice.Weighted(std::array<int, 4>{1, 3, 6, 6})];
  if (dice.Percent(40)) engine.answer_within = seconds(dice.Pick(std::array<int, 3>{20, 60, 600}));
}

void DrawDesktop(Dice& dice, const GenerateOptions& options, Scenario& scenario) {
  for (const auto& row : kRows) {
    if (!dice.Percent(options.switch_percent)) continue;
    const auto values = std::count_if(row.others.begin(), row.others.end(), [](auto text) { return !text.empty(); });
    scenario.desktop_switches.emplace(row.name, row.others[dice.Below(static_cast<std::uint32_t>(values))]);
  }
  DesktopActions(dice, scenario).Draw(dice.Between(0, dice.Percent(70) ? 5 : 10));
  if (options.max_faults > 0 && !dice.Percent(20)) PcTrouble(dice, scenario).Draw(dice.Between(1, 6));
  if (options.max_faults > 0 && dice.Percent(25)) DrawInterrupted(dice, scenario);
}

}  // namespace ikp::scenarios
