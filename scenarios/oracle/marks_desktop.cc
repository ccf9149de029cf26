// Marks of centres with Procare Desktop: the PC and its agent, commands, what the engine noted about them, records, and
// what staff do there only.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/marks_list.h"
#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

using M = MarkId;
using Word = std::pair<std::string_view, MarkId>;

template <typename Table>
void SetByWord(const Table& table, std::string_view word, MarkWriter& marks) {
  for (const auto& [one, mark] : table) {
    if (one == word) marks.Set(mark);
  }
}

constexpr Word kPcEvents[] = {
    {"asleep", M::kPcAsleep},
    {"off", M::kPcOff},
    {"reboots", M::kPcRebooted},
    {"agent died: before a journal entry", M::kAgentDiedAtJournal},
    {"agent died: after a journal entry", M::kAgentDiedAtJournal},
    {"agent died: before a message", M::kAgentDiedAtMessage},
    {"agent died: after a message", M::kAgentDiedAtMessage},
    {"agent died: updated", M::kAgentUpdated},
    {"session kicked", M::kSessionKicked},
    {"version refused", M::kVersionRefused},
    {"seat taken by the mirror", M::kSeatTakenByMirror},
    {"program: request_lost", M::kProgramSilent},
    {"program: answer_lost", M::kProgramAnswerLost},
    {"program: truncated", M::kProgramAnswerLost},
};

constexpr Word kEvents[] = {
    {"desktop_offline", M::kPcSilent},
    {"desktop_offline_24h", M::kPcSilentForADay},
    {"desktop_back", M::kPcBack},
    {"relinked", M::kPersonMerged},
};

constexpr Word kReasons[] = {
    {"desktop_offline", M::kStateOffline},         {"desktop_not_answering", M::kStateNotAnswering},
    {"desktop_seats_full", M::kStateSeatsFull},    {"desktop_version_mismatch", M::kStateVersion},
    {"desktop_disk_full", M::kStateDisk},          {"desktop_licence_full", M::kStateLicence},
    {"status_word_missing", M::kStateWordMissing},
};

constexpr Word kNotes[] = {
    {"no_status_row", M::kNoStatusRow},     {"unmapped_status", M::kUnmappedLabel},
    {"account_hidden", M::kAccountHidden},  {"backup_restored", M::kBackupRestored},
    {"in_two_accounts", M::kInTwoAccounts}, {"at_another_school", M::kAtAnotherSchool},
};

void OfPc(const Model& model, MarkWriter& marks) {
  for (const auto& event : model.history().pc_events) SetByWord(kPcEvents, event.what, marks);
  const auto& faults = model.scenario().faults;
  for (const auto& event : model.history().faults) {
    if (!event.begins || event.fault < 0 || static_cast<std::size_t>(event.fault) >= faults.size()) continue;
    marks.SetIf(faults[static_cast<std::size_t>(event.fault)].kind == FaultKind::kPcClockWrong, M::kPcClockWrong);
  }
  for (const auto& line : model.history().log) {
    marks.SetIf(line.text.find("command_continued") != std::string::npos, M::kCommandContinued);
    marks.SetIf(line.text.find("desktop_numbers_reused") != std::string::npos, M::kNumbersReused);
  }
}

// The agent died between the arrival of this command and its end.
bool Interrupted(const History& history, const Exchange& command) {
  const auto slash = command.tenant.find('/');
  return std::any_of(history.pc_events.begin(), history.pc_events.end(), [&](const PcEvent& event) {
    const bool meanwhile =
        event.seq > command.handled_seq && (command.answered_seq == 0 || event.seq < command.answered_seq);
    return meanwhile && event.what.starts_with("agent died") &&
           command.tenant.compare(0, slash, "pc-" + std::to_string(event.installation)) == 0;
  });
}

void OfCommands(const Model& model, MarkWriter& marks) {
  for (const auto& exchange : model.history().exchanges) {
    if (!exchange.command) continue;
    marks.SetIf(exchange.handed_out > 1, M::kCommandHandedOutAgain);
    if (IsRead(exchange)) {
      const bool long_one = exchange.answered_seq != 0 && exchange.answered > exchange.sent + std::chrono::hours(1);
      marks.SetIf(long_one && WasAnswered(exchange), M::kLongReading);
      continue;
    }
    const auto* intent = model.ledger().IntentOf(exchange.idempotency_key);
    const bool given_up = intent != nullptr && intent->given_up != Instant::max();
    marks.SetIf(given_up, M::kCommandGivenUp);
    marks.SetIf(given_up && exchange.status != 0 && exchange.answered > intent->given_up, M::kCommandEndedLate);
    marks.SetIf(exchange.fate == Fate::kSenderDied && exchange.handled_seq != 0, M::kCommandOutlivedEngine);
    marks.SetIf(exchange.handled_seq != 0 && Interrupted(model.history(), exchange), M::kCommandInterrupted);
  }
}

