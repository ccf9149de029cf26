// What is told about children that are linked.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/explain/explain.h"
#include "engine/explain/explain_samples.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using ports::NightlyOutcome;

TEST(ExplainLinked, InSync) {
  const auto facts = Linked();
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked and in sync.
IKP-400 in_sync
what: IKS shows what Procare shows.
what: Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): active in Procare is Enrolled in IKS.
what: A push happens one time only: what is changed in Procare comes to IKS every night, what is changed in IKS does not go to Procare.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Nothing to do.
safe: Yes. The record is linked; nothing is created a second time.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, BeforeTheFirstNightly) {
  auto facts = Linked();
  facts.agreement->procare_status.clear();
  facts.nightly->started_at = At("2026-03-02T09:00:00Z");
  facts.nightly->outcome = NightlyOutcome::kHeld;  // before the link: not about this child
  EXPECT_EQ(Told(facts), R"(Child c-1 was created in Procare and is linked.
IKP-100 linked_created
what: The child was created in Procare and is linked.
what: No nightly sync has seen the record in Procare yet.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Nothing to do.
safe: Yes. The record is linked; nothing is created a second time.
retry: Not needed. The next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, FoundAgainAfterALostAnswer) {
  auto facts = Linked();
  facts.link->origin = ports::LinkOrigin::kAdopted;
  facts.agreement.reset();
  facts.nightly.reset();
  facts.next_nightly.reset();
  EXPECT_EQ(Told(facts), R"(Child c-1 was created in Procare and is linked.
IKP-101 linked_adopted
what: The child was created in Procare, the answer was lost on the way, and the record was found again and linked.
done: Created as Procare child p-1; the answer was lost, and the record was found and linked on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Nothing to do.
safe: Yes. The record is linked; nothing is created a second time.
retry: Not needed.
)");
}

TEST(ExplainLinked, WasAlreadyThere) {
  auto facts = Linked();
  facts.link->origin = ports::LinkOrigin::kMatched;
  facts.agreement.reset();
  facts.nightly.reset();
  EXPECT_EQ(Told(facts), R"(Child c-1 was already in Procare and is linked.
IKP-102 linked_existing
what: The child was already in Procare, typed by staff. It was linked and nothing was created or changed there.
done: Linked to Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC); nothing was created or changed there.
do: Check in Procare that status and start date are as wanted: the push does not change what staff typed.
safe: Yes. The record is linked; nothing is created a second time.
retry: Not needed. The next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, LinkedByAPerson) {
  auto facts = Linked();
  facts.link->origin = ports::LinkOrigin::kManual;
  facts.agreement.reset();
  facts.nightly.reset();
  EXPECT_EQ(Told(facts), R"(Child c-1 was linked to its Procare record by a person.
IKP-103 linked_manually
what: A person linked this child to its Procare record.
done: Linked to Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC), as a person decided.
do: Nothing to do.
safe: Yes. The record is linked; nothing is created a second time.
retry: Not needed. The next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, AlreadyPushed) {
  auto facts = Linked();
  facts.state->reason = Reason::kAlreadyLinked;
  EXPECT_EQ(Told(facts), R"(Child c-1 was pushed before and is linked.
IKP-104 already_linked
what: The child was pushed before. A push happens one time only; after it Procare owns the record.
what: Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): active in Procare is Enrolled in IKS.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Make changes in Procare; the nightly sync brings them to IKS.
safe: Yes. The record is linked; nothing is created a second time.
retry: Not needed. The next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, ReEnrol) {
  auto facts = Linked();
  facts.state->reason = Reason::kReEnrolInProcare;
  facts.agreement->procare_status = "inactive";
  facts.agreement->iks_status = "Withdrawn";
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but its Procare record is no longer active.
IKP-105 re_enrol_in_procare
what: The child is linked to a Procare record that is no longer active. It is not created a second time.
what: Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): inactive in Procare is Withdrawn in IKS.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Reactivate the existing record in Procare; the nightly sync then updates IKS.
safe: Yes. The record is linked; nothing is created a second time.
retry: Not needed. The next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, MissingInProcareForSomeNights) {
  auto facts = Linked();
  facts.agreement->missing_nights = 2;
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but its record was not found in Procare.
IKP-404 missing_in_procare
what: The linked record was not found in Procare. IKS was left unchanged; nobody is withdrawn for being missing.
what: It was missing in the last 2 complete readings of the school.
what: It is reported from the 3rd such reading on.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Look for the record in Procare: it may be deleted, hidden or moved to another school.
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, MissingInProcareForLong) {
  auto facts = Linked();
  facts.agreement->missing_nights = 3;
  facts.nightly =
      Night(NightlyOutcome::kDone, R"({"children":[{"child":"c-1","reason":"missing_in_procare","detail":"p-1"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but its record was not found in Procare.
IKP-404 missing_in_procare
what: The linked record was not found in Procare. IKS was left unchanged; nobody is withdrawn for being missing.
what: It was missing in the last 3 complete readings of the school.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Look for the record in Procare: it may be deleted, hidden or moved to another school.
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, UnmappedStatus) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kDone,
                        R"({"children":[{"child":"c-2","reason":"unmapped_status","detail":"Gone"},
                                        {"child":"c-1","reason":"unmapped_classroom","detail":"r-9"},
                                        {"child":"c-1","reason":"unmapped_status","detail":"On Leave"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but its Procare status is not in the centre's status table.
IKP-402 unmapped_status
what: Procare shows a status word that is not in the centre's status table. IKS was left unchanged.
what: The word is: On Leave.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Add the word to the centre's status table.
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, UnmappedClassroom) {
  auto facts = Linked();
  facts.nightly =
      Night(NightlyOutcome::kDone, R"({"children":[{"child":"c-1","reason":"unmapped_classroom","detail":"r-9"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but its Procare classroom is not known.
IKP-403 unmapped_classroom
what: Procare shows a classroom that is not in its classroom list. The classroom in IKS was left blank.
what: The classroom's id is: r-9.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Check the child's classroom in Procare.
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, ChangeBroughtFromProcare) {
  auto facts = Linked();
  facts.nightly =
      Night(NightlyOutcome::kDone, R"({"children":[{"child":"c-1","reason":"written_back","detail":"status"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked and in sync: the last nightly brought a change from Procare.
IKP-401 written_back
what: The nightly sync brought a change from Procare to IKS.
what: Written to IKS: status.
what: Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): active in Procare is Enrolled in IKS.
what: A push happens one time only: what is changed in Procare comes to IKS every night, what is changed in IKS does not go to Procare.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Nothing to do.
safe: Yes. The record is linked; nothing is created a second time.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, EditedInIksAndRestored) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kDone,
                        R"({"children":[{"child":"c-1","reason":"edited_in_iks","detail":"status,classroom"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked: it was edited in IKS, and Procare's values were restored.
IKP-409 edited_in_iks
what: The record was edited in IKS after the push. Procare owns it, so the nightly sync restored Procare's values.
what: Written to IKS: status,classroom.
what: Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): active in Procare is Enrolled in IKS.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Make such changes in Procare.
safe: Yes. The record is linked; nothing is created a second time.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, WriteBackFailed) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kFailed,
                        R"({"problem":{"reason":"write_back_failed","detail":""},
                            "children":[{"child":"c-1","reason":"write_back_failed","detail":"version_conflict"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but IKS did not accept what came from Procare.
IKP-408 write_back_failed
what: IKS did not accept the change that came from Procare.
what: In detail: somebody edited the record in IKS at the same time.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: See the listed fields; if the child was deleted or merged in IKS, nothing is needed.
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, WriteBackOfAnotherChildFailed) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kFailed,
                        R"({"problem":{"reason":"write_back_failed","detail":""},
                            "children":[{"child":"c-2","reason":"write_back_failed","detail":"not_found"}]})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked and in sync.
