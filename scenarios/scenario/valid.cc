#include "scenarios/scenario/valid.h"

#include <algorithm>
#include <set>

#include "engine/domain/civil_date.h"
#include "engine/domain/time_zone.h"

namespace ikp::scenarios {
namespace {

class Inspection {
 public:
  explicit Inspection(const Scenario& scenario) : scenario_(scenario) {}

  std::vector<std::string> Run() {
    if (scenario_.sites.empty()) Say("sites", "there is no site; give at least one");
    for (std::size_t i = 0; i < scenario_.sites.size(); ++i) Check(At("sites", i), scenario_.sites[i]);
    CheckTenants();
    CheckEngine(scenario_.engine);
    for (std::size_t i = 0; i < scenario_.families.size(); ++i) Check(At("families", i), scenario_.families[i]);
    CheckTimes("actions", scenario_.actions);
    for (std::size_t i = 0; i < scenario_.actions.size(); ++i) Check(At("actions", i), scenario_.actions[i]);
    CheckTimes("faults", scenario_.faults);
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i) Check(At("faults", i), scenario_.faults[i]);
    return std::move(mistakes_);
  }

 private:
  static std::string At(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }
  void Say(const std::string& path, const std::string& what) { mistakes_.push_back(path + ": " + what); }

  void Check(const std::string& path, const Site& site) {
    if (site.kind != kOnline && site.kind != kDesktop) {
      Say(path + ".kind", "\"" + site.kind + "\" is no kind of Procare; write online or desktop");
    }
    if (!domain::TimeZone::Find(site.zone)) {
      Say(path + ".zone", "\"" + site.zone + "\" is not an IANA zone; write one such as America/New_York");
    }
    if (!domain::ParseMinuteOfDay(site.nightly_at)) {
      Say(path + ".nightly_at", "must be a time of day; write one such as 04:00");
    }
    if (site.mass_change_minimum < 1) Say(path + ".mass_change_minimum", "must be at least 1");
  }
  void CheckTenants() {
    std::set<int> tenants;
    std::set<int> installations;
    for (const auto& site : scenario_.sites) {
      if (site.desktop()) {
        installations.insert(site.installation);
      } else {
        tenants.insert(site.tenant);
      }
    }
    if (!WithoutGap(tenants)) Say("sites", "the tenants must be 0, 1, ... without a gap; renumber them");
    if (!WithoutGap(installations)) Say("sites", "the installations must be 0, 1, ... without a gap; renumber them");
  }
  static bool WithoutGap(const std::set<int>& numbers) {
    return numbers.empty() || (*numbers.begin() == 0 && *numbers.rbegin() + 1 == static_cast<int>(numbers.size()));
  }
  void CheckEngine(const EngineSetup& engine) {
    if (engine.recheck_interval < std::chrono::minutes(5)) {
      Say("engine.recheck_interval", "must be at least five minutes");
    }
    if (engine.poll_interval < std::chrono::minutes(1)) Say("engine.poll_interval", "must be at least a minute");
    if (engine.visibility_window < Milliseconds(1)) Say("engine.visibility_window", "must be longer than nothing");
    if (engine.request_timeout < std::chrono::seconds(1)) Say("engine.request_timeout", "must be at least a second");
    if (!(engine.requests_per_second > 0)) Say("engine.requests_per_second", "must be more than 0");
    if (engine.burst < 1) Say("engine.burst", "must be at least 1");
    if (engine.poll_hold < std::chrono::seconds(1)) Say("engine.poll_hold", "must be at least a second");
    if (engine.answer_within < std::chrono::seconds(1)) Say("engine.answer_within", "must be at least a second");
  }

  void CheckDay(const std::string& path, const std::string& day) {
    if (!day.empty() && !domain::CivilDate::Parse(day)) Say(path, "must be a day that exists, such as 2026-03-08");
  }
  void Check(const std::string& path, const Family& family) {
    CheckIndex(path + ".site", family.site, scenario_.sites.size(), "site");
    if (family.children.empty()) Say(path + ".children", "is empty; a family has at least one child");
    for (std::size_t i = 0; i < family.children.size(); ++i) {
      const auto child_path = At(path + ".children", i);
      const auto& child = family.children[i];
      CheckDay(child_path + ".birth_date", child.birth_date);
      CheckDay(child_path + ".due_date", child.due_date);
      CheckDay(child_path + ".desired_start", child.desired_start);
      if (child.status.empty()) Say(child_path + ".status", "is empty; write a status such as Waitlist");
    }
    CheckSpelling(path + ".procare_spelling", family.procare_spelling);
  }
  void CheckSpelling(const std::string& path, const std::string& spelling) {
    if (std::find(kSpellingVariants.begin(), kSpellingVariants.end(), spelling) != kSpellingVariants.end()) return;
    std::string words;
    for (const auto& variant : kSpellingVariants) {
      if (!variant.empty()) words.append(words.empty() ? "" : ", ").append(variant);
    }
    Say(path, "\"" + spelling + "\" is no way of spelling; leave it out or write one of " + words);
  }

  void CheckIndex(const std::string& path, int index, std::size_t size, const std::string& what) {
    if (index >= 0 && static_cast<std::size_t>(index) < size) return;
    Say(path, "there is no " + what + " " + std::to_string(index) +
                  (size == 0 ? "; there is none at all" : "; write 0 to " + std::to_string(size - 1)));
  }

