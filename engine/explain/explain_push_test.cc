// What is told about children that are not, or not yet, linked.
#include <gtest/gtest.h>

#include "engine/explain/explain.h"
#include "engine/explain/explain_samples.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using ports::PushPhase;

TEST(ExplainPush, NeverHeardOf) {
  const auto facts = NoFacts();
  EXPECT_EQ(Told(facts), R"(Child c-1 was never heard of.
IKP-000 never_heard_of
what: No trigger for a child with this id has come in, and none was found by asking IKS.
done: Nothing.
do: Check that this is the IKS child id, as IKS shows it.
do: Check in IKS that the child's status is a trigger status of its centre.
do: Check that the child's IKS location belongs to a configured site: `tools/engine status --config FILE` lists them.
do: Check that IKS sends webhooks to this engine, with the right secret: `tools/engine check --config FILE`.
safe: Yes. Nothing was sent or changed.
retry: IKS is asked every few minutes for children in a trigger status, also when a webhook is lost.
)");
}

TEST(ExplainPush, TriggerInTheInbox) {
  auto facts = NoFacts();
  facts.trigger_pending = true;
  EXPECT_EQ(Told(facts), R"(Child c-1 is waiting for its turn.
IKP-300 queued
what: The family is waiting for its turn.
done: The trigger is stored and has not been handled yet.
do: Nothing to do.
safe: Yes. The child stays in the queue, also when the engine is restarted, and nothing is created twice.
retry: Within seconds.
)");
}

TEST(ExplainPush, NotATriggerStatus) {
  auto facts = WithState(PushPhase::kIgnored, Reason::kNotTriggerStatus);
  facts.trigger_pending = true;
  EXPECT_EQ(Told(facts), R"(Child c-1 is not sent to Procare: its status is not a trigger status.
IKP-110 not_trigger_status
what: The child's IKS status is not one of this centre's trigger statuses, so the family is not sent.
what: The trigger statuses of brooklyn are: Enrolled, Pre-Registered.
what: A new trigger of this child has come in and is about to be handled.
done: Nothing was sent to Procare.
do: Set the child to a trigger status, or add this status to the centre's trigger list.
safe: Yes. Nothing was sent or changed.
retry: As soon as the record changes in IKS.
)");
}

TEST(ExplainPush, GoneInIks) {
  const auto facts = WithState(PushPhase::kIgnored, Reason::kFamilyGoneInIks);
  EXPECT_EQ(Told(facts), R"(Child c-1 is not sent to Procare: it no longer exists in IKS.
IKP-205 family_gone_in_iks
what: The family or child no longer exists in IKS (deleted, or merged into another one).
done: Nothing was sent to Procare.
do: Nothing to do.
safe: Yes. Nothing was sent or changed.
retry: When the surviving family reaches a trigger status.
)");
}

TEST(ExplainPush, SiteNotMapped) {
  auto facts = WithState(PushPhase::kRefused, Reason::kSiteNotMapped, {"location:loc-9"});
  facts.site.reset();
  facts.state->site.reset();
  facts.next_nightly.reset();
  facts.state->next_attempt_at = At("2026-03-10T15:59:00Z");
  EXPECT_EQ(Told(facts), R"(Child c-1 is held: its IKS location is not mapped to a Procare school.
IKP-200 site_not_mapped
what: The child's IKS location is not mapped to a Procare school.
what: In detail: IKS location loc-9.
done: Nothing of this child was created in Procare.
do: Add the location to the configuration with its Procare school, then restart the engine.
safe: Yes. Nothing of this child was created in Procare, and the child is not forgotten: it is sent once the cause is gone.
retry: At the next start of the engine. The child is also looked at again by itself: 2026-03-10 15:59 UTC, in 59 minutes.
)");
}

TEST(ExplainPush, MissingDataListsEachField) {
  auto facts = WithState(PushPhase::kRefused, Reason::kMissingData,
                         {"child.birth_date:missing", "guardians[0].last_name:missing", "guardians[1].contact:missing",
                          "guardians:missing_email"});
  facts.state->next_attempt_at = At("2026-03-10T15:59:00Z");
  EXPECT_EQ(Told(facts), R"(Child c-1 is held: required information is missing in IKS.
IKP-201 missing_data
what: Required information is missing or not readable in IKS.
what: The child's birth date is missing.
what: The last name of guardian 1 is missing.
what: Guardian 2 has neither an e-mail address nor a phone number with area code.
what: No guardian has an e-mail address.
done: Nothing of this child was created in Procare.
do: Complete the listed fields in IKS.
safe: Yes. Nothing of this child was created in Procare, and the child is not forgotten: it is sent once the cause is gone.
retry: As soon as the record changes in IKS. The child is also looked at again by itself: 2026-03-10 11:59 America/New_York (15:59 UTC), in 59 minutes.
)");
}