IKP-400 in_sync
what: IKS shows what Procare shows.
what: Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): active in Procare is Enrolled in IKS.
what: A push happens one time only: what is changed in Procare comes to IKS every night, what is changed in IKS does not go to Procare.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Nothing to do.
safe: Yes. The record is linked; nothing is created a second time.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, MassChangeHeld) {
  auto facts = Linked();
  facts.nightly =
      Night(NightlyOutcome::kHeld, R"({"held":11,"linked":12,"problem":{"reason":"mass_change_held","detail":""}})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but the last nightly held all changes of its centre.
IKP-405 mass_change_held
what: Unusually many children would change status at once. Nothing was written for this centre.
what: The nightly sync of 2026-03-10 would have changed the status of 11 children of the 12 linked.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Look at the report; if the changes are right, run the nightly sync for this centre with --accept-mass-change.
do: `tools/engine nightly --config FILE --site brooklyn --accept-mass-change`
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, NightlyCouldNotBeDone) {
  auto facts = Linked();
  facts.nightly =
      Night(NightlyOutcome::kFailed, R"({"problem":{"reason":"procare_login_rejected","detail":"HTTP 401"}})");
  EXPECT_EQ(Told(facts), R"(Child c-1 is linked, but the last nightly of its centre could not be done.
IKP-302 procare_login_rejected
what: Procare rejected the API credentials. Logins are paused, so that the account is not locked.
what: The nightly sync of 2026-03-10 could not be done for this reason.
what: In detail: HTTP 401.
done: Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).
do: Check the client id and secret of this tenant; then restart the engine.
safe: Yes. The link stays, and what could not be concluded with certainty was not written to IKS.
retry: Every 15 minutes, one attempt. The next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.
)");
}