  template <typename List>
  void CheckTimes(const std::string& name, const List& list) {
    Milliseconds before{0};
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].at < before) Say(At(name, i) + ".at", "is before what stands above it; order them by time");
      if (list[i].at > scenario_.safety_ends) Say(At(name, i) + ".at", "is after safety_ends; make that later");
      before = std::max(before, list[i].at);
    }
  }

  void Check(const std::string& path, const Action& action) {
    const auto needs = NeedsOf(action.kind);
    const auto& families = scenario_.families;
    if (needs.family) CheckIndex(path + ".family", action.family, families.size(), "family");
    const bool known = action.family >= 0 && static_cast<std::size_t>(action.family) < families.size();
    if (needs.child && known) {
      CheckIndex(path + ".child", action.child, families[static_cast<std::size_t>(action.family)].children.size(),
                 "child of family " + std::to_string(action.family));
    }
    if (needs.site) CheckIndex(path + ".site", action.site, scenario_.sites.size(), "site");
    if (IsAtDesktop(action.kind) && !AtDesktop(action)) {
      Say(path, "is about a site with Procare Online; choose one with Procare Desktop");
    }
    if (needs.other) CheckIndex(path + ".other", action.other, families.size(), "family");
    CheckValue(path, action);
  }
  void CheckValue(const std::string& path, const Action& action) {
    switch (action.kind) {
      case ActionKind::kEditChild:
      case ActionKind::kEditGuardian:
      case ActionKind::kEditProcareChild:
      case ActionKind::kEditProcareGuardian:
        if (action.value.find('=') == std::string::npos) Say(path + ".value", "must be \"field=text\"");
        break;
      case ActionKind::kRenameStatusLabel:
        if (action.value.find('=') == std::string::npos) Say(path + ".value", "must be \"old=new\"");
        break;
      case ActionKind::kSetStatus:
      case ActionKind::kSetStatusOfAll:
      case ActionKind::kAddStatusRow:
      case ActionKind::kEditStatusRow:
      case ActionKind::kSetEnrollment:
      case ActionKind::kPlanMove:
      case ActionKind::kRenameRoom:
        if (action.value.empty()) Say(path + ".value", "is missing; say what is set");
        break;
      case ActionKind::kTypeFamily:
      case ActionKind::kTypeChild:
        CheckSpelling(path + ".value", action.value);
        break;
      case ActionKind::kUpdateZone:
        if (!domain::TimeZone::Find(action.value)) Say(path + ".value", "must be an IANA zone");
        break;
      default:
        break;
    }
  }

  void Check(const std::string& path, const Fault& fault) {
    if (fault.count < 0) Say(path + ".count", "must not be negative; 0 means all until it is over");
    if (fault.after < 0) Say(path + ".after", "must not be negative");
    if (fault.lasts < Milliseconds(0)) Say(path + ".lasts", "must not be negative");
    const bool either_way = fault.kind == FaultKind::kClockStep || fault.kind == FaultKind::kPcClockWrong;
    if (fault.ms < Milliseconds(0) && !either_way) Say(path + ".ms", "must not be negative");
    if (fault.site == -1) return;
    CheckIndex(path + ".site", fault.site, scenario_.sites.size(), "site");
    if (!IsAtPc(fault.kind)) Say(path + ".site", "is for what happens at a PC; leave it out");
  }
  // The site that the action names, or that of its family.
  bool AtDesktop(const Action& action) const {
    int site = action.site;
    const auto family = static_cast<std::size_t>(action.family);
    if (NeedsOf(action.kind).family && action.family >= 0 && family < scenario_.families.size()) {
      site = scenario_.families[family].site;
    }
    const auto& sites = scenario_.sites;
    return site < 0 || static_cast<std::size_t>(site) >= sites.size() ||
           sites[static_cast<std::size_t>(site)].desktop();
  }

  const Scenario& scenario_;
  std::vector<std::string> mistakes_;
};

}  // namespace

ActionNeeds NeedsOf(ActionKind kind) {
  constexpr ActionNeeds kFamily{.family = true};
  constexpr ActionNeeds kChild{.family = true, .child = true};
  constexpr ActionNeeds kSite{.site = true};
  switch (kind) {
    case ActionKind::kCreateLead:
    case ActionKind::kDuplicateLead:
    case ActionKind::kEditGuardian:
    case ActionKind::kDeleteFamily:
    case ActionKind::kTypeFamily:
    case ActionKind::kApproveLink:
    case ActionKind::kApproveCreate:
      return kFamily;
    case ActionKind::kMergeFamilies:
      return {.family = true, .other = true};
    case ActionKind::kShareProcareChild:
      return {.family = true, .child = true, .other = true};
    case ActionKind::kMoveChild:
    case ActionKind::kMoveProcareChild:
    case ActionKind::kCopyAccount:
      return {.family = true, .child = true, .site = true};
    case ActionKind::kSetStatusOfAll:
    case ActionKind::kRenameRoom:
    case ActionKind::kCloseRoom:
    case ActionKind::kRotateSecret:
    case ActionKind::kAcceptMassChange:
    case ActionKind::kRunNightlyNow:
    case ActionKind::kUpdateZone:
    case ActionKind::kGraduateClass:
    case ActionKind::kRenameStatusLabel:
    case ActionKind::kTakeBackup:
    case ActionKind::kRestoreBackup:
    case ActionKind::kSyncMirror:
      return kSite;
    default:
      return kChild;
  }
}

std::vector<std::string> MistakesIn(const Scenario& scenario) { return Inspection(scenario).Run(); }

}  // namespace ikp::scenarios
