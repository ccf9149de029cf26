// The words of a scenario: files, tables and command lines hold them, so they never change once published.
#include "scenarios/scenario/scenario.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace ikp::scenarios {
namespace {

template <typename Kind>
struct Word {
  Kind kind;
  std::string_view word;
};

constexpr std::array<Word<ActionKind>, 40> kActionWords = {{
    {ActionKind::kCreateLead, "create_lead"},
    {ActionKind::kDuplicateLead, "duplicate_lead"},
    {ActionKind::kSetStatus, "set_status"},
    {ActionKind::kSetStatusOfAll, "set_status_of_all"},
    {ActionKind::kEditChild, "edit_child"},
    {ActionKind::kEditGuardian, "edit_guardian"},
    {ActionKind::kAddSibling, "add_sibling"},
    {ActionKind::kMergeFamilies, "merge_families"},
    {ActionKind::kMoveChild, "move_child"},
    {ActionKind::kDeleteFamily, "delete_family"},
    {ActionKind::kTypeFamily, "type_family"},
    {ActionKind::kTypeChild, "type_child"},
    {ActionKind::kSetEnrollment, "set_enrollment"},
    {ActionKind::kAssignRoom, "assign_room"},
    {ActionKind::kPlanMove, "plan_move"},
    {ActionKind::kEditProcareChild, "edit_procare_child"},
    {ActionKind::kEditProcareGuardian, "edit_procare_guardian"},
    {ActionKind::kRenameRoom, "rename_room"},
    {ActionKind::kCloseRoom, "close_room"},
    {ActionKind::kMoveProcareChild, "move_procare_child"},
    {ActionKind::kDeleteProcareChild, "delete_procare_child"},
    {ActionKind::kShareProcareChild, "share_procare_child"},
    {ActionKind::kResolveDuplicate, "resolve_duplicate"},
    {ActionKind::kRotateSecret, "rotate_secret"},
    {ActionKind::kApproveLink, "approve_link"},
    {ActionKind::kApproveCreate, "approve_create"},
    {ActionKind::kAcceptMassChange, "accept_mass_change"},
    {ActionKind::kRunNightlyNow, "run_nightly_now"},
    {ActionKind::kUpdateZone, "update_zone"},
    {ActionKind::kMergePeople, "merge_people"},
    {ActionKind::kHideAccount, "hide_account"},
    {ActionKind::kRemoveAccount, "remove_account"},
    {ActionKind::kCopyAccount, "copy_account"},
    {ActionKind::kGraduateClass, "graduate_class"},
    {ActionKind::kRenameStatusLabel, "rename_status_label"},
    {ActionKind::kAddStatusRow, "add_status_row"},
    {ActionKind::kEditStatusRow, "edit_status_row"},
    {ActionKind::kTakeBackup, "take_backup"},
    {ActionKind::kRestoreBackup, "restore_backup"},
    {ActionKind::kSyncMirror, "sync_mirror"},
}};

constexpr std::array<Word<FaultKind>, 50> kFaultWords = {{
    {FaultKind::kDelay, "delay"},
    {FaultKind::kRequestLost, "request_lost"},
    {FaultKind::kAnswerLost, "answer_lost"},
    {FaultKind::kLateAnswer, "late_answer"},
    {FaultKind::kDuplicated, "duplicated"},
    {FaultKind::kReset, "reset"},
    {FaultKind::kTruncated, "truncated"},
    {FaultKind::kHtmlAnswer, "html_answer"},
    {FaultKind::kPartition, "partition"},
    {FaultKind::kClog, "clog"},
    {FaultKind::kServerError, "server_error"},
    {FaultKind::kTooMany, "too_many"},
    {FaultKind::kTokenExpires, "token_expires"},
    {FaultKind::kTokenRevoked, "token_revoked"},
    {FaultKind::kNotCleared, "not_cleared"},
    {FaultKind::kLocked, "locked"},
    {FaultKind::kPageCap, "page_cap"},
    {FaultKind::kPageDrift, "page_drift"},
    {FaultKind::kIgnoredOffset, "ignored_offset"},
    {FaultKind::kWindowCap, "window_cap"},
    {FaultKind::kReadLag, "read_lag"},
    {FaultKind::kLooseTypes, "loose_types"},
    {FaultKind::kReadBackMissing, "read_back_missing"},
    {FaultKind::kPartialWrite, "partial_write"},
    {FaultKind::kWebhookDropped, "webhook_dropped"},
    {FaultKind::kWebhookDuplicated, "webhook_duplicated"},
    {FaultKind::kWebhookDelayed, "webhook_delayed"},
    {FaultKind::kWebhookReordered, "webhook_reordered"},
    {FaultKind::kCrash, "crash"},
    {FaultKind::kCrashAtWrite, "crash_at_write"},
    {FaultKind::kCrashAtMessage, "crash_at_message"},
    {FaultKind::kCrashAtStep, "crash_at_step"},
    {FaultKind::kPowerLoss, "power_loss"},
    {FaultKind::kDiskFull, "disk_full"},
    {FaultKind::kSecondEngine, "second_engine"},
    {FaultKind::kClockStep, "clock_step"},
    {FaultKind::kClockDrift, "clock_drift"},
    {FaultKind::kPcSleeps, "pc_sleeps"},
    {FaultKind::kPcOff, "pc_off"},
    {FaultKind::kPcReboots, "pc_reboots"},
    {FaultKind::kSeatsFull, "seats_full"},
    {FaultKind::kSessionKicked, "session_kicked"},
    {FaultKind::kVersionMismatch, "version_mismatch"},
    {FaultKind::kPcDiskFull, "pc_disk_full"},
    {FaultKind::kPcClockWrong, "pc_clock_wrong"},
    {FaultKind::kSlowRun, "slow_run"},
    {FaultKind::kLatin1Bytes, "latin1_bytes"},
    {FaultKind::kAgentCrash, "agent_crash"},
    {FaultKind::kAgentCrashAtWrite, "agent_crash_at_write"},
    {FaultKind::kAgentCrashAtMessage, "agent_crash_at_message"},
}};

constexpr std::array<Word<System>, 6> kSystemWords = {{
    {System::kAny, "any"},
    {System::kIks, "iks"},
    {System::kProcare, "procare"},
    {System::kEngine, "engine"},
    {System::kAgent, "agent"},
    {System::kProgram, "program"},
}};

// Every table lists its kinds in the order of the enumeration, so that a kind is an index.
template <typename Table>
constexpr bool InOrder(const Table& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  }
  return true;
}
static_assert(InOrder(kActionWords) && static_cast<std::size_t>(ActionKind::kSyncMirror) + 1 == kActionWords.size());
static_assert(InOrder(kFaultWords) &&
              static_cast<std::size_t>(FaultKind::kAgentCrashAtMessage) + 1 == kFaultWords.size());
