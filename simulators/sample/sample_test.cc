// The sample enterprise must stay consistent in itself and acceptable to the simulators: a slip here would look like a
// fault of the engine in the demo.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "simulators/iks/iks_simulator.h"
#include "simulators/kit/faults.h"
#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/procare_desktop_simulator.h"
#include "simulators/procare_online/procare_online_simulator.h"

namespace ikp::simulators::sample {
namespace {

using kit::Instant;
using nlohmann::json;

// Relative to the runfiles folder, in which Bazel starts tests.
json Load(const std::string& name) {
  std::ifstream file("simulators/sample/" + name);
  EXPECT_TRUE(file.good()) << name;
  return json::parse(file);
}

Instant At(const std::string& text) {
  const auto instant = kit::ParseInstant(text);
  EXPECT_TRUE(instant.has_value()) << text;
  return instant.value_or(Instant{});
}

const Instant kStart = *kit::ParseInstant("2026-03-02T13:00:00.000Z");
const Instant kEnd = *kit::ParseInstant("2026-03-16T14:00:00.000Z");

const json& IksAccount(const json& enterprise) { return enterprise.at("iks").at("accounts").at(0); }
const json& Tenant(const json& enterprise) { return enterprise.at("procare_online").at("tenants").at(0); }

// Every text in the document that stands under one of these names.
void Collect(const json& value, const std::set<std::string>& names, std::vector<std::string>& found) {
  if (value.is_object()) {
    for (const auto& [name, inner] : value.items()) {
      if (inner.is_string() && names.contains(name)) found.push_back(inner.get<std::string>());
      Collect(inner, names, found);
    }
  } else if (value.is_array()) {
    for (const auto& inner : value) Collect(inner, names, found);
  }
}

std::vector<std::string> AllOf(const json& value, const std::set<std::string>& names) {
  std::vector<std::string> found;
  Collect(value, names, found);
  return found;
}

std::map<std::string, json> IksChildren(const json& enterprise) {
  std::map<std::string, json> children;
  for (const auto& family : IksAccount(enterprise).at("families")) {
    for (const auto& child : family.at("children")) children[child.at("id").get<std::string>()] = child;
  }
  return children;
}

TEST(Sample, NobodyInItCanBeReached) {
  const json documents = {Load("sunrise.json"), Load("story.json")};
  const std::regex email(R"([^@\s]+@example\.(com|org))", std::regex::icase);
  for (const auto& text : AllOf(documents, {"email"})) EXPECT_TRUE(std::regex_match(text, email)) << text;
  // Procare Desktop keeps the area code apart.
  const std::regex north_american(R"((1?\d{3})?55501\d\d(305|12)?)");
  const std::regex ofcom_drama(R"(442079460\d{3})");
  for (const auto& text : AllOf(documents, {"mobile", "home", "work", "number", "phone"})) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    EXPECT_TRUE(std::regex_match(digits, north_american) || std::regex_match(digits, ofcom_drama)) << text;
  }
}

TEST(Sample, IdsAreUnique) {
  const auto enterprise = Load("sunrise.json");
  for (const auto* system : {"iks", "procare_online"}) {
    auto ids = AllOf(enterprise.at(system), {"id"});
    EXPECT_GT(ids.size(), 80U);
    std::sort(ids.begin(), ids.end());
    const auto twice = std::adjacent_find(ids.begin(), ids.end());
    EXPECT_EQ(twice, ids.end()) << *twice;
  }
}

TEST(Sample, EveryChildHasAnExpectedEnd) {
  const auto enterprise = Load("sunrise.json");
  const auto expected = Load("expected.json");
  const std::set<std::string> words = {"linked_created", "linked_existing",  "ambiguous_match", "two_found",
                                       "missing_data",   "needs_birth_date", "site_not_mapped", "not_trigger_status"};
  const auto children = IksChildren(enterprise);
  EXPECT_EQ(expected.at("children").size(), children.size());
  std::set<std::string> seen;
  for (const auto& [id, word] : expected.at("children").items()) {
    EXPECT_TRUE(children.contains(id)) << id;
    EXPECT_TRUE(words.contains(word.get<std::string>())) << id;
    seen.insert(word.get<std::string>());
  }
  EXPECT_EQ(seen, words);
  std::set<std::string> schools;
  for (const auto& school : Tenant(enterprise).at("schools")) schools.insert(school.at("id").get<std::string>());
  for (const auto& school : enterprise.at("procare_desktop").at("database").at("schools")) {
    schools.insert("desktop/" + school.at("id").dump());
  }
  EXPECT_EQ(schools.size(), 5U);
  for (const auto& [id, counts] : expected.at("schools").items()) EXPECT_TRUE(schools.contains(id)) << id;
}

TEST(Sample, StoryIsInOrderAndWithinItsTwoWeeks) {
  Instant before = kStart;
  for (const auto& entry : Load("story.json")) {
    const auto at = At(entry.at("at").get<std::string>());
    EXPECT_GE(at, before) << entry.at("at");
    EXPECT_LT(at, kEnd) << entry.at("at");
    EXPECT_FALSE(entry.at("say").get<std::string>().empty());
    before = at;
  }
}

// Afterwards the nightly must be able to settle everything (I4).
TEST(Sample, NobodyEditsAPushedChildInIksOnTheLastTwoDays) {
  const auto expected = Load("expected.json").at("children");
  for (const auto& entry : Load("story.json")) {
    if (At(entry.at("at").get<std::string>()) < *kit::ParseInstant("2026-03-14T10:00:00.000Z")) continue;
    EXPECT_NE(entry.at("actor"), "iks_staff") << expected.value(entry.at("action").value("child_id", ""), "");
  }
}

// One that sleeps is not asked for anything: nobody is there.
TEST(Sample, TheComputerSleepsAndWakesInTurn) {
  bool awake = true;
  for (const auto& entry : Load("story.json")) {
    if (entry.at("actor") == "desktop_staff") {
      EXPECT_TRUE(awake) << entry.dump();
    }
    if (entry.at("actor") != "desktop_pc") continue;
    EXPECT_EQ(entry.at("action").at("action"), awake ? "sleep" : "wake") << entry.at("at");
    awake = !awake;
  }
  EXPECT_TRUE(awake) << "it is there for the last nightly";
}

// Plays the story on the simulators without an engine. A record that the engine would have made by then is typed by
// hand when the story first refers to it.
class Play {
 public:
  Play() : enterprise_(Load("sunrise.json")), children_(IksChildren(enterprise_)) {
    EXPECT_EQ(iks_->Seed(enterprise_.at("iks"), kStart), std::vector<std::string>{});
    EXPECT_EQ(procare_->Seed(enterprise_.at("procare_online"), kStart), std::vector<std::string>{});
    EXPECT_EQ(desktop_->Seed(enterprise_.at("procare_desktop"), kStart), std::vector<std::string>{});
    for (const auto& [id, child] : children_) TypeIntoDesktop(child, kStart);
  }

