#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

constexpr const char* kChild = R"({"first_name":"Chidi","last_name":"Okafor","school_id":"school-0"})";
constexpr const char* kList = "/api/v1/children?school_id=school-0&limit=100&offset=0";

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckCrashSafety)); }

// A creation whose answer was lost; further ones are sent in the name of "intent-8" and so on.
Exchange& LostCreation(CleanStory& story, Fate fate = Fate::kAnswerLost) {
  for (const char* intent : {"intent-7", "intent-8", "intent-9"}) {
    story.Note("intent_opened", "child-1-0", std::string(R"({"effect":"create_child","intent":")") + intent + R"("})");
  }
  auto& sent = story.Act("POST", "/api/v1/children", kChild, "intent-7");
  sent.fate = fate;
  return sent;
}

TEST(CrashSafety, NothingWrong) { EXPECT_EQ(Kinds(CleanStory()), ""); }

TEST(CrashSafety, CreationWithoutIntent) {
  CleanStory story;
  story.Act("POST", "/api/v1/children", kChild, "intent-7");
  EXPECT_EQ(Kinds(story), "effect_without_intent");
}

TEST(CrashSafety, PlacementWithoutIntent) {
  CleanStory story;
  story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-7");
  EXPECT_EQ(Kinds(story), "effect_without_intent");
}

TEST(CrashSafety, IntentThatWasOpenedAfterwards) {
  CleanStory story;
  story.Act("POST", "/api/v1/children", kChild, "intent-7");
  story.Note("intent_opened", "child-1-0", R"({"effect":"create_child","intent":"intent-7"})");
  EXPECT_EQ(Kinds(story), "effect_without_intent");
}

TEST(CrashSafety, IntentThatWasNotDurableYet) {
  CleanStory story;
  story.history.exchanges.clear();
  story.history.webhooks.clear();
  story.history.writes.push_back({.seq = story.Next(), .at = story.now()});
  story.Wait(std::chrono::seconds(1));
  story.Note("intent_opened", "child-1-0", R"({"effect":"create_child","intent":"intent-7"})");
  story.Act("POST", "/api/v1/children", kChild, "intent-7");
  story.history.writes.push_back({.seq = story.Next(), .at = story.now()});
  EXPECT_EQ(Kinds(story), "effect_without_intent");
  story.history.writes.back().seq = story.history.exchanges.back().sent_seq - 1;
  EXPECT_EQ(Kinds(story), "");
}

TEST(CrashSafety, SentAgainWithoutALook) {
  CleanStory story;
  LostCreation(story);
  story.Wait(std::chrono::hours(1));
  story.Act("POST", "/api/v1/children", kChild, "intent-8");
  EXPECT_EQ(Kinds(story), "blind_retry");
}

TEST(CrashSafety, SentAgainByTheNextProcessWithoutALook) {
  CleanStory story;
  auto& sent = LostCreation(story, Fate::kSenderDied);
  sent.answered_seq = 0;
  sent.status = 0;
  story.Wait(std::chrono::hours(1));
  story.Act("POST", "/api/v1/children", kChild, "intent-8").engine = 1;
  EXPECT_EQ(Kinds(story), "blind_retry");
}

TEST(CrashSafety, SentAgainAfterALookAtAnotherSchool) {
  CleanStory story;
  LostCreation(story);
  story.Wait(std::chrono::hours(1));
  story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-1&limit=100&offset=0", 200);
  story.Act("POST", "/api/v1/children", kChild, "intent-8");
  EXPECT_EQ(Kinds(story), "blind_retry");
}

TEST(CrashSafety, SentAgainBeforeItHadToShow) {
  CleanStory story;
  LostCreation(story);
  story.Wait(std::chrono::minutes(2));
  story.Send(Peer::kProcare, "GET", kList, 200);
  story.Act("POST", "/api/v1/children", kChild, "intent-8");
  EXPECT_EQ(Kinds(story), "blind_retry");
}

TEST(CrashSafety, SentAgainAfterWindowAndLook) {
  CleanStory story;
  LostCreation(story);
  story.Wait(std::chrono::minutes(11));
  story.Send(Peer::kProcare, "GET", kList, 200);
  story.Act("POST", "/api/v1/children", kChild, "intent-8");
  EXPECT_EQ(Kinds(story), "");
}

TEST(CrashSafety, APersonMayDecideEarlier) {
  CleanStory story;
  story.scenario.actions.push_back({.kind = ActionKind::kApproveCreate});
  LostCreation(story);
  story.history.acts.push_back({.seq = story.Next(), .at = story.now(), .action = 0});
  story.Send(Peer::kProcare, "GET", kList, 200);
  story.Act("POST", "/api/v1/children", kChild, "intent-8");
  EXPECT_EQ(Kinds(story), "");
}

TEST(CrashSafety, WhatCertainlyDidNotHappenMayBeRepeated) {
  for (const int status : {401, 429, 422}) {
    CleanStory story;
    LostCreation(story, Fate::kAnswered).status = status;
    story.Act("POST", "/api/v1/children", kChild, "intent-7");
    EXPECT_EQ(Kinds(story), "") << status;
  }
  CleanStory story;
  LostCreation(story, Fate::kReset);
  story.Act("POST", "/api/v1/children", kChild, "intent-7");
  EXPECT_EQ(Kinds(story), "");
}

TEST(CrashSafety, ServerErrorIsUnknown) {
  CleanStory story;
  LostCreation(story, Fate::kAnswered).status = 502;
  story.Act("POST", "/api/v1/children", kChild, "intent-7");
  EXPECT_EQ(Kinds(story), "blind_retry");
}

TEST(CrashSafety, AcknowledgedAndForgotten) {
  CleanStory story;
  story.Tell("child-1-0", "loc-0", "Enrolled", "evt-2");
  EXPECT_EQ(Kinds(story), "acknowledged_too_early");
}

TEST(CrashSafety, AcknowledgedBeforeItWasDurable) {
  CleanStory story;
  story.history.exchanges.clear();
  story.history.webhooks.clear();
  story.history.writes.push_back({.seq = 1, .at = story.history.began});
  story.Note("trigger_received", "child-1-0", R"({"event":"evt-2","source":"webhook"})");
  auto& told = story.Tell("child-1-0", "loc-0", "Enrolled", "evt-2");
  EXPECT_EQ(Kinds(story), "acknowledged_too_early");
  story.history.writes.push_back({.seq = told.answered_seq, .at = story.now()});
  ++told.answered_seq;
  EXPECT_EQ(Kinds(story), "");
}

TEST(CrashSafety, NothingIsOwedForOtherWebhooks) {
  CleanStory story;
  story.Tell("child-1-0", "loc-0", "Enrolled", "evt-2", 503);  // not acknowledged
  story.Tell("child-1-0", "loc-0", "Waitlist", "evt-3");       // triggers nothing
  story.Tell("child-1-0", "loc-2", "Enrolled", "evt-4");       // unmapped
  story.Tell("child-0-0", "loc-0", "Enrolled", "evt-1");       // again
  EXPECT_EQ(Kinds(story), "");
}

}  // namespace
}  // namespace ikp::scenarios::oracle