TEST(ExplainPush, NeedsBirthDate) {
  const auto facts = WithState(PushPhase::kRefused, Reason::kNeedsBirthDate, {"child.birth_date:needs_birth_date"});
  EXPECT_EQ(Told(facts), R"(Child c-1 is held: it has no birth date yet.
IKP-202 needs_birth_date
what: The child has a due date but no birth date. A due date is never sent as a birth date.
what: The child's birth date is not known yet (there is a due date only).
done: Nothing of this child was created in Procare.
do: Enter the birth date in IKS when the child is born.
safe: Yes. Nothing of this child was created in Procare, and the child is not forgotten: it is sent once the cause is gone.
retry: As soon as the record changes in IKS.
)");
}

TEST(ExplainPush, RejectedByProcare) {
  const auto facts =
      WithState(PushPhase::kRefused, Reason::kRejectedByProcare, {"HTTP 422", "first_name: can't be blank"});
  EXPECT_EQ(Told(facts), R"(Child c-1 is held: Procare refused the record.
IKP-206 rejected_by_procare
what: Procare refused the record.
what: In detail: HTTP 422, first_name: can't be blank.
done: Nothing of this child was created in Procare.
do: Correct the listed fields in IKS.
safe: Yes. Nothing of this child was created in Procare, and the child is not forgotten: it is sent once the cause is gone.
retry: As soon as the record changes in IKS.
)");
}

TEST(ExplainPush, WaitingForAPersonNamesTheCommands) {
  auto facts = WithState(PushPhase::kWaitingForPerson, Reason::kAmbiguousMatch,
                         {"rung:name_birth", "candidate:p-7", "candidate:p-8"});
  facts.review = OpenReview(true, {"p-7", "p-8"});
  facts.state->next_attempt_at = Now();
  EXPECT_EQ(Told(facts), R"(Child c-1 waits for a person: Procare has similar records.
IKP-203 ambiguous_match
what: Procare has records that may be this child or family, but not certainly. Nothing was created.
what: The records agree in name and birth date, but in no guardian.
what: It may be Procare child p-7.
what: It may be Procare child p-8.
what: The question has been open since 2026-03-09 09:00 America/New_York (13:00 UTC), 26 hours ago.
done: No new record was created; the question was put to a person.
do: Look at the listed Procare records and decide: link one of them, or create a new one.
do: If it is child p-7: `tools/engine review decide brooklyn.c-1 --config FILE --link p-7`
do: If it is child p-8: `tools/engine review decide brooklyn.c-1 --config FILE --link p-8`
do: If it is none of them: `tools/engine review decide brooklyn.c-1 --config FILE --create`
safe: Yes. Nothing more is created or linked for this child before a person has decided.
retry: As soon as a person has decided. The child is also looked at again by itself: now.
)");
}

TEST(ExplainPush, WaitingForAPersonAboutTheFamily) {
  auto facts = WithState(PushPhase::kWaitingForPerson, Reason::kTwoFound, {"candidate:pf-1", "candidate:pf-2"});
  facts.review = OpenReview(false, {"pf-1", "pf-2"});
  EXPECT_EQ(Told(facts), R"(Child c-1 waits for a person: Procare has more than one fitting record.
IKP-204 two_found
what: Procare has more than one record that fits this child or family. Nothing was created or linked.
what: It may be Procare family pf-1.
what: It may be Procare family pf-2.
what: The question has been open since 2026-03-09 09:00 America/New_York (13:00 UTC), 26 hours ago.
done: No new record was created; the question was put to a person.
do: Remove or correct the duplicate in Procare, or link one of the listed records by hand.
do: If it is family pf-1: `tools/engine review decide brooklyn.family.f-1 --config FILE --link pf-1`
do: If it is family pf-2: `tools/engine review decide brooklyn.family.f-1 --config FILE --link pf-2`
do: If it is none of them: `tools/engine review decide brooklyn.family.f-1 --config FILE --create`
safe: Yes. Nothing more is created or linked for this child before a person has decided.
retry: As soon as a person has decided, or the duplicate is gone.
)");
}

