#include "scenarios/oracle/marks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

std::set<std::string> Names(const CleanStory& story) {
  const Model model(story.scenario, story.history);
  const auto set = MarksOf(model);
  std::set<std::string> names;
  for (std::size_t i = 0; i < AllMarks().size(); ++i) {
    if (set.test(i)) names.emplace(AllMarks()[i].name);
  }
  return names;
}

bool Has(const CleanStory& story, const std::string& name) {
  const bool known =
      std::any_of(AllMarks().begin(), AllMarks().end(), [&](const Mark& mark) { return mark.name == name; });
  EXPECT_TRUE(known) << name;
  return Names(story).contains(name);
}

TEST(Marks, ManyAndDifferent) {
  std::set<std::string_view> names;
  for (const auto& mark : AllMarks()) {
    EXPECT_TRUE(names.insert(mark.name).second) << mark.name;
    EXPECT_TRUE(mark.what.ends_with('.')) << mark.name;
  }
  EXPECT_GE(names.size(), 65u);
  EXPECT_LE(names.size(), kMostMarks);
}

TEST(Marks, NothingWrongReachesLittle) { EXPECT_EQ(Names(CleanStory()), (std::set<std::string>{"placed"})); }

TEST(Marks, Messages) {
  CleanStory story;
  auto& lost = story.Act("POST", "/api/v1/children", "{}", "intent-2");
  lost.fate = Fate::kAnswerLost;
  EXPECT_TRUE(Has(story, "create_answer_lost"));
  story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&limit=100&offset=90", 401);
  EXPECT_TRUE(Has(story, "token_refused_between_pages"));
  EXPECT_FALSE(Has(story, "list_in_pages"));
  story.Send(Peer::kProcare, "GET", "/api/v1/rooms", 429).retry_after_ms = 5000;
  EXPECT_TRUE(Has(story, "throttled_for_seconds"));
  EXPECT_FALSE(Has(story, "throttled_without_time"));
  story.Send(Peer::kIks, "PATCH", "/api/v1/children/child-0-0", 412);
  EXPECT_TRUE(Has(story, "version_conflict"));
  story.Send(Peer::kProcare, "GET", "/api/v1/children?school_id=school-0&limit=100&offset=0", 200).fault = "page_cap";
  EXPECT_TRUE(Has(story, "page_cap"));
}

TEST(Marks, TokenBetweenFamilyAndChild) {
  CleanStory story;
  story.Act("POST", "/api/v1/families", "{}", "intent-1");
  story.Act("POST", "/api/v1/children", "{}", "intent-2").status = 401;
  EXPECT_TRUE(Has(story, "token_refused_between_family_and_child"));
}