static_assert(InOrder(kSystemWords) && static_cast<std::size_t>(System::kProgram) + 1 == kSystemWords.size());

template <typename Table, typename Kind>
std::string_view WordOf(const Table& table, Kind kind) {
  return table.at(static_cast<std::size_t>(kind)).word;
}

template <typename Kind, std::size_t kSize>
std::optional<Kind> KindOf(const std::array<Word<Kind>, kSize>& table, std::string_view word) {
  for (const auto& row : table) {
    if (row.word == word) return row.kind;
  }
  return std::nullopt;
}

template <typename Kind, std::size_t kSize>
std::vector<Kind> KindsOf(const std::array<Word<Kind>, kSize>& table) {
  std::vector<Kind> kinds;
  kinds.reserve(kSize);
  for (const auto& row : table) kinds.push_back(row.kind);
  return kinds;
}

}  // namespace

std::string_view ToWord(ActionKind kind) { return WordOf(kActionWords, kind); }
std::string_view ToWord(FaultKind kind) { return WordOf(kFaultWords, kind); }
std::string_view ToWord(System system) { return WordOf(kSystemWords, system); }

std::optional<ActionKind> ActionKindFrom(std::string_view word) { return KindOf(kActionWords, word); }
std::optional<FaultKind> FaultKindFrom(std::string_view word) { return KindOf(kFaultWords, word); }
std::optional<System> SystemFrom(std::string_view word) { return KindOf(kSystemWords, word); }

const std::vector<ActionKind>& AllActionKinds() {
  static const std::vector<ActionKind> kKinds = KindsOf(kActionWords);
  return kKinds;
}

const std::vector<FaultKind>& AllFaultKinds() {
  static const std::vector<FaultKind> kKinds = KindsOf(kFaultWords);
  return kKinds;
}

bool ComesWithFamily(const Scenario& scenario, int family, int child) {
  return std::none_of(scenario.actions.begin(), scenario.actions.end(), [&](const Action& action) {
    return action.kind == ActionKind::kAddSibling && action.family == family && action.child == child;
  });
}

int InstallationsIn(const Scenario& scenario) {
  int count = 0;
  for (const auto& site : scenario.sites) count = std::max(count, site.desktop() ? site.installation + 1 : 0);
  return count;
}

int SchoolNumberOf(const Scenario& scenario, int site) {
  const auto& installation = scenario.sites[static_cast<std::size_t>(site)].installation;
  const auto end = scenario.sites.begin() + site + 1;
  return static_cast<int>(std::count_if(
      scenario.sites.begin(), end, [&](const Site& one) { return one.desktop() && one.installation == installation; }));
}

const std::vector<std::string_view> kSpellingVariants = {
    "", "upper", "no_apostrophe", "accents_dropped", "hyphen_space", "no_birth_date", "other_email",
};

}  // namespace ikp::scenarios
