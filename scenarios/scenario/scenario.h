// Scenario: one run of the world as plain data: who exists, how the systems are set up, what people do and when, what
// breaks and when. It is drawn by a generator, written as JSON, replayed, reduced and checked in; running it is a pure
// function of this value (scenarios/run/runner.h).
//
// Everything is an index into the lists of the scenario (family 3, its child 1, site 0), never an id of a system, so
// that a reducer can cut and a person can read. Times are milliseconds after `start`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/civil_date.h"
#include "engine/domain/instant.h"

namespace ikp::scenarios {

using domain::Instant;
using domain::Milliseconds;

inline constexpr int kScenarioVersion = 1;

// --- topology ------------------------------------------------------------------------------------------------------
// Which Procare a site has.
inline constexpr std::string_view kOnline = "online";
inline constexpr std::string_view kDesktop = "desktop";

struct Site {
  std::string kind = std::string(kOnline);
  int tenant = 0;        // Online: index of the Procare tenant; a scenario has tenants 0..max
  int installation = 0;  // Desktop: index of the PC with its database; its sites are its schools 1, 2, ... as listed
  std::string zone = "America/New_York";
  std::string nightly_at = "04:00";
  std::vector<std::string> rooms = {};    // classrooms of the Procare school
  bool mapped = true;                     // false: the engine's configuration has no such site (F3)
  bool pre_registered_as_active = false;  // the site's policy po.prereg
  bool push_without_email = true;
  int mass_change_minimum = 10;  // of the site's policy (H26)
  bool future_row = true;        // Desktop: the push enters an Enrolled row on the start date, too (C.4)
  bool engagement = false;       // Desktop: the installation is copied into the cloud, by runs that take a seat (G54)
  bool operator==(const Site&) const = default;

