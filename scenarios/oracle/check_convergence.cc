// I4, convergence: when the run ends, IKS shows for every linked child what Procare says; and after the first complete
// night since everything healed, the engine writes nothing any more, but for what the calendar itself changes.
#include <algorithm>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/desktop_status.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/expectation.h"
#include "scenarios/oracle/first_rows.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

constexpr std::chrono::hours kOneNight{27};

class ConvergenceChecker {
 public:
  ConvergenceChecker(const Model& model, Findings& findings)
      : model_(model), history_(model.history()), findings_(findings) {}

  void Run() {
    for (std::size_t site = 0; site < history_.sites.size(); ++site) CheckSite(static_cast<int>(site));
    for (auto exchange = history_.exchanges.rbegin(); exchange != history_.exchanges.rend(); ++exchange) {
      if (exchange->sent_seq <= history_.converged_seq) break;
      const bool login = exchange->path.starts_with("/oauth/");
      if (exchange->method != "GET" && !login && !CalledForByTheCalendar(*exchange)) NotQuiet(*exchange);
    }
  }

 private:
  // One look at the site's last night: the days and the earliest moment that it may have seen.
  struct LastNight {
    Instant from{};
    std::string first_day, last_day;
  };

  LastNight LastNightOf(int site) const {
    const LocalTime time(ZoneOf(model_, site));
    const auto at = MinutesOf(history_.sites[Index(site)].nightly_at);
    // A run of the last hour may still be under way: then the one before counts as well.
    const auto surely_over = history_.ended - std::chrono::hours(1);
    auto date = time.DateAt(surely_over) + std::chrono::days(1);
    while (time.InstantOf(date, at) > surely_over) date -= std::chrono::days(1);
    const auto due = time.InstantOf(date, at);
    return {due, TextOf(time.DateAt(due)), TextOf(time.DateAt(history_.ended))};
  }

  void CheckSite(int site) {
    const auto& facts = history_.sites[Index(site)];
    std::vector<Finding> wrong;
    LastNight night;
    Rooms rooms;
    int linked = 0;
    for (const auto& link : history_.opinion.links) {
      if (link.kind != ports::LinkKind::kChild || link.site.str() != facts.id) continue;
      if (linked++ == 0) {
        night = LastNightOf(site);
        rooms = {.new_names = NewRoomNames(model_, site), .closed = RoomClosed(model_, site)};
      }
      const auto* child = model_.FindIksChild(link.iks_id);
      const auto* record = model_.FindProcareChild(facts.tenant, link.procare_id);
      if (child == nullptr || record == nullptr) continue;  // I2 tells
      const auto& shown = model_.Last(*child);
      const auto& last = model_.Last(*record);
      if (last.desktop && last.removed && !shown.removed && shown.location == facts.location) {
        if (const auto* survivor = OnlyOther(link, facts, shown, night)) wrong.push_back(NotFollowed(shown, *survivor));
      }
      // Deleted or moved away on either side: the nightly has nothing to compare.
      if (shown.removed || shown.location != facts.location || last.removed || !SameId(last.school, facts.school)) {
        continue;
      }
      if (last.hidden && !ReadsHiddenAccounts(model_)) continue;  // as good as deleted
      // Linked so late that no night has looked at it yet.
      const auto settles = model_.scenario().engine.visibility_window + std::chrono::minutes(1);
      if (link.linked_at + settles > night.from) continue;
      if (!FitsSome(night, rooms, *record, shown)) wrong.push_back(NotConverged(night, shown, last));
    }
    // Held for a person to agree (H26): nothing is written before. Fewer children than the site's minimum are no
    // reason.
    if (!wrong.empty() && HeldAtTheEnd(facts.id) && linked >= MassChangeMinimum(site)) return;
    findings_.insert(findings_.end(), wrong.begin(), wrong.end());
  }

