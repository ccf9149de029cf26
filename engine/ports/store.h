// Store: the engine's durable memory. It holds observations and agreements (what was seen, what was linked, what both
// sides last agreed on) and the write-ahead intents of effects; it holds no work that could go stale.
//
// Commit is atomic and durable when it returns; an implementation may put many batches into one physical commit (group
// commit), each batch still being all or nothing. Reads see every batch whose Commit has returned. All calls come from
// one thread. An implementation that cannot write (disk full, file gone) throws StoreFailure: the engine stops rather
// than act without its memory.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/domain/reason.h"
#include "engine/domain/status.h"

namespace ikp::ports {

class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// --- trigger inbox -------------------------------------------------------------------------------------------------
// "Look at this child's family." What the delivery said is kept for the audit; what counts is what IKS shows when the
// family is handled, so order and repetition of deliveries do not matter (G3).
struct Trigger {
  domain::EventId event;
  domain::IksLocationId location;
  domain::IksFamilyId family;
  domain::IksChildId child;
  std::string status;  // as delivered
  std::string source;  // "webhook", "poll", "staff"
  domain::Instant received_at{};
  bool operator==(const Trigger&) const = default;
};

// --- push state: one per IKS child ---------------------------------------------------------------------------------
enum class PushPhase {
  kIgnored,           // nothing to push
  kRetrying,          // tried again by itself at next_attempt_at
  kWaitingForPerson,  // a review is open
  kRefused,           // waits for better data
  kLinked,
};
std::string_view ToWord(PushPhase phase);
std::optional<PushPhase> PushPhaseFromWord(std::string_view word);

struct PushState {
  domain::IksChildId child;
  domain::IksFamilyId family;
  domain::IksLocationId location;
  std::optional<domain::SiteId> site;  // nothing when the location is not mapped
  PushPhase phase = PushPhase::kIgnored;
  domain::Reason reason = domain::Reason::kQueued;
  std::vector<std::string> details;  // field names, Procare ids, error words; never personal data
  std::int64_t iks_version = 0;      // the child's version that this was decided on
  int attempts = 0;
  std::optional<domain::Instant> next_attempt_at;
  domain::Instant updated_at{};
  bool operator==(const PushState&) const = default;
};

// --- intents: written before an effect, settled after it -----------------------------------------------------------
enum class EffectKind { kCreateFamily, kCreateChild, kPlaceChild };
std::string_view ToWord(EffectKind kind);
std::optional<EffectKind> EffectKindFromWord(std::string_view word);

enum class IntentState {
  kOpen,     // the effect may have happened
  kDone,     // it happened; procare_id is its record
  kNotDone,  // it certainly did not happen
};
std::string_view ToWord(IntentState state);
std::optional<IntentState> IntentStateFromWord(std::string_view word);

struct Intent {
  domain::IntentId id;
  domain::SiteId site;
  domain::IksFamilyId family;
  std::optional<domain::IksChildId> child;  // nothing for kCreateFamily
  EffectKind kind = EffectKind::kCreateFamily;
  IntentState state = IntentState::kOpen;
  // What was sent, in the normalised form in which it is looked for: IKS may have changed in between.
  std::vector<std::string> identity;
  // Procare records of that kind that already existed when the effect was decided, as far as they are alike.
  std::vector<std::string> known_before;
  std::string procare_id;  // kDone: the record; kPlaceChild: the child that is placed
  domain::Instant created_at{};
  std::optional<domain::Instant> sent_until;  // the effect can reach Procare until then at the latest, as we know it
  bool operator==(const Intent&) const = default;
};

// --- links ---------------------------------------------------------------------------------------------------------
enum class LinkKind { kFamily, kGuardian, kChild };
std::string_view ToWord(LinkKind kind);
std::optional<LinkKind> LinkKindFromWord(std::string_view word);

enum class LinkOrigin { kCreated, kAdopted, kMatched, kManual };
std::string_view ToWord(LinkOrigin origin);
std::optional<LinkOrigin> LinkOriginFromWord(std::string_view word);

struct Link {
  domain::SiteId site;
  LinkKind kind = LinkKind::kChild;
  std::string iks_id;
  std::string procare_id;
  LinkOrigin origin = LinkOrigin::kCreated;
  bool settled = false;  // children: the initial placement is done, Procare owns the record from here on (I3)
  domain::Instant linked_at{};
  bool operator==(const Link&) const = default;
};

// --- nightly -------------------------------------------------------------------------------------------------------
// What both sides last agreed on for a linked child.
struct Agreement {
  domain::SiteId site;
  domain::IksChildId child;
  domain::ProcareChildId procare_child;
  std::string procare_status = {};  // the raw word; empty before the first nightly
  std::string iks_status = {};
  std::string classroom = {};
  std::optional<domain::CivilDate> start = {};
  std::optional<domain::CivilDate> withdrawal = {};
  bool ever_active = false;  // seen Active on or after its start (E.2: On Hold before or after)
  int missing_nights = 0;    // consecutive complete snapshots without the record (H25)
  domain::Instant agreed_at{};
  bool operator==(const Agreement&) const = default;
};

enum class NightlyOutcome { kRunning, kDone, kIncomplete, kHeld, kFailed };
std::string_view ToWord(NightlyOutcome outcome);
std::optional<NightlyOutcome> NightlyOutcomeFromWord(std::string_view word);

struct NightlyRun {
  domain::SiteId site;
  domain::CivilDate local_date;
  NightlyOutcome outcome = NightlyOutcome::kRunning;
  int attempt = 1;
  domain::Instant due_at{};
  domain::Instant started_at{};
  std::optional<domain::Instant> finished_at;
  std::string report_json;
  bool operator==(const NightlyRun&) const = default;
};

// --- review queue --------------------------------------------------------------------------------------------------
enum class ReviewState { kOpen, kResolved };

struct Review {
  domain::ReviewId id;
  domain::SiteId site;
  domain::IksFamilyId family;
  std::optional<domain::IksChildId> child;
  domain::Reason reason = domain::Reason::kAmbiguousMatch;
  std::vector<std::string> candidates;  // Procare ids
  ReviewState state = ReviewState::kOpen;
  std::string decision;  // "link:<procare id>", "create", "obsolete"
  std::string decided_by;
  domain::Instant opened_at{};
  std::optional<domain::Instant> resolved_at;
  bool operator==(const Review&) const = default;
};

// --- audit log -----------------------------------------------------------------------------------------------------
struct AuditEntry {
  std::int64_t sequence = 0;  // given by the store, ascending
  domain::Instant at{};
  std::string site;  // ids only; empty where it does not apply
  std::string family;
  std::string child;
  std::string event;         // stable word: "trigger_received", "intent_opened", "linked", "written_back", ...
  std::string details_json;  // object; ids, codes, field names
  bool operator==(const AuditEntry&) const = default;
};

// --- mutations -----------------------------------------------------------------------------------------------------
struct AddTrigger {  // a repeated event id is dropped silently: deliveries are at least once
  Trigger trigger;
};
struct RemoveTriggers {
  std::vector<domain::EventId> events;
};
struct PutPushState {
  PushState state;
};
struct OpenIntent {  // conflicts with an open intent for the same (site, family, child, kind)
  Intent intent;
};
struct SettleIntent {
  domain::IntentId id;
  IntentState state = IntentState::kDone;
  std::string procare_id;
};
struct PutLink {  // conflicts when the IKS side is linked to something else in that site and kind, and for children
                  // also when the Procare side is (two IKS families of one household may share a Procare family)
  Link link;
};
struct RemoveLink {
  domain::SiteId site;
  LinkKind kind = LinkKind::kChild;
  std::string iks_id;
};
struct PutAgreement {
  Agreement agreement;
};
struct ClaimNightly {  // conflicts when a run of that site and date exists, unless it is kIncomplete, kHeld, kFailed or
                       // kRunning with a lower attempt (an earlier process died in it)
  NightlyRun run;
};
struct FinishNightly {
  NightlyRun run;
};
struct PutReview {
  Review review;
};
struct AppendAudit {
  AuditEntry entry;
};
struct PutCursor {
  std::string name;
  std::string value;
};

using Mutation = std::variant<AddTrigger, RemoveTriggers, PutPushState, OpenIntent, SettleIntent, PutLink, RemoveLink,
                              PutAgreement, ClaimNightly, FinishNightly, PutReview, AppendAudit, PutCursor>;
using WriteBatch = std::vector<Mutation>;

enum class CommitResult {
  kCommitted,
  kConflict,  // a condition named at the mutation did not hold; nothing of the batch was written
};

class Store {
 public:
  virtual ~Store() = default;

