#include "engine/domain/reason.h"

#include <cassert>

namespace ikp::domain {
namespace {

constexpr std::string_view kNothing = "Nothing to do.";
constexpr std::string_view kNever = "Not needed.";
constexpr std::string_view kOnChange = "As soon as the record changes in IKS.";
constexpr std::string_view kAgentBack = "As soon as the centre's computer is heard of again.";
constexpr std::string_view kBackOff = "By itself, with growing pauses, until it works.";

}  // namespace

const std::vector<ReasonText>& AllReasons() {
  using R = Reason;
  static const std::vector<ReasonText> kTexts = {
      {R::kLinkedCreated, "IKP-100", "linked_created", "The child was created in Procare and is linked.", kNothing,
       kNever},
      {R::kLinkedAdopted, "IKP-101", "linked_adopted",
       "The child was created in Procare, the answer was lost on the way, and the record was found again and linked.",
       kNothing, kNever},
      {R::kLinkedExisting, "IKP-102", "linked_existing",
       "The child was already in Procare, typed by staff. It was linked and nothing was created or changed there.",
       "Check in Procare that status and start date are as wanted: the push does not change what staff typed.", kNever},
      {R::kLinkedManually, "IKP-103", "linked_manually", "A person linked this child to its Procare record.", kNothing,
       kNever},
      {R::kAlreadyLinked, "IKP-104", "already_linked",
       "The child was pushed before. A push happens one time only; after it Procare owns the record.",
       "Make changes in Procare; the nightly sync brings them to IKS.", kNever},
      {R::kReEnrolInProcare, "IKP-105", "re_enrol_in_procare",
       "The child is linked to a Procare record that is no longer active. It is not created a second time.",
       "Reactivate the existing record in Procare; the nightly sync then updates IKS.", kNever},
      {R::kNotTriggerStatus, "IKP-110", "not_trigger_status",
       "The child's IKS status is not one of this centre's trigger statuses, so the family is not sent.",
       "Set the child to a trigger status, or add this status to the centre's trigger list.", kOnChange},
      {R::kCausedBySync, "IKP-111", "caused_by_sync",
       "The status was written by the nightly sync itself, so it does not trigger a push.", kNothing, kNever},
      {R::kSiteNotMapped, "IKP-200", "site_not_mapped", "The child's IKS location is not mapped to a Procare school.",
       "Add the location to the configuration with its Procare school, then restart the engine.",
       "At the next start of the engine."},
      {R::kMissingData, "IKP-201", "missing_data", "Required information is missing or not readable in IKS.",
       "Complete the listed fields in IKS.", kOnChange},
      {R::kNeedsBirthDate, "IKP-202", "needs_birth_date",
       "The child has a due date but no birth date. A due date is never sent as a birth date.",
       "Enter the birth date in IKS when the child is born.", kOnChange},
      {R::kAmbiguousMatch, "IKP-203", "ambiguous_match",
       "Procare has records that may be this child or family, but not certainly. Nothing was created.",
       "Look at the listed Procare records and decide: link one of them, or create a new one.",
       "As soon as a person has decided."},
      {R::kTwoFound, "IKP-204", "two_found",
       "Procare has more than one record that fits this child or family. Nothing was created or linked.",
       "Remove or correct the duplicate in Procare, or link one of the listed records by hand.",
       "As soon as a person has decided, or the duplicate is gone."},
      {R::kFamilyGoneInIks, "IKP-205", "family_gone_in_iks",
       "The family or child no longer exists in IKS (deleted, or merged into another one).", kNothing,
       "When the surviving family reaches a trigger status."},
      {R::kRejectedByProcare, "IKP-206", "rejected_by_procare", "Procare refused the record.",
       "Correct the listed fields in IKS.", kOnChange},
      {R::kQueued, "IKP-300", "queued", "The family is waiting for its turn.", kNothing, "Within seconds."},
      {R::kProcareUnreachable, "IKP-301", "procare_unreachable",
       "Procare could not be reached. Nothing was lost; the family stays in the queue.",
       "If this lasts longer than an hour, check the network and Procare's status page.", kBackOff},
      {R::kProcareLoginRejected, "IKP-302", "procare_login_rejected",
       "Procare rejected the API credentials. Logins are paused, so that the account is not locked.",
       "Check the client id and secret of this tenant; then restart the engine.", "Every 15 minutes, one attempt."},
      {R::kProcareTenantUnknown, "IKP-303", "procare_tenant_unknown",
       "Procare does not know this tenant address (wrong subdomain).",
       "Correct the tenant's base_url in the configuration.", "Every 15 minutes, one attempt."},
      {R::kProcareThrottled, "IKP-304", "procare_throttled", "Procare asked us to slow down.", kNothing,
       "After the pause that Procare asked for."},
      {R::kProcareError, "IKP-305", "procare_error", "Procare answered with an error of its own.", kNothing, kBackOff},
      {R::kIksUnreachable, "IKP-306", "iks_unreachable", "IKS could not be reached. Nothing was lost.",
       "If this lasts longer than an hour, check the network and IKS.", kBackOff},
      {R::kIksLoginRejected, "IKP-307", "iks_login_rejected", "IKS rejected the API token.",
       "Check the IKS API token; then restart the engine.", "Every 15 minutes, one attempt."},
      {R::kIksError, "IKP-308", "iks_error", "IKS answered with an error of its own, or not in a readable form.",
       kNothing, kBackOff},
      {R::kOutcomeUnknown, "IKP-309", "outcome_unknown",
       "A record was sent to Procare but no answer came back, so it may or may not exist there. It is looked for and "
       "not sent again until it is certain that it does not exist.",
       kNothing, "By itself: looks again until the record shows or the visibility window is over."},
      {R::kDesktopNotConnected, "IKP-310", "desktop_not_connected",
       "The program that connects the centre's Procare Desktop to us has never been heard of. Nothing was lost; the "
       "family stays in the queue.",
       "Install the agent on the centre's computer and start it with its activation key.", kAgentBack},
      {R::kDesktopOffline, "IKP-311", "desktop_offline",
       "The centre's computer is off, asleep or without network. Nothing was lost; what was not sent yet stays in the "
       "queue, and a missed nightly sync is made up for.",
       "Wake the computer, or look whether it has network; set it so that it does not sleep at the time of the nightly "
       "sync.",
       kAgentBack},
      {R::kDesktopNotAnswering, "IKP-312", "desktop_not_answering",
       "The centre's computer is there, but Procare Desktop on it does not answer.",
       "Look whether the Procare server program runs on the computer.", kBackOff},
      {R::kDesktopSeatsFull, "IKP-313", "desktop_seats_full",
       "Procare Desktop refused the session: not enough seats. All licensed connections are in use.",
       "Close a Procare program that nobody uses, or have one more seat licensed for the sync.", kBackOff},
      {R::kDesktopVersionMismatch, "IKP-314", "desktop_version_mismatch",
       "Procare Desktop was updated, and its server refuses clients of another version.",
       "Update the Procare client on the computer that runs the agent; both versions are listed.", kBackOff},
      {R::kDesktopAgentOutdated, "IKP-320", "desktop_agent_outdated",
       "The agent on the centre's computer and this engine are of different versions and do not understand each other. "
       "Nothing was lost; what was not sent yet stays in the queue.",
       "Install the agent that belongs to this engine on the centre's computer; both versions are listed.",
       "As soon as the other agent is heard of."},
      {R::kDesktopDiskFull, "IKP-315", "desktop_disk_full",
       "The disk of the centre's computer is full, so Procare Desktop could not write.", "Free space on the computer.",
       kBackOff},
      {R::kDesktopLicenceFull, "IKP-316", "desktop_licence_full",
       "This edition of Procare Desktop is limited to 60 families and has no room for one more.",
       "Hide the accounts of families that have left, or upgrade the edition.", "About once an hour."},
      {R::kStatusWordMissing, "IKP-319", "status_word_missing",
       "The child is in Procare Desktop without an enrollment status: the status that it is to get is not in the "
       "centre's list of statuses.",
       "Add the word to the list of statuses in Procare, or correct \"pre_registered_label\" of this site in the "
       "configuration and restart the engine.",
       "About once an hour; the status is entered as soon as the list has the word."},
      {R::kOnWorkList, "IKP-317", "on_work_list",
       "The family is on the centre's work list: somebody at the centre types it into Procare Desktop.",
       "Work through the list on the centre's computer, then export the reports again.",
       "As soon as the next export shows it."},
      {R::kExportOutdated, "IKP-318", "export_outdated",
       "The reports exported from Procare Desktop are too old or not complete, so nothing was concluded from them.",
       "Export the reports again into the agreed folder.", "As soon as a new export is there."},
      {R::kDesktopOtherDatabase, "IKP-321", "desktop_other_database",
       "The centre's computer shows another Procare Desktop database than the one that belongs to this centre. Nothing "
       "is read from it or entered into it.",
       "Look which database the Procare program opens. If the new one is right, write its id as \"database_id\" of "
       "this "
       "installation into the configuration and restart the engine.",
       "As soon as the right database is open, or its id is in the configuration."},
      {R::kInSync, "IKP-400", "in_sync", "IKS shows what Procare shows.", kNothing, "At the next nightly sync."},
      {R::kStatusWrittenBack, "IKP-401", "written_back", "The nightly sync brought a change from Procare to IKS.",
       kNothing, "At the next nightly sync."},
      {R::kUnmappedStatus, "IKP-402", "unmapped_status",
       "Procare shows a status word that is not in the centre's status table. IKS was left unchanged.",
       "Add the word to the centre's status table.", "At the next nightly sync."},
      {R::kUnmappedClassroom, "IKP-403", "unmapped_classroom",
       "Procare shows a classroom that is not in its classroom list. The classroom in IKS was left blank.",
       "Check the child's classroom in Procare.", "At the next nightly sync."},
      {R::kMissingInProcare, "IKP-404", "missing_in_procare",
       "The linked record was not found in Procare. IKS was left unchanged; nobody is withdrawn for being missing.",
       "Look for the record in Procare: it may be deleted, hidden or moved to another school.",
       "At the next nightly sync."},
      {R::kMassChangeHeld, "IKP-405", "mass_change_held",
       "Unusually many children would change status at once. Nothing was written for this centre.",
       "Look at the report; if the changes are right, run the nightly sync for this centre with --accept-mass-change.",
       "At the next nightly sync."},
      {R::kSnapshotIncomplete, "IKP-406", "snapshot_incomplete",
       "Procare could not be read completely, so nothing was concluded from what was read.", kNothing,
       "By itself within the hour, then at the next nightly sync."},
      {R::kDuplicateInProcare, "IKP-407", "duplicate_in_procare",
       "Procare holds more than one record for what looks like the same child.",
       "Merge or remove the duplicate in Procare.", "At the next nightly sync."},
      {R::kWriteBackFailed, "IKP-408", "write_back_failed", "IKS did not accept the change that came from Procare.",
       "See the listed fields; if the child was deleted or merged in IKS, nothing is needed.",
       "At the next nightly sync."},
      {R::kNoStatusRow, "IKP-410", "no_status_row",
       "Procare shows no enrollment status for this child at this school. IKS was left unchanged.",
       "Enter the enrollment status in Procare; copied accounts come without one.", "At the next nightly sync."},
      {R::kStatusesNotExported, "IKP-416", "statuses_not_exported",
       "The report of enrollment statuses was not among the reports exported from Procare Desktop, so no child's "
       "status "
       "is known. IKS was left unchanged.",
       "Export that report too, together with the others, into the agreed folder.", "At the next nightly sync."},
      {R::kAccountHidden, "IKP-411", "account_hidden",
       "The child's account in Procare Desktop is hidden. Its status was taken as it stands there.",
       "If the family has not left, unhide the account.", "At the next nightly sync."},
      {R::kPersonMerged, "IKP-412", "person_merged",
       "The linked record is gone from Procare, merged or entered anew, and exactly one other record is this child. "
       "The "
       "link follows it.",
       kNothing, "At the next nightly sync."},
      {R::kBackupRestored, "IKP-413", "backup_restored",
       "Procare Desktop was restored from a backup: numbers of people or accounts mean others than before. Nothing is "
       "taken for granted by number; what was entered after the backup is missing.",
       "Enter again what the backup did not have; the sync finds it by name and birth date.",
       "At the next nightly sync."},
      {R::kInTwoAccounts, "IKP-414", "in_two_accounts",
       "The child stands in more than one account in Procare, as in split households. They are read as one.", kNothing,
       "At the next nightly sync."},
      {R::kAtAnotherSchool, "IKP-415", "at_another_school",
       "The child is no longer at this school in Procare, but at another school of the same installation. IKS was left "
       "unchanged.",
       "If the child has moved, move it in IKS too.", "At the next nightly sync."},
      {R::kEditedInIks, "IKP-409", "edited_in_iks",
       "The record was edited in IKS after the push. Procare owns it, so the nightly sync restored Procare's values.",
       "Make such changes in Procare.", "At the next nightly sync."},
  };
  return kTexts;
}

const ReasonText& Describe(Reason reason) {
  for (const auto& text : AllReasons()) {
    if (text.reason == reason) return text;
  }
  assert(false && "every reason has a text");
  return AllReasons().front();
}

std::optional<Reason> ReasonFromWord(std::string_view word) {
  for (const auto& text : AllReasons()) {
    if (text.word == word) return text.reason;
  }
  return std::nullopt;
}

}  // namespace ikp::domain