void OfAudit(const Model& model, MarkWriter& marks) {
  std::set<std::pair<std::string_view, std::string_view>> missed;  // site and local date
  for (const auto& entry : model.history().opinion.audit) {
    const std::string_view details = entry.details_json;
    SetByWord(kEvents, entry.event, marks);
    if (entry.event == "state") SetByWord(kReasons, RawTextIn(details, "reason"), marks);
    if (entry.event == "nightly_note") SetByWord(kNotes, RawTextIn(details, "reason"), marks);
    if (entry.event != "nightly_finished") continue;
    const int site = model.SiteOfEngineId(entry.site);
    if (site < 0 || !model.history().sites[static_cast<std::size_t>(site)].desktop) continue;
    const std::pair night{std::string_view(entry.site), RawTextIn(details, "local_date")};
    const auto outcome = RawTextIn(details, "outcome");
    if (outcome == "failed") missed.insert(night);
    marks.SetIf(outcome == "done" && missed.contains(night), M::kNightMadeUp);
  }
}

void OfRows(const Model& model, const ProcareChildVersion& version, MarkWriter& marks) {
  std::set<std::string_view> days;
  for (const auto& row : version.rows) marks.SetIf(!days.insert(row.date).second, M::kRowsOfOneDay);
  // Mostly it is clear without the zone.
  if (days.empty() || *days.begin() <= domain::FormatInstant(version.at - std::chrono::hours(14)).substr(0, 10)) return;
  const int site = model.SiteOfSchool(version.tenant, version.school);
  if (site < 0) return;
  const LocalTime time(model.history().sites[static_cast<std::size_t>(site)].zone);
  marks.SetIf(*days.begin() > TextOf(time.DateAt(version.at)), M::kFutureRowsOnly);
}

std::string_view InstallationOf(std::string_view tenant) { return tenant.substr(0, tenant.find('/')); }

void OfChildren(const Model& model, MarkWriter& marks) {
  std::map<std::pair<std::string_view, std::string_view>, std::string_view> first_school;  // by installation and id
  for (const auto& version : model.history().procare_children) {
    if (!version.desktop || version.removed) continue;
    OfRows(model, version, marks);
    const auto [known, fresh] =
        first_school.emplace(std::pair(InstallationOf(version.tenant), std::string_view(version.id)), version.school);
    marks.SetIf(!fresh && known->second != version.school && version.by == By::kApi, M::kKnownChild);
  }
}

void OfFamilies(const Model& model, MarkWriter& marks) {
  std::set<std::pair<std::string_view, std::string_view>> people;    // by installation
  std::set<std::pair<std::string_view, std::string_view>> accounts;  // the same
  for (const auto& version : model.history().procare_families) {
    if (!version.desktop) continue;
    const auto installation = InstallationOf(version.tenant);
    const bool made = accounts.emplace(installation, version.id).second && version.by == By::kApi;
    const bool digit = !version.key.empty() && std::isdigit(static_cast<unsigned char>(version.key.back())) != 0;
    marks.SetIf(made && digit, M::kKeyCollision);
    for (const auto& guardian : version.guardians) {
      const bool fresh = people.emplace(installation, guardian.id).second;
      marks.SetIf(made && !fresh, M::kKnownPayer);
    }
  }
}

// A placement names its rows by their days.
void OfPlacements(const Model& model, MarkWriter& marks) {
  for (const auto& exchange : model.history().exchanges) {
    if (!exchange.command || exchange.method != "PATCH") continue;
    for (const auto& field : FieldsOf(exchange.body)) {
      const bool rows = field.key == "status" && field.nested;
      marks.SetIf(rows && IsGood(exchange.status) && FieldsOf(field.text).size() > 1, M::kFutureRowEntered);
    }
  }
}

void OfStaff(const Model& model, MarkWriter& marks) {
  const auto& actions = model.scenario().actions;
  for (const auto& act : model.history().acts) {
    if (act.action < 0 || static_cast<std::size_t>(act.action) >= actions.size()) continue;
    const auto& action = actions[static_cast<std::size_t>(act.action)];
    marks.SetIf(!act.done && action.kind == ActionKind::kSyncMirror, M::kResyncRefused);
    if (!act.done) continue;
    marks.SetIf(action.kind == ActionKind::kMergePeople, M::kStaffMerged);
    marks.SetIf(action.kind == ActionKind::kHideAccount && action.number == 0, M::kStaffHid);
    marks.SetIf(action.kind == ActionKind::kRemoveAccount, M::kStaffRemoved);
    marks.SetIf(action.kind == ActionKind::kCopyAccount, M::kStaffCopied);
    marks.SetIf(action.kind == ActionKind::kGraduateClass, M::kStaffGraduated);
    marks.SetIf(action.kind == ActionKind::kRenameStatusLabel, M::kStaffRenamed);
    marks.SetIf(action.kind == ActionKind::kRestoreBackup, M::kStaffRestored);
    marks.SetIf(action.kind == ActionKind::kSyncMirror, M::kStaffSyncedMirror);
  }
}

}  // namespace

void MarkDesktop(const Model& model, MarkWriter& marks) {
  OfPc(model, marks);
  OfCommands(model, marks);
  OfAudit(model, marks);
  OfChildren(model, marks);
  OfFamilies(model, marks);
  OfPlacements(model, marks);
  OfStaff(model, marks);
}

}  // namespace ikp::scenarios::oracle