  void Act(const json& entry) {
    const auto now = At(entry.at("at").get<std::string>());
    procare_->AdvanceTo(now);
    desktop_->AdvanceTo(now);
    const auto& actor = entry.at("actor").get_ref<const std::string&>();
    auto action = entry.at("action");
    if (actor == "iks_staff") {
      Accepted(iks_->Staff(action, now), entry);
      Remember(action);
      if (action.contains("child_id")) TypeIntoDesktop(children_.at(action.at("child_id").get<std::string>()), now);
    } else if (actor == "procare_staff") {
      if (action.contains("child_id") && action["child_id"].is_object()) {
        action["child_id"] = Find(action["child_id"].at("find_child"), now);
      }
      Accepted(procare_->Staff(action, now), entry);
    } else if (actor == "desktop_staff" || actor == "desktop_pc") {
      for (auto& [name, value] : action.items()) {
        if (value.is_object()) value = FindInDesktop(value);
      }
      Accepted(desktop_->Staff(action, now), entry);
    } else if (actor == "fault") {
      ActOutFault(action);
    } else {
      EXPECT_EQ(actor, "engine");
      EXPECT_TRUE(action.value("kill", false) || action.value("down_for_hours", 0) > 0) << entry.dump();
    }
  }

  const json& enterprise() const { return enterprise_; }

 private:
  static void Accepted(const kit::Answer& answer, const json& entry) {
    EXPECT_EQ(answer.response.status, 200) << entry.dump() << "\n" << answer.response.body;
  }

  void Remember(const json& action) {
    if (action.at("action") == "edit_child") children_[action.at("child_id").get<std::string>()].update(action);
    if (action.at("action") == "set_status") {
      children_[action.at("child_id").get<std::string>()]["status"] = action.at("status");
    }
  }

  static void ActOutFault(const json& action) {
    if (action.value("clear", false)) {
      EXPECT_EQ(action.at("system"), "all");
      return;
    }
    EXPECT_TRUE(action.at("system") == "iks" || action.at("system") == "procare_online");
    kit::FaultRegistry faults;
    EXPECT_EQ(faults.Add(action.at("fault")), std::vector<std::string>{});
  }

