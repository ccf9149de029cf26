// The steps of a push plan, one function each: intent before the effect, settlement after it, never a blind repeat.
#include <algorithm>
#include <cstdio>

#include "engine/audit/entries.h"
#include "engine/push/site_push.h"
#include "engine/rules/placement.h"

namespace ikp::push {

using domain::Reason;
using ports::EffectKind;
using ports::LinkOrigin;
using ports::PushPhase;
using systems::Effect;

namespace {

domain::IntentId NewIntentId(ports::Random& random) {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random.NextU64()),
                static_cast<unsigned long long>(random.NextU64()));
  return domain::IntentId::Trusted(text);
}

Reason LinkedReason(LinkOrigin origin) {
  switch (origin) {
    case LinkOrigin::kCreated:
      return Reason::kLinkedCreated;
    case LinkOrigin::kAdopted:
      return Reason::kLinkedAdopted;
    case LinkOrigin::kMatched:
      return Reason::kLinkedExisting;
    case LinkOrigin::kManual:
      return Reason::kLinkedManually;
  }
  return Reason::kLinkedCreated;
}

bool Concerns(const systems::SystemProblem& problem, std::string_view field) {
  return std::any_of(problem.details.begin(), problem.details.end(),
                     [&](const std::string& detail) { return detail.find(field) != std::string::npos; });
}

}  // namespace

async::Task<SitePush::Progress> SitePush::Execute(rules::PushStep step) {
  return std::visit([this](auto&& one) { return Do(std::move(one)); }, std::move(step));
}

// --- looking showed what became of it --------------------------------------------------------------------------------

async::Task<SitePush::Progress> SitePush::Do(rules::AdoptFamily step) {
  co_return co_await CommitFamilyLink(step.procare, LinkOrigin::kAdopted, step.intent);
}

async::Task<SitePush::Progress> SitePush::Do(rules::AdoptChild step) {
  co_return co_await CommitChildLink(step.child, step.procare, LinkOrigin::kAdopted, step.intent);
}

async::Task<SitePush::Progress> SitePush::Do(rules::DropIntent step) {
  ports::WriteBatch batch;
  const auto state = step.left_behind ? ports::IntentState::kDone : ports::IntentState::kNotDone;
  batch.push_back(ports::SettleIntent{step.intent, state, step.left_behind.value_or("")});
  batch.push_back(audit::Entry(services_.clock.Now(), step.left_behind ? "record_left_behind" : "intent_never_happened",
                               site_.site.id.str(), family_.id.str(), "",
                               {{"intent", step.intent.str()}, {"procare_id", step.left_behind.value_or("")}}));
  co_await Commit(std::move(batch));
  Forget(step.intent);
  co_return Progress::kPlanAgain;
}

// --- linking what is there -------------------------------------------------------------------------------------------

async::Task<SitePush::Progress> SitePush::Do(rules::LinkFamily step) {
  co_return co_await CommitFamilyLink(step.procare, step.by_person ? LinkOrigin::kManual : LinkOrigin::kMatched,
                                      std::nullopt);
}

async::Task<SitePush::Progress> SitePush::Do(rules::LinkChild step) {
  std::optional<domain::IntentId> settles;
  for (const auto& intent : open_) {
    if (intent.kind == EffectKind::kCreateChild && intent.child == step.child) settles = intent.id;
  }
  co_return co_await CommitChildLink(step.child, step.procare,
                                     step.by_person ? LinkOrigin::kManual : LinkOrigin::kMatched, settles);
}

// --- effects
// -----------------------------------------------------------------------------------------------------------

async::Task<SitePush::Progress> SitePush::Do(rules::CreateFamily step) {
  for (const auto& id : step.known_before) step.family.known_alike.push_back(domain::ProcareFamilyId::Trusted(id));
  const auto intent = co_await Open(EffectKind::kCreateFamily, std::nullopt, std::move(step.identity),
                                    std::move(step.known_before), {});
  if (!intent) co_return Progress::kStop;
  const Effect effect = co_await site_.procare->CreateFamily(site_.site.school, std::move(step.family), intent->id);
  switch (effect.kind) {
    case Effect::Kind::kDone: {
      const auto procare = domain::ProcareFamilyId::Trusted(effect.id);
      co_return co_await CommitFamilyLink(procare, LinkOrigin::kCreated, intent->id);
    }
    case Effect::Kind::kNotDone:
      // Refused for an e-mail address: the phones identify the family too, so it may go without (F26).
      if (effect.problem.reason == Reason::kRejectedByProcare && Concerns(effect.problem, "email") && !omit_emails_ &&
          site_.site.policy.push_without_email) {
        omit_emails_ = true;
        ports::WriteBatch batch;
        batch.push_back(ports::SettleIntent{intent->id, ports::IntentState::kNotDone, {}});
        batch.push_back(audit::Entry(services_.clock.Now(), "email_left_out", site_.site.id.str(), family_.id.str(), "",
                                     {{"intent", intent->id.str()}}));
        co_await Commit(std::move(batch));
        Forget(intent->id);
        co_return Progress::kPlanAgain;
      }
      co_return co_await NotDone(*intent, effect.problem);
    case Effect::Kind::kUnknown:
      co_return co_await Unknown(*intent, effect.problem);
  }
  co_return Progress::kStop;
}

