// Faults: what breaks, mostly right where people are at work or while a nightly is running, with parameters that an
// engine must survive.
//
// What makes records show up late (delays, repeats, clogs, reading lags, po.visibility_ms) shares one budget for the
// whole run, because faults may meet at one message: see LagBudget. A clock of the engine that jumps ahead shortens
// every wait, so the jump takes from the same budget; back it may go freely.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "scenarios/scenario/draw_parts.h"

namespace ikp::scenarios {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// How frequent each kind is, in the order of FaultKind.
constexpr std::array<int, 37> kWeights = {
    8, 10, 16, 8, 8, 10, 6, 5, 8, 5,  // delay request_lost answer_lost late_answer duplicated reset ... clog
    8, 6,  5,  1, 1, 1,               // server_error too_many token_expires token_revoked not_cleared locked
    5, 9,  4,  4, 8, 4,  4, 4,        // page_cap page_drift ignored_offset window_cap read_lag loose_types ...
    5, 5,  5,  4,                     // webhooks
    6, 12, 12, 8, 6, 4,  4, 1, 2,     // crash at_write at_message at_step power_loss disk_full second step drift
};
static_assert(static_cast<std::size_t>(kFirstAtPc) == kWeights.size());

bool IsTrigger(const Action& action) {
  const bool sets = action.kind == ActionKind::kSetStatus || action.kind == ActionKind::kSetStatusOfAll ||
                    action.kind == ActionKind::kAddSibling;
  return sets && (action.value == "Enrolled" || action.value == "Pre-Registered");
}

class Trouble {
 public:
  Trouble(Dice& dice, Scenario& scenario) : dice_(dice), scenario_(scenario), budget_(LagBudget(scenario.engine)) {
    const auto visibility = scenario.procare_switches.find("po.visibility_ms");
    if (visibility != scenario.procare_switches.end()) {
      int ms = 0;
      const auto& text = visibility->second;
      std::from_chars(text.data(), text.data() + text.size(), ms);
      budget_ -= Milliseconds(ms);
    }
    // Swarm: about half of the kinds, so that those that are in appear together.
    const int percent = dice.Pick(std::array<int, 3>{25, 50, 90});
    for (std::size_t kind = 0; kind < kWeights.size(); ++kind)
      weights_[kind] = dice.Percent(percent) ? kWeights[kind] : 0;
    weights_[static_cast<std::size_t>(FaultKind::kAnswerLost)] += 1;
    // A bare list that always ends early is the truth for whoever reads it: nothing tells that rows are missing.
    const auto envelope = scenario.procare_switches.find("po.list_envelope");
    if (envelope != scenario.procare_switches.end() && envelope->second == "bare") {
      weights_[static_cast<std::size_t>(FaultKind::kWindowCap)] = 0;
    }
    for (std::size_t i = 0; i < scenario.actions.size(); ++i) {
      if (IsTrigger(scenario.actions[i])) triggers_.push_back(i);
    }
  }

