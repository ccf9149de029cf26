// I5, no false withdrawal: what the engine writes into IKS is what the linked record really showed at some time while
// the nightly was looking. Nothing is written for a record that was not there.
//
// And a night that would change a large part of a site at once asks the operator first (H26).
//
// The window is generous on purpose: from the beginning of the nightly (or of the one just before, when two follow each
// other closely) to the write itself. A partial or shifted reading invents states that the record never had in it.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/expectation.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/sent_body.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

class WriteBackChecker {
 public:
  WriteBackChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings), clock_faulty_(ClockFaulty(model)) {}

  void Run() {
    for (const int index : model_.traffic().write_backs) Check(history_.exchanges[Index(index)]);
  }

 private:
  struct Linked {
    const Model::ProcareChild* record = nullptr;
    int site = -1;
  };

  // All that the child was ever linked to: the engine knew one of them.
  std::vector<Linked> LinkedTo(std::string_view iks_child) const {
    std::vector<Linked> linked;
    const auto add = [&](std::string_view site_id, std::string_view procare_id) {
      const int site = model_.SiteOfEngineId(site_id);
      if (site < 0) return;
      const auto* record = model_.FindProcareChild(history_.sites[Index(site)].tenant, procare_id);
      const bool known = std::any_of(linked.begin(), linked.end(),
                                     [&](const Linked& one) { return one.record == record && one.site == site; });
      if (record != nullptr && !known) linked.push_back({record, site});
    };
    for (const auto& link : model_.ledger().child_links()) {
      if (link.iks_child == iks_child) add(link.site, link.procare_id);
    }
    for (const auto& link : history_.opinion.links) {
      if (link.kind == ports::LinkKind::kChild && link.iks_id == iks_child) add(link.site.str(), link.procare_id);
    }
    return linked;
  }

  // Finding a zone takes longer than everything else here.
  const LocalTime& TimeOf(int site) {
    auto& time = times_[Index(site)];
    if (!time) time.emplace(ZoneOf(model_, site));
    return *time;
  }

  // When the nightly that made this write began to look.
  Instant NightBegan(const Exchange& write, int site) const {
    // By a wrong clock nothing can be told from the log.
    if (clock_faulty_) return write.sent - hours(8);
    // The nightly asks IKS for the children of the location when it has read the school.
    Instant listed = write.sent;
    for (const int index : model_.traffic().location_lists) {
      const auto& list = history_.exchanges[Index(index)];
      if (list.sent_seq >= write.sent_seq) break;
      const bool its_own =
          list.engine == write.engine && QueryIn(list.path, "location_id") == history_.sites[Index(site)].location;
      if (its_own) listed = list.sent;
    }
    std::optional<Instant> began;
    const auto take = [&](Instant at) {
      if (at > listed) return;
      // Of two that follow each other closely the earlier one: the later may still have waited for its turn.
      if (!began || (at > *began + hours(1)) || (at < *began && at + hours(1) > *began)) began = at;
    };
    for (const auto& night : model_.ledger().nightlies()) {
      if (!night.finished && night.site == history_.sites[Index(site)].id) take(night.at);
    }
    for (const auto& act : history_.acts) {
      const auto& actions = model_.scenario().actions;
      if (act.action < 0 || Index(act.action) >= actions.size()) continue;
      const auto kind = actions[Index(act.action)].kind;
      if (kind == ActionKind::kRunNightlyNow || kind == ActionKind::kAcceptMassChange) take(act.at);
    }
    return began.value_or(listed - hours(3)) - minutes(1);
  }

  std::vector<Explanation> ExplanationsFor(const Exchange& write, const Linked& linked, Instant began) {
    const LocalTime& time = TimeOf(linked.site);
    auto first_day = time.DateAt(began);
    auto last_day = time.DateAt(write.sent);
    // Whoever is wrong about the clock or the zone is wrong about the day.
    if (clock_faulty_ || ZoneChanged(model_, linked.site)) {
      first_day -= std::chrono::days(clock_faulty_ ? 8 : 1);
      last_day += std::chrono::days(clock_faulty_ ? 8 : 1);
    }
    const auto& school = history_.sites[Index(linked.site)].school;
    const auto* in_force = model_.AtTime(*linked.record, began);
    std::vector<Explanation> explanations;
    for (const int index : linked.record->versions) {
      const auto& version = history_.procare_children[Index(index)];
      if (version.seq > write.sent_seq) break;
      if (in_force != nullptr && version.seq < in_force->seq) continue;
      if (version.removed || !SameId(version.school, school)) continue;
      explanations.push_back({&version, TextOf(first_day), TextOf(last_day), Attended::kUnknown});
    }
    return explanations;
  }

  void Check(const Exchange& write) {
    const auto id = IdInPath(write.path);
    const auto* child = model_.FindIksChild(id);
    if (child == nullptr) return;  // I7 tells of unknown paths; a child that IKS never had cannot be changed
    const auto linked = LinkedTo(id);
    if (linked.empty()) {
      return Wrong("false_status", "The engine wrote to a child of IKS that is linked to nothing.", write, nullptr);
    }
    std::vector<Explanation> explanations;
    Rooms rooms;
    for (const auto& one : linked) {
      for (auto& explanation : ExplanationsFor(write, one, NightBegan(write, one.site))) {
        explanations.push_back(std::move(explanation));
      }
      for (const auto name : NewRoomNames(model_, one.site)) rooms.new_names.push_back(name);
      rooms.closed = rooms.closed || RoomClosed(model_, one.site);
    }
    Judge(write, linked.front(), explanations, rooms);
  }

  void Judge(const Exchange& write, const Linked& linked, const std::vector<Explanation>& explanations,
             const Rooms& rooms) {
    const auto any = [&](auto fits) { return std::any_of(explanations.begin(), explanations.end(), fits); };
    for (const auto& field : FieldsOf(write.body)) {
      const std::string text = field.null ? std::string() : field.text;
      bool fits = true;
      if (field.key == "status") {
        fits = any([&](const Explanation& one) { return KnownWord(one) && StatusFits(one, text); });
      } else if (field.key == "classroom") {
        fits = any([&](const Explanation& one) { return RoomFits(*one.record, rooms, text); });
      } else if (field.key == "actual_start") {
        fits = any([&](const Explanation& one) { return StartTold(one, text); });
      } else if (field.key == "withdrawal_date") {
        fits = any([&](const Explanation& one) { return WithdrawalFits(one, text); });
      }
      if (fits) continue;
      if (field.key == "status" && (text == "Withdrawn" || text == "Graduated")) {
        return Wrong("false_withdrawal",
                     "The engine wrote " + text + " into IKS, but Procare never showed that while the nightly looked.",
                     write, linked.record);
      }
      return Wrong("false_status",
                   "The engine wrote a " + std::string(field.key) +
                       " into IKS that Procare never showed for this child while the nightly looked.",
                   write, linked.record);
    }
  }

  void Wrong(std::string kind, std::string sentence, const Exchange& write, const Model::ProcareChild* record) {
    Finding finding{.invariant = 5,
                    .kind = std::move(kind),
                    .sentence = std::move(sentence),
                    .at = write.sent,
                    .records = {Show(write)}};
    if (record != nullptr) {
      const auto* version = model_.At(*record, write.sent_seq);
      finding.records.push_back(Show(version != nullptr ? *version : model_.First(*record)));
    }
    findings_.push_back(std::move(finding));
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
  bool clock_faulty_;
  std::vector<std::optional<LocalTime>> times_ = std::vector<std::optional<LocalTime>>(history_.sites.size());
};

