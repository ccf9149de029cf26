#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckBounded)); }

TEST(Bounded, NothingWrong) {
  CleanStory story;
  story.history.samples.push_back({.seq = story.Next(), .at = story.now(), .tasks = 40, .in_flight = 4, .triggers = 9});
  EXPECT_EQ(Kinds(story), "");
}

TEST(Bounded, TooManyTasks) {
  CleanStory story;
  story.history.samples.push_back({.seq = story.Next(), .at = story.now(), .tasks = 100'000});
  EXPECT_EQ(Kinds(story), "too_many_tasks");
}

TEST(Bounded, TooManyRequests) {
  CleanStory story;
  story.history.samples.push_back({.seq = story.Next(), .at = story.now(), .in_flight = 500});
  EXPECT_EQ(Kinds(story), "too_many_tasks");
}

TEST(Bounded, GrowingInbox) {
  CleanStory story;
  story.history.samples.push_back({.seq = story.Next(), .at = story.now(), .triggers = 500});
  EXPECT_EQ(Kinds(story), "too_many_tasks");
}

TEST(Bounded, InboxNotEmptied) {
  CleanStory story;
  story.history.opinion.pending_triggers = 3;
  EXPECT_EQ(Kinds(story), "inbox_not_emptied");
}

TEST(Bounded, PagesBehindTheEnd) {
  CleanStory story;
  story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&limit=100&offset=200", 200);
  EXPECT_EQ(Kinds(story), "");
  story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&limit=100&offset=900", 200);
  EXPECT_EQ(Kinds(story), "page_loop");
}

TEST(Bounded, TheSamePageForEver) {
  CleanStory story;
  for (int i = 0; i < 401; ++i) {
    story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&limit=100&offset=90", 200);
  }
  EXPECT_EQ(Kinds(story), "page_loop");
}

TEST(Bounded, FamilyLookedAtWithoutPause) {
  CleanStory story;
  for (int i = 0; i < 41; ++i) {
    story.Wait(std::chrono::seconds(2));
    story.Send(Peer::kIks, "GET", "/api/v1/families/fam-0", 200);
  }
  EXPECT_EQ(Kinds(story), "retry_storm");
}

TEST(Bounded, TheSameWriteAgainAndAgain) {
  CleanStory story;
  for (int i = 0; i < 41; ++i) {
    story.Wait(std::chrono::seconds(2));
    story.Send(Peer::kProcare, "POST", "/api/v1/children", 201, R"({"first_name":"Ann"})");
  }
  EXPECT_EQ(Kinds(story), "retry_storm");
}

TEST(Bounded, ManyWritesOfABusyDay) {
  CleanStory story;
  for (int i = 0; i < 100; ++i) {
    story.Wait(std::chrono::seconds(2));
    const auto body = R"({"first_name":"Ann)" + std::to_string(i) + R"("})";
    story.Send(Peer::kProcare, "POST", "/api/v1/children", 201, body);
  }
  EXPECT_EQ(Kinds(story), "");
}

TEST(Bounded, FamilyLookedAtWithPauses) {
  CleanStory story;
  for (int i = 0; i < 200; ++i) {
    story.Wait(std::chrono::seconds(30));
    story.Send(Peer::kIks, "GET", "/api/v1/families/fam-0", 200);
  }
  EXPECT_EQ(Kinds(story), "");
}

TEST(Bounded, ErrorsAreRepeatedAFewTimesEach) {
  CleanStory story;
  for (int i = 0; i < 100; ++i) {
    story.Wait(std::chrono::seconds(4));
    story.Send(Peer::kIks, "GET", "/api/v1/families/fam-0", 503);
  }
  EXPECT_EQ(Kinds(story), "");
}

}  // namespace
}  // namespace ikp::scenarios::oracle