  void Draw(int count) {
    auto& faults = scenario_.faults;
    most_ = static_cast<std::size_t>(count);
    faults.reserve(static_cast<std::size_t>(count) + 1);
    while (static_cast<int>(faults.size()) < count) DrawOne();
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.at < b.at; });
  }

 private:
  void DrawOne() {
    Fault fault;
    fault.kind = static_cast<FaultKind>(dice_.Weighted(weights_));
    fault.at = DrawTime(fault.kind);
    if (fault.kind <= FaultKind::kClog) {
      DrawNetwork(fault);
    } else if (fault.kind <= FaultKind::kLocked) {
      DrawAnswers(fault);
    } else if (fault.kind <= FaultKind::kPartialWrite) {
      DrawReadings(fault);
    } else if (fault.kind <= FaultKind::kWebhookReordered) {
      DrawWebhooks(fault);
    } else {
      DrawMachine(fault);
    }
    // The budget of lags is gone: something else breaks.
    const bool lags = fault.kind == FaultKind::kDelay || fault.kind == FaultKind::kClog ||
                      fault.kind == FaultKind::kReadLag || fault.kind == FaultKind::kClockStep;
    if (lags && fault.ms == Milliseconds(0)) return;
    scenario_.faults.push_back(std::move(fault));
  }

  // Readings break at night, everything else mostly within seconds of a push.
  Milliseconds DrawTime(FaultKind kind) {
    const bool reads = kind >= FaultKind::kPageCap && kind <= FaultKind::kLooseTypes;
    const auto last = scenario_.safety_ends - seconds(1);
    Milliseconds at{0};
    if (dice_.Percent(reads && kind != FaultKind::kPageDrift ? 50 : 15)) {
      at = NightlyTime() - dice_.Between(Milliseconds(0), seconds(90));
    } else if (!triggers_.empty() && dice_.Percent(80)) {
      const auto& action = scenario_.actions[dice_.Pick(triggers_)];
      at = action.at + (dice_.Percent(60) ? -dice_.Between(Milliseconds(0), seconds(20))
                                          : dice_.Between(Milliseconds(0), seconds(5)));
    } else {
      at = dice_.Between(Milliseconds(0), last);
    }
    return std::clamp(at, Milliseconds(0), last);
  }

  // About when a nightly of the run is: clocks may have changed, so one of the two possible hours.
  Milliseconds NightlyTime() {
    const auto& site = dice_.Pick(scenario_.sites);
    const auto& zones = DrawnZones();
    const auto zone = std::find_if(zones.begin(), zones.end(), [&](const auto& one) { return one.name == site.zone; });
    const int ahead = zone->standard_minutes + (zone->first_change != 0 && dice_.Percent(60) ? 60 : 0);
    int hour = 0;
    int minute = 0;
    std::from_chars(site.nightly_at.data(), site.nightly_at.data() + 2, hour);
    std::from_chars(site.nightly_at.data() + 3, site.nightly_at.data() + 5, minute);
    const auto midnight = std::chrono::floor<std::chrono::days>(scenario_.start);
    auto at =
        std::chrono::duration_cast<Milliseconds>(midnight - scenario_.start) + hours(hour) + minutes(minute - ahead);
    while (at < Milliseconds(0)) at += hours(24);
    const auto nights = (scenario_.safety_ends - at) / Milliseconds(hours(24));
    if (nights > 0) at += hours(24) * dice_.Between(0, static_cast<int>(nights));
    return at;
  }

  // Takes a lag out of the budget of the run; what is left of it when it is nearly gone.
  Milliseconds Lag(Milliseconds least, Milliseconds most) {
    const auto ms = std::min(dice_.Between(least, most), std::max(budget_, Milliseconds(0)));
    budget_ -= ms;
    return ms;
  }
  // For a few messages, or for all of a while.
  void DrawExtent(Fault& fault, int most, Milliseconds longest) {
    if (dice_.Percent(75)) {
      fault.count = dice_.Between(1, most);
    } else {
      fault.count = 0;
      fault.lasts = dice_.Between(minutes(1), longest);
    }
  }
  void DrawTarget(Fault& fault) {
    constexpr std::array<System, 3> kWhere = {System::kProcare, System::kIks, System::kAny};
    fault.where = kWhere[dice_.Weighted(std::array<int, 3>{70, 18, 12})];
    constexpr std::array<std::string_view, 6> kMethods = {"POST", "", "GET", "PATCH", "login", "page"};
    fault.method = kMethods[dice_.Weighted(std::array<int, 6>{45, 20, 14, 10, 4, 7})];
    if (fault.where == System::kIks && (fault.method == "login" || fault.method == "POST")) fault.method.clear();
    if (fault.method == "page") SmallPages();
    if (dice_.Percent(35)) fault.after = dice_.Between(1, 6);
  }

  // What breaks between two pages wants lists of several.
  void SmallPages() {
    if (dice_.Percent(35)) return;
    scenario_.procare_switches.emplace("po.page_cap", dice_.Percent(30) ? "2" : dice_.Percent(60) ? "3" : "5");
  }

  // A single page that fails is asked for again.
  void LongEnoughForAList(Fault& fault) {
    fault.where = System::kProcare;
    fault.after = 0;
    if (dice_.Percent(30)) return;
    fault.count = 0;
    fault.lasts = dice_.Between(minutes(2), minutes(20));
  }

  void DrawNetwork(Fault& fault) {
    if (fault.kind == FaultKind::kPartition || fault.kind == FaultKind::kClog) {
      fault.where =
          dice_.Pick(std::array<System, 4>{System::kProcare, System::kProcare, System::kIks, System::kEngine});
      fault.lasts = dice_.Percent(70) ? dice_.Between(minutes(1), minutes(40)) : dice_.Between(minutes(40), hours(8));
      if (fault.kind == FaultKind::kClog) fault.ms = Lag(Milliseconds(200), seconds(20));
      return;
    }
    DrawTarget(fault);
    DrawExtent(fault, 4, minutes(15));
    if (fault.method == "page") LongEnoughForAList(fault);
    // A while without answers is a partition; here it is about single messages.
    if (fault.kind == FaultKind::kDelay) fault.ms = Lag(Milliseconds(100), seconds(dice_.Percent(50) ? 5 : 60));
    if (fault.kind == FaultKind::kDuplicated) fault.ms = Lag(Milliseconds(0), seconds(dice_.Percent(50) ? 2 : 60));
    // Handled at once; beyond the timeout of a request nobody listens any more.
    if (fault.kind == FaultKind::kLateAnswer) fault.ms = dice_.Between(seconds(1), seconds(70));
    if (fault.kind == FaultKind::kHtmlAnswer) fault.number = dice_.Between(0, 1);
  }

  void DrawAnswers(Fault& fault) {
    DrawTarget(fault);
    DrawExtent(fault, 5, minutes(20));
    if (fault.method == "page") LongEnoughForAList(fault);
    if (fault.kind == FaultKind::kServerError) {
      fault.number = dice_.Pick(std::array<int, 4>{500, 502, 503, 504});
      if (dice_.Percent(30)) fault.value = "after";  // it was handled first
    } else if (fault.kind == FaultKind::kTooMany) {
      fault.number = dice_.Percent(60) ? dice_.Between(1, 120) : -dice_.Between(1, 2);
    } else {
      fault.where = System::kProcare;
      fault.method.clear();
      fault.count = 1;
      fault.lasts = Milliseconds(0);
      if (fault.kind == FaultKind::kTokenExpires) return;
      // Procare has not cleared the account yet: every login of a while is good for nothing.
      if (fault.kind == FaultKind::kNotCleared && dice_.Percent(50)) {
        fault.count = 0;
        fault.lasts = dice_.Between(minutes(1), minutes(40));
      }
      // Logins are rare: the token ends, so that one comes.
      if (fault.kind != FaultKind::kTokenRevoked) fault.after = 0;
      if (fault.kind == FaultKind::kLocked) fault.lasts = dice_.Between(minutes(5), hours(2));
      if (scenario_.faults.size() + 1 >= most_) return;
      auto ends = fault;
      ends.kind = FaultKind::kTokenExpires;
      ends.count = 1;
      ends.lasts = Milliseconds(0);
      scenario_.faults.push_back(std::move(ends));
    }
  }

  void DrawReadings(Fault& fault) {
    fault.where = fault.kind == FaultKind::kLooseTypes && dice_.Percent(20) ? System::kAny : System::kProcare;
    DrawExtent(fault, 8, hours(6));
    if (fault.kind == FaultKind::kPageDrift || fault.kind == FaultKind::kIgnoredOffset) SmallPages();
    switch (fault.kind) {
      case FaultKind::kPageCap:
        fault.number = dice_.Between(1, 10);
        break;
      case FaultKind::kWindowCap:
        // Rarely beyond what these schools hold, and long enough for all passes of a reading.
        fault.number = dice_.Percent(80) ? dice_.Between(1, 6) : dice_.Between(1, 40);
        fault.count = dice_.Between(6, 40);
        break;
      case FaultKind::kPageDrift:
        fault.number = dice_.Percent(35) ? 1 : 0;
        // To be taken for new, a family must be missed in the list of families and its child in that of children.
        fault.count = dice_.Percent(30) ? dice_.Between(1, 3) : dice_.Between(4, 8);
        fault.lasts = Milliseconds(0);
        break;
      case FaultKind::kReadLag:
        fault.ms = Lag(seconds(1), seconds(dice_.Percent(50) ? 60 : 300));
        break;
      case FaultKind::kPartialWrite:
        fault.number = dice_.Between(0, 1);
        fault.count = 1;
        fault.lasts = Milliseconds(0);
        break;
      default:
        break;
    }
  }

  void DrawWebhooks(Fault& fault) {
    fault.where = System::kIks;
    fault.count = dice_.Between(1, fault.kind == FaultKind::kWebhookReordered ? 6 : 4);
    if (fault.kind == FaultKind::kWebhookReordered) fault.count = std::max(fault.count, 2);
    if (fault.kind == FaultKind::kWebhookDelayed) {
      fault.ms = dice_.Percent(70) ? dice_.Between(seconds(1), minutes(2)) : dice_.Between(minutes(2), hours(2));
    } else if (fault.kind != FaultKind::kWebhookDropped) {
      fault.ms = dice_.Between(seconds(1), minutes(3));
    }
  }

  Milliseconds DrawDownTime() {
    if (dice_.Percent(12)) return dice_.Between(hours(3), hours(10));  // a nightly must be caught up
    return dice_.Percent(50) ? dice_.Between(Milliseconds(0), seconds(10)) : dice_.Between(seconds(10), minutes(20));
  }

  void DrawMachine(Fault& fault) {
    fault.where = System::kEngine;
    switch (fault.kind) {
      case FaultKind::kCrash:
      case FaultKind::kPowerLoss:
        fault.ms = DrawDownTime();
        break;
      case FaultKind::kCrashAtWrite:
      case FaultKind::kCrashAtMessage:
        fault.number = dice_.Between(1, fault.kind == FaultKind::kCrashAtWrite ? 12 : 16);
        fault.value = dice_.Percent(50) ? "before" : "after";
        fault.ms = DrawDownTime();
        break;
      case FaultKind::kCrashAtStep:
        fault.number = dice_.Between(1, dice_.Percent(50) ? 40 : 400);
        fault.ms = DrawDownTime();
        break;
      case FaultKind::kDiskFull:
        fault.lasts = dice_.Between(minutes(1), minutes(30));
        break;
      case FaultKind::kSecondEngine:
        fault.lasts = dice_.Between(minutes(1), hours(1));
        break;
      case FaultKind::kClockStep:
        fault.ms = dice_.Percent(50) ? Lag(seconds(1), hours(2)) : -dice_.Between(seconds(1), hours(2));
        break;
      default:
        fault.number = dice_.Between(1, 500) * (dice_.Percent(50) ? 1 : -1);
        fault.lasts = dice_.Between(hours(1), hours(24));
        break;
    }
  }

  Dice& dice_;
  Scenario& scenario_;
  Milliseconds budget_;
  std::size_t most_ = 0;
  std::array<int, kWeights.size()> weights_{};
  std::vector<std::size_t> triggers_;
};

}  // namespace

void DrawFaults(Dice& dice, int count, Scenario& scenario) {
  if (count > 0) Trouble(dice, scenario).Draw(count);
}

}  // namespace ikp::scenarios
