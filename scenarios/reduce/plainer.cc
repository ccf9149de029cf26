#include "scenarios/reduce/plainer.h"

#include <algorithm>
#include <string>

#include "scenarios/reduce/surgery.h"

namespace ikp::scenarios::reduce {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Different families keep different names.
std::string LastName(int family) {
  static const char* const kNames[] = {"Adams", "Baker", "Clark", "Davis", "Evans", "Foster", "Green", "Harris"};
  const auto number = static_cast<std::size_t>(family);
  return number < std::size(kNames) ? kNames[number] : "Family" + std::to_string(family);
}
std::string FirstName(int child) {
  static const char* const kNames[] = {"Ann", "Bob", "Cal", "Dan"};
  const auto number = static_cast<std::size_t>(child);
  return number < std::size(kNames) ? kNames[number] : "Child" + std::to_string(child);
}

// What other sites depend on stays.
Site Bare(const Site& site) { return {.kind = site.kind, .tenant = site.tenant, .installation = site.installation}; }

template <typename Span>
void RoundDown(Milliseconds& time, Span unit) {
  if (time > Milliseconds(0)) time -= time % Milliseconds(unit);
}

template <typename Span>
void AtMost(Milliseconds& time, Span most) {
  time = std::min<Milliseconds>(time, most);
}

}  // namespace

const std::vector<SiteStep>& SiteSteps() {
  static const std::vector<SiteStep> kSteps = {
      [](Site& site, int) { site = Bare(site); },
      [](Site& site, int) { site.rooms.clear(); },
      [](Site& site, int) { site.zone = Site().zone; },
      [](Site& site, int) { site.nightly_at = Site().nightly_at; },
      [](Site& site, int) {
        auto bare = Bare(site);
        bare.zone = site.zone;
        bare.nightly_at = site.nightly_at;
        bare.rooms = site.rooms;
        site = std::move(bare);
      },
      [](Site& site, int) { site.tenant = site.installation = 0; },
  };
  return kSteps;
}

const std::vector<FamilyStep>& FamilySteps() {
  static const std::vector<FamilyStep> kSteps = {
      [](Family& family, int number) {
        for (std::size_t i = 0; i < family.children.size(); ++i) {
          family.children[i].first_name = FirstName(static_cast<int>(i));
          family.children[i].last_name = LastName(number);
        }
        for (auto& guardian : family.guardians) {
          guardian.first_name = "Pat";
          guardian.last_name = LastName(number);
        }
      },
      [](Family& family, int number) {
        for (auto& guardian : family.guardians) {
          guardian.email = "family" + std::to_string(number) + "@example.com";
          guardian.phone.clear();
        }
      },
      [](Family& family, int) {
        for (auto& child : family.children) child.due_date.clear(), child.desired_start.clear();
      },
      [](Family& family, int) {
        for (auto& child : family.children) child.status = Child().status;
      },
      [](Family& family, int) {
        for (std::size_t i = 0; i < family.children.size(); ++i) {
          family.children[i].birth_date = "2022-0" + std::to_string(1 + i % 9) + "-15";
        }
      },
      [](Family& family, int) { family.procare_spelling.clear(); },
      [](Family& family, int) { family.in_procare = false; },
      [](Family& family, int) { family.in_iks = true; },
  };
  return kSteps;
}

const std::vector<ActionStep>& ActionSteps() {
  static const std::vector<ActionStep> kSteps = {
      [](Action& action, int) { RoundDown(action.at, minutes(1)); },
      [](Action& action, int) { RoundDown(action.at, seconds(1)); },
      [](Action& action, int) {
        if (action.kind == ActionKind::kTypeFamily || action.kind == ActionKind::kTypeChild) action.value.clear();
        if (action.kind == ActionKind::kSetStatus && action.value == "Pre-Registered") action.value = "Enrolled";
      },
      [](Action& action, int) { action.number = std::min(action.number, 0); },
  };
  return kSteps;
}

const std::vector<FaultStep>& FaultSteps() {
  static const std::vector<FaultStep> kSteps = {
      [](Fault& fault, int) {
        fault.after = 0;
        fault.count = 1;
        if (IsAtPc(fault.kind)) return;
        if (fault.kind != FaultKind::kPartition && fault.kind != FaultKind::kClog) AtMost(fault.lasts, seconds(0));
      },
      [](Fault& fault, int) { fault.count = fault.count == 0 ? 0 : 1; },
      [](Fault& fault, int) { fault.after = 0; },
      [](Fault& fault, int) { AtMost(fault.lasts, minutes(10)); },
      [](Fault& fault, int) { AtMost(fault.lasts, minutes(1)); },
      [](Fault& fault, int) {
        if (fault.kind >= FaultKind::kCrash && fault.kind <= FaultKind::kPowerLoss) fault.ms = Milliseconds(0);
      },
      [](Fault& fault, int) { RoundDown(fault.ms, minutes(1)); },
      [](Fault& fault, int) { RoundDown(fault.ms, seconds(1)); },
      [](Fault& fault, int) { RoundDown(fault.at, minutes(1)); },
      [](Fault& fault, int) { RoundDown(fault.at, seconds(1)); },
      [](Fault& fault, int) {
        const bool counts = (fault.kind >= FaultKind::kCrashAtWrite && fault.kind <= FaultKind::kCrashAtStep) ||
                            fault.kind >= FaultKind::kAgentCrashAtWrite;
        if (counts) fault.number = std::max(1, fault.number / 2);
      },
  };
  return kSteps;
}

const std::vector<WholeStep>& WholeSteps() {
  static const std::vector<WholeStep> kSteps = {
      [](Scenario& scenario) { scenario.engine = EngineSetup{}; },
      [](Scenario& scenario) { scenario.engine.poll_interval = EngineSetup().poll_interval; },
      [](Scenario& scenario) { scenario.engine.recheck_interval = EngineSetup().recheck_interval; },
      [](Scenario& scenario) { scenario.engine.visibility_window = EngineSetup().visibility_window; },
      [](Scenario& scenario) {
        scenario.engine.requests_per_second = EngineSetup().requests_per_second;
        scenario.engine.burst = EngineSetup().burst;
        scenario.engine.request_timeout = EngineSetup().request_timeout;
      },
      [](Scenario& scenario) { scenario.engine.send_external_id = false; },
      [](Scenario& scenario) {
        scenario.engine.poll_hold = EngineSetup().poll_hold;
        scenario.engine.answer_within = EngineSetup().answer_within;
      },
      [](Scenario& scenario) { scenario.through_codec = false; },
      [](Scenario& scenario) { ShortenPauses(scenario, minutes(1)); },
      [](Scenario& scenario) { ShortenPauses(scenario, minutes(10)); },
      [](Scenario& scenario) { ShortenPauses(scenario, hours(1)); },
      [](Scenario& scenario) { AtMost(scenario.safety_ends, LastEvent(scenario) + seconds(10)); },
      [](Scenario& scenario) { AtMost(scenario.safety_ends, LastEvent(scenario) + minutes(10)); },
      [](Scenario& scenario) { AtMost(scenario.safety_ends, LastEvent(scenario) + hours(1)); },
      [](Scenario& scenario) {
        scenario.safety_ends = std::max(LastEvent(scenario), scenario.safety_ends - scenario.safety_ends % minutes(1));
      },
      [](Scenario& scenario) { scenario.seed = 1; },
  };
  return kSteps;
}

}  // namespace ikp::scenarios::reduce