  virtual async::Task<CommitResult> Commit(WriteBatch batch) = 0;

  virtual async::Task<std::vector<Trigger>> PendingTriggers(std::size_t limit) = 0;  // oldest first
  virtual async::Task<std::optional<PushState>> FindPushState(domain::IksChildId child) = 0;
  virtual async::Task<std::vector<PushState>> PushStatesOfFamily(domain::IksFamilyId family) = 0;
  // States of any phase whose next_attempt_at is at or before `now`, earliest first. (Refused and waiting children are
  // looked at again from time to time too: what they lack may have come without the child's own record changing.)
  virtual async::Task<std::vector<PushState>> DuePushStates(domain::Instant now, std::size_t limit) = 0;
  virtual async::Task<std::vector<PushState>> AllPushStates() = 0;
  virtual async::Task<std::vector<Intent>> OpenIntentsOfFamily(domain::SiteId site, domain::IksFamilyId family) = 0;
  virtual async::Task<std::vector<Intent>> OpenIntents() = 0;
  // Intents of any state created at or after `since`, oldest first: what we may have created lately and Procare may not
  // show yet (G50).
  virtual async::Task<std::vector<Intent>> IntentsSince(domain::SiteId site, domain::Instant since) = 0;
  // The earliest next_attempt_at later than `after` of the families that are not in `except`, if any: when the pusher
  // must wake.
  virtual async::Task<std::optional<domain::Instant>> NextAttemptAfter(domain::Instant after,
                                                                       std::set<domain::IksFamilyId> except) = 0;
  virtual async::Task<std::optional<Link>> FindLink(domain::SiteId site, LinkKind kind, std::string iks_id) = 0;
  virtual async::Task<std::vector<Link>> LinksOfSite(domain::SiteId site) = 0;
  virtual async::Task<std::vector<Agreement>> AgreementsOfSite(domain::SiteId site) = 0;
  virtual async::Task<std::optional<Agreement>> FindAgreement(domain::SiteId site, domain::IksChildId child) = 0;
  virtual async::Task<std::optional<NightlyRun>> FindNightly(domain::SiteId site, domain::CivilDate local_date) = 0;
  virtual async::Task<std::optional<NightlyRun>> LatestNightly(domain::SiteId site) = 0;  // by local date
  virtual async::Task<std::vector<Review>> OpenReviews() = 0;
  // Reviews of the family, open and resolved, oldest first.
  virtual async::Task<std::vector<Review>> ReviewsOfFamily(domain::SiteId site, domain::IksFamilyId family) = 0;
  virtual async::Task<std::optional<Review>> FindReview(domain::ReviewId id) = 0;
  // Entries that name this child, or its family without a child; oldest first, at most the last `limit`.
  virtual async::Task<std::vector<AuditEntry>> AuditOfChild(domain::IksChildId child, std::size_t limit) = 0;
  // Entries with a greater sequence, oldest first.
  virtual async::Task<std::vector<AuditEntry>> AuditAfter(std::int64_t sequence, std::size_t limit) = 0;
  virtual async::Task<std::optional<std::string>> Cursor(std::string name) = 0;
};

}  // namespace ikp::ports