  std::string Find(const json& wanted, Instant now) {
    auto ids = Matching(wanted);
    if (ids.empty()) {
      EXPECT_TRUE(IsAnIksChild(wanted)) << wanted.dump();
      const json family = {{"action", "add_family"},
                           {"school_id", wanted.at("school")},
                           {"name", wanted.at("last_name")},
                           {"children",
                            {{{"first_name", wanted.at("first_name")},
                              {"last_name", wanted.at("last_name")},
                              {"dob", wanted.at("dob")}}}}};
      Accepted(procare_->Staff(family, now), family);
      ids = Matching(wanted);
    }
    EXPECT_EQ(ids.size(), 1U) << wanted.dump();
    return ids.empty() ? std::string() : ids.front();
  }

  // What the engine would have pushed into Procare Desktop by then, typed by hand.
  void TypeIntoDesktop(const json& child, Instant now) {
    const bool triggers = child.at("status") == "Enrolled" || child.at("status") == "Pre-Registered";
    if (child.at("location_id") != "loc-duluth" || !triggers || desktop_->world().machine.power != "on") return;
    for (const auto& [id, person] : desktop_->world().database.persons) {
      if (person.first_name == child.at("first_name") && person.last_name == child.at("last_name")) return;
    }
    const json people = {{{"first_name", child.at("first_name")},
                          {"last_name", child.at("last_name")},
                          {"date_of_birth", child.at("dob")}}};
    json payers = json::array();
    for (const auto& family : IksAccount(enterprise_).at("families")) {
      if (family.at("children").at(0).at("last_name") != child.at("last_name")) continue;
      const auto& guardian = family.at("guardians").at(0);
      payers.push_back({{"first_name", guardian.at("first_name")}, {"last_name", guardian.at("last_name")}});
    }
    const json family = {{"action", "add_family"}, {"school_id", 1}, {"payers", payers}, {"children", people}};
    Accepted(desktop_->Staff(family, now), family);
  }

  // The account or the person that {"find_account"} or {"find_person"} means.
  json FindInDesktop(const json& lookup) const {
    const bool person_wanted = lookup.contains("find_person");
    const auto& wanted = lookup.at(person_wanted ? "find_person" : "find_account");
    const auto& database = desktop_->world().database;
    for (const auto& [id, account] : database.accounts) {
      if (account.school_id != wanted.at("school") || account.key != wanted.at("account")) continue;
      if (!person_wanted) return id;
      for (const auto* list : {&account.payers, &account.children}) {
        for (const auto person : *list) {
          if (database.persons.at(person).first_name == wanted.at("first_name")) return person;
        }
      }
    }
    ADD_FAILURE() << "nothing fits " << lookup.dump();
    return nullptr;
  }

  std::vector<std::string> Matching(const json& wanted) const {
    std::vector<std::string> ids;
    CollectMatching(procare_->Dump(), wanted, ids);
    return ids;
  }

  static void CollectMatching(const json& value, const json& wanted, std::vector<std::string>& ids) {
    if (value.is_object() && value.value("school_id", json()) == wanted.at("school") && value.contains("dob") &&
        value.value("first_name", json()) == wanted.at("first_name") &&
        value.value("last_name", json()) == wanted.at("last_name") && value.at("dob") == wanted.at("dob")) {
      ids.push_back(value.at("id").get<std::string>());
    }
    if (!value.is_structured()) return;
    for (const auto& inner : value) CollectMatching(inner, wanted, ids);
  }

  bool IsAnIksChild(const json& wanted) const {
    return std::any_of(children_.begin(), children_.end(), [&](const auto& item) {
      const auto trimmed = [&](const char* name) {
        const auto text = item.second.at(name).template get<std::string>();
        const auto begin = text.find_first_not_of(' ');
        return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
      };
      return trimmed("first_name") == wanted.at("first_name") && trimmed("last_name") == wanted.at("last_name") &&
             item.second.at("dob") == wanted.at("dob");
    });
  }

  json enterprise_;
  std::map<std::string, json> children_;
  std::unique_ptr<iks::IksSimulator> iks_ = std::make_unique<iks::IksSimulator>();
  std::unique_ptr<procare_online::ProcareOnlineSimulator> procare_ =
      std::make_unique<procare_online::ProcareOnlineSimulator>();
  std::unique_ptr<procare_desktop::ProcareDesktopSimulator> desktop_ =
      std::make_unique<procare_desktop::ProcareDesktopSimulator>();
};

TEST(Sample, SimulatorsAcceptTheSeedAndEveryEntryOfTheStory) {
  Play play;
  const auto story = Load("story.json");
  EXPECT_GE(story.size(), 60U);
  for (const auto& entry : story) play.Act(entry);
}

}  // namespace
}  // namespace ikp::simulators::sample
