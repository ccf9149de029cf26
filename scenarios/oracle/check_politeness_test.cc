#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

constexpr const char* kRooms = "/api/v1/classrooms?school_id=school-0";

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckPoliteness)); }

Exchange& Throttled(CleanStory& story, Peer peer, int seconds) {
  auto& refused = story.Send(peer, "GET", kRooms, 429);
  refused.retry_after_ms = seconds * 1000;
  return refused;
}

TEST(Politeness, NothingWrong) { EXPECT_EQ(Kinds(CleanStory()), ""); }

TEST(Politeness, RetryAfterIgnored) {
  for (const auto peer : {Peer::kProcare, Peer::kIks}) {
    CleanStory story;
    Throttled(story, peer, 60);
    story.Wait(std::chrono::seconds(5));
    story.Send(peer, "GET", "/api/v1/other", 200);
    EXPECT_EQ(Kinds(story), "retry_after_ignored");
  }
}

TEST(Politeness, RetryAfterKept) {
  CleanStory story;
  Throttled(story, Peer::kProcare, 60);
  story.Send(Peer::kIks, "GET", "/api/v1/families/fam-0", 200);        // another system
  story.Send(Peer::kProcare, "GET", kRooms, 200).tenant = "tenant-1";  // another tenant
  story.Send(Peer::kProcare, "GET", kRooms, 200).engine = 1;           // another process
  story.Wait(std::chrono::seconds(60));
  story.Send(Peer::kProcare, "GET", kRooms, 200);
  EXPECT_EQ(Kinds(story), "");
}

TEST(Politeness, RequestsThatCrossedTheRefusal) {
  CleanStory story;
  auto& refused = Throttled(story, Peer::kProcare, 60);
  refused.answered += std::chrono::seconds(2);
  refused.answered_seq = 100'000;
  story.Send(Peer::kProcare, "GET", kRooms, 200);
  EXPECT_EQ(Kinds(story), "");
}

TEST(Politeness, ThrottlingWithoutATimeAsksForNothingCertain) {
  CleanStory story;
  story.Send(Peer::kProcare, "GET", kRooms, 429);
  story.Send(Peer::kProcare, "GET", kRooms, 200);
  EXPECT_EQ(Kinds(story), "");
}

TEST(Politeness, LoginHammered) {
  CleanStory story;
  for (int i = 0; i < 3; ++i) {
    story.Send(Peer::kProcare, "POST", "/oauth/token", 401);
    story.Wait(std::chrono::minutes(1));
  }
  EXPECT_EQ(Kinds(story), "login_hammered");
}

TEST(Politeness, LoginTriedEveryQuarterOfAnHour) {
  CleanStory story;
  for (int i = 0; i < 20; ++i) {
    story.Send(Peer::kProcare, "POST", "/oauth/token", 422);
    story.Wait(std::chrono::minutes(15));
  }
  EXPECT_EQ(Kinds(story), "");
}

TEST(Politeness, RateExceeded) {
  CleanStory story;
  for (int i = 0; i < 10; ++i) story.Send(Peer::kProcare, "GET", kRooms, 200);
  EXPECT_NE(Kinds(story).find("rate_exceeded"), std::string::npos);
}

TEST(Politeness, BurstAndRateAreAllowed) {
  CleanStory story;
  for (int i = 0; i < 5; ++i) story.Send(Peer::kProcare, "GET", kRooms, 200);
  for (int i = 0; i < 50; ++i) {
    story.Wait(std::chrono::milliseconds(460));
    story.Send(Peer::kProcare, "GET", kRooms, 200);
  }
  EXPECT_EQ(Kinds(story), "");
}

TEST(Politeness, TokenRefusedAgainAndAgain) {
  CleanStory story;
  for (int i = 0; i < 13; ++i) {
    story.Send(Peer::kProcare, "GET", kRooms, 403);
    story.Wait(std::chrono::seconds(1));
    story.Send(Peer::kProcare, "POST", "/oauth/token", 200);
    story.Wait(std::chrono::seconds(1));
  }
  EXPECT_EQ(Kinds(story), "reauth_loop");
}

TEST(Politeness, TokensThatARepeatedLoginReplacedAreRefusedWithoutFault) {
  CleanStory story;
  for (int i = 0; i < 13; ++i) {
    story.Send(Peer::kProcare, "POST", "/oauth/token", 200).deliveries = 2;
    story.Wait(std::chrono::seconds(1));
    story.Send(Peer::kProcare, "GET", kRooms, 401);
    story.Wait(std::chrono::seconds(1));
  }
  EXPECT_EQ(Kinds(story), "");
}

TEST(Politeness, TokenRefusedForOneEffect) {
  CleanStory story;
  for (int i = 0; i < 2; ++i) story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-3").status = 401;
  EXPECT_EQ(Kinds(story), "");
  story.Wait(std::chrono::seconds(2));
  for (int i = 0; i < 3; ++i) story.Act("PATCH", "/api/v1/children/pc-1", "{}", "intent-3").status = 401;
  EXPECT_EQ(Kinds(story), "reauth_loop");
}

TEST(Politeness, AWrongClockExcuses) {
  CleanStory story;
  story.Begin(FaultKind::kClockStep, System::kEngine).ms = std::chrono::hours(1);
  Throttled(story, Peer::kProcare, 60);
  story.Wait(std::chrono::seconds(5));
  story.Send(Peer::kProcare, "GET", kRooms, 200);
  EXPECT_EQ(Kinds(story), "");
}

}  // namespace
}  // namespace ikp::scenarios::oracle
