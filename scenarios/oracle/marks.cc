#include "scenarios/oracle/marks.h"

#include <algorithm>
#include <array>

#include "scenarios/oracle/marks_list.h"

namespace ikp::scenarios::oracle {
namespace {

struct Row {
  MarkId id;
  std::string_view name;
  std::string_view what;
  bool common = true;
  MarkOf of = MarkOf::kBoth;
};

using M = MarkId;
using At = MarkOf;
constexpr std::array kRows = std::to_array<Row>({
    {M::kCreateAnswerLost, "create_answer_lost", "A record was created, and the answer was lost.", true, At::kOnline},
    {M::kCreateRequestLost, "create_request_lost", "A creation never arrived, and the engine could not know.", true,
     At::kOnline},
    {M::kCreateReset, "create_reset", "The connection broke before a creation was handled.", true, At::kOnline},
    {M::kCreateAnswerUnreadable, "create_answer_unreadable", "Half an answer, or a web page, to a creation.", true,
     At::kOnline},
    {M::kCreateSenderDied, "create_sender_died", "The engine died while a creation was under way."},
    {M::kCreateServerError, "create_server_error", "Procare answered 5xx to a creation."},
    {M::kCreateRejected, "create_rejected", "Procare refused a record (422)."},
    {M::kCreateArrivedTwice, "create_arrived_twice", "The network delivered a creation twice."},
    {M::kPartialWrite, "partial_write", "A family was kept in part and answered with 500.", true, At::kOnline},
    {M::kReadBackMissing, "read_back_missing", "Something that was written was answered with 404.", true, At::kOnline},
    {M::kPlacementAnswerLost, "placement_answer_lost", "The answer to a placement was lost.", false},
    {M::kReadAnswerLost, "read_answer_lost", "The answer to a reading of Procare was lost."},
    {M::kHtmlAnswer, "html_answer", "A web page came in place of an answer."},
    {M::kTruncatedAnswer, "truncated_answer", "An answer was cut off."},
    {M::kListInPages, "list_in_pages", "A list of a school took more than one page.", true, At::kOnline},
    {M::kPageCap, "page_cap", "Procare gave shorter pages than it was asked for.", true, At::kOnline},
    {M::kPageDrift, "page_drift", "Rows moved between two pages of a list.", true, At::kOnline},
    {M::kIgnoredOffset, "ignored_offset", "Procare gave the same page again and again.", true, At::kOnline},
    {M::kWindowCap, "window_cap", "Procare showed only the first rows of a list.", true, At::kOnline},
    {M::kReadLag, "read_lag", "A list did not show yet what was written.", true, At::kOnline},
    {M::kLooseTypes, "loose_types", "Numbers came as text, and fields were missing.", true, At::kOnline},
    {M::kThrottledForSeconds, "throttled_for_seconds", "429 with a number of seconds.", true, At::kOnline},
    {M::kThrottledByDate, "throttled_by_date", "429 with a date.", false, At::kOnline},
    {M::kThrottledWithoutTime, "throttled_without_time", "429 without a time.", true, At::kOnline},
    {M::kProcareServerError, "procare_server_error", "Procare answered 5xx to a reading.", true, At::kOnline},
    {M::kTokenRefusedBetweenPages, "token_refused_between_pages", "The token ended between two pages.", false,
     At::kOnline},
    {M::kTokenRefusedBetweenFamilyAndChild, "token_refused_between_family_and_child",
     "The token ended between the creation of a family and that of its child.", false, At::kOnline},
    {M::kTokenNotCleared, "token_not_cleared", "A login gave a token that is good for nothing.", true, At::kOnline},
    {M::kLoginRejected, "login_rejected", "A login was rejected.", true, At::kOnline},
    {M::kLoginLocked, "login_locked", "The account was locked.", true, At::kOnline},
    {M::kSecretRotated, "secret_rotated", "The secret was changed in Procare before the engine knew.", true,
     At::kOnline},
    {M::kIksThrottled, "iks_throttled", "IKS asked the engine to slow down."},
    {M::kIksServerError, "iks_server_error", "IKS answered 5xx."},
    {M::kIksFamilyGone, "iks_family_gone", "A family that the engine asked for was merged or deleted."},
    {M::kVersionConflict, "version_conflict", "Somebody edited a child in IKS while it was written back.", false},
    {M::kWriteBackAnswerLost, "write_back_answer_lost", "The answer to a write-back was lost.", false},
    {M::kWebhookDropped, "webhook_dropped", "IKS dropped webhooks."},
    {M::kWebhookDuplicated, "webhook_duplicated", "A webhook came twice."},
    {M::kWebhookDelayed, "webhook_delayed", "A webhook came late."},
    {M::kWebhookReordered, "webhook_reordered", "Webhooks came in another order."},
    {M::kWebhookUnanswered, "webhook_unanswered", "Nobody answered a webhook."},
    {M::kFoundByPoll, "found_by_poll", "A trigger was found by the poll, and its child linked."},
    {M::kWriteBackTold, "write_back_told", "IKS told the engine about what the engine itself had written."},
    {M::kDiedWithOpenIntent, "died_with_open_intent", "The engine died with an intent open."},
    {M::kDiedBeforeWrite, "died_before_write", "The engine died right before a durable write."},
    {M::kDiedAfterWrite, "died_after_write", "The engine died right after a durable write."},
    {M::kDiedBeforeMessage, "died_before_message", "The engine died right before it sent something."},
    {M::kDiedAfterMessage, "died_after_message", "The engine died right after it sent something."},
    {M::kDiedAnywhere, "died_anywhere", "The engine died in the middle of its work."},
    {M::kPowerLoss, "power_loss", "The power failed."},
    {M::kDiskFull, "disk_full", "The disk was full."},
    {M::kRestarted, "restarted", "The engine was restarted with a new configuration."},
    {M::kSecondEngine, "second_engine", "Somebody started a second engine on the same store."},
    {M::kClockStep, "clock_step", "The engine's clock jumped."},
    {M::kClockDrift, "clock_drift", "The engine's clock was too fast or too slow."},
    {M::kPartitionHealed, "partition_healed", "The network was cut, and healed while the engine lived."},
    {M::kUnknownOutcome, "unknown_outcome", "The engine noted that it does not know what became of a creation."},
    {M::kSettledByFindingNone, "unknown_settled_by_finding_none", "Looked for, not found: it had never happened."},
    {M::kSettledByFindingOne, "unknown_settled_by_finding_one", "Looked for and found: adopted."},
    {M::kSettledByFindingTwo, "unknown_settled_by_finding_two", "Looked for, and more than one found.", false},
    {M::kFamilyAdopted, "family_adopted", "A family was found again after its answer was lost."},
    {M::kRecordLeftBehind, "record_left_behind", "A record turned up that was no longer needed.", false},
    {M::kEmailLeftOut, "email_left_out", "A family was sent again without the address that Procare refused.", true,
     At::kOnline},
    {M::kPlaced, "placed", "A child that was born Active was put on hold with an activation."},
    {M::kPlacementRefused, "placement_refused", "Procare refused a placement.", true, At::kOnline},
    {M::kStaffTypedLinked, "staff_typed_linked", "A child that staff had typed was linked."},
    {M::kStaffTypedFamilyLinked, "staff_typed_family_linked", "A family that staff had typed was linked."},
    {M::kLinkedByPerson, "linked_by_person", "A person decided to link."},
    {M::kCreatedByPerson, "created_by_person", "A person decided to create."},
    {M::kSiblingJoined, "sibling_joined", "A later sibling joined the linked family."},
    {M::kTwinsApart, "twins_apart", "Twins were linked to two records."},
    {M::kMergedFamilyFollowed, "merged_family_followed", "A child was linked after its family was merged."},
    {M::kLinkedAtTwoSites, "linked_at_two_sites", "A child moved to another centre and was linked there too."},
    {M::kFamilyRelinked, "family_relinked", "A family's link was replaced by another one.", false},
    {M::kAmbiguous, "ambiguous_match", "A record may be the child, or may not: a person is asked."},
    {M::kTwoFound, "two_found", "More than one record fits: a person is asked.", false},
    {M::kEnteredTwice, "entered_twice_in_iks", "A family holds the same child twice.", false},
    {M::kMissingData, "missing_data", "Something required is missing."},
    {M::kNeedsBirthDate, "needs_birth_date", "A child is not born yet."},
    {M::kSiteNotMapped, "site_not_mapped", "A child's location is not mapped."},
    {M::kRejectedByProcare, "rejected_by_procare", "A child was refused because Procare did not take it."},
    {M::kFamilyGone, "family_gone_in_iks", "A triggered child vanished from IKS."},
    {M::kReEnrol, "re_enrol_in_procare", "A child that had left was enrolled again in IKS."},
    {M::kAlreadyLinked, "already_linked", "A linked child was triggered again."},
    {M::kSnapshotIncomplete, "snapshot_incomplete", "A push waited because a reading was incomplete.", true,
     At::kOnline},
    {M::kSimilarFamilySettling, "similar_family_settling", "A push waited for a similar family's.", true, At::kOnline},
    {M::kStateUnreachable, "state_procare_unreachable", "A push waited because Procare could not be reached.", true,
     At::kOnline},
    {M::kStateLoginRejected, "state_procare_login_rejected", "A push waited because the login was rejected.", true,
     At::kOnline},
    {M::kStateThrottled, "state_procare_throttled", "A push waited because Procare asked for it.", true, At::kOnline},
    {M::kNightlyCaughtUp, "nightly_caught_up", "A nightly ran late, after downtime."},
    {M::kNightlySkipped, "nightly_skipped", "A nightly was too late to be caught up.", false},
    {M::kNightlyTriedAgain, "nightly_tried_again", "A nightly was tried again in the same night."},
    {M::kNightlyIncomplete, "nightly_incomplete", "A nightly read too little to conclude anything.", false,
     At::kOnline},
    {M::kNightlyFailed, "nightly_failed", "A nightly failed."},
    {M::kMassChangeHeld, "mass_change_held", "The mass-change guard held a nightly."},
    {M::kMassChangeAccepted, "mass_change_accepted", "A person accepted a mass change."},
    {M::kNightInClockChange, "night_in_clock_change", "A nightly was due on a day on which the clocks change."},
    {M::kZoneCorrected, "zone_corrected", "The zone of a site was corrected."},
    {M::kWroteOnHold, "wrote_on_hold", "On Hold was written back."},
    {M::kWroteWithdrawn, "wrote_withdrawn", "Withdrawn was written back."},
    {M::kWroteGraduated, "wrote_graduated", "Graduated was written back."},
    {M::kWrotePreRegistered, "wrote_pre_registered", "Pre-Registered was written back."},
    {M::kWroteClassroom, "wrote_classroom", "A classroom was written back."},
    {M::kWroteRenamedRoom, "wrote_renamed_room", "The new name of a classroom was written back."},
    {M::kUnmappedRoom, "unmapped_classroom", "A child was in a classroom that the list does not have.", false},
    {M::kEditedInIksRestored, "edited_in_iks_restored", "A linked child was edited in IKS, and restored."},
    {M::kMissingOneNight, "missing_one_night", "A linked record was not found any more."},
    {M::kMissingAlert, "missing_alert", "A linked record was missing for three nights."},
    {M::kDuplicateReported, "duplicate_in_procare", "The nightly reported duplicates in Procare."},
    {M::kUnknownToIksOnly, "unknown_to_iks", "The nightly met children that IKS does not know."},
    {M::kConvergedWithWrites, "converged_with_writes", "The first night after healing had something to write."},
    {M::kQuietNight, "quiet_night", "A nightly after convergence wrote nothing."},
    {M::kPushStorm, "push_storm", "All children of a site changed status at once."},
    {M::kDuplicateLead, "duplicate_lead", "Somebody typed a family into IKS twice."},
    {M::kSplitHousehold, "split_household", "A child came to belong to two families."},
    {M::kPcAsleep, "pc_asleep", "The PC of a centre went to sleep.", true, At::kDesktop},
    {M::kPcOff, "pc_off", "The PC of a centre lost its power.", true, At::kDesktop},
    {M::kPcRebooted, "pc_rebooted_in_reading", "The PC of a centre rebooted in the middle of a reading.", true,
     At::kDesktop},
    {M::kPcClockWrong, "pc_clock_wrong", "The clock of a PC was wrong.", true, At::kDesktop},
    {M::kPcSilent, "pc_silent", "Nothing was heard of a PC for so long that people were told.", true, At::kDesktop},
    {M::kPcSilentForADay, "pc_silent_for_a_day", "Nothing was heard of a PC for a day.", false, At::kDesktop},
    {M::kPcBack, "pc_back", "A PC that had been silent was heard of again.", true, At::kDesktop},
    {M::kAgentDiedAtJournal, "agent_died_at_journal", "The agent died right before or after an entry in its journal.",
     true, At::kDesktop},
    {M::kAgentDiedAtMessage, "agent_died_at_message", "The agent died right before or after a message.", true,
     At::kDesktop},
    {M::kAgentUpdated, "agent_updated", "The agent came up again with a new version of its client.", true,
     At::kDesktop},
    {M::kSessionKicked, "session_kicked", "Somebody ended the session of an agent while it worked.", true,
     At::kDesktop},
    {M::kVersionRefused, "version_refused", "Procare refused an agent's client for its version.", true, At::kDesktop},
    {M::kProgramSilent, "program_silent", "The program on the PC did not answer the agent.", true, At::kDesktop},
    {M::kProgramAnswerLost, "program_answer_lost", "The program entered something, and the agent did not learn of it.",
     true, At::kDesktop},
    {M::kCommandInterrupted, "command_interrupted", "The agent died with an entry into Procare in hand.", true,
     At::kDesktop},
    {M::kCommandContinued, "command_continued", "The agent took up a command again that it had begun before it died.",
     true, At::kDesktop},
    {M::kCommandHandedOutAgain, "command_handed_out_again", "A command left the engine more than once.", true,
     At::kDesktop},
    {M::kCommandGivenUp, "command_given_up", "The engine stopped waiting for the end of a command.", true,
     At::kDesktop},
    {M::kCommandEndedLate, "command_ended_late", "A command ended after the engine had stopped waiting for it.", true,
     At::kDesktop},
    {M::kCommandOutlivedEngine, "command_outlived_engine", "The engine died while an agent had a command in hand.",
     true, At::kDesktop},
    {M::kLongReading, "long_reading", "A reading took longer than an hour.", false, At::kDesktop},
    {M::kStateOffline, "state_desktop_offline", "A push waited because the PC was asleep or off.", true, At::kDesktop},
    {M::kStateNotAnswering, "state_desktop_not_answering",
     "A push waited because the program did not answer its agent.", true, At::kDesktop},
    {M::kStateSeatsFull, "state_desktop_seats_full", "A push waited because people used all seats.", true,
     At::kDesktop},
    {M::kStateVersion, "state_desktop_version_mismatch", "A push waited because the agent's client was too old.", true,
     At::kDesktop},
    {M::kStateDisk, "state_desktop_disk_full", "A push waited because the disk of the database was full.", true,
     At::kDesktop},
    {M::kStateLicence, "state_desktop_licence_full", "A push was refused because the small edition was full.", false,
     At::kDesktop},
    {M::kStateWordMissing, "state_status_word_missing",
     "A child was entered, and waited for the word of its status, which staff had renamed.", true, At::kDesktop},
    {M::kNightMadeUp, "night_made_up", "A nightly for which a PC was not there was made up for.", true, At::kDesktop},
    {M::kNoStatusRow, "no_status_row", "A linked child had no status at its school.", true, At::kDesktop},
    {M::kUnmappedLabel, "unmapped_label", "A linked child had a status that no table knows.", true, At::kDesktop},
    {M::kAccountHidden, "account_hidden", "A linked child was in hidden accounts only.", true, At::kDesktop},
    {M::kPersonMerged, "person_merged", "A link followed a person who was merged with another one.", true,
     At::kDesktop},
    {M::kBackupRestored, "backup_restored", "The engine noticed that a backup had been restored.", true, At::kDesktop},
    {M::kNumbersReused, "numbers_reused", "Numbers of the database came to mean other people or accounts.", true,
     At::kDesktop},
    {M::kInTwoAccounts, "in_two_accounts", "A linked child was in two accounts of its school.", true, At::kDesktop},
    {M::kAtAnotherSchool, "at_another_school", "A linked child was at another school of the installation.", true,
     At::kDesktop},
    {M::kRowsOfOneDay, "rows_of_one_day", "A child had two status rows of one day.", false, At::kDesktop},
    {M::kFutureRowsOnly, "future_rows_only", "A child had status rows of later days only.", true, At::kDesktop},
    {M::kFutureRowEntered, "future_row_entered", "A push entered a row for today and one for the first day.", true,
     At::kDesktop},
    {M::kKeyCollision, "key_collision", "The key of an account was taken; the push chose the next one.", true,
     At::kDesktop},
    {M::kKnownPayer, "known_payer", "A push made an account for people whom the database knew.", true, At::kDesktop},
    {M::kKnownChild, "known_child", "A push brought a child that the database knew to another school.", true,
     At::kDesktop},
    {M::kStaffMerged, "staff_merged_people", "Staff merged two people.", false, At::kDesktop},
    {M::kStaffHid, "staff_hid_account", "Staff hid an account.", true, At::kDesktop},
    {M::kStaffRemoved, "staff_removed_account", "Staff removed an account; its people stayed.", true, At::kDesktop},
    {M::kStaffCopied, "staff_copied_account", "Staff copied an account to another school.", true, At::kDesktop},
    {M::kStaffGraduated, "staff_graduated_class", "Staff graduated a class at once.", true, At::kDesktop},
    {M::kStaffRenamed, "staff_renamed_label", "Staff renamed a status.", true, At::kDesktop},
    {M::kStaffRestored, "staff_restored_backup", "Staff restored a backup.", true, At::kDesktop},
    {M::kStaffSyncedMirror, "staff_synced_mirror", "Staff had a site copied into the cloud by hand.", true,
     At::kDesktop},
    {M::kResyncRefused, "resync_refused", "A copy by hand was refused: another one was too near.", true, At::kDesktop},
    {M::kSeatTakenByMirror, "seat_taken_by_mirror", "A copy into the cloud took the seat that the agent needed.", true,
     At::kDesktop},
});

constexpr bool InOrder() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].id) != i) return false;
  }
  return kRows.size() == static_cast<std::size_t>(M::kCount);
}
static_assert(InOrder(), "one row for each mark, in the order of MarkId");

}  // namespace

const std::vector<Mark>& AllMarks() {
  static const std::vector<Mark> kMarks = [] {
    std::vector<Mark> marks;
    for (const auto& row : kRows) marks.push_back({row.name, row.what, row.common, row.of});
    return marks;
  }();
  return kMarks;
}

MarkSet MarksOf(const Model& model) {
  MarkWriter marks;
  MarkMessages(model, marks);
  MarkMachine(model, marks);
  MarkAudit(model, marks);
  MarkRecords(model, marks);
  const auto& sites = model.history().sites;
  if (std::any_of(sites.begin(), sites.end(), [](const SiteFacts& site) { return site.desktop; })) {
    MarkDesktop(model, marks);
  }
  return marks.set();
}

}  // namespace ikp::scenarios::oracle
