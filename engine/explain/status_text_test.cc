#include "engine/explain/status_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/explain/explain_samples.h"

namespace ikp::explain {
namespace {

using domain::Reason;
using ports::NightlyOutcome;
using ports::PushPhase;

SiteStatus BrooklynStatus() {
  SiteStatus site{.id = domain::SiteId::Trusted("brooklyn"), .name = "Sunrise Brooklyn", .zone = Brooklyn().zone};
  site.next_nightly = At("2026-03-11T08:00:00Z");
  site.nightly = Night(NightlyOutcome::kDone, R"({"changed":3,"missing":1,"unmapped_statuses":{"On Leave":2}})");
  site.counts = {
      {PushPhase::kIgnored, Reason::kNotTriggerStatus, 4}, {PushPhase::kRetrying, Reason::kProcareUnreachable, 2},
      {PushPhase::kRetrying, Reason::kQueued, 1},          {PushPhase::kWaitingForPerson, Reason::kAmbiguousMatch, 1},
      {PushPhase::kRefused, Reason::kMissingData, 1},      {PushPhase::kLinked, Reason::kLinkedCreated, 10},
      {PushPhase::kLinked, Reason::kLinkedExisting, 2}};
  return site;
}

SiteStatus PhoenixStatus() {
  SiteStatus site{.id = domain::SiteId::Trusted("phoenix"),
                  .name = "Sunrise Ph\xC3\xB6nix",
                  .zone = domain::TimeZone::Find("America/Phoenix").value()};
  site.nightly = Night(NightlyOutcome::kHeld, R"({"held":11,"problem":{"reason":"mass_change_held","detail":""}})");
  return site;
}

StatusFacts BusyDay() {
  StatusFacts facts;
  facts.now = Now();
  facts.sites = {BrooklynStatus(), PhoenixStatus()};
  facts.unmapped = {{PushPhase::kRefused, Reason::kSiteNotMapped, 3}};
  facts.reviews = {OpenReview(true, {"p-7", "p-8"}), OpenReview(false, {})};
  facts.pending_triggers = 2;
  facts.open_intents = {OpenIntent()};
  return facts;
}

TEST(StatusText, BusyDay) {
  EXPECT_EQ(StatusToText(BusyDay(), false), R"(Sites
  site      name              next nightly                       last nightly                linked  retrying  waiting  held  not sent
  brooklyn  Sunrise Brooklyn  2026-03-11 04:00 America/New_York  2026-03-10 done, 3 changes      12         3        1     1         4
  phoenix   Sunrise Phönix    -                                  2026-03-10 held                  0         0        0     0         0

Needs attention
  brooklyn: the nightly of 2026-03-10 met the status "On Leave" at 2 children, which is not in the site's status table.
  brooklyn: the nightly of 2026-03-10 did not find 1 linked record in Procare. Nobody is withdrawn for that.
  brooklyn: 2 children being retried: procare_unreachable (IKP-301). If this lasts longer than an hour, check the network and Procare's status page.
  brooklyn: 1 child held: missing_data (IKP-201). Complete the listed fields in IKS.
  phoenix: the nightly of 2026-03-10 held 11 status changes. If they are right: `tools/engine nightly --config FILE --site phoenix --accept-mass-change`
  no site: 3 children held: site_not_mapped (IKP-200). Add the location to the configuration with its Procare school, then restart the engine.

Waiting for a person
  review               family  child  reason           open since            Procare candidates
  brooklyn.c-1         f-1     c-1    ambiguous_match  2026-03-09 13:00 UTC  p-7, p-8
  brooklyn.family.f-1  f-1     -      ambiguous_match  2026-03-09 13:00 UTC  -
  Decide: `tools/engine review decide REVIEW --config FILE --link CANDIDATE` or `--create`

In progress: 2 triggers to be handled, 1 effect on Procare not settled (the oldest since 2026-03-10 14:50 UTC, 10 minutes ago)
)");
}

TEST(StatusText, NothingToWorryAbout) {
  StatusFacts facts;
  facts.now = Now();
  facts.sites = {BrooklynStatus()};
  facts.sites[0].nightly.reset();
  facts.sites[0].next_nightly.reset();
  facts.sites[0].counts = {{PushPhase::kLinked, Reason::kLinkedCreated, 1}};
  EXPECT_EQ(StatusToText(facts, false), R"(Sites
  site      name              next nightly  last nightly  linked  retrying  waiting  held  not sent
  brooklyn  Sunrise Brooklyn  -             never yet          1         0        0     0         0

Nothing needs attention.

In progress: 0 triggers to be handled, 0 effects on Procare not settled
)");
}

TEST(StatusText, AFailedNightlyNamesTheCause) {
  StatusFacts facts;
  facts.now = Now();
  facts.sites = {BrooklynStatus()};
  facts.sites[0].counts.clear();
  facts.sites[0].nightly =
      Night(NightlyOutcome::kFailed, R"({"problem":{"reason":"procare_login_rejected","detail":"HTTP 401"},
                                         "duplicates_in_procare":[["p-1","p-2"]]})");
  const auto text = StatusToText(facts, false);
  EXPECT_NE(
      text.find("  brooklyn: the nightly of 2026-03-10 is failed: procare_login_rejected (IKP-302). Procare rejected "
                "the API credentials. Logins are paused, so that the account is not locked.\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("  brooklyn: the nightly of 2026-03-10 found 1 possible duplicate in Procare.\n"),
            std::string::npos)
      << text;
}

// Colours only mark: without them the text is the same.
TEST(StatusText, ColourChangesNothingElse) {
  auto coloured = StatusToText(BusyDay(), true);
  EXPECT_NE(coloured.find("\033[31mphoenix: the nightly"), std::string::npos);
  for (const char* code : {"\033[0m", "\033[31m", "\033[32m", "\033[33m"}) {
    for (auto at = coloured.find(code); at != std::string::npos; at = coloured.find(code)) {
      coloured.erase(at, std::string(code).size());
    }
  }
  EXPECT_EQ(coloured, StatusToText(BusyDay(), false));
}

TEST(StatusJson, BusyDay) {
  const auto json = StatusToJson(BusyDay());
  EXPECT_EQ(json.at("now"), "2026-03-10T15:00:00.000Z");
  EXPECT_EQ(json.at("pending_triggers"), 2);
  EXPECT_EQ(json.at("sites").at(0).at("id"), "brooklyn");
  EXPECT_EQ(json.at("sites").at(0).at("time_zone"), "America/New_York");
  EXPECT_EQ(json.at("sites").at(0).at("next_nightly"), "2026-03-11T08:00:00.000Z");
  EXPECT_EQ(json.at("sites").at(0).at("nightly").at("report").at("unmapped_statuses").at("On Leave"), 2);
  EXPECT_EQ(
      json.at("sites").at(0).at("counts").at(1),
      (nlohmann::json{{"phase", "retrying"}, {"reason", "procare_unreachable"}, {"code", "IKP-301"}, {"children", 2}}));
  EXPECT_EQ(json.at("sites").at(1).at("next_nightly"), nullptr);
  EXPECT_EQ(json.at("sites").at(1).at("nightly").at("problem"), "mass_change_held");
  EXPECT_EQ(json.at("reviews").at(0).at("candidates"), (nlohmann::json{"p-7", "p-8"}));
  EXPECT_EQ(json.at("reviews").at(1).at("child"), nullptr);
  EXPECT_EQ(json.at("open_effects").at(0), (nlohmann::json{{"id", "i-1"},
                                                           {"site", "brooklyn"},
                                                           {"family", "f-1"},
                                                           {"child", "c-1"},
                                                           {"effect", "create_child"},
                                                           {"created_at", "2026-03-10T14:50:00.000Z"}}));
  EXPECT_EQ(json.at("unmapped").at(0).at("children"), 3);
}

TEST(CountPhases, BySiteAndReason) {
  auto first = *WithState(PushPhase::kRefused, Reason::kMissingData).state;
  auto second = *WithState(PushPhase::kLinked, Reason::kLinkedCreated).state;
  auto elsewhere = first;
  elsewhere.site.reset();
  const auto counts = CountPhases({first, second, first, elsewhere}, domain::SiteId::Trusted("brooklyn"));
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].phase, PushPhase::kRefused);
  EXPECT_EQ(counts[0].children, 2);
  EXPECT_EQ(counts[1].children, 1);
  EXPECT_EQ(CountPhases({first, elsewhere}, std::nullopt).at(0).children, 1);
  EXPECT_TRUE(CountPhases({first}, domain::SiteId::Trusted("phoenix")).empty());
}

}  // namespace
}  // namespace ikp::explain