async::Task<SitePush::Progress> SitePush::Do(rules::CreateChild step) {
  if (!step.family) {
    if (!family_link_) co_return Progress::kStop;
    step.family = domain::ProcareFamilyId::Trusted(family_link_->procare_id);
  }
  step.record.family = *step.family;
  for (const auto& id : step.known_before) step.record.known_alike.push_back(domain::ProcareChildId::Trusted(id));
  const auto intent =
      co_await Open(EffectKind::kCreateChild, step.child, std::move(step.identity), std::move(step.known_before), {});
  if (!intent) co_return Progress::kStop;
  const Effect effect = co_await site_.procare->CreateChild(site_.site.school, std::move(step.record), intent->id);
  switch (effect.kind) {
    case Effect::Kind::kDone: {
      const auto procare = domain::ProcareChildId::Trusted(effect.id);
      co_return co_await CommitChildLink(step.child, procare, LinkOrigin::kCreated, intent->id);
    }
    case Effect::Kind::kNotDone:
      co_return co_await NotDone(*intent, effect.problem);
    case Effect::Kind::kUnknown:
      co_return co_await Unknown(*intent, effect.problem);
  }
  co_return Progress::kStop;
}

async::Task<SitePush::Progress> SitePush::Do(rules::PlaceChild step) {
  std::optional<ports::Intent> intent;
  for (const auto& open : open_) {
    if (step.intent && open.id == *step.intent) intent = open;
  }
  if (!intent) intent = co_await Open(EffectKind::kPlaceChild, step.child, {}, {}, step.procare.str());
  if (!intent) co_return Progress::kStop;
  // Repeating a placement is harmless (see systems/procare.h), so an open intent is simply carried out again while the
  // record still is as it was born.
  const Effect effect = co_await site_.procare->PlaceChild(step.procare, step.placement, intent->id);
  switch (effect.kind) {
    case Effect::Kind::kDone: {
      rules::SettleChild settle{step.child, intent->id};
      co_return co_await Do(std::move(settle));
    }
    case Effect::Kind::kNotDone:
      if (effect.problem.reason == Reason::kRejectedByProcare) {
        // The child exists but stays as it was born: staff must place it, and the record is theirs from here on.
        services_.log.Write(ports::LogLevel::kWarning, "placement_refused", {{"child", step.child.str()}});
        placement_refused_.insert_or_assign(step.child, effect.problem.details);
        rules::SettleChild settle{step.child, intent->id};
        co_return co_await Do(std::move(settle));
      }
      if (effect.problem.reason == Reason::kStatusWordMissing) {
        placement_waits_.insert(step.child);
        // Nothing was written, so nothing is open; one of an earlier try may be half done, and stays so.
        if (!step.intent) co_await Settle(intent->id, ports::IntentState::kNotDone);
      }
      co_return co_await NotDone(*intent, effect.problem);
    case Effect::Kind::kUnknown: {
      ChildOutcome outcome = OutcomeOf(effect.problem);
      if (outcome.reason != Reason::kOnWorkList) outcome.reason = Reason::kOutcomeUnknown;
      outcome.phase = PushPhase::kRetrying;
      co_await ConcludeRemaining(outcome);
      co_return Progress::kStop;
    }
  }
  co_return Progress::kStop;
}

async::Task<void> SitePush::Settle(domain::IntentId intent, ports::IntentState state) {
  ports::WriteBatch batch;
  batch.push_back(ports::SettleIntent{intent, state, {}});
  co_await Commit(std::move(batch));
  Forget(intent);
}

async::Task<SitePush::Progress> SitePush::Do(rules::SettleChild step) {
  auto& link = child_links_.at(step.child);
  link.settled = true;
  ports::WriteBatch batch;
  batch.push_back(ports::PutLink{link});
  batch.push_back(audit::SettledEntry(link, family_.id, services_.clock.Now()));
  if (step.intent) batch.push_back(ports::SettleIntent{*step.intent, ports::IntentState::kDone, link.procare_id});
  if (const auto* child = Child(step.child)) {
    auto outcome = LinkedOutcome(*child, link);
    batch.insert(batch.end(), std::make_move_iterator(outcome.begin()), std::make_move_iterator(outcome.end()));
    batch.push_back(ports::PutAgreement{FirstAgreement(*child, link)});
  }
  co_await Commit(std::move(batch));
  if (step.intent) Forget(*step.intent);
  candidates_.erase(step.child);
  co_return Progress::kPlanAgain;
}

