// The whole story of the sample enterprise in virtual time: the production engine, a hand-advanced clock, a network in
// memory. What the demo shows on real sockets, here in a second or two.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "tests/virtual/virtual_world.h"
#include "tools/demo_player/story.h"
#include "tools/demo_player/verdict.h"

namespace ikp::tests {
namespace {

using nlohmann::json;

json Load(const std::string& name) {
  std::ifstream in("simulators/sample/" + name);
  return json::parse(in);
}

std::set<std::string> PeopleIn(const json& dump, const std::string& system) {
  return system == "procare_desktop" ? demo::DesktopIdsOf(dump) : demo::IdsOf(dump);
}

domain::Instant At(const char* text) { return *domain::ParseInstant(text); }

class SunriseStory : public ::testing::Test {
 protected:
  SunriseStory() : world_(Load("sunrise.json"), At("2026-03-02T13:00:00Z")) {
    const auto hook = world_.Admin("iks", "POST", "/__admin/staff",
                                   {{"action", "set_webhook"},
                                    {"account_id", "sunrise"},
                                    {"url", "http://engine.test/iks/webhook"},
                                    {"secret", "sunrise-demo-webhook-secret"}});
    EXPECT_EQ(hook.status, 200) << hook.body;
    for (const auto* system : {"procare_online", "procare_desktop"}) {
      typed_by_people_.merge(PeopleIn(world_.Dump(system), system));
    }
  }

  void Play(const demo::StoryEntry& entry) {
    world_.RunUntil(entry.at);
    if (entry.actor == "engine") {
      world_.KillEngine();
      if (entry.action.contains("down_for_hours")) {
        restart_at_ = entry.at + std::chrono::hours(entry.action["down_for_hours"].get<int>());
      } else {
        world_.StartEngine();
      }
      return;
    }
    if (entry.actor == "fault") return PlayFault(entry);
    const auto system = demo::SystemOf(entry.actor);
    const auto before = world_.Dump(system);
    auto action = demo::ResolveLookups(entry.action, before);
    ASSERT_TRUE(action) << entry.say << ": " << action.error();
    const auto response = world_.Admin(system, "POST", "/__admin/staff", *action);
    EXPECT_EQ(response.status, 200) << entry.say << ": " << response.body;
    if (entry.actor == "desktop_pc") return entry.action["action"] == "wake" ? world_.Wake() : world_.Sleep();
    if (system == "iks") return;
    const auto known = PeopleIn(before, system);
    for (const auto& id : PeopleIn(world_.Dump(system), system)) {
      if (!known.contains(id)) typed_by_people_.insert(id);
    }
  }

  void PlayFault(const demo::StoryEntry& entry) {
    const std::string system = entry.action["system"];
    for (const std::string one : {"iks", "procare_online", "procare_desktop"}) {
      if (system != "all" && system != one) continue;
      const bool clear = entry.action.value("clear", false);
      const auto response = clear ? world_.Admin(one, "DELETE", "/__admin/faults")
                                  : world_.Admin(one, "POST", "/__admin/faults", entry.action["fault"]);
      EXPECT_LT(response.status, 300) << entry.say << ": " << response.body;
    }
  }

  // While the engine is down, time passes all the same.
  void RunTo(domain::Instant end) {
    if (restart_at_ && *restart_at_ <= end) {
      world_.RunUntil(*restart_at_);
      world_.StartEngine();
      restart_at_.reset();
    }
    world_.RunUntil(end);
  }

  demo::Verdict Judge() {
    return demo::Judge({.iks = world_.Dump("iks"),
                        .procare = world_.Dump("procare_online"),
                        .desktop = world_.Dump("procare_desktop"),
                        .expected = Load("expected.json"),
                        .school_of_location = {{"loc-brooklyn", "10000000-0000-4000-8000-000000000001"},
                                               {"loc-tempe", "10000000-0000-4000-8000-000000000002"},
                                               {"loc-kaimuki", "10000000-0000-4000-8000-000000000003"},
                                               {"loc-duluth", "desktop/1"}},
                        .typed_by_people = typed_by_people_,
                        .today_at_school = {{"10000000-0000-4000-8000-000000000001", "2026-03-16"},
                                            {"10000000-0000-4000-8000-000000000002", "2026-03-16"},
                                            {"10000000-0000-4000-8000-000000000003", "2026-03-16"},
                                            {"desktop/1", "2026-03-16"}}});
  }

  VirtualWorld world_;
  std::set<std::string> typed_by_people_;
  std::optional<domain::Instant> restart_at_;
};

TEST_F(SunriseStory, ConvergesWithoutDuplicateOrLoss) {
  const auto story = demo::ParseStory(Load("story.json"));
  ASSERT_TRUE(story) << story.error();
  world_.StartEngine();
  for (const auto& entry : *story) {
    RunTo(entry.at);
    Play(entry);
  }
  RunTo(At("2026-03-16T15:00:00Z"));

  const auto verdict = Judge();
  EXPECT_EQ(verdict.duplicates, 0);
  EXPECT_EQ(verdict.lost, 0);
  EXPECT_TRUE(verdict.converged);
  for (const auto& problem : verdict.problems) ADD_FAILURE() << problem;

  // Every child ends where the sample says, with its reason.
  const json expected = Load("expected.json");
  const std::map<std::string, std::string> same = {{"linked_adopted", "linked_created"},
                                                   {"re_enrol_in_procare", "linked_created"}};
  for (const auto& [child, word] : expected["children"].items()) {
    const auto state = world_.Await(world_.store().FindPushState(domain::IksChildId::Trusted(child)));
    if (!state) {
      EXPECT_EQ(word, "not_trigger_status") << child << " was never looked at";
      continue;
    }
    std::string reason(domain::Describe(state->reason).word);
    const auto alias = same.find(reason);
    if (alias != same.end()) reason = alias->second;
    EXPECT_EQ(reason, word) << child << ": " << (state->details.empty() ? "" : state->details.front());
  }
}

}  // namespace
}  // namespace ikp::tests