  // The one record of the school that has the child's name and birth date, is linked to nobody, and was there for the
  // whole last night, where the linked one is gone (G31).
  const ProcareChildVersion* OnlyOther(const ports::Link& link, const SiteFacts& facts, const IksChildVersion& shown,
                                       const LastNight& night) const {
    const ProcareChildVersion* only = nullptr;
    for (const auto& record : model_.procare_children()) {
      const auto& last = model_.Last(record);
      if (!last.removed && SameId(record.id, link.procare_id)) return nullptr;  // at another school, it has only moved
      if (record.tenant != facts.tenant || last.removed || last.birth_date != shown.birth_date) continue;
      if (PlainName(last.first_name) != PlainName(shown.first_name)) continue;
      if (PlainName(last.last_name) != PlainName(shown.last_name)) continue;
      const bool sure = only == nullptr && !last.hidden && last.at < night.from && shown.at < night.from;
      if (!sure || IsLinked(record.id)) return nullptr;
      only = &last;
    }
    const auto twins =
        std::count_if(model_.iks_children().begin(), model_.iks_children().end(), [&](const auto& child) {
          const auto& other = model_.Last(child);
          return other.birth_date == shown.birth_date && PlainName(other.first_name) == PlainName(shown.first_name);
        });
    return twins == 1 && link.linked_at < night.from ? only : nullptr;
  }

  bool IsLinked(std::string_view id) const {
    const auto& links = history_.opinion.links;
    return std::any_of(links.begin(), links.end(), [&](const ports::Link& link) { return link.procare_id == id; });
  }

  Finding NotFollowed(const IksChildVersion& shown, const ProcareChildVersion& survivor) const {
    return {
        .invariant = 4,
        .kind = "not_followed",
        .sentence = "The linked record is gone, exactly one other record is this child, and the link did not follow.",
        .at = history_.ended,
        .records = {Show(shown), Show(survivor)}};
  }

  int MassChangeMinimum(int site) const {
    const auto& sites = model_.scenario().sites;
    return Index(site) < sites.size() ? sites[Index(site)].mass_change_minimum : Site().mass_change_minimum;
  }

  bool HeldAtTheEnd(const std::string& site) const {
    const ports::NightlyRun* latest = nullptr;
    for (const auto& run : history_.opinion.nightly_runs) {
      if (run.site.str() == site && (latest == nullptr || run.local_date > latest->local_date)) latest = &run;
    }
    return latest != nullptr && latest->outcome == ports::NightlyOutcome::kHeld;
  }

  // Any state that the last night may have seen, or that Procare came to afterwards by itself.
  bool FitsSome(const LastNight& night, const Rooms& rooms, const Model::ProcareChild& record,
                const IksChildVersion& shown) const {
    const auto* first = model_.AtTime(record, night.from);
    for (const int index : record.versions) {
      const auto& version = history_.procare_children[Index(index)];
      if (version.removed || (first != nullptr && version.seq < first->seq)) continue;
      const Explanation explanation{&version, night.first_day, night.last_day, AttendedBy(record, version)};
      if (Explains(explanation, rooms, shown)) return true;
    }
    return false;
  }

  // "On Hold" means a break only for a child that attended. A record that staff had typed, that was never active and
  // never had a start, did not; for the rest it depends on what some night happened to see.
  Attended AttendedBy(const Model::ProcareChild& record, const ProcareChildVersion& until) const {
    if (until.status != "hold") return Attended::kUnknown;
    const auto* link = model_.ledger().LinkOfRecord(record.id);
    if (link == nullptr || link->settled == Instant::max()) return Attended::kUnknown;
    bool may_have_attended = record.created_by >= 0 || link->settled != link->linked;
    for (const int index : record.versions) {
      const auto& version = history_.procare_children[Index(index)];
      if (version.seq > until.seq) break;
      may_have_attended = may_have_attended || version.status == "active" || !version.start.empty();
    }
    if (!may_have_attended) return Attended::kNo;
    return WasActiveOverANight(*link, record, until) ? Attended::kYes : Attended::kUnknown;
  }