TEST(ExplainPush, WaitingForAPersonWithoutTheReview) {
  const auto facts = WithState(PushPhase::kWaitingForPerson, Reason::kAmbiguousMatch,
                               {"linked_to_another_iks_child", "candidate:p-7"});
  EXPECT_EQ(Told(facts), R"(Child c-1 waits for a person: Procare has similar records.
IKP-203 ambiguous_match
what: Procare has records that may be this child or family, but not certainly. Nothing was created.
what: The Procare record is linked to another IKS child already.
what: It may be Procare record p-7.
done: No new record was created; the question was put to a person.
do: Look at the listed Procare records and decide: link one of them, or create a new one.
do: See the open reviews: `tools/engine status --config FILE`.
safe: Yes. Nothing more is created or linked for this child before a person has decided.
retry: As soon as a person has decided.
)");
}

TEST(ExplainPush, ProcareUnreachable) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kProcareUnreachable, {"connect-refused"});
  facts.state->attempts = 4;
  facts.state->next_attempt_at = At("2026-03-10T15:05:00Z");
  auto earlier = *facts.state;
  earlier.reason = Reason::kQueued;
  facts.audit = {StateAudit(*facts.state, "2026-03-01T12:00:00Z"), StateAudit(earlier, "2026-03-09T12:00:00Z"),
                 StateAudit(*facts.state, "2026-03-10T12:00:00Z"), StateAudit(*facts.state, "2026-03-10T12:30:00Z")};
  EXPECT_EQ(Told(facts), R"(Child c-1 is being retried: Procare cannot be reached.
IKP-301 procare_unreachable
what: Procare could not be reached. Nothing was lost; the family stays in the queue.
what: In detail: connect-refused.
what: This has been so since 2026-03-10 08:00 America/New_York (12:00 UTC), 3 hours ago.
done: Tried 5 times, the last time at 2026-03-10 10:59 America/New_York (14:59 UTC).
do: If this lasts longer than an hour, check the network and Procare's status page.
safe: Yes. The child stays in the queue, also when the engine is restarted, and nothing is created twice.
retry: By itself, with growing pauses, until it works. Next: 2026-03-10 11:05 America/New_York (15:05 UTC), in 5 minutes.
)");
}

TEST(ExplainPush, LoginRejected) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kProcareLoginRejected, {"HTTP 401"});
  facts.state->next_attempt_at = At("2026-03-10T15:14:00Z");
  EXPECT_EQ(Told(facts), R"(Child c-1 is being retried: Procare rejects the API credentials.
IKP-302 procare_login_rejected
what: Procare rejected the API credentials. Logins are paused, so that the account is not locked.
what: In detail: HTTP 401.
done: Tried 1 time, the last time at 2026-03-10 10:59 America/New_York (14:59 UTC).
do: Check the client id and secret of this tenant; then restart the engine.
safe: Yes. The child stays in the queue, also when the engine is restarted, and nothing is created twice.
retry: Every 15 minutes, one attempt. Next: 2026-03-10 11:14 America/New_York (15:14 UTC), in 14 minutes.
)");
}

TEST(ExplainPush, Throttled) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kProcareThrottled, {"HTTP 429"});
  facts.state->next_attempt_at = At("2026-03-10T15:00:30Z");
  EXPECT_EQ(Told(facts), R"(Child c-1 is being retried: Procare asked us to slow down.
IKP-304 procare_throttled
what: Procare asked us to slow down.
what: In detail: HTTP 429.
done: Tried 1 time, the last time at 2026-03-10 10:59 America/New_York (14:59 UTC).
do: Nothing to do.
safe: Yes. The child stays in the queue, also when the engine is restarted, and nothing is created twice.
retry: After the pause that Procare asked for. Next: 2026-03-10 11:00 America/New_York (15:00 UTC), in less than a minute.
)");
}

TEST(ExplainPush, OutcomeUnknown) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kOutcomeUnknown, {"intent:i-1"});
  facts.state->attempts = 1;
  facts.state->next_attempt_at = At("2026-03-10T15:00:20Z");
  EXPECT_EQ(Told(facts), R"(Child c-1 was sent to Procare, but the answer was lost.
IKP-309 outcome_unknown
what: A record was sent to Procare but no answer came back, so it may or may not exist there. It is looked for and not sent again until it is certain that it does not exist.
what: In detail: effect i-1.
done: Tried 2 times, the last time at 2026-03-10 10:59 America/New_York (14:59 UTC). At every attempt the record is looked for in Procare: found once, it is linked; found more than once, a person is asked; certainly not there, it is sent again.
do: Nothing to do.
safe: Yes. What may have been created is looked for and never sent a second time while it may exist.
retry: By itself: looks again until the record shows or the visibility window is over. Next: 2026-03-10 11:00 America/New_York (15:00 UTC), in less than a minute.
)");
}

