// What is told about children of centres with Procare Desktop: one test for each question that people ask.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/audit/entries.h"
#include "engine/explain/explain.h"
#include "engine/explain/explain_samples.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using ports::NightlyOutcome;
using ports::PushPhase;

std::string ReportLine(const std::string& reason, const std::string& detail) {
  return nlohmann::json{{"children", {{{"child", "c-1"}, {"reason", reason}, {"detail", detail}}}}}.dump();
}

ExplainFacts AfterNight(const std::string& reason, const std::string& detail) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kDone, ReportLine(reason, detail));
  return facts;
}

::testing::AssertionResult Tells(const ExplainFacts& facts, const std::string& text) {
  const auto told = Told(facts);
  if (told.find(text) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "not told: " << text << "\n" << told;
}

TEST(ExplainDesktop, ThePcIsOfflineAndAPushWaits) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kDesktopOffline);
  facts.desktop = DesktopFacts{.last_heard = At("2026-03-10T02:00:00Z"), .online = false, .waiting = 2};
  EXPECT_TRUE(Tells(facts, "Child c-1 waits: the centre's computer is off, asleep or without network."));
  EXPECT_TRUE(Tells(facts, "IKP-311 desktop_offline"));
  EXPECT_TRUE(Tells(facts, "was last heard of at 2026-03-09 22:00 America/New_York"));
  EXPECT_TRUE(Tells(facts, "2 commands wait for it."));
  EXPECT_TRUE(Tells(facts, "do: Wake the computer"));
  EXPECT_TRUE(Tells(facts, "safe: Yes. The child stays in the queue"));
}

TEST(ExplainDesktop, ThePcWasOffAtNight) {
  auto facts = Linked();
  facts.nightly = Night(NightlyOutcome::kFailed, R"({"problem":{"reason":"desktop_offline","detail":""}})");
  facts.desktop = DesktopFacts{.last_heard = At("2026-03-10T02:00:00Z"), .online = false, .waiting = 0};
  EXPECT_TRUE(Tells(facts, "is linked, but the centre's computer was not there at the last nightly."));
  EXPECT_TRUE(Tells(facts, "was last heard of at"));
}

TEST(ExplainDesktop, ItWasNeverConnected) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kDesktopNotConnected);
  facts.desktop = DesktopFacts{};
  EXPECT_TRUE(Tells(facts, "has never been heard of"));
  EXPECT_TRUE(Tells(facts, "Install the agent on the centre's computer"));
}

TEST(ExplainDesktop, SeatsAreFull) {
  const auto facts = WithState(PushPhase::kRetrying, Reason::kDesktopSeatsFull);
  EXPECT_TRUE(Tells(facts, "IKP-313 desktop_seats_full"));
  EXPECT_TRUE(Tells(facts, "not enough seats"));
  EXPECT_TRUE(Tells(facts, "have one more seat licensed for the sync"));
}

TEST(ExplainDesktop, VersionsDiffer) {
  const auto facts = WithState(PushPhase::kRetrying, Reason::kDesktopVersionMismatch,
                               {"server_version:10.2.2", "client_version:10.2.1"});
  EXPECT_TRUE(Tells(facts, "the server has version 10.2.2, the client has version 10.2.1"));
  EXPECT_TRUE(Tells(facts, "Update the Procare client"));
}

TEST(ExplainDesktop, TheLabelIsNotMapped) {
  const auto facts = AfterNight("unmapped_status", "Summer Camp");
  EXPECT_TRUE(Tells(facts, "The word is: Summer Camp."));
  EXPECT_TRUE(Tells(facts, "Add the word to the centre's status table."));
}

TEST(ExplainDesktop, ThereIsNoStatusRow) {
  const auto facts = AfterNight("no_status_row", "");
  EXPECT_TRUE(Tells(facts, "is linked, but Procare has no enrollment status for it."));
  EXPECT_TRUE(Tells(facts, "copied accounts come without one"));
}

TEST(ExplainDesktop, TheStatusesWereNotExported) {
  const auto facts = AfterNight("statuses_not_exported", "");
  EXPECT_TRUE(Tells(facts, "the enrollment statuses were not exported from Procare"));
  EXPECT_TRUE(Tells(facts, "do: Export that report too"));
}

TEST(ExplainDesktop, TheAgentIsOfAnotherVersion) {
  const auto facts =
      WithState(PushPhase::kRetrying, Reason::kDesktopAgentOutdated, {"engine:assumed-1", "agent:assumed-9"});
  EXPECT_TRUE(Tells(facts, "the engine speaks assumed-1, the agent speaks assumed-9"));
  EXPECT_TRUE(Tells(facts, "do: Install the agent that belongs to this engine"));
}

// It was handed over, and then the computer fell silent: it may be entered already.
TEST(ExplainDesktop, WhatWasHandedOverIsNotSaidToWait) {
  auto facts = WithState(PushPhase::kRetrying, Reason::kDesktopOffline, {"last_heard:2026-03-10T14:51:07.000Z"});
  EXPECT_TRUE(Tells(facts, "what was not sent yet stays in the queue"));
  EXPECT_TRUE(Tells(facts, "last heard of at 2026-03-10 14:51 UTC"));
  EXPECT_FALSE(Tells(facts, "It may stand in Procare already"));
  facts.open_intents.push_back(OpenIntent());
  EXPECT_TRUE(Tells(facts, "not known to have ended: creating the child, since 2026-03-10 10:50"));
  EXPECT_TRUE(Tells(facts, "It may stand in Procare already"));
}