// How many children left the centre in one night that nobody had agreed to, against the links that it had.
class MassChangeChecker {
 public:
  MassChangeChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings) {}

  void Run() {
    if (ClockFaulty(model_)) return;                        // the log cannot be laid beside the messages
    std::map<std::string_view, const NightlyFact*> before;  // of each site
    for (const auto& fact : model_.ledger().nightlies()) {
      auto& last = before[fact.site];
      // A night that the process did not survive is counted when it is done again.
      if (last != nullptr && fact.finished && !last->finished && last->local_date == fact.local_date) {
        CheckNight(*last, std::max(last->at, free_since_[fact.site]), fact.at);
      }
      // One that waited for a run that the operator asked for began when that was over.
      if (fact.finished) free_since_[fact.site] = fact.at;
      last = &fact;
    }
  }

 private:
  void CheckNight(const NightlyFact& night, Instant began, Instant finished) {
    const int site = model_.SiteOfEngineId(night.site);
    if (site < 0) return;
    std::set<std::string_view> linked;
    for (const auto& link : model_.ledger().child_links()) {
      if (link.site == night.site && link.linked <= night.at) linked.insert(link.iks_child);
    }
    std::set<std::string_view> changed;
    for (const int index : model_.traffic().write_backs) {
      const auto& write = history_.exchanges[Index(index)];
      const auto child = IdInPath(write.path);
      const bool by_this = write.sent >= began && write.sent <= finished && linked.contains(child);
      if (by_this && Leaves(RawTextIn(write.body, "status")) && !HadLeft(child, night.at)) changed.insert(child);
    }
    const auto least = static_cast<std::size_t>(model_.scenario().sites[Index(site)].mass_change_minimum);
    if (changed.size() < least || changed.size() * kOneIn <= linked.size()) return;
    findings_.push_back({.invariant = 5,
                         .kind = "mass_change",
                         .sentence = "One night withdrew " + std::to_string(changed.size()) + " of " +
                                     std::to_string(linked.size()) + " linked children of site " +
                                     std::string(night.site) + ", and nobody was asked.",
                         .at = night.at});
  }

  static bool Leaves(std::string_view status) { return status == "Withdrawn" || status == "Graduated"; }
  // What both sides had agreed on and somebody then edited in IKS is restored, which is no change of Procare's.
  bool HadLeft(std::string_view iks_child, Instant night) const {
    const auto* child = model_.FindIksChild(iks_child);
    return child != nullptr && std::any_of(child->versions.begin(), child->versions.end(), [&](int index) {
             const auto& version = history_.iks_children[Index(index)];
             return version.at < night && Leaves(version.status);
           });
  }

  static constexpr std::size_t kOneIn = 5;  // a fifth of the linked children, H26

  const Model& model_;
  const History& history_;
  Findings& findings_;
  std::map<std::string_view, Instant> free_since_;
};

}  // namespace

void CheckNoFalseWithdrawal(const Model& model, Findings& findings) {
  WriteBackChecker(model, findings).Run();
  MassChangeChecker(model, findings).Run();
}

}  // namespace ikp::scenarios::oracle
