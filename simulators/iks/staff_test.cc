#include "simulators/iks/staff.h"

#include "simulators/iks/iks_fixture.h"

namespace ikp::simulators::iks {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

class StaffTest : public IksFixture {};

TEST_F(StaffTest, CreateFamilyWithGuardiansAndChildren) {
  const auto made =
      Staff({{"action", "create_family"},
             {"location_id", "loc-1"},
             {"guardians", json::array({{{"first_name", "Zoë"}, {"last_name", "Ng"}}, {{"last_name", "Ng"}}})},
             {"children", json::array({{{"id", "chd-50"}, {"first_name", "Bo"}, {"status", "Enrolled"}},
                                       {{"due_date", "2026-09-01"}}})}});
  const std::string id = made["family"]["id"];
  const auto family = Get("/api/v1/families/" + id);
  EXPECT_EQ(family, made["family"]);
  EXPECT_EQ(family["guardians"][0]["is_primary"], true);
  EXPECT_EQ(family["guardians"][1]["is_primary"], false);
  EXPECT_EQ(family["children"][0]["id"], "chd-50");
  EXPECT_EQ(family["children"][1]["status"], "New Lead");
  EXPECT_EQ(family["children"][1]["location_id"], "loc-1");
}

TEST_F(StaffTest, MistakesAreReportedAllAtOnceAndNothingChanges) {
  const auto before = iks_.Dump();
  const auto body = Staff({{"action", "create_family"},
                           {"location_id", "loc-9"},
                           {"guardians", json::array({{{"frist_name", "A"}}})},
                           {"children", json::array({{{"id", "chd-1"}, {"dob", "05/01/2023"}, {"status", "Enroled"}}})},
                           {"colour", "red"}},
                          422);
  EXPECT_EQ(FieldsOf(body), (std::vector<std::string>{"location_id", "guardians[0].frist_name", "children[0].id",
                                                      "children[0].status", "children[0].dob", "colour"}));
  EXPECT_EQ(FieldsOf(Staff({{"action", "set_stauts"}}, 422)), std::vector<std::string>{"action"});
  EXPECT_EQ(FieldsOf(Staff({{"action", "set_status"}}, 422)), (std::vector<std::string>{"child_id", "status"}));
  EXPECT_EQ(FieldsOf(Staff({{"action", "set_status"}, {"child_id", "chd-1"}, {"status", "Lost"}}, 422, "")),
            std::vector<std::string>{"account_id"});
  EXPECT_EQ(iks_.Staff(json::array(), now_).response.status, 422);
  EXPECT_EQ(iks_.Dump(), before);
}

TEST_F(StaffTest, EveryActionRefusesAnEmptyRequestWithoutChange) {
  const auto before = iks_.Dump();
  for (const auto& action : iks_.StaffActions()) {
    const std::string name = action["action"];
    if (name == "remove_webhook") continue;  // needs nothing
    EXPECT_FALSE(FieldsOf(Staff({{"action", name}}, 422)).empty()) << name;
    EXPECT_FALSE(FieldsOf(Staff({{"action", name}}, 422, "nowhere")).empty()) << name;
  }
  EXPECT_EQ(iks_.Dump(), before);
}

TEST_F(StaffTest, EditsBumpVersionsOnlyWhenSomethingChanges) {
  now_ += milliseconds(7);
  const auto family = Staff({{"action", "edit_family"}, {"family_id", "fam-1"}, {"notes", "called"}})["family"];
  EXPECT_EQ(family["version"], 2);
  EXPECT_EQ(family["updated_at"], "2026-03-02T12:00:00.007Z");
  EXPECT_EQ(Staff({{"action", "edit_family"}, {"family_id", "fam-1"}, {"notes", "called"}})["family"]["version"], 2);
  const auto guardian = Staff({{"action", "edit_guardian"},
                               {"guardian_id", "grd-1"},
                               {"email", nullptr},
                               {"address", {{"city", "Troy"}}}})["guardian"];
  EXPECT_TRUE(guardian["email"].is_null());
  EXPECT_EQ(guardian["address"]["city"], "Troy");
  EXPECT_EQ(Get("/api/v1/families/fam-1")["version"], 3);
  EXPECT_EQ(Staff({{"action", "edit_child"}, {"child_id", "chd-1"}, {"dob", nullptr}})["child"]["version"], 2);
  Staff({{"action", "add_guardian"}, {"family_id", "fam-2"}, {"last_name", "Poe"}});
  EXPECT_EQ(Get("/api/v1/families/fam-2")["guardians"][0]["is_primary"], true);
}

TEST_F(StaffTest, MergeMovesChildrenAndGuardiansAndFollowsChains) {
  Staff({{"action", "create_family"}, {"id", "fam-3"}, {"location_id", "loc-1"}});
  Staff({{"action", "merge_families"}, {"family_id", "fam-1"}, {"into_family_id", "fam-2"}});
  const auto merged = Get("/api/v1/families/fam-2");
  EXPECT_EQ(merged["children"].size(), 3u);
  EXPECT_EQ(merged["children"][1]["family_id"], "fam-2");
  EXPECT_EQ(merged["children"][1]["location_id"], "loc-1") << "the location stays";
  EXPECT_EQ(merged["children"][1]["version"], 2);
  EXPECT_EQ(merged["guardians"].size(), 1u);
  Staff({{"action", "merge_families"}, {"family_id", "fam-2"}, {"into_family_id", "fam-3"}});
  EXPECT_EQ(Get("/api/v1/families/fam-1", 410)["merged_into"], "fam-3");
  Staff({{"action", "delete_family"}, {"family_id", "fam-3"}});
  Get("/api/v1/families/fam-1", 404);
  Get("/api/v1/children/chd-1", 404);
  Staff({{"action", "create_family"}, {"id", "fam-4"}, {"location_id", "loc-1"}});
  EXPECT_EQ(FieldsOf(Staff({{"action", "merge_families"}, {"family_id", "fam-4"}, {"into_family_id", "fam-4"}}, 422)),
            std::vector<std::string>{"into_family_id"});
}

TEST_F(StaffTest, MoveChild) {
  Staff({{"action", "move_child"}, {"child_id", "chd-1"}, {"family_id", "fam-2"}});
  EXPECT_EQ(Get("/api/v1/families/fam-1")["children"].size(), 1u);
  EXPECT_EQ(Get("/api/v1/families/fam-2")["children"].size(), 2u);
  const auto child = Staff({{"action", "move_child"}, {"child_id", "chd-1"}, {"location_id", "loc-2"}})["child"];
  EXPECT_EQ(child["location_id"], "loc-2");
  EXPECT_EQ(child["version"], 3);
  EXPECT_EQ(FieldsOf(Staff({{"action", "move_child"}, {"child_id", "chd-1"}}, 422)),
            std::vector<std::string>{"family_id"});
}

TEST_F(StaffTest, MassStatusChange) {
  auto result = Staff({{"action", "set_status_many"}, {"status", "Enrolled"}, {"location_id", "loc-1"}});
  EXPECT_EQ(result["changed"], 2);
  EXPECT_EQ(iks_.TakeOutgoing(now_, {}).size(), 2u);
  result = Staff({{"action", "set_status_many"}, {"status", "Lost"}, {"child_ids", {"chd-1", "chd-3"}}});
  EXPECT_EQ(result["child_ids"], json({"chd-1", "chd-3"}));
  EXPECT_EQ(FieldsOf(Staff({{"action", "set_status_many"}, {"status", "Lost"}, {"child_ids", {"chd-2", "x"}}}, 422)),
            std::vector<std::string>{"child_ids[1]"});
  EXPECT_EQ(Get("/api/v1/children/chd-2")["status"], "Enrolled");
}

TEST_F(StaffTest, ArchiveSetsFamilyAndChildren) {
  const auto family = Staff({{"action", "archive"}, {"family_id", "fam-1"}})["family"];
  EXPECT_EQ(family["status"], "Archived");
  for (const auto& child : family["children"]) EXPECT_EQ(child["status"], "Archived");
}

TEST(Seed, ErrorsNameThePathAndChangeNothing) {
  IksSimulator iks;
  ASSERT_TRUE(iks.Seed(SampleSeed(), kNow).empty());
  const auto before = iks.Dump();
  auto seed = SampleSeed();
  seed["accounts"][0]["families"][0]["children"][0]["status"] = "Enroled";
  seed["accounts"][0]["families"][0]["children"][1]["id"] = "chd-1";
  seed["accounts"][0]["families"][1]["location_id"] = "loc-7";
  seed["accounts"][1]["api_token"] = "tok-sunrise";
  seed["accounts"][1]["locations"][0]["time_zone"] = "Honolulu";
  seed["switches"] = {{"iks.page_cap", "many"}};
  seed["acounts"] = 1;
  std::vector<std::string> paths;
  for (const auto& line : iks.Seed(seed, kNow)) paths.push_back(line.substr(0, line.find(": ")));
  EXPECT_EQ(paths, (std::vector<std::string>{
                       "accounts[0].families[0].children[0].status", "accounts[0].families[0].children[1].id",
                       "accounts[0].families[1].location_id", "accounts[1].locations[0].time_zone",
                       "accounts[1].api_token", "acounts", "switches.iks.page_cap"}));
  EXPECT_EQ(iks.Dump(), before);
}

}  // namespace
}  // namespace ikp::simulators::iks
