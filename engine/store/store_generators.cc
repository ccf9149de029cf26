#include "engine/store/store_generators.h"

#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/store/store_samples.h"

namespace ikp::store {
namespace {

int Below(int limit) { return *rc::gen::inRange(0, limit); }
bool Coin() { return Below(2) == 1; }
std::string Pick(const std::string& prefix) { return PoolId(prefix, Below(kPool)); }
domain::Instant AnyInstant() { return At(Below(6)); }
domain::SiteId AnySite() { return Site(PoolId("s", Below(2))); }
domain::IksFamilyId AnyFamily() { return Family(PoolId("f", Below(2))); }
domain::IksChildId AnyChild() { return Child(Pick("c")); }
std::vector<std::string> AnyList() { return *rc::gen::resize(3, rc::gen::arbitrary<std::vector<std::string>>()); }

template <typename T>
std::optional<T> Maybe(T value) {
  if (Coin()) return value;
  return std::nullopt;
}

template <typename Enum>
Enum AnyOf(std::initializer_list<Enum> values) {
  return *(values.begin() + Below(static_cast<int>(values.size())));
}

ports::Mutation AnyAddTrigger() {
  auto trigger = SampleTrigger(Pick("e"), Below(6));
  trigger.child = AnyChild();
  return ports::AddTrigger{trigger};
}

ports::Mutation AnyPutPushState() {
  auto state = SamplePushState(Pick("c"), PoolId("f", Below(2)));
  state.site = Maybe(AnySite());
  state.phase = AnyOf({ports::PushPhase::kIgnored, ports::PushPhase::kRetrying, ports::PushPhase::kWaitingForPerson,
                       ports::PushPhase::kRefused, ports::PushPhase::kLinked});
  state.reason = domain::AllReasons().at(static_cast<std::size_t>(Below(10))).reason;
  state.details = AnyList();
  state.iks_version = *rc::gen::arbitrary<std::int64_t>();
  state.next_attempt_at = Maybe(AnyInstant());
  return ports::PutPushState{state};
}

ports::Mutation AnyOpenIntent() {
  auto intent = SampleIntent(PoolId("i", Below(9)), Below(6));
  intent.site = AnySite();
  intent.family = AnyFamily();
  intent.child = Maybe(AnyChild());
  intent.kind =
      AnyOf({ports::EffectKind::kCreateFamily, ports::EffectKind::kCreateChild, ports::EffectKind::kPlaceChild});
  intent.identity = AnyList();
  intent.sent_until = Maybe(AnyInstant());
  return ports::OpenIntent{intent};
}

ports::Mutation AnySettleIntent() {
  return ports::SettleIntent{domain::IntentId::Trusted(PoolId("i", Below(9))),
                             AnyOf({ports::IntentState::kDone, ports::IntentState::kNotDone}), Pick("p")};
}

ports::LinkKind AnyKind() {
  return AnyOf({ports::LinkKind::kFamily, ports::LinkKind::kGuardian, ports::LinkKind::kChild});
}

ports::Mutation AnyPutLink() {
  auto link = SampleLink(Pick("c"), Pick("p"), AnyKind());
  link.site = AnySite();
  link.origin = AnyOf({ports::LinkOrigin::kCreated, ports::LinkOrigin::kAdopted, ports::LinkOrigin::kMatched,
                       ports::LinkOrigin::kManual});
  link.settled = Coin();
  link.linked_at = AnyInstant();
  return ports::PutLink{link};
}

ports::Mutation AnyPutAgreement() {
  auto agreement = SampleAgreement(Pick("c"));
  agreement.site = AnySite();
  agreement.start = Maybe(Day(1 + Below(28)));
  agreement.withdrawal = Maybe(Day(1 + Below(28)));
  agreement.ever_active = Coin();
  agreement.missing_nights = Below(4);
  return ports::PutAgreement{agreement};
}

ports::NightlyRun AnyRun() {
  auto run = SampleRun(
      1 + Below(3),
      AnyOf({ports::NightlyOutcome::kRunning, ports::NightlyOutcome::kDone, ports::NightlyOutcome::kIncomplete,
             ports::NightlyOutcome::kHeld, ports::NightlyOutcome::kFailed}),
      1 + Below(3));
  run.site = AnySite();
  run.finished_at = Maybe(AnyInstant());
  return run;
}

ports::Mutation AnyPutReview() {
  auto review = SampleReview(Pick("r"), Below(6));
  review.site = AnySite();
  review.family = AnyFamily();
  review.child = Maybe(AnyChild());
  review.candidates = AnyList();
  review.state = AnyOf({ports::ReviewState::kOpen, ports::ReviewState::kResolved});
  review.resolved_at = Maybe(AnyInstant());
  return ports::PutReview{review};
}

ports::Mutation AnyAppendAudit() {
  return ports::AppendAudit{
      SampleAudit("event", Coin() ? PoolId("f", Below(2)) : "", Coin() ? PoolId("c", Below(kPool)) : "")};
}

ports::Mutation Make(int kind) {
  switch (kind) {
    case 0:
      return AnyAddTrigger();
    case 1:
      return ports::RemoveTriggers{{domain::EventId::Trusted(Pick("e"))}};
    case 2:
      return AnyPutPushState();
    case 3:
      return AnyOpenIntent();
    case 4:
      return AnySettleIntent();
    case 5:
      return AnyPutLink();
    case 6:
      return ports::RemoveLink{AnySite(), AnyKind(), Pick("c")};
    case 7:
      return AnyPutAgreement();
    case 8:
      return ports::ClaimNightly{AnyRun()};
    case 9:
      return ports::FinishNightly{AnyRun()};
    case 10:
      return AnyPutReview();
    case 11:
      return AnyAppendAudit();
    default:
      return ports::PutCursor{Pick("k"), Pick("v")};
  }
}

struct Describer {
  std::string operator()(const ports::AddTrigger& m) const { return "AddTrigger " + m.trigger.event.str(); }
  std::string operator()(const ports::RemoveTriggers& m) const {
    return "RemoveTriggers of " + std::to_string(m.events.size());
  }
  std::string operator()(const ports::PutPushState& m) const { return "PutPushState " + m.state.child.str(); }
  std::string operator()(const ports::OpenIntent& m) const {
    return "OpenIntent " + m.intent.id.str() + " " + m.intent.site.str() + "/" + m.intent.family.str() + "/" +
           (m.intent.child ? m.intent.child->str() : "-") + "/" + std::string(ports::ToWord(m.intent.kind));
  }
  std::string operator()(const ports::SettleIntent& m) const { return "SettleIntent " + m.id.str(); }
  std::string operator()(const ports::PutLink& m) const {
    return "PutLink " + m.link.site.str() + "/" + std::string(ports::ToWord(m.link.kind)) + " " + m.link.iks_id + "=" +
           m.link.procare_id;
  }
  std::string operator()(const ports::RemoveLink& m) const {
    return "RemoveLink " + m.site.str() + "/" + std::string(ports::ToWord(m.kind)) + " " + m.iks_id;
  }
  std::string operator()(const ports::PutAgreement& m) const { return "PutAgreement " + m.agreement.child.str(); }
  std::string operator()(const ports::ClaimNightly& m) const { return "ClaimNightly " + Night(m.run); }
  std::string operator()(const ports::FinishNightly& m) const { return "FinishNightly " + Night(m.run); }
  std::string operator()(const ports::PutReview& m) const { return "PutReview " + m.review.id.str(); }
  std::string operator()(const ports::AppendAudit& m) const {
    return "AppendAudit " + m.entry.family + "/" + m.entry.child;
  }
  std::string operator()(const ports::PutCursor& m) const { return "PutCursor " + m.name; }

  static std::string Night(const ports::NightlyRun& run) {
    return run.site.str() + " " + run.local_date.str() + " " + std::string(ports::ToWord(run.outcome)) + " attempt " +
           std::to_string(run.attempt);
  }
};

}  // namespace

std::string PoolId(const std::string& prefix, int index) { return prefix + std::to_string(index); }

rc::Gen<ports::Mutation> AnyMutation() {
  return rc::gen::exec([] { return Make(Below(static_cast<int>(std::variant_size_v<ports::Mutation>))); });
}

rc::Gen<ports::WriteBatch> AnyBatch() {
  return rc::gen::resize(6, rc::gen::container<ports::WriteBatch>(AnyMutation()));
}

std::string Describe(const ports::WriteBatch& batch) {
  std::string text;
  for (const auto& mutation : batch) text += (text.empty() ? "" : "; ") + std::visit(Describer{}, mutation);
  return "[" + text + "]";
}

}  // namespace ikp::store