  // Active, and started, during a whole nightly of the site that was done after the link was settled, with the child in
  // IKS where the nightly looks for it.
  bool WasActiveOverANight(const ChildLinkFact& link, const Model::ProcareChild& record,
                           const ProcareChildVersion& until) const {
    const auto* child = model_.FindIksChild(link.iks_child);
    if (child == nullptr || ClockFaulty(model_) || Moved(*child) || MayBeUnseen(model_, record, until.seq)) {
      return false;
    }
    const auto linked_since = link.settled + model_.scenario().engine.visibility_window + std::chrono::minutes(1);
    for (const auto& run : history_.opinion.nightly_runs) {
      if (run.site.str() != link.site || run.outcome != ports::NightlyOutcome::kDone || !run.finished_at) continue;
      if (run.started_at < linked_since || *run.finished_at >= until.at) continue;
      const auto* seen = model_.AtTime(record, run.started_at);
      const bool all_the_time = seen != nullptr && seen == model_.AtTime(record, *run.finished_at);
      if (!all_the_time || seen->removed || seen->status != "active") continue;
      if (seen->start <= run.local_date.str()) return true;
    }
    return false;
  }

  bool Moved(const Model::IksChild& child) const {
    const auto& location = model_.Last(child).location;
    return std::any_of(child.versions.begin(), child.versions.end(), [&](int index) {
      const auto& version = history_.iks_children[Index(index)];
      return version.removed || version.location != location;
    });
  }

  Finding NotConverged(const LastNight& night, const IksChildVersion& shown, const ProcareChildVersion& last) const {
    const Explanation explanation{&last, night.first_day, night.last_day, Attended::kUnknown};
    return {.invariant = 4,
            .kind = "not_converged",
            .sentence = "At the end IKS does not show what Procare says of a linked child; expected: " +
                        Describe(explanation) + ".",
            .at = history_.ended,
            .records = {Show(shown), Show(last)}};
  }

  // --- quiet nights ------------------------------------------------------------------------------------------------
  void NotQuiet(const Exchange& exchange) {
    findings_.push_back({.invariant = 4,
                         .kind = "not_quiet",
                         .sentence = "The engine wrote something although everything had converged and nobody had done "
                                     "anything since.",
                         .at = exchange.sent,
                         .records = {Show(exchange)}});
  }

  bool CalledForByTheCalendar(const Exchange& exchange) const {
    // What is refused is asked again from time to time, and refused again: nothing was written.
    if (exchange.status >= 400 && exchange.status < 500) return true;
    // An agent that slept on by a wrong clock comes back late.
    if (exchange.command && PcClockFaulty(model_)) return true;
    if (exchange.peer == Peer::kIks) return RecordMoved(exchange) || LinkedAtLast(exchange);
    return SomebodyCameOfAge(exchange) || PlaceBecameFree(exchange) || LookedAtAfterAChange(exchange);
  }

  // Quiet begins for a site with its first night that is done in the healthy world: a zone that was corrected may have
  // used up the first date, and a mass change may have been held.
  bool FirstNightOf(int site, const Exchange& exchange) const {
    const auto& nights = model_.ledger().nightlies();
    return std::none_of(nights.begin(), nights.end(), [&](const NightlyFact& night) {
      return night.outcome == "done" && night.site == history_.sites[Index(site)].id && night.at > history_.healed &&
             night.at < exchange.sent;
    });
  }