// --- shared parts
// ------------------------------------------------------------------------------------------------------

async::Task<std::optional<ports::Intent>> SitePush::Open(EffectKind kind, std::optional<domain::IksChildId> child,
                                                         std::vector<std::string> identity,
                                                         std::vector<std::string> known_before,
                                                         std::string procare_id) {
  ports::Intent intent{.id = NewIntentId(services_.random),
                       .site = site_.site.id,
                       .family = family_.id,
                       .child = std::move(child),
                       .kind = kind,
                       .state = ports::IntentState::kOpen,
                       .identity = std::move(identity),
                       .known_before = std::move(known_before),
                       .procare_id = std::move(procare_id),
                       .created_at = services_.clock.Now(),
                       .sent_until = std::nullopt};
  ports::WriteBatch batch;
  batch.push_back(ports::OpenIntent{intent});
  batch.push_back(audit::Entry(intent.created_at, "intent_opened", site_.site.id.str(), family_.id.str(),
                               intent.child ? intent.child->str() : std::string(),
                               {{"intent", intent.id.str()}, {"effect", std::string(ports::ToWord(kind))}}));
  if (co_await services_.store.Commit(std::move(batch)) == ports::CommitResult::kConflict) {
    // Somebody else has an intent for the same effect. Never act beside it.
    services_.log.Write(ports::LogLevel::kError, "intent_conflict", {{"family", family_.id.str()}});
    ChildOutcome outcome{.reason = Reason::kOutcomeUnknown};
    outcome.details.push_back("intent_conflict");
    co_await ConcludeRemaining(outcome);
    co_return std::nullopt;
  }
  open_.push_back(intent);
  co_return intent;
}

async::Task<SitePush::Progress> SitePush::NotDone(const ports::Intent& intent, const systems::SystemProblem& problem) {
  const bool placement = intent.kind == EffectKind::kPlaceChild;
  ports::WriteBatch batch;
  if (!placement) batch.push_back(ports::SettleIntent{intent.id, ports::IntentState::kNotDone, {}});
  batch.push_back(audit::Entry(services_.clock.Now(), "effect_not_done", site_.site.id.str(), family_.id.str(),
                               intent.child ? intent.child->str() : std::string(),
                               {{"intent", intent.id.str()}, {"reason", std::string(Describe(problem.reason).word)}}));
  co_await Commit(std::move(batch));
  const auto child = intent.child;  // `intent` may live in open_
  if (!placement) Forget(intent.id);
  const ChildOutcome outcome = OutcomeOf(problem);
  if ((problem.reason == Reason::kRejectedByProcare || problem.reason == Reason::kStatusWordMissing) && child) {
    // This child only; its siblings go on (F5).
    if (const auto* record = Child(*child)) co_await Commit(RecordState(*record, outcome));
    candidates_.erase(*child);
    co_return Progress::kPlanAgain;
  }
  co_await ConcludeRemaining(outcome);
  co_return Progress::kStop;
}

async::Task<SitePush::Progress> SitePush::Unknown(const ports::Intent& intent, const systems::SystemProblem& problem) {
  ended_.insert_or_assign(intent.id, services_.clock.Now());
  ports::WriteBatch batch;
  batch.push_back(audit::Entry(services_.clock.Now(), "outcome_unknown", site_.site.id.str(), family_.id.str(),
                               intent.child ? intent.child->str() : std::string(),
                               {{"intent", intent.id.str()}, {"details", audit::Joined(problem.details)}}));
  co_await Commit(std::move(batch));
  services_.log.Write(ports::LogLevel::kWarning, "outcome_unknown",
                      {{"family", family_.id.str()}, {"intent", intent.id.str()}});
  co_return Progress::kLookAgain;
}

async::Task<SitePush::Progress> SitePush::CommitFamilyLink(const domain::ProcareFamilyId& procare, LinkOrigin origin,
                                                           std::optional<domain::IntentId> settles) {
  ports::Link link{.site = site_.site.id,
                   .kind = ports::LinkKind::kFamily,
                   .iks_id = family_.id.str(),
                   .procare_id = procare.str(),
                   .origin = origin,
                   .settled = true,
                   .linked_at = services_.clock.Now()};
  ports::WriteBatch batch;
  if (settles) batch.push_back(ports::SettleIntent{*settles, ports::IntentState::kDone, procare.str()});
  if (family_link_ && family_link_->procare_id != link.procare_id) {
    batch.push_back(ports::RemoveLink{link.site, link.kind, link.iks_id});
    batch.push_back(audit::Entry(link.linked_at, "unlinked", link.site.str(), link.iks_id, "",
                                 {{"kind", "family"}, {"iks_id", link.iks_id}}));
  }
  batch.push_back(ports::PutLink{link});
  batch.push_back(audit::LinkEntry(link, family_.id));
  CloseReviews(std::nullopt, batch);
  if (co_await services_.store.Commit(std::move(batch)) == ports::CommitResult::kConflict) {
    ChildOutcome outcome{.reason = Reason::kAmbiguousMatch};
    outcome.details.push_back("family_link_conflict");
    co_await ConcludeRemaining(outcome);
    co_return Progress::kStop;
  }
  if (settles) Forget(*settles);
  family_link_ = std::move(link);
  co_return Progress::kPlanAgain;
}

