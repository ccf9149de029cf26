#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckOrder)); }

// A second family reaches a trigger status and the engine acknowledges the webhook; nobody looks.
void TriggerNobodyLooksAt(CleanStory& story, int http_status) {
  story.AddFamily("Okafor", "Chidi");
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Waitlist");
  story.Wait(std::chrono::minutes(1));
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Enrolled");
  story.Tell("child-1-0", "loc-0", "Enrolled", "evt-2", http_status);
}

TEST(Order, NothingWrong) { EXPECT_EQ(Kinds(CleanStory()), ""); }

TEST(Order, WritesOfOneFamilyOverlap) {
  CleanStory story;
  auto& first = story.Act("POST", "/api/v1/children", R"({"school_id":"school-0"})", "intent-2");
  first.answered_seq = 100'000;  // answered after the next was sent
  story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-3");
  EXPECT_EQ(Kinds(story), "overlapping_writes");
}

TEST(Order, WriteWithoutAnAnswerIsUnderWay) {
  CleanStory story;
  story.Act("POST", "/api/v1/children", R"({"school_id":"school-0"})", "intent-2").answered_seq = 0;
  story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-3");
  EXPECT_EQ(Kinds(story), "overlapping_writes");
}

TEST(Order, ACommandIsOverWhenTheEngineGaveItUp) {
  CleanStory story;
  auto& first = story.Act("POST", "/api/v1/children", R"({"school_id":"school-0"})", "intent-2");
  first.answered_seq = 0;
  first.command = true;
  story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-3");
  EXPECT_EQ(Kinds(story), "overlapping_writes");
  story.Note("outcome_unknown", "child-0-0", R"({"intent":"intent-2"})").at = story.history.exchanges.back().sent;
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, WritesOfTwoProcessesOrTwoFamiliesMayOverlap) {
  CleanStory story;
  story.Act("POST", "/api/v1/children", R"({"school_id":"school-0"})", "intent-2").answered_seq = 0;
  story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-3").engine = 1;
  story.Note("intent_opened", "child-1-0", R"({"effect":"create_child","intent":"intent-7"})", "fam-1");
  story.Act("POST", "/api/v1/children", R"({"school_id":"school-0"})", "intent-7");
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, DecidedOnAnOldVersion) {
  CleanStory story;
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Enrolled");
  story.State("child-1-0", ports::PushPhase::kRefused, domain::Reason::kMissingData, 0);
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Enrolled");
  story.End();
  EXPECT_EQ(Kinds(story), "stale_decision");
  story.history.opinion.states.back().iks_version = 2;
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, WhatIsNoTriggerMayStayUndecided) {
  CleanStory story;
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Waitlist");
  story.State("child-1-0", ports::PushPhase::kIgnored, domain::Reason::kNotTriggerStatus, 0);
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Waitlist");
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, ToldAndNotLookedAt) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 200);
  story.Wait(std::chrono::minutes(20));
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.End();
  EXPECT_EQ(Kinds(story), "starved");
}

TEST(Order, ToldWhileProcareHangsForAnotherFamily) {
  CleanStory story;
  story.Begin(FaultKind::kDelay, System::kProcare).ms = std::chrono::seconds(25);
  TriggerNobodyLooksAt(story, 200);
  story.Wait(std::chrono::minutes(20));
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.End();
  EXPECT_EQ(Kinds(story), "starved");
}

TEST(Order, LookedAtSoonEnough) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 200);
  story.Wait(std::chrono::seconds(30));
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, LostWebhookIsPolled) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 0);
  story.Wait(std::chrono::minutes(59));
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, LostWebhookAndNoPoll) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 0);
  story.End();
  EXPECT_EQ(Kinds(story), "starved");
}

TEST(Order, TroubleWithIksExcuses) {
  CleanStory story;
  auto& cut = story.Begin(FaultKind::kPartition, System::kAny);
  cut.lasts = std::chrono::hours(2);
  TriggerNobodyLooksAt(story, 200);
  story.Wait(std::chrono::hours(2));
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, DowntimeExcuses) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 200);
  auto& life = story.history.lives.back();
  life.died = story.now();
  life.died_seq = story.Next();
  story.Wait(std::chrono::hours(3));
  story.history.lives.push_back({.engine = 1, .started_seq = story.Next(), .started = story.now()});
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200).engine = 1;
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, ChildThatLeftTheStatusNeedsNoLook) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 0);
  story.Wait(std::chrono::minutes(10));
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Lost");
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

TEST(Order, ChildThatWasInAnotherStatusWhenItWasPolledNeedsNoLook) {
  CleanStory story;
  TriggerNobodyLooksAt(story, 0);
  story.Wait(std::chrono::minutes(30));
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Waitlist");
  story.Wait(std::chrono::minutes(5));
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Enrolled");
  story.Wait(std::chrono::minutes(45));
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-1", 200);
  story.End();
  EXPECT_EQ(Kinds(story), "");
}

}  // namespace
}  // namespace ikp::scenarios::oracle