TEST(ExplainDesktop, CodesOfTheQueueAreWords) {
  for (const char* code : {"not_heard_of", "no_end", "busy_with_another_command", "another_journal", "engine_stops"}) {
    const auto facts = WithState(PushPhase::kRetrying, Reason::kDesktopNotAnswering, {code});
    EXPECT_FALSE(Tells(facts, code)) << code;
  }
}

// A long report is cut, and the child's line with it.
TEST(ExplainDesktop, WhatTheReportHasNoRoomForIsInTheAudit) {
  auto facts = Linked();
  facts.audit.push_back(audit::Entry(*facts.nightly->finished_at, "nightly_note", "brooklyn", "", "c-1",
                                     {{"reason", "unmapped_status"}, {"detail", "Summer Camp"}})
                            .entry);
  EXPECT_TRUE(Tells(facts, "IKP-402 unmapped_status"));
  EXPECT_TRUE(Tells(facts, "The word is: Summer Camp."));
  facts.audit.back().at -= std::chrono::hours(24);  // of the night before
  EXPECT_TRUE(Tells(facts, "IKP-400 in_sync"));
}

TEST(ExplainDesktop, TheHistoryOfAMergedPersonIsTold) {
  auto facts = Linked();
  for (const auto& [event, details] : std::vector<std::pair<std::string, audit::Details>>{
           {"unlinked", {{"kind", "child"}, {"iks_id", "c-1"}}},
           {"relinked", {{"reason", "person_merged"}, {"from", "p-1"}, {"to", "p-2"}}},
           {"record_left_behind", {{"intent", "i-1"}, {"procare_id", "p-9"}}}}) {
    facts.audit.push_back(audit::Entry(Now(), event, "brooklyn", "f-1", "c-1", details).entry);
  }
  const auto told = Explain(facts).timeline;
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[0].text, "child c-1 is no longer linked to the Procare record that it was linked to");
  EXPECT_EQ(told[1].text, "the link follows the record in Procare: it was p-1, it is p-2 (person_merged)");
  EXPECT_NE(told[2].text.find("p-9 is left in Procare"), std::string::npos) << told[2].text;
}

TEST(ExplainDesktop, TheAccountIsHidden) {
  const auto facts = AfterNight("account_hidden", "12");
  EXPECT_TRUE(Tells(facts, "is linked, and its account in Procare is hidden."));
  EXPECT_TRUE(Tells(facts, "unhide the account"));
}

// The night that moved the link counts for the child, although the link is younger than its beginning.
TEST(ExplainDesktop, ThePersonWasMerged) {
  auto facts = AfterNight("person_merged", "guid-1 -> guid-2");
  facts.link->procare_id = "guid-2";
  facts.link->linked_at = facts.nightly->started_at + std::chrono::seconds(3);
  facts.audit.push_back(
      audit::Entry(facts.link->linked_at, "relinked", "brooklyn", "f-1", "c-1", {{"reason", "person_merged"}}).entry);
  EXPECT_TRUE(Tells(facts, "its record was merged or entered anew, and the link followed"));
  EXPECT_TRUE(Tells(facts, "guid-1 -> guid-2"));
}

TEST(ExplainDesktop, ABackupWasRestoredAndNightsHavePassed) {
  auto facts = AfterNight("in_sync", "");
  facts.agreement->missing_nights = 4;
  EXPECT_TRUE(Tells(facts, "IKP-404 missing_in_procare"));
  facts.audit.push_back(audit::Entry(At("2026-03-07T09:00:00Z"), "nightly_note", "brooklyn", "", "c-1",
                                     {{"reason", "backup_restored"}, {"detail", "p-1"}})
                            .entry);
  EXPECT_TRUE(Tells(facts, "its record is gone since a backup of Procare was restored"));
  EXPECT_TRUE(Tells(facts, "missing in the last 4 complete readings"));
  EXPECT_TRUE(Tells(facts, "the sync finds it by name and birth date"));
}

TEST(ExplainDesktop, TheChildStandsInTwoAccounts) {
  const auto facts = AfterNight("in_two_accounts", "2");
  EXPECT_TRUE(Tells(facts, "stands in more than one account in Procare"));
  EXPECT_TRUE(Tells(facts, "They are read as one."));
}

TEST(ExplainDesktop, TheChildIsAtAnotherSchool) {
  const auto facts = AfterNight("at_another_school", "2");
  EXPECT_TRUE(Tells(facts, "It is at school 2 now."));
}

TEST(ExplainDesktop, TheFamilyIsOnTheWorkList) {
  const auto facts = WithState(PushPhase::kRetrying, Reason::kOnWorkList, {"intent:i-1"});
  EXPECT_TRUE(Tells(facts, "is on the centre's work list."));
  EXPECT_TRUE(Tells(facts, "Work through the list"));
}

}  // namespace
}  // namespace ikp::explain