  // A planned move took effect in Procare since the night before, or the child's first day came.
  bool RecordMoved(const Exchange& exchange) const {
    const auto* link = model_.ChildLinkOf(IdInPath(exchange.path));
    const int site = link == nullptr ? -1 : model_.SiteOfEngineId(link->site.str());
    if (site < 0) return false;
    const auto* record = model_.FindProcareChild(history_.sites[Index(site)].tenant, link->procare_id);
    if (record == nullptr) return false;
    if (FirstNightOf(site, exchange)) return true;
    const LocalTime time(ZoneOf(model_, site));
    const auto today = TextOf(time.DateAt(exchange.sent));
    const auto yesterday = TextOf(time.DateAt(exchange.sent - kOneNight));
    const auto& last = model_.Last(*record);
    if (last.desktop && ViewsOf(last.rows, yesterday, today).size() > 1) return true;  // the day of a row
    return std::any_of(record->versions.begin(), record->versions.end(), [&](int index) {
      const auto& version = history_.procare_children[Index(index)];
      if (version.at > exchange.sent) return false;
      return version.at + kOneNight >= exchange.sent || (version.start >= yesterday && version.start <= today);
    });
  }

  // A birth date that was in the future is one no more, so the child can be pushed at last.
  bool SomebodyCameOfAge(const Exchange& exchange) const {
    const auto& children = model_.iks_children();
    return std::any_of(children.begin(), children.end(), [&](const Model::IksChild& child) {
      const auto& version = model_.Last(child);
      return !version.removed && model_.IsTriggerStatus(version.status) && CameOfAge(version, exchange);
    });
  }

  // The same where the record was there already: the child is linked to it, and the next night tells IKS its status.
  bool LinkedAtLast(const Exchange& exchange) const {
    const auto* child = model_.FindIksChild(IdInPath(exchange.path));
    if (child == nullptr) return false;
    // An agent that slept on by a wrong clock lets a child be linked late.
    const auto* link = model_.ChildLinkOf(child->id);
    const bool late = link != nullptr && PcClockFaulty(model_) && link->linked_at + kOneNight >= exchange.sent;
    return late || CameOfAge(model_.Last(*child), exchange);
  }

  bool CameOfAge(const IksChildVersion& version, const Exchange& exchange) const {
    const auto first = TextOf(std::chrono::floor<std::chrono::days>(history_.converged_by) - std::chrono::days(2));
    const auto last = TextOf(std::chrono::floor<std::chrono::days>(exchange.sent) + std::chrono::days(1));
    return version.birth_date >= first && version.birth_date <= last;
  }

  // A planned move emptied a place in a room that was full, so a child that was refused fits now.
  bool PlaceBecameFree(const Exchange& exchange) const {
    const auto& versions = history_.procare_children;
    return std::any_of(versions.begin(), versions.end(), [&](const ProcareChildVersion& version) {
      return version.by == By::kSystem && version.tenant == exchange.tenant && version.at <= exchange.sent &&
             version.at + std::chrono::hours(27) >= exchange.sent;
    });
  }

  // Who waits or was refused is looked at again after a while, and what was pushed or linked since the look before may
  // have cleared the way: no call of the calendar, but the last step of converging, within one such while.
  bool LookedAtAfterAChange(const Exchange& exchange) const {
    if (exchange.method != "POST" && !IsOfNewChild(exchange)) return false;
    const auto look_before = exchange.sent - model_.scenario().engine.recheck_interval - std::chrono::minutes(10);
    const auto since_look = [&](Instant at) { return at >= look_before && at <= history_.converged_by; };
    const auto& versions = history_.procare_children;
    const auto& links = model_.ledger().child_links();
    return std::any_of(versions.begin(), versions.end(),
                       [&](const ProcareChildVersion& version) {
                         return version.by == By::kApi && version.tenant == exchange.tenant && since_look(version.at);
                       }) ||
           std::any_of(links.begin(), links.end(), [&](const ChildLinkFact& link) { return since_look(link.linked); });
  }

  bool IsOfNewChild(const Exchange& exchange) const {
    const auto* record = model_.FindProcareChild(exchange.tenant, IdInPath(exchange.path));
    return record != nullptr && model_.First(*record).seq > history_.converged_seq;
  }

  const Model& model_;
  const History& history_;
  Findings& findings_;
};

}  // namespace

void CheckConvergence(const Model& model, Findings& findings) {
  ConvergenceChecker(model, findings).Run();
  CheckFirstRows(model, findings);
}

}  // namespace ikp::scenarios::oracle