TEST(Marks, ProcessesAndWebhooks) {
  CleanStory story;
  story.history.lives.back().died_seq = story.Next();
  story.history.lives.back().cause = "power loss";
  auto& sent = story.Act("POST", "/api/v1/children", "{}", "intent-2");
  sent.fate = Fate::kSenderDied;
  story.Tell("child-0-0", "loc-0", "Enrolled", "evt-1");
  const auto names = Names(story);
  for (const char* name : {"power_loss", "died_with_open_intent", "create_sender_died", "webhook_duplicated"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(Marks, WhatTheEngineNoted) {
  CleanStory story;
  story.Note("intent_never_happened", "", R"({"intent":"intent-2"})");
  story.Note("state", "child-0-0", R"({"details":"intent:intent-2, candidate:pc-1","phase":"x","reason":"two_found"})");
  story.Note("written_back", "child-0-0", R"({"fields":"status,classroom","reason":"edited_in_iks","to":"Withdrawn"})");
  story.Note("nightly_finished", "", R"({"changed":"0","local_date":"2026-03-08","outcome":"held"})");
  story.Note("nightly_finished", "", R"({"changed":"0","local_date":"2026-03-08","outcome":"done"})").at +=
      std::chrono::hours(1);
  const auto names = Names(story);
  for (const char* name :
       {"unknown_settled_by_finding_none", "unknown_settled_by_finding_two", "two_found", "wrote_withdrawn",
        "wrote_classroom", "edited_in_iks_restored", "mass_change_held", "mass_change_accepted", "quiet_night"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(Marks, NightlyOnTheDayOfTheClockChange) {
  CleanStory story;
  story.End();  // four more days: beyond the change
  auto& run = story.history.opinion.nightly_runs.emplace_back(
      ports::NightlyRun{.site = domain::SiteId::Trusted("site-0"),
                        .local_date = *domain::CivilDate::Parse("2026-03-08"),
                        .outcome = ports::NightlyOutcome::kDone,
                        .due_at = *domain::ParseInstant("2026-03-08T08:00:00Z"),
                        .started_at = *domain::ParseInstant("2026-03-08T09:00:00Z"),
                        .finished_at = std::nullopt,
                        .report_json = R"({"duplicates_in_procare":[["pc-1","pc-2"]],"unknown_to_iks":2})"});
  const auto names = Names(story);
  for (const char* name : {"night_in_clock_change", "nightly_caught_up", "duplicate_in_procare", "unknown_to_iks"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  run.due_at += std::chrono::hours(24);
  EXPECT_FALSE(Has(story, "night_in_clock_change"));
}

TEST(Marks, Records) {
  CleanStory story;
  story.ChildVersion("child-0-1", "fam-0", "loc-0", "Enrolled");
  story.Link(ports::LinkKind::kChild, "child-0-1", "pc-2", 0);
  EXPECT_TRUE(Has(story, "twins_apart"));
  story.Wait(std::chrono::hours(1));
  story.Act("POST", "/api/v1/children", R"({"family_id":"pf-1"})", "intent-2");
  EXPECT_TRUE(Has(story, "sibling_joined"));
}

TEST(Marks, OfDesktopOnlyWhereThereIsOne) {
  CleanStory story;
  story.history.pc_events.push_back({.seq = story.Next(), .at = story.history.began, .what = "asleep"});
  EXPECT_FALSE(Has(story, "pc_asleep"));
  story.history.sites.front().desktop = true;
  EXPECT_TRUE(Has(story, "pc_asleep"));
}

TEST(Marks, Commands) {
  CleanStory story;
  story.history.sites.front().desktop = true;
  auto& sent = story.Act("POST", "/api/v1/children", "{}", "intent-2");
  sent.command = true;
  sent.tenant = "pc-0/1";
  sent.handed_out = 2;
  EXPECT_TRUE(Has(story, "command_handed_out_again"));
  EXPECT_FALSE(Has(story, "command_interrupted"));
  sent.answered_seq = 0;
  story.history.pc_events.push_back(
      {.seq = story.Next(), .at = story.history.began, .installation = 1, .what = "agent died: after a message"});
  EXPECT_TRUE(Has(story, "agent_died_at_message"));
  EXPECT_FALSE(Has(story, "command_interrupted")) << "another installation";
  story.history.pc_events.back().installation = 0;
  EXPECT_TRUE(Has(story, "command_interrupted"));
  story.Note("outcome_unknown", "child-0-0", R"({"intent":"intent-2"})");
  EXPECT_TRUE(Has(story, "command_given_up"));
  EXPECT_FALSE(Has(story, "command_ended_late"));
  story.history.exchanges.back().answered = story.history.opinion.audit.back().at + std::chrono::hours(1);
  EXPECT_TRUE(Has(story, "command_ended_late"));
}

TEST(Marks, TheCopyInTheCloudIsInTheWay) {
  CleanStory story;
  story.history.sites.front().desktop = true;
  story.history.pc_events.push_back(
      {.seq = story.Next(), .at = story.history.began, .what = "seat taken by the mirror"});
  EXPECT_TRUE(Has(story, "seat_taken_by_mirror"));
  story.scenario.actions.push_back({.kind = ActionKind::kSyncMirror, .site = 0});
  auto& act = story.history.acts.emplace_back();
  act.action = static_cast<int>(story.scenario.actions.size()) - 1;
  act.done = true;
  EXPECT_TRUE(Has(story, "staff_synced_mirror"));
  EXPECT_FALSE(Has(story, "resync_refused"));
  act.done = false;
  EXPECT_TRUE(Has(story, "resync_refused"));
  EXPECT_FALSE(Has(story, "staff_synced_mirror"));
}

TEST(Marks, NightsThatAPcMissed) {
  CleanStory story;
  story.history.sites.front().desktop = true;
  story.Note("nightly_finished", "", R"({"local_date":"2026-03-08","outcome":"failed"})");
  story.Note("nightly_finished", "", R"({"local_date":"2026-03-09","outcome":"done"})");
  EXPECT_FALSE(Has(story, "night_made_up"));
  story.Note("nightly_finished", "", R"({"local_date":"2026-03-08","outcome":"done"})");
  EXPECT_TRUE(Has(story, "night_made_up"));
}

TEST(Marks, RecordsOfDesktop) {
  CleanStory story;
  auto& site = story.history.sites.front();
  site.desktop = true;
  auto& record = story.history.procare_children.emplace_back(story.history.procare_children.front());
  record.desktop = true;
  record.tenant = site.tenant;
  record.school = site.school;
  record.rows = {{1, "2030-01-01", "Enrolled", By::kStaff}, {2, "2030-01-01", "Withdrawn", By::kStaff}};
  EXPECT_TRUE(Has(story, "rows_of_one_day"));
  EXPECT_TRUE(Has(story, "future_rows_only"));
  record.rows.front().date = "2020-01-01";
  EXPECT_FALSE(Has(story, "rows_of_one_day"));
  EXPECT_FALSE(Has(story, "future_rows_only"));
}

}  // namespace
}  // namespace ikp::scenarios::oracle
