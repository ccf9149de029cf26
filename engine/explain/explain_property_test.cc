// Whatever the facts: there is an answer with code, cause, action, safety and retry; and what could hold personal data
// is never printed (I13, I14).
#include <gtest/gtest.h>
// GoogleTest first.
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/audit/entries.h"
#include "engine/explain/explain.h"
#include "engine/explain/explain_samples.h"
#include "engine/explain/status_text.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using nlohmann::json;
using ports::NightlyOutcome;
using ports::PushPhase;

// Stands wherever a record could hold something of a person, and must never be seen again.
constexpr const char* kPersonal = "Annabelle Smythe 2021-05-04 555-010-1234";

Reason AnyReason() {
  std::vector<Reason> all;
  for (const auto& text : domain::AllReasons()) all.push_back(text.reason);
  return *rc::gen::elementOf(all);
}

bool Maybe() { return *rc::gen::arbitrary<bool>(); }

ports::AuditEntry AnyAudit() {
  const auto event =
      *rc::gen::element<std::string>("trigger_received", "state", "intent_opened", "outcome_unknown", "linked",
                                     "written_back", "nightly_note", "review_decided", kPersonal);
  audit::Details details = {{"reason", "missing_data"}, {"intent", "i-1"}, {"note", kPersonal}, {kPersonal, "x"}};
  auto entry = audit::Entry(Now(), event, "brooklyn", "f-1", "c-1", details).entry;
  if (Maybe()) entry.details_json = kPersonal;
  return entry;
}

ports::NightlyRun AnyNight() {
  const auto outcome = *rc::gen::element(NightlyOutcome::kRunning, NightlyOutcome::kDone, NightlyOutcome::kIncomplete,
                                         NightlyOutcome::kHeld, NightlyOutcome::kFailed);
  json report = {{"held", 4}, {"linked", 9}, {kPersonal, kPersonal}, {"note", kPersonal}};
  if (Maybe()) report["problem"] = {{"reason", domain::Describe(AnyReason()).word}, {"name", kPersonal}};
  if (Maybe()) report["children"] = {{{"child", "c-1"}, {"reason", domain::Describe(AnyReason()).word}}};
  return Night(outcome, Maybe() ? report.dump() : std::string(kPersonal));
}

ports::Review AnyReview() {
  auto review = OpenReview(Maybe(), {"p-7"});
  review.decided_by = kPersonal;
  review.decision = kPersonal;
  review.reason = AnyReason();
  return review;
}

ExplainFacts AnyFacts() {
  ExplainFacts facts = Linked();
  facts.site->name = kPersonal;
  facts.agreement->classroom = kPersonal;  // as typed in IKS
  facts.agreement->start = domain::CivilDate::Parse("2021-05-04");
  facts.agreement->withdrawal = domain::CivilDate::Parse("2021-05-04");
  facts.agreement->missing_nights = *rc::gen::inRange(0, 5);
  if (Maybe()) facts.agreement->procare_status = "inactive";
  facts.link->settled = Maybe();
  facts.state->phase = *rc::gen::element(PushPhase::kIgnored, PushPhase::kRetrying, PushPhase::kWaitingForPerson,
                                         PushPhase::kRefused, PushPhase::kLinked);
  facts.state->reason = AnyReason();
  if (Maybe()) facts.state->next_attempt_at = Now();
  facts.nightly = AnyNight();
  facts.review = AnyReview();
  facts.audit = *rc::gen::container<std::vector<ports::AuditEntry>>(rc::gen::exec(AnyAudit));
  if (Maybe()) facts.state.reset();
  if (Maybe()) facts.link.reset();
  if (Maybe()) facts.site.reset();
  if (Maybe()) facts.agreement.reset();
  if (Maybe()) facts.review.reset();
  if (Maybe()) facts.nightly.reset();
  if (Maybe()) facts.next_nightly.reset();
  facts.trigger_pending = Maybe();
  return facts;
}

bool Shows(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void ExpectNothingPersonal(const std::string& text) {
  for (const char* part : {"Annabelle", "Smythe", "2021-05-04", "555-010"}) RC_ASSERT(!Shows(text, part));
}

RC_GTEST_PROP(ExplainProperty, EveryChildIsExplainedWithoutPersonalData, ()) {
  const Explanation told = Explain(AnyFacts());
  RC_ASSERT(told.code.starts_with("IKP-"));
  RC_ASSERT(!told.word.empty());
  RC_ASSERT(told.headline.size() > std::string("Child c-1 ").size());
  RC_ASSERT(!told.what.empty());
  RC_ASSERT(!told.done.empty());
  RC_ASSERT(!told.next_action.empty());
  RC_ASSERT(told.data_safe.starts_with("Yes. "));
  RC_ASSERT(!told.retry.empty());
  ExpectNothingPersonal(ToText(told));
  ExpectNothingPersonal(ToJson(told).dump());
}

RC_GTEST_PROP(ExplainProperty, BytesThatAreNotTextDoNoHarm, (const std::string& bytes)) {
  auto facts = WithState(PushPhase::kRefused, AnyReason(), {bytes, "candidate:" + bytes});
  facts.link = Linked().link;
  facts.link->procare_id = bytes;
  facts.audit = {AnyAudit()};
  facts.audit[0].details_json = bytes;
  facts.nightly = Night(NightlyOutcome::kHeld, bytes);
  const auto told = Explain(facts);
  RC_ASSERT(!ToText(told).empty());
  RC_ASSERT(!ToJson(told).dump().empty());  // throws on what is not UTF-8
}

RC_GTEST_PROP(ExplainProperty, StatusIsToldWithoutPersonalData, ()) {
  StatusFacts facts;
  facts.now = Now();
  SiteStatus site{.id = domain::SiteId::Trusted("brooklyn"), .name = "Sunrise Brooklyn", .zone = Brooklyn().zone};
  site.nightly = AnyNight();
  site.counts = {{PushPhase::kRefused, AnyReason(), 2}};
  facts.sites = {site};
  facts.reviews = {AnyReview()};
  auto intent = OpenIntent();
  intent.identity = {kPersonal};
  intent.known_before = {kPersonal};
  facts.open_intents = {intent};
  ExpectNothingPersonal(StatusToText(facts, Maybe()));
  ExpectNothingPersonal(StatusToJson(facts).dump());
}

}  // namespace
}  // namespace ikp::explain
