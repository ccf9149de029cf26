#include "engine/explain/headline.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using Kind = Situation::Kind;

std::string_view PushHeadline(Reason reason) {
  switch (reason) {
    case Reason::kNotTriggerStatus:
      return "is not sent to Procare: its status is not a trigger status.";
    case Reason::kCausedBySync:
      return "is not sent to Procare: the nightly sync itself set its status.";
    case Reason::kFamilyGoneInIks:
      return "is not sent to Procare: it no longer exists in IKS.";
    case Reason::kSiteNotMapped:
      return "is held: its IKS location is not mapped to a Procare school.";
    case Reason::kMissingData:
      return "is held: required information is missing in IKS.";
    case Reason::kNeedsBirthDate:
      return "is held: it has no birth date yet.";
    case Reason::kRejectedByProcare:
      return "is held: Procare refused the record.";
    case Reason::kAmbiguousMatch:
      return "waits for a person: Procare has similar records.";
    case Reason::kTwoFound:
      return "waits for a person: Procare has more than one fitting record.";
    case Reason::kQueued:
      return "is waiting for its turn.";
    case Reason::kProcareUnreachable:
      return "is being retried: Procare cannot be reached.";
    case Reason::kProcareLoginRejected:
      return "is being retried: Procare rejects the API credentials.";
    case Reason::kProcareTenantUnknown:
      return "is being retried: Procare does not know the tenant's address.";
    case Reason::kProcareThrottled:
      return "is being retried: Procare asked us to slow down.";
    case Reason::kProcareError:
      return "is being retried: Procare answered with an error.";
    case Reason::kIksUnreachable:
      return "is being retried: IKS cannot be reached.";
    case Reason::kIksLoginRejected:
      return "is being retried: IKS rejects the API token.";
    case Reason::kIksError:
      return "is being retried: IKS answered with an error.";
    case Reason::kOutcomeUnknown:
      return "was sent to Procare, but the answer was lost.";
    case Reason::kSnapshotIncomplete:
      return "is being retried: Procare could not be read completely.";
    case Reason::kDesktopNotConnected:
      return "waits: the centre's Procare Desktop has never been connected.";
    case Reason::kDesktopOffline:
      return "waits: the centre's computer is off, asleep or without network.";
    case Reason::kDesktopNotAnswering:
      return "is being retried: Procare Desktop does not answer on the centre's computer.";
    case Reason::kDesktopSeatsFull:
      return "is being retried: Procare Desktop has not enough seats.";
    case Reason::kDesktopVersionMismatch:
      return "is being retried: Procare Desktop was updated and refuses the older client.";
    case Reason::kDesktopAgentOutdated:
      return "waits: the agent on the centre's computer does not belong to this engine.";
    case Reason::kDesktopDiskFull:
      return "is being retried: the disk of the centre's computer is full.";
    case Reason::kDesktopLicenceFull:
      return "is held: the small edition of Procare Desktop has no room for one more family.";
    case Reason::kStatusWordMissing:
      return "is in Procare without an enrollment status: the centre's list does not have the word.";
    case Reason::kOnWorkList:
      return "is on the centre's work list.";
    case Reason::kExportOutdated:
      return "waits for a new export from Procare Desktop.";
    case Reason::kDesktopOtherDatabase:
      return "waits: the centre's computer shows another Procare Desktop database.";
    default:
      return "is being handled.";
  }
}

std::string_view LinkedHeadline(Reason reason) {
  switch (reason) {
    case Reason::kLinkedCreated:
    case Reason::kLinkedAdopted:
      return "was created in Procare and is linked.";
    case Reason::kLinkedExisting:
      return "was already in Procare and is linked.";
    case Reason::kLinkedManually:
      return "was linked to its Procare record by a person.";
    case Reason::kReEnrolInProcare:
      return "is linked, but its Procare record is no longer active.";
    case Reason::kInSync:
      return "is linked and in sync.";
    case Reason::kStatusWrittenBack:
      return "is linked and in sync: the last nightly brought a change from Procare.";
    case Reason::kPersonMerged:
      return "is linked: its record was merged or entered anew, and the link followed.";
    case Reason::kAccountHidden:
      return "is linked, and its account in Procare is hidden.";
    case Reason::kInTwoAccounts:
      return "is linked, and stands in more than one account in Procare.";
    case Reason::kEditedInIks:
      return "is linked: it was edited in IKS, and Procare's values were restored.";
    default:
      return "was pushed before and is linked.";
  }
}

std::string_view NightlyHeadline(Reason reason) {
  switch (reason) {
    case Reason::kMissingInProcare:
      return "is linked, but its record was not found in Procare.";
    case Reason::kUnmappedStatus:
      return "is linked, but its Procare status is not in the centre's status table.";
    case Reason::kNoStatusRow:
      return "is linked, but Procare has no enrollment status for it.";
    case Reason::kStatusesNotExported:
      return "is linked, but the enrollment statuses were not exported from Procare.";
    case Reason::kBackupRestored:
      return "is linked, but its record is gone since a backup of Procare was restored.";
    case Reason::kAtAnotherSchool:
      return "is linked, but is at another school in Procare now.";
    case Reason::kUnmappedClassroom:
      return "is linked, but its Procare classroom is not known.";
    case Reason::kWriteBackFailed:
      return "is linked, but IKS did not accept what came from Procare.";
    case Reason::kMassChangeHeld:
      return "is linked, but the last nightly held all changes of its centre.";
    case Reason::kDuplicateInProcare:
      return "is linked, but Procare has a second record for it.";
    case Reason::kDesktopOffline:
    case Reason::kDesktopNotConnected:
      return "is linked, but the centre's computer was not there at the last nightly.";
    default:
      return "is linked, but the last nightly of its centre could not be done.";
  }
}

}  // namespace

std::string_view HeadlineOf(const Situation& situation) {
  switch (situation.kind) {
    case Kind::kNeverHeardOf:
      return "was never heard of.";
    case Kind::kLinked:
      return LinkedHeadline(*situation.reason);
    case Kind::kNightlyNot:
      return NightlyHeadline(*situation.reason);
    case Kind::kNotSent:
    case Kind::kHeld:
    case Kind::kPerson:
    case Kind::kRetrying:
      return PushHeadline(*situation.reason);
  }
  return "";
}

std::string_view SafetyOf(const Situation& situation) {
  switch (situation.kind) {
    case Kind::kNeverHeardOf:
    case Kind::kNotSent:
      return "Yes. Nothing was sent or changed.";
    case Kind::kHeld:
      if (situation.reason == Reason::kStatusWordMissing) {
        return "Yes. The record is linked and nothing is created a second time; the status is entered once the list "
               "has the word.";
      }
      return "Yes. Nothing of this child was created in Procare, and the child is not forgotten: it is sent once the "
             "cause is gone.";
    case Kind::kPerson:
      return "Yes. Nothing more is created or linked for this child before a person has decided.";
    case Kind::kRetrying:
      if (situation.reason == Reason::kOutcomeUnknown) {
        return "Yes. What may have been created is looked for and never sent a second time while it may exist.";
      }
      return "Yes. The child stays in the queue, also when the engine is restarted, and nothing is created twice.";
    case Kind::kLinked:
      return "Yes. The record is linked; nothing is created a second time.";
    case Kind::kNightlyNot:
      return "Yes. The link stays, and what could not be concluded with certainty was not written to IKS.";
  }
  return "";
}

}  // namespace ikp::explain
