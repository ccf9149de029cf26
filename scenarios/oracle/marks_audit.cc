// Marks of what the engine noted: effects, states and nightlies.
#include <algorithm>
#include <chrono>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/marks_list.h"
#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

using M = MarkId;
using Word = std::pair<std::string_view, MarkId>;

// The mark of a word; false when there is none.
template <typename Table>
bool SetByWord(const Table& table, std::string_view word, MarkWriter& marks) {
  for (const auto& [one, mark] : table) {
    if (one != word) continue;
    marks.Set(mark);
    return true;
  }
  return false;
}

constexpr Word kEvents[] = {
    {"outcome_unknown", M::kUnknownOutcome},      {"intent_never_happened", M::kSettledByFindingNone},
    {"record_left_behind", M::kRecordLeftBehind}, {"email_left_out", M::kEmailLeftOut},
    {"nightly_skipped", M::kNightlySkipped},      {"unlinked", M::kFamilyRelinked},
};

constexpr Word kReasons[] = {
    {"ambiguous_match", M::kAmbiguous},
    {"two_found", M::kTwoFound},
    {"missing_data", M::kMissingData},
    {"needs_birth_date", M::kNeedsBirthDate},
    {"site_not_mapped", M::kSiteNotMapped},
    {"rejected_by_procare", M::kRejectedByProcare},
    {"family_gone_in_iks", M::kFamilyGone},
    {"re_enrol_in_procare", M::kReEnrol},
    {"already_linked", M::kAlreadyLinked},
    {"snapshot_incomplete", M::kSnapshotIncomplete},
    {"procare_unreachable", M::kStateUnreachable},
    {"procare_login_rejected", M::kStateLoginRejected},
    {"procare_throttled", M::kStateThrottled},
};

constexpr Word kWritten[] = {
    {"On Hold", M::kWroteOnHold},
    {"Withdrawn", M::kWroteWithdrawn},
    {"Graduated", M::kWroteGraduated},
    {"Pre-Registered", M::kWrotePreRegistered},
};

constexpr Word kNotes[] = {
    {"unmapped_classroom", M::kUnmappedRoom},
    {"missing_in_procare", M::kMissingAlert},
};

class AuditMarks {
 public:
  AuditMarks(const Model& model, MarkWriter& marks) : model_(model), history_(model.history()), marks_(marks) {}

  void Run() {
    for (const auto& entry : history_.opinion.audit) OfEntry(entry);
    for (const auto& run : history_.opinion.nightly_runs) OfNightly(run);
    for (const auto& agreement : history_.opinion.agreements) {
      marks_.SetIf(agreement.missing_nights > 0, M::kMissingOneNight);
    }
    for (const auto& line : history_.log) {
      if (line.text.starts_with("warning") && line.text.find("placement_refused") != std::string::npos) {
        marks_.Set(M::kPlacementRefused);
      }
    }
  }

 private:
  void OfEntry(const ports::AuditEntry& entry) {
    const std::string_view event = entry.event;
    const std::string_view details = entry.details_json;
    if (event == "state") {
      OfState(details);
    } else if (event == "linked") {
      OfLink(details);
    } else if (event == "written_back") {
      OfWriteBack(entry);
    } else if (event == "intent_opened") {
      marks_.SetIf(RawTextIn(details, "effect") == "place_child", M::kPlaced);
    } else if (event == "nightly_started") {
      marks_.SetIf(RawTextIn(details, "attempt") != "1", M::kNightlyTriedAgain);
    } else if (event == "nightly_finished") {
      OfNightlyEnd(entry);
    } else if (event == "nightly_note") {
      SetByWord(kNotes, RawTextIn(details, "reason"), marks_);
    } else if (event == "review_decided") {
      marks_.SetIf(RawTextIn(details, "decision") == "create", M::kCreatedByPerson);
    } else {
      SetByWord(kEvents, event, marks_);
    }
  }

  void OfState(std::string_view details) {
    const auto has = [&](std::string_view word) { return details.find(word) != std::string_view::npos; };
    const auto reason = RawTextIn(details, "reason");
    SetByWord(kReasons, reason, marks_);
    marks_.SetIf(reason == "two_found" && has("intent:"), M::kSettledByFindingTwo);
    marks_.SetIf(has("entered_twice_in_iks"), M::kEnteredTwice);
    marks_.SetIf(has("similar_family_settling"), M::kSimilarFamilySettling);
  }

  void OfLink(std::string_view details) {
    const auto origin = RawTextIn(details, "origin");
    const bool family = RawTextIn(details, "kind") == "family";
    if (origin == "adopted") {
      marks_.Set(M::kSettledByFindingOne);
      marks_.SetIf(family, M::kFamilyAdopted);
    } else if (origin == "matched") {
      marks_.Set(family ? M::kStaffTypedFamilyLinked : M::kStaffTypedLinked);
    } else if (origin == "manual") {
      marks_.Set(M::kLinkedByPerson);
    }
  }

