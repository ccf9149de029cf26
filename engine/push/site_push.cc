#include "engine/push/site_push.h"

#include <algorithm>

#include "engine/audit/entries.h"
#include "engine/rules/trigger.h"

namespace ikp::push {

using domain::Reason;
using ports::PushPhase;

namespace {

// Steps of one run; a family has a handful of children, so this is far away from any real need (I15).
constexpr int kMostSteps = 200;

rules::PushEffect ToRule(ports::EffectKind kind) {
  switch (kind) {
    case ports::EffectKind::kCreateFamily:
      return rules::PushEffect::kCreateFamily;
    case ports::EffectKind::kCreateChild:
      return rules::PushEffect::kCreateChild;
    case ports::EffectKind::kPlaceChild:
      return rules::PushEffect::kPlaceChild;
  }
  return rules::PushEffect::kCreateFamily;
}

rules::ReviewDecision DecisionOf(const ports::Review& review) {
  constexpr std::string_view kLink = "link:";
  rules::ReviewDecision decision;
  if (review.decision.starts_with(kLink)) decision.link_to = review.decision.substr(kLink.size());
  decision.seen = review.candidates;
  decision.decided_at = review.resolved_at.value_or(review.opened_at);
  return decision;
}

// From the opening of an intent to the moment when its effect has landed: waiting for a turn, a login, the exchange.
constexpr std::chrono::minutes kLandingSlack{5};

}  // namespace

SitePush::SitePush(const PushServices& services, async::KeyedLock& locks, FamilyPush::EndedEffects& ended,
                   const PushSite& site, const domain::IksFamily& family)
    : services_(services),
      locks_(locks),
      ended_(ended),
      site_(site),
      family_(family),
      states_(services, family.id, site.site.iks_location, site.site.id) {}

async::Task<void> SitePush::Run() {
  co_await states_.Load();
  co_await Load();
  co_await DecideTriggers();
  const bool unsettled =
      std::any_of(child_links_.begin(), child_links_.end(), [](const auto& entry) { return !entry.second.settled; });
  if (candidates_.empty() && open_.empty() && !unsettled) co_return;
  const auto alone = co_await locks_.Lock(rules::ExclusionKeys(site_.site.id, family_));
  co_await Load();  // who held the lock may have linked or placed the same children (a merge)
  co_await PlanAndAct();
  co_await ConcludeFollowers();
}

async::Task<void> SitePush::Load() {
  const auto& site = site_.site.id;
  family_link_ = co_await services_.store.FindLink(site, ports::LinkKind::kFamily, family_.id.str());
  for (const auto& child : family_.children) {
    auto link = co_await services_.store.FindLink(site, ports::LinkKind::kChild, child.id.str());
    if (link) child_links_.insert_or_assign(child.id, std::move(*link));
  }
  open_ = co_await services_.store.OpenIntentsOfFamily(site, family_.id);
  co_await LoadReviews();
}

async::Task<void> SitePush::LoadReviews() {
  reviews_ = co_await services_.store.ReviewsOfFamily(site_.site.id, family_.id);
}

// What needs no look at Procare is answered here; the rest become candidates.
async::Task<void> SitePush::DecideTriggers() {
  for (const auto& child : family_.children) {
    if (child.location != site_.site.iks_location) continue;
    const auto link = child_links_.find(child.id);
    std::optional<rules::LinkedRecord> linked;
    if (link != child_links_.end()) {
      const auto agreement = co_await services_.store.FindAgreement(site_.site.id, child.id);
      linked.emplace();
      if (agreement) linked->last_procare_status = domain::StatusLabel(agreement->procare_status);
    }
    const auto decision = rules::DecideTrigger(child.status, child.last_changed_by_sync, linked, site_.site.policy);
    if (decision.kind == rules::TriggerKind::kPush) {
      candidates_.insert(child.id);
      continue;
    }
    if (linked && !link->second.settled) continue;  // still to be placed
    const auto* before = states_.Find(child.id);
    // An effect may have happened: that is settled first. The family's own is followed up by the children that retry or
    // wait; telling them "ignored" in between would begin their back-off anew each time.
    const bool follows_up =
        before != nullptr && (before->phase == PushPhase::kRetrying || before->phase == PushPhase::kWaitingForPerson);
    const bool under_way = std::any_of(open_.begin(), open_.end(), [&](const ports::Intent& intent) {
      return intent.child ? *intent.child == child.id : follows_up;
    });
    const bool already_told = before != nullptr && before->phase == PushPhase::kLinked;
    if (linked && already_told && decision.kind != rules::TriggerKind::kReEnrolInProcare) {
      // Nothing new to say, but this version was looked at: polls need not bring it again.
      const ChildOutcome same{.phase = before->phase, .reason = before->reason, .details = before->details};
      co_await Commit(RecordState(child, same));
      continue;
    }
    ChildOutcome outcome{.phase = linked ? PushPhase::kLinked : PushPhase::kIgnored,
                         .reason = linked ? Reason::kAlreadyLinked : Reason::kNotTriggerStatus};
    if (decision.kind == rules::TriggerKind::kReEnrolInProcare) outcome.reason = Reason::kReEnrolInProcare;
    if (under_way) {
      followers_.insert_or_assign(child.id, std::move(outcome));
      continue;
    }
    auto batch = RecordState(child, outcome);
    CloseReviews(child.id, batch);  // nobody needs the answer any more
    co_await Commit(std::move(batch));
  }
}

async::Task<bool> SitePush::Look() {
  auto reading = co_await site_.reader->Fresh();
  if (!reading) {
    co_await ConcludeRemaining(OutcomeOf(reading.error()));
    co_return false;
  }
  reading_ = std::move(*reading);
  index_ = std::make_unique<rules::SchoolIndex>(*reading_);
  linked_elsewhere_.clear();
  families_linked_elsewhere_.clear();
  for (const auto& link : co_await services_.store.LinksOfSite(site_.site.id)) {
    if (link.kind == ports::LinkKind::kFamily && link.iks_id != family_.id.str()) {
      families_linked_elsewhere_.insert(domain::ProcareFamilyId::Trusted(link.procare_id));
    }
    const auto child = domain::IksChildId::Trusted(link.iks_id);
    if (link.kind != ports::LinkKind::kChild || Child(child) != nullptr) continue;
    linked_elsewhere_.emplace(domain::ProcareChildId::Trusted(link.procare_id), child);
  }
  // What other families created lately, or may be creating: all open intents, and those done within the window.
  recent_ = co_await services_.store.IntentsSince(
      site_.site.id, services_.clock.Now() - site_.procare->Traits().visibility_window - kLandingSlack);
  std::erase_if(recent_, [](const ports::Intent& intent) { return intent.state != ports::IntentState::kDone; });
  for (auto& open : co_await services_.store.OpenIntents()) {
    if (open.site == site_.site.id) recent_.push_back(std::move(open));
  }
  co_await LoadReviews();  // a person may have decided while the school was read
  looked_at_ = services_.clock.Now();
  co_return true;
}

rules::PushView SitePush::View() const {
  rules::PushView view;
  view.site = &site_.site;
  view.family = &family_;
  view.reading = reading_.get();
  view.school = index_.get();
  view.reading_started = reading_->started;
  view.candidates.assign(candidates_.begin(), candidates_.end());
  if (family_link_) {
    view.family_link = domain::ProcareFamilyId::Trusted(family_link_->procare_id);
    view.family_linked_at = family_link_->linked_at;
  }
  for (const auto& [child, link] : child_links_) {
    const bool ours = link.origin == ports::LinkOrigin::kCreated || link.origin == ports::LinkOrigin::kAdopted;
    view.child_links.emplace(child,
                             rules::LinkedChild{domain::ProcareChildId::Trusted(link.procare_id), ours,
                                                link.settled || placement_waits_.contains(child), link.linked_at});
  }
  view.linked_elsewhere = linked_elsewhere_;
  view.families_linked_elsewhere = families_linked_elsewhere_;
  for (const auto& intent : open_) {
    view.open_effects.push_back(
        {intent.id, ToRule(intent.kind), intent.child, intent.identity, intent.known_before, SettlesAt(intent)});
  }
  for (const auto& intent : recent_) {
    if (intent.family == family_.id) continue;
    const bool open = intent.state == ports::IntentState::kOpen;
    view.recent_elsewhere.push_back(
        {ToRule(intent.kind), intent.identity, intent.procare_id,
         open ? domain::Instant::max()
              : intent.created_at + site_.procare->Traits().visibility_window + kLandingSlack});
  }
  for (const auto& review : reviews_) {
    if (review.state != ports::ReviewState::kResolved || review.decision == "obsolete") continue;
    if (review.child) {
      view.child_decisions.insert_or_assign(*review.child, DecisionOf(review));
    } else {
      view.family_decision = DecisionOf(review);
    }
  }
  const auto traits = site_.procare->Traits();
  view.visibility_window = traits.visibility_window;
  view.born_as = traits.born_as;
  view.ids_can_vanish = traits.ids_can_vanish;
  view.today = Today();
  view.omit_emails = omit_emails_;
  view.send_external_id = site_.send_external_id;
  return view;
}

async::Task<void> SitePush::PlanAndAct() {
  if (!co_await Look()) co_return;
  for (int step = 0; step < kMostSteps; ++step) {
    rules::PushPlan plan = rules::PlanPush(View());
    if (!plan.not_wanted.empty()) site_.procare->NoLongerWanted(plan.not_wanted);
    if (plan.steps.empty()) {
      for (auto& verdict : plan.verdicts) co_await Conclude(std::move(verdict));
      co_return;
    }
    switch (co_await Execute(std::move(plan.steps.front()))) {
      case Progress::kPlanAgain:
        break;
      case Progress::kLookAgain:
        if (!co_await Look()) co_return;
        break;
      case Progress::kStop:
        co_return;
    }
  }
  ChildOutcome outcome{.reason = Reason::kProcareError};
  outcome.details.push_back("too_many_steps");
  co_await ConcludeRemaining(outcome);
}

ports::WriteBatch SitePush::RecordState(const domain::IksChild& child, const ChildOutcome& outcome) {
  if (child.location != site_.site.iks_location) return {};
  return states_.Record(child.id, child.version, outcome);
}

async::Task<void> SitePush::Conclude(rules::ChildVerdict verdict) {
  const auto* child = Child(verdict.child);
  if (child == nullptr) co_return;
  candidates_.erase(verdict.child);
  ChildOutcome outcome{.reason = verdict.reason, .details = verdict.details, .not_before = std::nullopt};
  ports::WriteBatch batch;
  switch (verdict.kind) {
    case rules::ChildVerdict::Kind::kRefused:
      outcome.phase = PushPhase::kRefused;
      break;
    case rules::ChildVerdict::Kind::kPerson: {
      outcome.phase = PushPhase::kWaitingForPerson;
      for (const auto& candidate : verdict.candidates) outcome.details.push_back("candidate:" + candidate);
      ports::Review review = ReviewFor(verdict);
      const auto stored = co_await services_.store.FindReview(review.id);
      // Decided in this very moment: the trigger that came with the decision looks again.
      const bool decided = stored && stored->state == ports::ReviewState::kResolved && !stored->decided_by.empty() &&
                           stored->resolved_at && *stored->resolved_at >= looked_at_;
      if (!decided) batch.push_back(ports::PutReview{std::move(review)});
      break;
    }
    case rules::ChildVerdict::Kind::kLater:
    case rules::ChildVerdict::Kind::kStep:
      outcome.phase = PushPhase::kRetrying;
      break;
  }
  auto state = RecordState(*child, outcome);
  batch.insert(batch.end(), std::make_move_iterator(state.begin()), std::make_move_iterator(state.end()));
  co_await Commit(std::move(batch));
}

async::Task<void> SitePush::ConcludeRemaining(const ChildOutcome& outcome) {
  auto concerned = candidates_;
  for (const auto& [child, link] : child_links_) {
    if (!link.settled && !placement_waits_.contains(child)) concerned.insert(child);
  }
  for (const auto& intent : open_) {
    if (intent.child && !placement_waits_.contains(*intent.child)) concerned.insert(*intent.child);
  }
  for (const auto& id : concerned) {
    if (const auto* child = Child(id)) co_await Commit(RecordState(*child, outcome));
  }
  candidates_.clear();
}

async::Task<void> SitePush::ConcludeFollowers() {
  for (const auto& [id, outcome] : followers_) {
    const auto* child = Child(id);
    const auto* before = states_.Find(id);
    if (child == nullptr || child_links_.contains(id)) continue;
    ports::WriteBatch batch;
    if (open_.empty()) {
      batch = RecordState(*child, outcome);
      CloseReviews(id, batch);
    } else if (before != nullptr && before->next_attempt_at && *before->next_attempt_at <= services_.clock.Now()) {
      // Nothing was said about it: as before, with the next look later.
      const ChildOutcome same{.phase = before->phase, .reason = before->reason, .details = before->details};
      batch = RecordState(*child, same);
    }
    co_await Commit(std::move(batch));
  }
}

ports::Review SitePush::ReviewFor(const rules::ChildVerdict& verdict) const {
  const std::string subject = verdict.about_family ? "family." + family_.id.str() : verdict.child.str();
  ports::Review review{.id = domain::ReviewId::Trusted(site_.site.id.str() + "." + subject),
                       .site = site_.site.id,
                       .family = family_.id,
                       .child = std::nullopt,
                       .reason = verdict.reason,
                       .candidates = verdict.candidates,
                       .state = ports::ReviewState::kOpen,
                       .decision = {},
                       .decided_by = {},
                       .opened_at = services_.clock.Now(),
                       .resolved_at = std::nullopt};
  if (!verdict.about_family) review.child = verdict.child;
  for (const auto& known : reviews_) {
    if (known.id == review.id && known.state == ports::ReviewState::kOpen) review.opened_at = known.opened_at;
  }
  return review;
}

async::Task<void> SitePush::Commit(ports::WriteBatch batch) {
  if (!batch.empty()) co_await services_.store.Commit(std::move(batch));
}

const domain::IksChild* SitePush::Child(const domain::IksChildId& id) const {
  for (const auto& child : family_.children) {
    if (child.id == id) return &child;
  }
  return nullptr;
}

domain::CivilDate SitePush::Today() const { return site_.site.zone.DateAt(services_.clock.Now()); }

domain::Instant SitePush::SettlesAt(const ports::Intent& intent) const {
  const auto ended = ended_.find(intent.id);
  // An intent of an earlier process: whatever that one sent had left before this one started.
  const auto left_by = ended != ended_.end() ? ended->second : std::max(services_.engine_started, intent.created_at);
  return left_by + site_.procare->Traits().visibility_window;
}

}  // namespace ikp::push
