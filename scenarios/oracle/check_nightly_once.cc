// I6, nightly once: for every site and local date one run, at the instant at which the site's wall clock shows the
// chosen time; caught up when the engine was away.
//
// What is demanded where:
//   always          no date is done twice;
//   right clocks    nothing starts before its instant (a step of the clock makes any engine start at a wrong moment,
//   and
//                   a site whose zone is corrected has two right instants on that day);
//   before healing  a date whose instant the engine lived through, or came back to in time, is begun; how late is
//                   judged only where nothing is broken at all;
//                   and a date for which a computer with Procare Desktop was not there is made up for;
//   after healing   every date is begun within half an hour, and done.
#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

constexpr hours kCatchUp{20};      // H23
constexpr minutes kPunctual{30};   // from the instant to the beginning
constexpr hours kLongEnough{3};    // so long an engine must have lived before a missing night is its fault
constexpr hours kAfterHealing{1};  // the first hour still suffers from what was broken

class NightChecker {
 public:
  NightChecker(const Model& model, Findings& findings)
      : model_(model),
        history_(model.history()),
        findings_(findings),
        clock_faulty_(ClockFaulty(model)),
        nothing_broken_(model.scenario().faults.empty() && history_.lives.size() <= 1) {}

  void Run() {
    CheckTwice();
    for (std::size_t site = 0; site < history_.sites.size(); ++site) {
      if (history_.sites[site].mapped) CheckSite(static_cast<int>(site));
    }
  }