  void OfWriteBack(const ports::AuditEntry& entry) {
    const std::string_view details = entry.details_json;
    const auto fields = RawTextIn(details, "fields");
    const bool room = fields.find("classroom") != std::string_view::npos;
    if (fields.find("status") != std::string_view::npos) SetByWord(kWritten, RawTextIn(details, "to"), marks_);
    marks_.SetIf(room, M::kWroteClassroom);
    marks_.SetIf(RawTextIn(details, "reason") == "edited_in_iks", M::kEditedInIksRestored);
    marks_.SetIf(entry.at > history_.healed && entry.at <= history_.converged_by, M::kConvergedWithWrites);
    if (room) OfRoom(entry);
  }

  // IKS got a name that a room was given while the story ran.
  void OfRoom(const ports::AuditEntry& entry) {
    const int site = model_.SiteOfEngineId(entry.site);
    const auto* child = model_.FindIksChild(entry.child);
    if (site < 0 || child == nullptr) return;
    const auto names = NewRoomNames(model_, site);
    if (names.empty()) return;
    for (const int index : child->versions) {
      const auto& version = history_.iks_children[static_cast<std::size_t>(index)];
      const bool renamed = std::find(names.begin(), names.end(), version.classroom) != names.end();
      marks_.SetIf(version.by_sync && renamed, M::kWroteRenamedRoom);
    }
  }

  void OfNightlyEnd(const ports::AuditEntry& entry) {
    const std::string_view details = entry.details_json;
    const auto outcome = RawTextIn(details, "outcome");
    auto& held = held_[{entry.site, RawTextIn(details, "local_date")}];
    marks_.SetIf(held && outcome == "done", M::kMassChangeAccepted);
    held = held || outcome == "held";
    marks_.SetIf(outcome == "held", M::kMassChangeHeld);
    marks_.SetIf(outcome == "incomplete", M::kNightlyIncomplete);
    marks_.SetIf(outcome == "failed", M::kNightlyFailed);
    const bool quiet = outcome == "done" && RawTextIn(details, "changed") == "0";
    marks_.SetIf(quiet && entry.at > history_.converged_by, M::kQuietNight);
  }

  void OfNightly(const ports::NightlyRun& run) {
    constexpr std::chrono::minutes kLate{10};
    marks_.SetIf(run.attempt == 1 && run.started_at > run.due_at + kLate, M::kNightlyCaughtUp);
    const std::string_view report = run.report_json;
    marks_.SetIf(report.find("\"duplicates_in_procare\":[[") != std::string_view::npos, M::kDuplicateReported);
    const bool some = report.find("\"unknown_to_iks\":") != std::string_view::npos;
    marks_.SetIf(some && report.find("\"unknown_to_iks\":0") == std::string_view::npos, M::kUnknownToIksOnly);
    OfClockChange(run);
  }

  // The day of the run is not 24 hours long.
  void OfClockChange(const ports::NightlyRun& run) {
    const int site = model_.SiteOfEngineId(run.site.str());
    if (site < 0) return;
    const auto& zone = ZoneOf(site);
    if (!zone.changes) return;
    const auto date = zone.time.DateAt(run.due_at);
    const auto length = MidnightOf(zone.time, date + std::chrono::days(1)) - MidnightOf(zone.time, date);
    marks_.SetIf(length != std::chrono::hours(24), M::kNightInClockChange);
  }

  struct Zone {
    int site;
    LocalTime time;
    bool changes;  // its clocks, at some time of the run
  };

  static Instant MidnightOf(const LocalTime& zone, LocalDate date) {
    return zone.InstantOf(date, std::chrono::minutes(0));
  }

  const Zone& ZoneOf(int site) {
    for (const auto& known : zones_) {
      if (known.site == site) return known;
    }
    const LocalTime time(oracle::ZoneOf(model_, site));
    const auto first = time.DateAt(history_.began) - std::chrono::days(2);
    const auto last = time.DateAt(std::max(history_.ended, history_.began)) + std::chrono::days(2);
    const bool changes = MidnightOf(time, last) - MidnightOf(time, first) != last - first;
    return zones_.emplace_back(Zone{site, time, changes});
  }

  const Model& model_;
  const History& history_;
  MarkWriter& marks_;
  std::map<std::pair<std::string_view, std::string_view>, bool> held_;  // by site and local date
  std::vector<Zone> zones_;
};

}  // namespace

void MarkAudit(const Model& model, MarkWriter& marks) { AuditMarks(model, marks).Run(); }

}  // namespace ikp::scenarios::oracle
