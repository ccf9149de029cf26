#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"
#include "scenarios/oracle/needles.h"

namespace ikp::scenarios::oracle {
namespace {

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckPrivacy)); }

std::string Logged(const std::string& text) {
  CleanStory story;
  story.Log(text);
  return Kinds(story);
}

TEST(Privacy, NothingWrong) { EXPECT_EQ(Kinds(CleanStory()), ""); }

TEST(Privacy, NamesAndContactsInTheLog) {
  EXPECT_EQ(Logged("info push_state family=Rivera"), "personal_data_logged");
  EXPECT_EQ(Logged("info push_state name=\"marisol\""), "personal_data_logged");
  EXPECT_EQ(Logged("warning refused detail=consuelo@example.com"), "personal_data_logged");
  EXPECT_EQ(Logged("warning refused phone=(212) 555-0142."), "personal_data_logged");
  EXPECT_EQ(Logged("warning refused phone=2125550142"), "personal_data_logged");
}

TEST(Privacy, PartsOfOtherWordsAreNoNames) {
  EXPECT_EQ(Logged("info engine_running riveras=3 site=x-rivera id=marisol_7"), "");
}

TEST(Privacy, SecretsInTheLog) {
  EXPECT_EQ(Logged("error login_failed secret=client-secret-of-tenant-0"), "secret_logged");
  EXPECT_EQ(Logged("info request authorization=Bearerpo_1234567890abcdef"), "secret_logged");
}

TEST(Privacy, TheAuditLogIsReadAsWell) {
  CleanStory story;
  story.Note("state", "child-0-0", R"({"details":"first_name:Marisol"})");
  EXPECT_EQ(Kinds(story), "personal_data_logged");
}

TEST(Privacy, EditedNamesCount) {
  CleanStory story;
  story.Log("info push_state name=Esperanza");
  EXPECT_EQ(Kinds(story), "");
  story.scenario.actions.push_back({.kind = ActionKind::kEditChild, .value = "first_name=Esperanza"});
  EXPECT_EQ(Kinds(story), "personal_data_logged");
}

TEST(Privacy, NamesThatAreAlsoSomethingElse) {
  CleanStory story;
  story.AddFamily("Page", "Tulip");
  story.AddFamily("New_York", "Al");
  story.scenario.sites[0].rooms.push_back("Tulip Room");
  story.Log("info page=2 room=Tulip al");
  EXPECT_EQ(Kinds(story), "");
}

TEST(Needles, FindsWhatATextHolds) {
  Needles needles;
  needles.Add({.text = "abcd"});
  needles.Add({.text = "wxyz", .whole_word = true});
  needles.Add({.text = "ab"});  // too short
  EXPECT_EQ(needles.FindIn("ab abc ABC wxyza"), nullptr);
  ASSERT_NE(needles.FindIn("zzABCDzz"), nullptr);
  EXPECT_EQ(needles.FindIn("zzABCDzz")->text, "abcd");
  ASSERT_NE(needles.FindIn("(wxyz)"), nullptr);
  EXPECT_EQ(needles.FindIn("wxy"), nullptr);
}

}  // namespace
}  // namespace ikp::scenarios::oracle