 private:
  void CheckTwice() {
    const auto& nights = model_.ledger().nightlies();
    for (std::size_t i = 0; i < nights.size(); ++i) {
      if (nights[i].outcome != "done") continue;
      const bool before =
          std::any_of(nights.begin(), nights.begin() + static_cast<std::ptrdiff_t>(i), [&](auto& night) {
            return night.outcome == "done" && night.site == nights[i].site && night.local_date == nights[i].local_date;
          });
      if (before) Tell("night_twice", "was done a second time", nights[i].site, nights[i].local_date, nights[i].at);
    }
    CheckClaims();
    const auto& runs = history_.opinion.nightly_runs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (runs[i].site != runs[j].site || runs[i].local_date != runs[j].local_date) continue;
        Tell("night_twice", "stands in the store twice", runs[i].site.str(), runs[i].local_date.str(),
             runs[i].started_at);
      }
    }
  }

  // Whoever begins a night writes that down first: an attempt that is begun twice was not claimed.
  void CheckClaims() {
    std::set<std::tuple<std::string_view, std::string_view, std::string_view>> begun;
    for (const auto& night : model_.ledger().nightlies()) {
      if (night.finished || night.attempt.empty()) continue;
      if (!begun.emplace(night.site, night.local_date, night.attempt).second) {
        Tell("night_not_claimed", "began its attempt " + std::string(night.attempt) + " twice", night.site,
             night.local_date, night.at);
      }
    }
  }

  void CheckSite(int site) {
    const auto& facts = history_.sites[Index(site)];
    const LocalTime time(ZoneOf(model_, site));
    const auto at = MinutesOf(facts.nightly_at);
    const bool moved_zone = ZoneChanged(model_, site);
    const auto last = time.DateAt(history_.ended) + std::chrono::days(1);
    for (auto date = time.DateAt(history_.began) - std::chrono::days(1); date <= last; date += std::chrono::days(1)) {
      const auto due = time.InstantOf(date, at);
      const auto text = TextOf(date);
      const auto started = FirstStart(facts.id, text);
      if (started && *started < due && !clock_faulty_ && !moved_zone) {
        Tell("night_too_early", "began before its time, " + domain::FormatInstant(due), facts.id, text, *started);
        continue;
      }
      if (due <= history_.began || due + kAfterHealing > history_.ended) continue;
      if (due > history_.healed) {
        // A clock that ran ahead has used up dates to come, and one that is put right passes over some.
        if (clock_faulty_ && due <= history_.healed + ClockSlack(model_) + hours(26)) continue;
        CheckHealthyNight(facts.id, text, due, started);
      } else if (!clock_faulty_ && !moved_zone) {
        const auto next_due = time.InstantOf(date + std::chrono::days(1), at);
        CheckBrokenNight(facts.id, text, due, next_due, started);
        if (facts.desktop) CheckMadeUp(facts.id, text, std::min(next_due, due + kCatchUp));
      }
    }
  }

  // The first beginning of a run for that date, by the audit log or, without one, by the store.
  std::optional<Instant> FirstStart(std::string_view site, const std::string& date) const {
    for (const auto& night : model_.ledger().nightlies()) {
      if (!night.finished && night.site == site && night.local_date == date) return night.at;
    }
    const auto* run = RunOf(site, date);
    return run == nullptr ? std::nullopt : std::optional(run->started_at);
  }

  const ports::NightlyRun* RunOf(std::string_view site, const std::string& date) const {
    for (const auto& run : history_.opinion.nightly_runs) {
      if (run.site.str() == site && run.local_date.str() == date) return &run;
    }
    return nullptr;
  }

  void CheckHealthyNight(const std::string& site, const std::string& date, Instant due,
                         std::optional<Instant> started) {
    const auto* run = RunOf(site, date);
    if (!started || run == nullptr) {
      return Tell("night_missing", "was due at " + domain::FormatInstant(due) + " and never ran", site, date, due);
    }
    const bool done = run->outcome == ports::NightlyOutcome::kDone || run->outcome == ports::NightlyOutcome::kHeld;
    // What began while the clock ran ahead saw the broken world, and is not repeated for this date.
    const int index = model_.SiteOfEngineId(site);
    const bool desktop = index >= 0 && history_.sites[static_cast<std::size_t>(index)].desktop;
    const bool may_sleep_on = desktop && PcClockFaulty(model_);
    if (!done && *started > history_.healed && !may_sleep_on) {
      return Tell("night_missing", "ended as \"" + std::string(ports::ToWord(run->outcome)) + "\" in a healthy world",
                  site, date, run->started_at);
    }
    const bool settled_down = due > history_.healed + kAfterHealing;
    if (settled_down && *started > due + kPunctual && AliveAt(due)) {
      Tell("night_late", "was due at " + domain::FormatInstant(due), site, date, *started);
    }
  }

  bool AliveAt(Instant at) const {
    if (history_.lives.empty()) return true;
    return std::any_of(history_.lives.begin(), history_.lives.end(), [&](const EngineLife& life) {
      return life.started <= at && (life.died_seq == 0 || life.died > at);
    });
  }

  void CheckBrokenNight(const std::string& site, const std::string& date, Instant due, Instant next_due,
                        std::optional<Instant> started) {
    const auto reached = LivedThrough(due, std::min(next_due, due + kCatchUp));
    if (!reached) return;
    if (!started) {
      Tell("night_missing", "was due at " + domain::FormatInstant(due) + " and never ran", site, date, due);
    } else if (nothing_broken_ && *started > *reached + kPunctual) {
      Tell("night_late", "was due at " + domain::FormatInstant(due), site, date, *started);
    }
  }

  // A night for which a computer was not there is made up for when it is back, as all of them are after healing.
  void CheckMadeUp(const std::string& site, const std::string& date, Instant too_late) {
    if (PcClockFaulty(model_) || too_late < history_.healed + kLongEnough) return;
    const auto* run = RunOf(site, date);
    const bool absent = run != nullptr && run->outcome == ports::NightlyOutcome::kFailed &&
                        run->report_json.find("desktop_offline") != std::string::npos;
    if (!absent || run->finished_at.value_or(run->started_at) > history_.healed) return;
    Tell("night_given_up", "was not made up for, although the computer was back in time", site, date, run->started_at);
  }

  // The first moment from `due` on at which a process of the engine lived, if it lived on for long enough to run the
  // night before it is too late. Nights before the engine's first start are not its own, and one that died before
  // anything it wrote was durable (a full disk) has not begun.
  std::optional<Instant> LivedThrough(Instant due, Instant too_late) const {
    std::optional<Instant> first_start;
    for (const auto& life : history_.lives) {
      if (life.wrote && (!first_start || life.started < *first_start)) first_start = life.started;
    }
    if (history_.lives.empty()) return due;
    if (!first_start || *first_start > due) return std::nullopt;
    for (const auto& life : history_.lives) {
      const auto from = std::max(due, life.started);
      const auto until = life.died_seq == 0 ? history_.ended : life.died;
      if (from + kLongEnough <= std::min(until, too_late)) return from;
    }
    return std::nullopt;
  }

  void Tell(std::string kind, const std::string& what, std::string_view site, std::string_view date, Instant at) {
    ClashingRecord record{.title = "nightly of " + std::string(site) + " for " + std::string(date)};
    for (const auto& night : model_.ledger().nightlies()) {
      if (night.site != site || night.local_date != date) continue;
      record.fields.emplace_back(night.finished ? "finished, " + std::string(night.outcome) : "started",
                                 domain::FormatInstant(night.at));
    }
    findings_.push_back(
        {.invariant = 6,
         .kind = std::move(kind),
         .sentence = "The nightly of site " + std::string(site) + " for " + std::string(date) + " " + what + ".",
         .at = at,
         .records = {std::move(record)}});
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
  bool clock_faulty_;
  bool nothing_broken_;
};

}  // namespace

void CheckNightlyOnce(const Model& model, Findings& findings) { NightChecker(model, findings).Run(); }

}  // namespace ikp::scenarios::oracle