TEST(ExplainPush, CreatedButNotPlacedYet) {
  auto facts = Linked();
  facts.link->settled = false;
  facts.state->phase = PushPhase::kRetrying;
  facts.state->reason = Reason::kProcareError;
  facts.state->details = {"HTTP 500"};
  EXPECT_EQ(Told(facts), R"(Child c-1 is being retried: Procare answered with an error.
IKP-305 procare_error
what: Procare answered with an error of its own.
what: In detail: HTTP 500.
done: Tried 1 time, the last time at 2026-03-10 10:59 America/New_York (14:59 UTC). The child is in Procare already, as p-1.
do: Nothing to do.
safe: Yes. The child stays in the queue, also when the engine is restarted, and nothing is created twice.
retry: By itself, with growing pauses, until it works.
)");
}

// The whole page, as a terminal shows it.
TEST(ExplainPush, AsText) {
  auto facts = WithState(PushPhase::kRefused, Reason::kMissingData, {"child.birth_date:missing"});
  facts.state->next_attempt_at = At("2026-03-10T15:59:00Z");
  ports::AuditEntry trigger;
  trigger.at = At("2026-03-10T03:30:00Z");
  trigger.event = "trigger_received";
  trigger.details_json = R"({"source":"webhook","status":"Enrolled","event":"e-1"})";
  facts.audit = {trigger, StateAudit(*facts.state, "2026-03-10T14:59:00Z")};
  EXPECT_EQ(ToText(Explain(facts)), R"(Child c-1 is held: required information is missing in IKS.
IKP-201 missing_data

What happened
  Required information is missing or not readable in IKS.
  The child's birth date is missing.

What was done
  Nothing of this child was created in Procare.

What to do
  - Complete the listed fields in IKS.

Is data safe?
  Yes. Nothing of this child was created in Procare, and the child is not forgotten: it is sent once
  the cause is gone.

When it is tried again
  As soon as the record changes in IKS. The child is also looked at again by itself: 2026-03-10
  11:59 America/New_York (15:59 UTC), in 59 minutes.

Details
  site          brooklyn
  family        f-1
  iks_location  loc-1
  phase         refused
  push_reason   missing_data
  push_details  child.birth_date:missing

History (time at the centre, then UTC)
  2026-03-09 23:30  2026-03-10 03:30 UTC  a trigger came in (webhook): status Enrolled
  2026-03-10 10:59  2026-03-10 14:59 UTC  push state: refused, missing_data (the child's birth date
                                          is missing)
)");
}

TEST(ExplainPush, ACommandIsNeverBroken) {
  auto facts = WithState(PushPhase::kWaitingForPerson, Reason::kAmbiguousMatch);
  const std::string candidate(60, 'p');
  facts.review = OpenReview(true, {candidate});
  EXPECT_NE(
      ToText(Explain(facts)).find("`tools/engine review decide brooklyn.c-1 --config FILE --link " + candidate + "`\n"),
      std::string::npos);
}

TEST(ExplainPush, HistoryOfALostAnswer) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kOutcomeUnknown, {"intent:i-1"});
  const auto entry = [](std::string event, std::string details) {
    ports::AuditEntry audit;
    audit.at = Now();
    audit.event = std::move(event);
    audit.details_json = std::move(details);
    return audit;
  };
  facts.audit = {entry("intent_opened", R"({"intent":"i-1","effect":"create_child"})"),
                 entry("outcome_unknown", R"({"intent":"i-1","details":"timeout"})"),
                 entry("outcome_unknown", R"({"intent":"i-1","details":""})"),
                 entry("linked", R"({"kind":"child","iks_id":"c-1","procare_id":"p-1","origin":"adopted"})"),
                 entry("link_settled", R"({"kind":"child","iks_id":"c-1"})"),
                 entry("written_back", R"({"reason":"written_back","fields":"status","from":"A","to":"B"})"),
                 entry("nightly_note", R"({"reason":"unmapped_status","detail":"On Leave"})"),
                 entry("review_decided", R"({"review":"r-1","decision":"link:p-1"})"),
                 entry("effect_not_done", "not JSON"),
                 entry("of_a_later_version", R"({"anything":"else"})")};
  std::vector<std::string> lines;
  for (const auto& line : Explain(facts).timeline) lines.push_back(line.text);
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "about to do: create_child (effect i-1)",
                       "no answer to effect i-1 (timeout); looking whether it took place",
                       "no answer to effect i-1; looking whether it took place",
                       "child c-1 linked to Procare p-1 (adopted)",
                       "child c-1 placed; Procare owns the record from here on",
                       "the nightly wrote to IKS: status, status A -> B (written_back)",
                       "the nightly noted: unmapped_status (On Leave)",
                       "review r-1 decided: link:p-1",
                       "effect ? was not done: ?",
                       "an entry of another version of the engine",
                   }));
}

}  // namespace
}  // namespace ikp::explain
