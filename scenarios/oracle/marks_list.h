// Every mark by name, for the files that read them off a history; marks.cc holds what they mean, in the same order.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scenarios/oracle/marks.h"

namespace ikp::scenarios::oracle {

enum class MarkId : std::uint8_t {
  // messages to Procare
  kCreateAnswerLost,
  kCreateRequestLost,
  kCreateReset,
  kCreateAnswerUnreadable,
  kCreateSenderDied,
  kCreateServerError,
  kCreateRejected,
  kCreateArrivedTwice,
  kPartialWrite,
  kReadBackMissing,
  kPlacementAnswerLost,
  kReadAnswerLost,
  kHtmlAnswer,
  kTruncatedAnswer,
  kListInPages,
  kPageCap,
  kPageDrift,
  kIgnoredOffset,
  kWindowCap,
  kReadLag,
  kLooseTypes,
  kThrottledForSeconds,
  kThrottledByDate,
  kThrottledWithoutTime,
  kProcareServerError,
  kTokenRefusedBetweenPages,
  kTokenRefusedBetweenFamilyAndChild,
  kTokenNotCleared,
  kLoginRejected,
  kLoginLocked,
  kSecretRotated,
  // messages to and from IKS
  kIksThrottled,
  kIksServerError,
  kIksFamilyGone,
  kVersionConflict,
  kWriteBackAnswerLost,
  kWebhookDropped,
  kWebhookDuplicated,
  kWebhookDelayed,
  kWebhookReordered,
  kWebhookUnanswered,
  kFoundByPoll,
  kWriteBackTold,
  // the engine's process and machine
  kDiedWithOpenIntent,
  kDiedBeforeWrite,
  kDiedAfterWrite,
  kDiedBeforeMessage,
  kDiedAfterMessage,
  kDiedAnywhere,
  kPowerLoss,
  kDiskFull,
  kRestarted,
  kSecondEngine,
  kClockStep,
  kClockDrift,
  kPartitionHealed,
  // effects and how they were settled
  kUnknownOutcome,
  kSettledByFindingNone,
  kSettledByFindingOne,
  kSettledByFindingTwo,
  kFamilyAdopted,
  kRecordLeftBehind,
  kEmailLeftOut,
  kPlaced,
  kPlacementRefused,
  // links
  kStaffTypedLinked,
  kStaffTypedFamilyLinked,
  kLinkedByPerson,
  kCreatedByPerson,
  kSiblingJoined,
  kTwinsApart,
  kMergedFamilyFollowed,
  kLinkedAtTwoSites,
  kFamilyRelinked,
  // states on the way
  kAmbiguous,
  kTwoFound,
  kEnteredTwice,
  kMissingData,
  kNeedsBirthDate,
  kSiteNotMapped,
  kRejectedByProcare,
  kFamilyGone,
  kReEnrol,
  kAlreadyLinked,
  kSnapshotIncomplete,
  kSimilarFamilySettling,
  kStateUnreachable,
  kStateLoginRejected,
  kStateThrottled,
  // nightly
  kNightlyCaughtUp,
  kNightlySkipped,
  kNightlyTriedAgain,
  kNightlyIncomplete,
  kNightlyFailed,
  kMassChangeHeld,
  kMassChangeAccepted,
  kNightInClockChange,
  kZoneCorrected,
  kWroteOnHold,
  kWroteWithdrawn,
  kWroteGraduated,
  kWrotePreRegistered,
  kWroteClassroom,
  kWroteRenamedRoom,
  kUnmappedRoom,
  kEditedInIksRestored,
  kMissingOneNight,
  kMissingAlert,
  kDuplicateReported,
  kUnknownToIksOnly,
  kConvergedWithWrites,
  kQuietNight,
  // people
  kPushStorm,
  kDuplicateLead,
  kSplitHousehold,
  // Procare Desktop: the PC and the agent
  kPcAsleep,
  kPcOff,
  kPcRebooted,
  kPcClockWrong,
  kPcSilent,
  kPcSilentForADay,
  kPcBack,
  kAgentDiedAtJournal,
  kAgentDiedAtMessage,
  kAgentUpdated,
  kSessionKicked,
  kVersionRefused,
  kProgramSilent,
  kProgramAnswerLost,
  // Procare Desktop: commands
  kCommandInterrupted,
  kCommandContinued,
  kCommandHandedOutAgain,
  kCommandGivenUp,
  kCommandEndedLate,
  kCommandOutlivedEngine,
  kLongReading,
  // Procare Desktop: pushes and nightlies
  kStateOffline,
  kStateNotAnswering,
  kStateSeatsFull,
  kStateVersion,
  kStateDisk,
  kStateLicence,
  kStateWordMissing,
  kNightMadeUp,
  kNoStatusRow,
  kUnmappedLabel,
  kAccountHidden,
  kPersonMerged,
  kBackupRestored,
  kNumbersReused,
  kInTwoAccounts,
  kAtAnotherSchool,
  // Procare Desktop: records
  kRowsOfOneDay,
  kFutureRowsOnly,
  kFutureRowEntered,
  kKeyCollision,
  kKnownPayer,
  kKnownChild,
  // Procare Desktop: staff at the centre
  kStaffMerged,
  kStaffHid,
  kStaffRemoved,
  kStaffCopied,
  kStaffGraduated,
  kStaffRenamed,
  kStaffRestored,
  kStaffSyncedMirror,
  kResyncRefused,
  kSeatTakenByMirror,
  kCount
};
static_assert(static_cast<std::size_t>(MarkId::kCount) <= kMostMarks);

class MarkWriter {
 public:
  void Set(MarkId id) { set_.set(static_cast<std::size_t>(id)); }
  void SetIf(bool reached, MarkId id) {
    if (reached) Set(id);
  }
  const MarkSet& set() const { return set_; }

 private:
  MarkSet set_;
};

// Each reads one part of the history.
void MarkMessages(const Model& model, MarkWriter& marks);  // marks_messages.cc
void MarkMachine(const Model& model, MarkWriter& marks);   // marks_machine.cc: webhooks, processes, faults, people
void MarkAudit(const Model& model, MarkWriter& marks);     // marks_audit.cc: what the engine noted
void MarkRecords(const Model& model, MarkWriter& marks);   // marks_records.cc: links and records
void MarkDesktop(const Model& model, MarkWriter& marks);   // marks_desktop.cc: what only Procare Desktop has

}  // namespace ikp::scenarios::oracle
