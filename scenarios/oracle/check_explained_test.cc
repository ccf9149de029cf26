#include <gtest/gtest.h>

#include "scenarios/oracle/clean_story.h"

namespace ikp::scenarios::oracle {
namespace {

using domain::Reason;
using ports::PushPhase;

std::string Kinds(const CleanStory& story) { return KindsOf(story.Judged(CheckExplained)); }

void OpenReview(CleanStory& story, const ports::PushState& state, std::optional<domain::IksChildId> child,
                std::vector<std::string> candidates) {
  story.history.opinion.open_reviews.push_back({.id = domain::ReviewId::Trusted("review-1"),
                                                .site = *state.site,
                                                .family = state.family,
                                                .child = std::move(child),
                                                .reason = state.reason,
                                                .candidates = std::move(candidates),
                                                .state = ports::ReviewState::kOpen,
                                                .decision = {},
                                                .decided_by = {},
                                                .opened_at = state.updated_at,
                                                .resolved_at = std::nullopt});
}

TEST(Explained, NothingWrong) { EXPECT_EQ(Kinds(CleanStory()), ""); }

TEST(Explained, TriggeredChildWithoutAState) {
  CleanStory story;
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Enrolled").at = story.history.healed;
  EXPECT_EQ(Kinds(story), "unexplained");
}

TEST(Explained, ChildThatLeftUnseenNeedsNoState) {
  CleanStory story;
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Enrolled");
  story.ChildVersion("child-1-0", "fam-1", "loc-0", "Lost");
  EXPECT_EQ(Kinds(story), "");
  story.Note("trigger_received", "child-1-0", R"({"source":"poll"})");
  EXPECT_EQ(Kinds(story), "unexplained");
}

TEST(Explained, WaitingWithoutAReview) {
  CleanStory story;
  auto& state = story.State("child-1-0", PushPhase::kWaitingForPerson, Reason::kTwoFound, 0);
  EXPECT_EQ(Kinds(story), "unexplained");
  OpenReview(story, state, state.child, {"pc-1", "pc-2"});
  EXPECT_EQ(Kinds(story), "");
}

TEST(Explained, WaitingForTheDecisionAboutItsFamily) {
  CleanStory story;
  auto& state = story.State("child-1-0", PushPhase::kWaitingForPerson, Reason::kAmbiguousMatch, 0);
  OpenReview(story, state, std::nullopt, {});
  EXPECT_EQ(Kinds(story), "");
}

TEST(Explained, ReasonsThatExplainNothing) {
  for (const auto& [phase, reason] :
       {std::pair(PushPhase::kRefused, Reason::kQueued), std::pair(PushPhase::kWaitingForPerson, Reason::kQueued),
        std::pair(PushPhase::kLinked, Reason::kQueued), std::pair(PushPhase::kIgnored, Reason::kLinkedCreated),
        std::pair(PushPhase::kRetrying, Reason::kLinkedCreated)}) {
    CleanStory story;
    story.State("child-1-0", phase, reason, 0);
    EXPECT_EQ(Kinds(story), "unexplained") << ports::ToWord(phase);
  }
}

TEST(Explained, RefusalWithoutDetails) {
  CleanStory story;
  auto& state = story.State("child-1-0", PushPhase::kRefused, Reason::kMissingData, 0);
  EXPECT_EQ(Kinds(story), "");
  state.details.clear();
  EXPECT_EQ(Kinds(story), "unexplained");
}

TEST(Explained, StateThatTheAuditLogDoesNotTell) {
  CleanStory story;
  auto& state = story.State("child-1-0", PushPhase::kRefused, Reason::kMissingData, 0);
  state.reason = Reason::kNeedsBirthDate;
  EXPECT_EQ(Kinds(story), "audit_differs");
  state.reason = Reason::kMissingData;
  story.history.opinion.audit.pop_back();
  EXPECT_EQ(Kinds(story), "audit_differs");
}

TEST(Explained, LinksThatTheAuditLogDoesNotTell) {
  CleanStory story;
  auto& links = story.history.opinion.links;
  const auto link = links.back();
  links.back().procare_id = "pc-9";
  EXPECT_EQ(Kinds(story), "audit_differs");
  links.back() = link;
  links.back().settled = false;
  EXPECT_EQ(Kinds(story), "audit_differs");
  links.pop_back();
  EXPECT_EQ(Kinds(story), "audit_differs");
  links.push_back(link);
  EXPECT_EQ(Kinds(story), "");
}

TEST(Explained, LinksAreReplayed) {
  CleanStory story;
  auto& audit = story.history.opinion.audit;
  for (auto& entry : audit) {
    const auto settled = entry.details_json.find("\"settled\":true");
    if (entry.child == "child-0-0" && settled != std::string::npos)
      entry.details_json.replace(settled, 14, "\"settled\":false");
  }
  EXPECT_EQ(Kinds(story), "audit_differs");
  story.Note("link_settled", "child-0-0", R"({"iks_id":"child-0-0","kind":"child"})");
  EXPECT_EQ(Kinds(story), "");
  story.Note("unlinked", "", R"({"iks_id":"fam-0","kind":"family"})");
  EXPECT_EQ(Kinds(story), "audit_differs");
}

}  // namespace
}  // namespace ikp::scenarios::oracle