  bool desktop() const { return kind == kDesktop; }
};

// Settings of the engine under test.
struct EngineSetup {
  Milliseconds poll_interval{3'600'000};
  Milliseconds recheck_interval{3'600'000};  // of what waits for better data or for a person
  Milliseconds visibility_window{600'000};   // never shorter than what the world's lags add up to
  Milliseconds request_timeout{30'000};
  double requests_per_second = 2;
  int burst = 5;
  bool send_external_id = false;
  Milliseconds poll_hold{7'200'000};    // Desktop: how long an agent's poll is held; short ones make long runs
  Milliseconds answer_within{120'000};  // Desktop: so long an effect waits for the centre's PC
  bool operator==(const EngineSetup&) const = default;
};

// --- people --------------------------------------------------------------------------------------------------------
struct Guardian {
  std::string first_name, last_name, email, phone;
  bool operator==(const Guardian&) const = default;
};

struct Child {
  std::string first_name, last_name;
  std::string birth_date = {};      // "YYYY-MM-DD", or empty
  std::string due_date = {};        // of an unborn child
  std::string desired_start = {};   // "YYYY-MM-DD", or empty
  std::string status = "Waitlist";  // in IKS when the family appears there
  bool operator==(const Child&) const = default;
};

// A real household. Where it is recorded at the beginning is said here; later actions record it elsewhere.
struct Family {
  int site = 0;
  std::vector<Guardian> guardians = {};
  std::vector<Child> children = {};
  bool in_iks = true;
  bool in_procare = false;            // staff had typed it before the story begins
  std::string procare_spelling = {};  // how: see SpellingVariant; empty is letter by letter
  bool operator==(const Family&) const = default;
};

// --- what people do ------------------------------------------------------------------------------------------------
enum class ActionKind {
  // in IKS
  kCreateLead,      // the family appears in IKS
  kDuplicateLead,   // somebody types the same family into IKS a second time
  kSetStatus,       // of a child; value: the status; number 1: of its second entry (kDuplicateLead)
  kSetStatusOfAll,  // of all children of the site at once (push storm); value: the status
  kEditChild,       // value: "field=text" with field first_name, last_name, dob, due_date, desired_start_date
  kEditGuardian,    // value: "field=text" with field first_name, last_name, email, mobile; number: which guardian
  kAddSibling,      // a child of the family that was not in IKS yet appears (child: which); value: its status
  kMergeFamilies,   // family is merged into family `other`
  kMoveChild,       // the child moves to `site`
  kDeleteFamily,
  // in Procare
  kTypeFamily,           // staff type the family into the school of its site; value: SpellingVariant
  kTypeChild,            // staff add one child to the family's record there, which must exist
  kSetEnrollment,        // value: active, hold, inactive, graduate
  kAssignRoom,           // number: which room of the site; -1 takes the room away
  kPlanMove,             // value: withdrawal, graduation, hold, hold_activation, room_transition; number: days from now
  kEditProcareChild,     // value: "field=text" with field first_name, last_name, dob, start_date, withdrawal_date
  kEditProcareGuardian,  // value: "field=text"; by a parent in the app
  kRenameRoom,           // number: which room; value: the new name
  kCloseRoom,
  kMoveProcareChild,  // to the school of `site`
  kDeleteProcareChild,
  kShareProcareChild,  // with family `other` (split household)
  kResolveDuplicate,   // staff delete all but the oldest Procare record of the child
  kRotateSecret,       // of the tenant; the engine's configuration follows after `number` minutes
  // the operator of the engine
  kApproveLink,       // open reviews of the family: link to candidate `number` (modulo)
  kApproveCreate,     // open reviews of the family: create a new record
  kAcceptMassChange,  // run the nightly of the site now, mass change accepted
  kRunNightlyNow,
  kUpdateZone,  // the site's zone changes everywhere; value: IANA name; the engine restarts with it
  // at Desktop only, by staff at the centre (what is above under "in Procare" is done there, too, in its own way)
  kMergePeople,    // the child's records become one; number 1: the newest keeps its id. Typed twice first, if need be
  kHideAccount,    // of the child; number 1: shown again
  kRemoveAccount,  // the people of it stay, without one (G32)
  kCopyAccount,    // of the child to the school of `site`; number 1: with the status rows (G34)
  kGraduateClass,  // of `site`: all of room `number` go to the next one (G35)
  kRenameStatusLabel,  // of `site`; value: "old=new"
  kAddStatusRow,       // of the child; number: days from today, may be negative; value: the label
  kEditStatusRow,      // the newest row of the child; number: days from today; value: the label
  kTakeBackup,         // of the installation of `site`
  kRestoreBackup,      // the last one of the installation of `site` (G40)
  kSyncMirror,         // of the installation of `site`: a run of the copy in the cloud by hand (G58)
};
inline constexpr ActionKind kFirstAtDesktop = ActionKind::kMergePeople;
inline bool IsAtDesktop(ActionKind kind) { return kind >= kFirstAtDesktop; }
// "set_status" for kSetStatus; stable, as files hold it.
std::string_view ToWord(ActionKind kind);
std::optional<ActionKind> ActionKindFrom(std::string_view word);
const std::vector<ActionKind>& AllActionKinds();

struct Action {
  Milliseconds at{0};
  ActionKind kind = ActionKind::kSetStatus;
  int family = -1;
  int child = -1;  // within the family
  int site = -1;
  int other = -1;  // a second family
  int number = 0;
  std::string value = {};
  bool operator==(const Action&) const = default;
};

// How staff spell a family that IKS spells its own way: "", "upper", "no_apostrophe", "accents_dropped",
// "hyphen_space", "no_birth_date", "other_email".
extern const std::vector<std::string_view> kSpellingVariants;

// --- what breaks ---------------------------------------------------------------------------------------------------
enum class FaultKind {
  // the network, for `count` messages that fit (0: until `lasts` is over)
  kDelay,        // `ms` more on the way there (and later messages overtake: reordering)
  kRequestLost,  // nothing arrives; the sender times out
  kAnswerLost,   // handled, no answer arrives
  kLateAnswer,   // handled, the answer comes `ms` later
  kDuplicated,   // arrives a second time, `ms` later
  kReset,        // connection reset before it was handled
  kTruncated,    // half of the answer
  kHtmlAnswer,   // a proxy's page in place of the answer; number 1: after it was handled
  kPartition,    // nothing goes through to or from `where` for `lasts`
  kClog,         // everything to and from `where` takes `ms` more for `lasts`
  // the systems; `where` says which
  kServerError,  // number: 500, 502, 503, 504
  kTooMany,      // 429; number: Retry-After in seconds, -1 none, -2 as a date
  kTokenExpires,
  kTokenRevoked,
  kNotCleared,  // a login that is good for nothing (G6)
  kLocked,      // the account is locked until the action or healing unlocks it
  kPageCap,     // number: rows
  kPageDrift,   // number 0: a row disappears between two pages, 1: appears
  kIgnoredOffset,
  kWindowCap,  // number: rows
  kReadLag,    // `ms`
  kLooseTypes,
  kReadBackMissing,  // 404 after a write
  kPartialWrite,     // number: guardians kept
  kWebhookDropped,
  kWebhookDuplicated,
  kWebhookDelayed,  // `ms`
  kWebhookReordered,
  // the engine's process and machine
  kCrash,           // at once; `ms`: how long it stays down
  kCrashAtWrite,    // at the `number`-th durable write from then on; value "before" or "after"
  kCrashAtMessage,  // at the `number`-th message from then on; value "before" or "after"
  kCrashAtStep,     // at the `number`-th resumption of a coroutine from then on
  kPowerLoss,       // as kCrash, and what was not flushed is gone
  kDiskFull,        // durable writes fail for `lasts`: the process dies at each
  kSecondEngine,    // somebody starts a second process on the same store for `lasts`
  kClockStep,       // the engine's clock jumps by `ms` (may be negative)
  kClockDrift,      // number: parts per million, for `lasts`
  // the PC of a Desktop site (`site` of the fault; -1: every one) and the agent on it
  kPcSleeps,             // for `lasts`; the agent starts again when it wakes
  kPcOff,                // for `lasts`, without warning: what was not flushed is gone
  kPcReboots,            // in the middle of the next reading
  kSeatsFull,            // people use all of them for `lasts` (G38)
  kSessionKicked,        // at the next `count` calls of the agent's session
  kVersionMismatch,      // the program is updated, the agent's client `lasts` later (G39)
  kPcDiskFull,           // the database's disk for `lasts`
  kPcClockWrong,         // by `ms` (may be negative) for `lasts`
  kSlowRun,              // `ms` for each account of the next `count` pages (G41)
  kLatin1Bytes,          // in the next `count` pages (G56)
  kAgentCrash,           // at once; `ms`: how long it stays down
  kAgentCrashAtWrite,    // at the `number`-th entry of its journal from then on; value "before" or "after"
  kAgentCrashAtMessage,  // at the `number`-th call to the program or the engine from then on; "before" or "after".
                         // Method "POST": only calls that enter something into the program count
};
inline constexpr FaultKind kFirstAtPc = FaultKind::kPcSleeps;
inline bool IsAtPc(FaultKind kind) { return kind >= kFirstAtPc; }
std::string_view ToWord(FaultKind kind);
std::optional<FaultKind> FaultKindFrom(std::string_view word);
const std::vector<FaultKind>& AllFaultKinds();

// kAgent: what agents of Desktop sites send to the engine, and nothing else. kProgram: what they ask of the program on
// their PC. kAny leaves both alone.
enum class System { kAny, kIks, kProcare, kEngine, kAgent, kProgram };
std::string_view ToWord(System system);
std::optional<System> SystemFrom(std::string_view word);

struct Fault {
  Milliseconds at{0};
  FaultKind kind = FaultKind::kDelay;
  System where = System::kAny;
  std::string method = {};  // "GET", "POST", "PATCH", "login", "page" (a later one of a list); empty: any
  int after = 0;            // lets so many messages that fit pass first
  int count = 1;
  Milliseconds ms{0};
  Milliseconds lasts{0};
  int number = 0;
  std::string value = {};
  int site = -1;  // of what happens at a PC
  bool operator==(const Fault&) const = default;
};

// --- the whole -----------------------------------------------------------------------------------------------------
struct Scenario {
  std::uint64_t seed = 0;  // of everything that is drawn while it runs: latencies, jitter, ids
  Instant start{};
  std::vector<Site> sites = {};
  EngineSetup engine = {};
  bool through_codec = false;  // messages pass the production HTTP codec as bytes; otherwise they are handed over
  std::map<std::string, std::string> iks_switches = {};
  std::map<std::string, std::string> procare_switches = {};
  std::map<std::string, std::string> desktop_switches = {};
  std::vector<Family> families = {};
  std::vector<Action> actions = {};  // by time
  std::vector<Fault> faults = {};    // by time
  Milliseconds safety_ends{0};       // people stop and everything heals; then the world must converge
  bool operator==(const Scenario&) const = default;
};

// Whether the child comes into IKS together with its family: not one that somebody adds later (kAddSibling).
bool ComesWithFamily(const Scenario& scenario, int family, int child);

// PCs with Procare Desktop.
int InstallationsIn(const Scenario& scenario);
// The number by which the database of its installation knows the site's school: 1, 2, ...
int SchoolNumberOf(const Scenario& scenario, int site);

}  // namespace ikp::scenarios
