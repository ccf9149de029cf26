#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckIsolation)); }

TEST(Isolation, NothingWrong) { EXPECT_EQ(Kinds(CleanStory()), ""); }

TEST(Isolation, TenantOfAnUnmappedSite) {
  CleanStory story;
  story.Send(Peer::kProcare, "POST", "/oauth/token", 200).tenant = "tenant-2";
  EXPECT_EQ(Kinds(story), "wrong_tenant");
}

TEST(Isolation, SchoolOfAnotherTenantIsRead) {
  CleanStory story;
  story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-1&limit=100&offset=0", 200);
  EXPECT_EQ(Kinds(story), "wrong_school");
}

TEST(Isolation, ChildCreatedInTheSchoolOfAnotherSite) {
  CleanStory story;
  story.Note("intent_opened", "child-0-0", R"({"effect":"create_child","intent":"intent-9"})");
  auto& sent = story.Act("POST", "/api/v1/children", R"({"family_id":"pf-7","school_id":"school-1"})", "intent-9");
  sent.tenant = "tenant-1";
  EXPECT_EQ(Kinds(story), "wrong_school");
}

TEST(Isolation, FamilyCreatedWhereItNeverWas) {
  CleanStory story;
  story.Note("intent_opened", "", R"({"effect":"create_family","intent":"intent-9"})");
  auto& sent = story.Act("POST", "/api/v1/families", R"({"name":"Rivera","school_id":"school-1"})", "intent-9");
  sent.tenant = "tenant-1";
  EXPECT_EQ(Kinds(story), "wrong_school");
}

TEST(Isolation, ChildMovedByPeopleBelongsToBothSites) {
  CleanStory story;
  story.ChildVersion("child-0-0", "fam-0", "loc-1", "Enrolled");
  story.Note("intent_opened", "child-0-0", R"({"effect":"create_child","intent":"intent-9"})");
  auto& sent = story.Act("POST", "/api/v1/children", R"({"family_id":"pf-7","school_id":"school-1"})", "intent-9");
  sent.tenant = "tenant-1";
  EXPECT_EQ(Kinds(story), "");
}

TEST(Isolation, RecordThatStandsForAChildOfAnotherSite) {
  CleanStory story;
  // The same child was always at the other centre.
  for (auto& version : story.history.iks_children) version.location = "loc-1";
  const auto kinds = Kinds(story);
  EXPECT_NE(kinds.find("wrong_school"), std::string::npos) << kinds;
  EXPECT_NE(kinds.find("wrong_location"), std::string::npos) << kinds;
}

TEST(Isolation, PlacementOfAnotherTenantsChild) {
  CleanStory story;
  story.Act("PATCH", "/api/v1/children/pc-1", R"({"status":"hold"})", "intent-3").tenant = "tenant-1";
  EXPECT_EQ(Kinds(story), "wrong_tenant");
}

TEST(Isolation, WriteBackToAChildThatWasNeverLinked) {
  CleanStory story;
  story.ChildVersion("child-5-0", "fam-5", "loc-0", "Waitlist");
  story.Send(Peer::kIks, "PATCH", "/api/v1/children/child-5-0", 200, R"({"status":"Enrolled"})");
  EXPECT_EQ(Kinds(story), "stranger_written");
}

TEST(Isolation, WriteBackToAChildThatMovedAwayLongAgo) {
  CleanStory story;
  story.ChildVersion("child-0-0", "fam-0", "loc-1", "Waitlist");
  story.Wait(std::chrono::hours(24));
  story.Send(Peer::kIks, "PATCH", "/api/v1/children/child-0-0", 200, R"({"status":"Enrolled"})");
  EXPECT_EQ(Kinds(story), "wrong_location");
}

TEST(Isolation, WriteBackMayCrossAMove) {
  CleanStory story;
  story.ChildVersion("child-0-0", "fam-0", "loc-1", "Waitlist");
  story.Wait(std::chrono::minutes(1));
  story.Send(Peer::kIks, "PATCH", "/api/v1/children/child-0-0", 200, R"({"status":"Enrolled"})");
  EXPECT_EQ(Kinds(story), "");
}

TEST(Isolation, LinkToARecordOfAnotherTenant) {
  CleanStory story;
  story.history.exchanges.pop_back();  // the write-back
  story.history.opinion.links.back().site = domain::SiteId::Trusted("site-1");
  EXPECT_EQ(Kinds(story), "wrong_location");
  story.ChildVersion("child-0-0", "fam-0", "loc-1", "Waitlist");
  EXPECT_EQ(Kinds(story), "wrong_tenant");
}

TEST(Isolation, LinkOfAnUnmappedSite) {
  CleanStory story;
  story.history.exchanges.pop_back();  // the write-back
  story.history.opinion.links.back().site = domain::SiteId::Trusted("site-2");
  EXPECT_EQ(Kinds(story), "wrong_location");
}

}  // namespace
}  // namespace ikp::scenarios::oracle
