// Reason: the stable codes of everything that a person may want explained, each with plain words: what happened, what
// was done, what to do, when it is tried again (design invariant I14). Texts hold no personal data; ids and field names
// come as details beside them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace ikp::domain {

enum class Reason {
  // Push: the child is where it should be.
  kLinkedCreated,     // created in Procare by us
  kLinkedAdopted,     // created by us, the answer was lost, found again by looking
  kLinkedExisting,    // was already in Procare, typed by staff; linked, not repeated
  kLinkedManually,    // a person decided
  kAlreadyLinked,     // a further trigger for a linked child: changes are made in Procare (F2, I3)
  kReEnrolInProcare,  // linked, but no longer active in Procare: staff reactivate it there (F39, H19)
  // Push: nothing to do.
  kNotTriggerStatus,
  kCausedBySync,  // the status was written by the nightly itself (I8)
  // Push: waiting for better data or for a person.
  kSiteNotMapped,
  kMissingData,
  kNeedsBirthDate,
  kAmbiguousMatch,
  kTwoFound,
  kFamilyGoneInIks,
  kRejectedByProcare,
  // Push: in progress, tried again by itself.
  kQueued,
  kProcareUnreachable,
  kProcareLoginRejected,
  kProcareTenantUnknown,
  kProcareThrottled,
  kProcareError,
  kIksUnreachable,
  kIksLoginRejected,
  kIksError,
  kOutcomeUnknown,  // an answer was lost; looking until the visibility window is over
  // Procare Desktop, push and nightly alike.
  kDesktopNotConnected,     // the agent has never been heard of
  kDesktopOffline,          // the computer or its connection is off (F18, G37)
  kDesktopNotAnswering,     // the agent runs, the program does not answer it
  kDesktopSeatsFull,        // F21, G38
  kDesktopVersionMismatch,  // F22, G39
  kDesktopAgentOutdated,    // agent and engine speak different contracts
  kDesktopDiskFull,
  kDesktopLicenceFull,    // G52
  kStatusWordMissing,     // the site's list has no such status, so the new child has none (G29)
  kOnWorkList,            // people at the centre carry it out
  kExportOutdated,        // the exported reports are too old, or not there
  kDesktopOtherDatabase,  // the agent shows another database than before (H34)
  // Nightly.
  kInSync,
  kStatusWrittenBack,
  kUnmappedStatus,
  kUnmappedClassroom,
  kMissingInProcare,
  kMassChangeHeld,
  kSnapshotIncomplete,
  kDuplicateInProcare,
  kWriteBackFailed,
  kNoStatusRow,          // no enrollment status at this school (F14)
  kStatusesNotExported,  // the report of enrollment statuses was not there, so nothing is known of any child's
  kAccountHidden,        // F15, G33
  kPersonMerged,         // the record vanished, and exactly one other is this child (F15, G31)
  kBackupRestored,       // ids of the database mean other people than before (G40, H34)
  kInTwoAccounts,        // a split household (F25, G23)
  kAtAnotherSchool,      // not at this school any more, but at another one of the installation (F16)
  kEditedInIks,          // changed in IKS after the push; Procare owns it and was written back (F13)
};

struct ReasonText {
  Reason reason;
  std::string_view code;         // "IKP-201": stable for ever
  std::string_view word;         // "missing_data": for JSON and filters
  std::string_view what;         // what happened and why
  std::string_view next_action;  // what a person should do, or that nothing is needed
  std::string_view retry;        // when the engine tries again
};

const ReasonText& Describe(Reason reason);
std::optional<Reason> ReasonFromWord(std::string_view word);
const std::vector<ReasonText>& AllReasons();

}  // namespace ikp::domain