TEST(ExplainLinked, AsJson) {
  auto facts = Linked();
  ports::AuditEntry linked;
  linked.at = At("2026-03-02T16:30:00Z");
  linked.event = "link_settled";
  linked.details_json = R"({"kind":"child","iks_id":"c-1"})";
  facts.audit = {linked};
  const auto json = ToJson(Explain(facts));
  EXPECT_EQ(json.at("child"), "c-1");
  EXPECT_EQ(json.at("code"), "IKP-400");
  EXPECT_EQ(json.at("reason"), "in_sync");
  EXPECT_EQ(json.at("headline"), "Child c-1 is linked and in sync.");
  EXPECT_EQ(json.at("what").size(), 3u);
  EXPECT_EQ(json.at("next_action"), nlohmann::json::array({"Nothing to do."}));
  EXPECT_EQ(json.at("next_look"), "2026-03-11T08:00:00.000Z");
  EXPECT_EQ(json.at("details").at("procare_child"), "p-1");
  EXPECT_EQ(json.at("details").at("last_nightly"), "2026-03-10 done");
  EXPECT_EQ(json.at("timeline"),
            nlohmann::json::array({{{"at", "2026-03-02T16:30:00.000Z"},
                                    {"local", "2026-03-02 11:30"},
                                    {"text", "child c-1 placed; Procare owns the record from here on"}}}));
}

TEST(ExplainLinked, AsText) {
  EXPECT_EQ(ToText(Explain(Linked())), R"(Child c-1 is linked and in sync.
IKP-400 in_sync

What happened
  IKS shows what Procare shows.
  Both sides last agreed on 2026-03-10 04:00 America/New_York (08:00 UTC): active in Procare is
  Enrolled in IKS.
  A push happens one time only: what is changed in Procare comes to IKS every night, what is changed
  in IKS does not go to Procare.

What was done
  Created as Procare child p-1 on 2026-03-02 11:30 America/New_York (16:30 UTC).

What to do
  - Nothing to do.

Is data safe?
  Yes. The record is linked; nothing is created a second time.

When it is tried again
  At the next nightly sync: 2026-03-11 04:00 America/New_York (08:00 UTC), in 17 hours.

Details
  site           brooklyn
  family         f-1
  iks_location   loc-1
  phase          linked
  push_reason    linked_created
  push_details   procare_child:p-1
  procare_child  p-1
  link_origin    created
  placed         yes
  last_nightly   2026-03-10 done
)");
}

// A store that was rebuilt from the audit knows links, but no states.
TEST(ExplainLinked, WithoutAState) {
  auto facts = Linked();
  facts.state.reset();
  EXPECT_EQ(Explain(facts).word, "in_sync");
  facts.agreement.reset();
  facts.nightly.reset();
  EXPECT_EQ(Explain(facts).word, "linked_created");
  facts.link->settled = false;
  EXPECT_EQ(Explain(facts).word, "queued");
}

TEST(ExplainLinked, AReEnrolmentIsOverOnceTheRecordIsActive) {
  auto facts = Linked();
  facts.state->reason = Reason::kReEnrolInProcare;
  EXPECT_EQ(Explain(facts).word, "in_sync");
}

TEST(ExplainLinked, ANightlyUnderWaySaysNothingYet) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kRunning, "");
  EXPECT_EQ(Explain(facts).word, "in_sync");
}

}  // namespace
}  // namespace ikp::explain