async::Task<SitePush::Progress> SitePush::CommitChildLink(const domain::IksChildId& child,
                                                          const domain::ProcareChildId& procare, LinkOrigin origin,
                                                          std::optional<domain::IntentId> settles) {
  const bool ours = origin == LinkOrigin::kCreated || origin == LinkOrigin::kAdopted;
  ports::Link link{
      .site = site_.site.id,
      .kind = ports::LinkKind::kChild,
      .iks_id = child.str(),
      .procare_id = procare.str(),
      .origin = origin,
      // What staff typed is theirs at once; what we created is placed first, while IKS still has the child.
      .settled = !ours || Child(child) == nullptr,
      .linked_at = services_.clock.Now()};
  ports::WriteBatch batch;
  if (settles) batch.push_back(ports::SettleIntent{*settles, ports::IntentState::kDone, procare.str()});
  batch.push_back(ports::PutLink{link});
  batch.push_back(audit::LinkEntry(link, family_.id));
  const auto* record = Child(child);
  if (link.settled && record != nullptr) {
    auto outcome = LinkedOutcome(*record, link);
    batch.insert(batch.end(), std::make_move_iterator(outcome.begin()), std::make_move_iterator(outcome.end()));
  }
  if (co_await services_.store.Commit(std::move(batch)) == ports::CommitResult::kConflict) {
    rules::ChildVerdict verdict{.child = child,
                                .kind = rules::ChildVerdict::Kind::kPerson,
                                .reason = Reason::kAmbiguousMatch,
                                .details = {"linked_to_another_iks_child"},
                                .candidates = {procare.str()},
                                .about_family = false,
                                .look_again_at = std::nullopt};
    co_await Conclude(std::move(verdict));
    co_return Progress::kPlanAgain;
  }
  if (settles) Forget(*settles);
  child_links_.insert_or_assign(child, std::move(link));
  candidates_.erase(child);
  co_return Progress::kPlanAgain;
}

ports::WriteBatch SitePush::LinkedOutcome(const domain::IksChild& child, const ports::Link& link) {
  ChildOutcome outcome{.phase = PushPhase::kLinked, .reason = LinkedReason(link.origin)};
  outcome.details.push_back("procare_child:" + link.procare_id);
  if (const auto refused = placement_refused_.find(child.id); refused != placement_refused_.end()) {
    outcome.details.push_back("placement_refused");
    outcome.details.insert(outcome.details.end(), refused->second.begin(), refused->second.end());
  }
  ports::WriteBatch batch = RecordState(child, outcome);
  CloseReviews(child.id, batch);
  return batch;
}

// The push is the first agreement: whether the child has ever attended decides what On Hold means later (E.2).
ports::Agreement SitePush::FirstAgreement(const domain::IksChild& child, const ports::Link& link) const {
  ports::Agreement agreement{.site = site_.site.id,
                             .child = child.id,
                             .procare_child = domain::ProcareChildId::Trusted(link.procare_id),
                             .iks_status = child.status.text(),
                             .classroom = child.classroom,
                             .start = rules::StartOf(child),
                             .agreed_at = services_.clock.Now()};
  const auto trigger = site_.site.policy.triggers.find(child.status);
  if (trigger != site_.site.policy.triggers.end()) {
    const auto placed =
        rules::DecidePlacement(trigger->second, agreement.start, Today(), site_.site.policy.pre_registered_as);
    agreement.ever_active = placed.placement.placement == domain::Placement::kEnrolled;
  }
  return agreement;
}

// The question has answered itself, or was answered by a person.
void SitePush::CloseReviews(const std::optional<domain::IksChildId>& child, ports::WriteBatch& batch) {
  for (auto& review : reviews_) {
    if (review.state != ports::ReviewState::kOpen || review.child != child) continue;
    review.state = ports::ReviewState::kResolved;
    review.decision = "obsolete";
    review.resolved_at = services_.clock.Now();
    batch.push_back(ports::PutReview{review});
  }
}

void SitePush::Forget(const domain::IntentId& intent) {
  ended_.erase(intent);
  std::erase_if(open_, [&](const ports::Intent& one) { return one.id == intent; });
}

}  // namespace ikp::push
