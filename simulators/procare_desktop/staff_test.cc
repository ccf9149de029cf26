// What people do in the program: families, accounts, classrooms, backups.
#include <gtest/gtest.h>

#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

// G27: one record, one e-mail address, several roles.
TEST(People, AStaffMemberMayBeAPayerToo) {
  TestBench bench;
  bench.Do({{"action", "edit_person"}, {"person_id", 2}, {"email", "ann@example.com"}, {"roles", {"staff", "user"}}});
  bench.Do({{"action", "edit_person"}, {"person_id", 1}, {"roles", {"doctor", "staff"}}});
  const auto roles = [&](int id) { return bench.Get("/persons/" + std::to_string(id)).body["roles"]; };
  EXPECT_EQ(roles(2), json({"staff", "user"}));
  EXPECT_TRUE(bench.Staff({{"action", "edit_person"}, {"person_id", 2}, {"roles", {"pilot"}}})
                  .HasError("roles: must be doctor, staff, user or vendor"));
  bench.Do({{"action", "merge_people"}, {"keep_id", 1}, {"remove_id", 2}});
  EXPECT_EQ(roles(1), json({"doctor", "staff", "user"})) << "what both were";
  const auto dump = bench.simulator.Dump();
  ProcareDesktopSimulator other;
  EXPECT_EQ(other.Seed(dump, bench.now), std::vector<std::string>{});
  EXPECT_EQ(other.Dump(), dump);
}

TEST(Families, AreTypedWithNewAndExistingPeople) {
  TestBench bench;
  const auto added = bench.Do({{"action", "add_family"},
                               {"school_id", 1},
                               {"payers", {{{"first_name", "ann"}, {"last_name", "D'oe"}}, {{"person_id", 2}}}},
                               {"children",
                                {{{"first_name", "Di"},
                                  {"last_name", "Doe"},
                                  {"classroom_id", 2},
                                  {"status_rows", {{{"date", "2026-03-01"}, {"status", "Enrolled"}}}}}}}});
  EXPECT_EQ(added["key"], "DOE1") << "DOE is taken";
  EXPECT_EQ(added["payer_ids"], json({4, 2}));
  ASSERT_EQ(added["similar"].size(), 1);
  EXPECT_EQ(added["similar"][0], json({{"person_id", 4}, {"candidates", {1}}}));
  const auto child = bench.PersonAt(1, added["child_ids"][0]);
  EXPECT_EQ(child["status"], "Enrolled");
  EXPECT_EQ(child["primary_classroom_id"], 2);
}

TEST(Families, SimilarPeopleAreNotShownWhenSwitchedOff) {
  TestBench bench;
  bench.Switch("pd.similar_names", "false");
  const auto added = bench.Do({{"action", "add_child"}, {"account_id", 1}, {"first_name", "Bo"}, {"last_name", "Doe"}});
  EXPECT_TRUE(added["similar"].empty());
}

TEST(Families, SimilarPeopleAreShownBeforeAnythingIsSaved) {
  TestBench bench;
  const auto before = bench.simulator.Dump();
  const auto shown = bench.Do({{"action", "add_family"},
                               {"school_id", 1},
                               {"on_similar", "show"},
                               {"payers", {{{"person_id", 2}}, {{"first_name", "ANN"}, {"last_name", "Doe"}}}},
                               {"children", {{{"first_name", "Bo"}, {"last_name", "Doe"}}}}});
  EXPECT_EQ(shown["similar"], json::parse(R"([{"field": "payers[1]", "candidates": [1]},
                                              {"field": "children[0]", "candidates": [3]}])"));
  const auto child = bench.Do(
      {{"action", "add_child"}, {"account_id", 1}, {"on_similar", "show"}, {"first_name", "Bo"}, {"last_name", "Doe"}});
  EXPECT_EQ(child["similar"][0]["candidates"], json({3}));
  EXPECT_EQ(bench.simulator.Dump(), before);
}

TEST(Families, MistakesAreReportedTogetherAndNothingIsKept) {
  TestBench bench;
  const auto before = bench.Database();
  const auto refused = bench.Staff({{"action", "add_family"},
                                    {"school_id", 1},
                                    {"key", "DOE"},
                                    {"payers", {{{"person_id", 3}}}},
                                    {"children", {{{"person_id", 1}}, {{"person_id", 77}}}},
                                    {"colour", "red"}});
  EXPECT_EQ(refused.status, 422);
  for (const auto* field : {"payers[0].person_id", "children[0].person_id", "children[1].person_id", "colour"}) {
    EXPECT_TRUE(refused.HasError(field)) << field << " in " << refused.text;
  }
  EXPECT_TRUE(bench.Staff({{"action", "add_family"}, {"school_id", 1}, {"key", "doe"}}).HasError("key"));
  EXPECT_TRUE(bench.Staff({{"action", "nonsense"}}).HasError("action"));
  EXPECT_EQ(bench.Database(), before);
}

TEST(People, PlaceholdersHaveTheMarkerInTheFirstName) {
  TestBench bench;
  bench.Switch("pd.placeholder_marker", "zzDummy");
  const auto added = bench.Do({{"action", "add_placeholder_child"},
                               {"account_id", 1},
                               {"status_rows", {{{"date", "2026-03-01"}, {"status", "Enrolled"}}}}});
  const auto child = bench.PersonAt(1, added["child_id"]);
  EXPECT_EQ(child["first_name"], "zzDummy");
  EXPECT_EQ(child["last_name"], "Doe");
  EXPECT_EQ(child["status"], "Enrolled");
  EXPECT_NE(bench.Get("/reports/children.csv").text.find("zzDummy,Doe"), std::string::npos);
  EXPECT_TRUE(bench.Staff({{"action", "add_placeholder_child"}, {"account_id", 9}}).HasError("account_id"));
}

TEST(People, AnEditShowsInEveryAccount) {
  TestBench bench;
  bench.Do({{"action", "copy_account"}, {"account_id", 1}, {"school_id", 2}});
  bench.Do({{"action", "edit_person"}, {"person_id", 1}, {"email", "new@example.com"}});
  EXPECT_EQ(bench.PersonAt(1, 1)["email"], "new@example.com");
  EXPECT_EQ(bench.PersonAt(2, 1)["email"], "new@example.com");
  EXPECT_EQ(bench.PersonAt(2, 1)["last_name"], "Doe") << "what is absent stays";
}

TEST(People, MergedTheOtherIdVanishesAndAllMoves) {
  TestBench bench;
  const auto twin = bench.Do({{"action", "add_family"},
                              {"school_id", 2},
                              {"key", "TWIN"},
                              {"payers", {{{"person_id", 1}}}},
                              {"children",
                               {{{"first_name", "Bo"},
                                 {"last_name", "Doe"},
                                 {"classroom_id", 3},
                                 {"status_rows", {{{"date", "2026-03-01"}, {"status", "Enrolled"}}}}}}}});
  const auto other = twin["child_ids"][0];
  bench.Do({{"action", "set_relationship"}, {"child_id", other}, {"person_id", 1}, {"label", "Other"}});
  bench.Do({{"action", "set_relationship"}, {"child_id", other}, {"person_id", 2}, {"label", "Father"}});
  EXPECT_TRUE(bench.Staff({{"action", "merge_people"}, {"keep_id", 3}, {"remove_id", 1}}).HasError("remove_id"));
  bench.Do({{"action", "merge_people"}, {"keep_id", 3}, {"remove_id", other}});
  EXPECT_EQ(bench.Get("/persons/" + other.dump()).status, 404);
  const auto there = bench.PersonAt(2, 3);
  EXPECT_EQ(there["status"], "Enrolled");
  EXPECT_EQ(there["primary_classroom_id"], 3);
  ASSERT_EQ(there["relationships"].size(), 2);
  EXPECT_EQ(there["relationships"][0]["label"], "Mother") << "who stays wins";
  EXPECT_EQ(there["relationships"][1]["label"], "Father");
}

TEST(People, OfTwoMergedAdultsTheContactDataOfTheOtherIsLost) {
  TestBench bench;
  bench.Do({{"action", "set_relationship"}, {"child_id", 3}, {"person_id", 2}, {"label", "Father"}});
  bench.Do({{"action", "merge_people"}, {"keep_id", 2}, {"remove_id", 1}});
  EXPECT_EQ(bench.Get("/accounts").body["accounts"][0]["payers"], json({2}));
  const auto kept = bench.PersonAt(1, 2);
  EXPECT_EQ(kept["first_name"], "Ben");
  EXPECT_EQ(kept["email"], "");
  EXPECT_TRUE(kept["phones"].empty());
  const auto related = bench.PersonAt(1, 3)["relationships"];
  ASSERT_EQ(related.size(), 1);
  EXPECT_EQ(related[0]["label"], "Father");
}

TEST(Accounts, RemovingLeavesOrphansUnlessThereIsALedger) {
  TestBench bench;
  bench.Do({{"action", "edit_account"}, {"account_id", 1}, {"has_ledger", true}});
  EXPECT_TRUE(bench.Staff({{"action", "remove_account"}, {"account_id", 1}}).HasError("account_id"));
  bench.Do({{"action", "edit_account"}, {"account_id", 1}, {"has_ledger", false}});
  bench.Do({{"action", "remove_account"}, {"account_id", 1}});
  const auto orphan = bench.Get("/persons/3");
  EXPECT_EQ(orphan.status, 200);
  EXPECT_TRUE(orphan.body["account_ids"].empty());
  EXPECT_EQ(orphan.body["is_child"], false);
}

TEST(Accounts, PayersAreReordered) {
  TestBench bench;
  bench.Do({{"action", "edit_account"}, {"account_id", 1}, {"payer_ids", {2, 1}}});
  EXPECT_EQ(bench.Get("/accounts").body["accounts"][0]["payers"], json({2, 1}));
  EXPECT_TRUE(bench.Staff({{"action", "edit_account"}, {"account_id", 1}, {"payer_ids", {2}}}).HasError("payer_ids"));
}

TEST(Accounts, ACopyHasStatusesOnlyWhenAsked) {
  TestBench bench;
  bench.Do({{"action", "copy_account"}, {"account_id", 1}, {"school_id", 2}});
  EXPECT_TRUE(bench.PersonAt(2, 3)["status"].is_null());
  EXPECT_TRUE(bench.PersonAt(2, 3)["status_rows"].empty());
  EXPECT_TRUE(bench.Staff({{"action", "copy_account"}, {"account_id", 1}, {"school_id", 2}}).HasError("key: is taken"));
  bench.Do({{"action", "remove_account"}, {"account_id", 2}});
  bench.Do({{"action", "copy_account"}, {"account_id", 1}, {"school_id", 2}, {"with_statuses", true}});
  EXPECT_EQ(bench.PersonAt(2, 3)["status"], "Enrolled");
  EXPECT_EQ(bench.PersonAt(1, 3)["status_rows"].size(), 1);
}

TEST(Accounts, AMovedChildNeedsStatusesOfItsOwnThere) {
  TestBench bench;
  const auto to = bench.Do({{"action", "add_family"}, {"school_id", 2}, {"key", "NEW"}})["account_id"];
  const json move = {{"action", "move_child"}, {"child_id", 3}, {"from_account_id", 1}, {"to_account_id", to}};
  bench.Do(move);
  EXPECT_TRUE(bench.PersonAt(1, 3).is_null());
  EXPECT_TRUE(bench.PersonAt(2, 3)["status"].is_null());
  EXPECT_TRUE(bench.Staff(move).HasError("from_account_id"));
}

TEST(Classrooms, AreRenamedGraduatedAndRemoved) {
  TestBench bench;
  bench.Do({{"action", "rename_work_area"}, {"classroom_id", 1}, {"name", "Babies"}});
  EXPECT_EQ(bench.Get("/classrooms").body["classrooms"][0]["name"], "Babies");
  EXPECT_EQ(bench.Do({{"action", "graduate_class"}, {"from_classroom_id", 1}, {"to_classroom_id", 2}})["child_ids"],
            json({3}));
  EXPECT_EQ(bench.PersonAt(1, 3)["primary_classroom_id"], 2);
  EXPECT_TRUE(bench.Staff({{"action", "graduate_class"}, {"from_classroom_id", 1}, {"to_classroom_id", 3}})
                  .HasError("to_classroom_id"));
  bench.Do({{"action", "remove_classroom"}, {"classroom_id", 2}});
  EXPECT_TRUE(bench.PersonAt(1, 3)["primary_classroom_id"].is_null());
  EXPECT_EQ(bench.Do({{"action", "add_classroom"}, {"school_id", 1}, {"name", "Juniors"}})["classroom_id"], 4);
}

// Renamed once, it has another name at every school that chose it.
TEST(WorkAreas, GiveTheirNameToClassroomsOfSeveralSchools) {
  TestBench bench;
  const auto names = [&] {
    std::vector<std::string> all;
    const auto page = bench.Get("/classrooms").body;
    for (const auto& room : page["classrooms"]) all.push_back(room["name"]);
    return all;
  };
  const auto area = bench.Database()["classrooms"][0]["work_area_id"];
  bench.Do({{"action", "edit_classroom"}, {"classroom_id", 3}, {"work_area_id", area}, {"ratio", 5}});
  const auto renamed = bench.Do({{"action", "rename_work_area"}, {"work_area_id", area}, {"name", "Babies"}});
  EXPECT_EQ(renamed["classroom_ids"], json({1, 3}));
  EXPECT_EQ(names(), (std::vector<std::string>{"Babies", "Toddlers", "Babies"}));
  bench.Do({{"action", "rename_work_area"}, {"classroom_id", 3}, {"name", "Tiny"}});
  EXPECT_EQ(names()[0], "Tiny");
  EXPECT_TRUE(bench.Staff({{"action", "edit_classroom"}, {"classroom_id", 3}, {"name", "X"}}).HasError("name"));
  const auto own = bench.Do({{"action", "add_work_area"}, {"name", "Own"}})["work_area_id"];
  bench.Do({{"action", "edit_classroom"}, {"classroom_id", 3}, {"work_area_id", own}});
  EXPECT_EQ(names()[2], "Own");
  EXPECT_EQ(bench.Get("/classrooms?school_id=2").body["classrooms"][0]["ratio"], 5);
  bench.Do({{"action", "add_classroom"}, {"school_id", 2}, {"work_area_id", area}});
  EXPECT_EQ(names()[3], "Tiny");
  EXPECT_TRUE(bench.Staff({{"action", "add_classroom"}, {"school_id", 2}}).HasError("name: is required"));
}

TEST(People, ComeToAccountsAndLeaveThem) {
  TestBench bench;
  const auto added = bench.Do({{"action", "add_person_to_account"},
                               {"account_id", 1},
                               {"role", "pickup"},
                               {"first_name", "Cy"},
                               {"last_name", "Roe"}})["person_id"];
  EXPECT_TRUE(
      bench.Staff({{"action", "add_person_to_account"}, {"account_id", 1}, {"role", "payer"}, {"person_id", added}})
          .HasError("person_id: is in this account"));
  EXPECT_TRUE(bench.Staff({{"action", "add_person_to_account"}, {"account_id", 1}, {"role", "payer"}, {"person_id", 3}})
                  .HasError("person_id"));
  EXPECT_TRUE(bench.Do({{"action", "list_unassigned"}})["person_ids"].empty());
  for (const auto& id : {json(2), added}) {
    bench.Do({{"action", "remove_person_from_account"}, {"account_id", 1}, {"person_id", id}});
  }
  EXPECT_EQ(bench.Get("/accounts").body["accounts"][0]["payers"], json({1}));
  EXPECT_EQ(bench.Do({{"action", "list_unassigned"}})["person_ids"], json({2, 4}));
  EXPECT_TRUE(bench.Staff({{"action", "remove_person_from_account"}, {"account_id", 1}, {"person_id", 2}})
                  .HasError("person_id"));
}

TEST(People, AChildLeavesOneOfItsAccounts) {
  TestBench bench;
  const auto other = bench.Do(
      {{"action", "add_family"}, {"school_id", 1}, {"key", "TWO"}, {"children", {{{"person_id", 3}}}}})["account_id"];
  bench.Do({{"action", "remove_child_from_account"}, {"account_id", 1}, {"child_id", 3}});
  EXPECT_EQ(bench.Get("/persons/3").body["account_ids"], json({other}));
  EXPECT_EQ(bench.PersonAt(1, 3)["status"], "Enrolled");
  EXPECT_TRUE(
      bench.Staff({{"action", "remove_child_from_account"}, {"account_id", 1}, {"child_id", 3}}).HasError("child_id"));
  bench.Do({{"action", "remove_child_from_account"}, {"account_id", other}, {"child_id", 3}});
  EXPECT_EQ(bench.Do({{"action", "list_unassigned"}})["person_ids"], json({3}));
}

TEST(Relationships, AreImportedAndDeleted) {
  TestBench bench;
  const auto sibling =
      bench.Do({{"action", "add_child"}, {"account_id", 1}, {"first_name", "Di"}, {"last_name", "Doe"}})["child_id"];
  EXPECT_EQ(bench.Do({{"action", "import_relationships"}, {"child_id", sibling}, {"from_child_id", 3}})["person_ids"],
            json({1}));
  const auto payers = bench.Do({{"action", "import_relationships"},
                                {"child_id", sibling},
                                {"account_id", 1},
                                {"label", "Guardian"},
                                {"pickup", true}});
  EXPECT_EQ(payers["person_ids"], json({2})) << "Ann is the mother already";
  const auto related = bench.PersonAt(1, sibling)["relationships"];
  EXPECT_EQ(related[0]["label"], "Mother");
  EXPECT_EQ(related[1]["label"], "Guardian");
  bench.Do({{"action", "delete_relationship"}, {"child_id", sibling}, {"person_id", 1}});
  EXPECT_EQ(bench.PersonAt(1, sibling)["relationships"].size(), 1);
  EXPECT_TRUE(
      bench.Staff({{"action", "delete_relationship"}, {"child_id", sibling}, {"person_id", 1}}).HasError("person_id"));
  EXPECT_TRUE(bench.Staff({{"action", "set_relationship_labels"}, {"labels", {"Aunt"}}}).HasError("labels: must keep"));
  bench.Do({{"action", "set_relationship_labels"}, {"labels", {"Aunt", "Mother", "Guardian"}}});
  EXPECT_EQ(bench.Get("/relationship-labels").body["relationship_labels"], json({"Aunt", "Mother", "Guardian"}));
}

TEST(Sites, RegionsRoomsSeatsAndZoneAreSet) {
  TestBench bench;
  const auto region = bench.Do({{"action", "add_region"}, {"name", "West"}, {"maximum_child_age", 6}})["region_id"];
  bench.Do({{"action", "edit_region"}, {"region_id", region}, {"code", "W"}, {"address_format", "non_usa"}});
  bench.Do({{"action", "move_school"}, {"school_id", 1}, {"region_id", region}});
  const auto school = bench.Get("/schools").body["schools"][0];
  EXPECT_EQ(school["region_code"], "W");
  EXPECT_EQ(school["address_format"], "non_usa");
  EXPECT_EQ(school["maximum_child_age"], 6);
  bench.Do({{"action", "clear_primary_classroom"}, {"child_id", 3}, {"school_id", 1}});
  EXPECT_TRUE(bench.PersonAt(1, 3)["primary_classroom_id"].is_null());
  bench.Do({{"action", "set_seats"}, {"seats", 1}});
  EXPECT_EQ(bench.Open().Code(), "not_enough_seats");
  bench.Do({{"action", "set_pc_time_zone"}, {"time_zone", "Pacific/Kiritimati"}});
  bench.Do({{"action", "kick_session"}});
  EXPECT_EQ(bench.Open().body["today"], "2026-03-03");
  EXPECT_TRUE(bench.Staff({{"action", "set_pc_time_zone"}, {"time_zone", "Mars/Base"}}).HasError("time_zone"));
}

// Every field that is told is one that the action knows; "instead" begins those of another way to say the same.
TEST(StaffActions, KnowTheFieldsThatTheyDescribe) {
  for (const auto& action : TestBench().simulator.StaffActions()) {
    TestBench bench;
    if (action["action"] == "wake") bench.Do({{"action", "sleep"}});
    json sent = {{"action", action["action"]}};
    for (const auto& [name, meaning] : action["fields"].items()) {
      if (name != "..." && !meaning.get<std::string>().starts_with("instead")) sent[name] = nullptr;
    }
    const auto answer = bench.Staff(sent);
    EXPECT_EQ(answer.text.find("is not a known field"), std::string::npos) << answer.text;
  }
}

TEST(Schools, OverrideOptionsOfTheirRegionAndResetThem) {
  TestBench bench;
  const auto school = [&] { return bench.Get("/schools").body["schools"][0]; };
  bench.Do({{"action", "move_school"}, {"school_id", 1}, {"region_id", 2}});
  EXPECT_EQ(school()["region_code"], "A");
  EXPECT_EQ(school()["address_format"], "non_usa");
  EXPECT_EQ(school()["maximum_child_age"], 13);
  bench.Do({{"action", "edit_school"}, {"school_id", 1}, {"address_format", "usa"}, {"maximum_child_age", 6}});
  EXPECT_EQ(school()["address_format"], "usa");
  EXPECT_EQ(school()["maximum_child_age"], 6);
  EXPECT_EQ(school()["name"], "Main Street");
  bench.Do({{"action", "edit_school"}, {"school_id", 1}, {"address_format", nullptr}, {"maximum_child_age", nullptr}});
  EXPECT_EQ(school()["address_format"], "non_usa");
  EXPECT_EQ(school()["maximum_child_age"], 13);
}

TEST(Backups, TakeIdsBackInTimeButNotGuids) {
  TestBench bench;
  bench.Do({{"action", "take_backup"}, {"name", "monday"}});
  const json family = {
      {"action", "add_family"}, {"school_id", 1}, {"payers", {{{"first_name", "Cy"}, {"last_name", "Roe"}}}}};
  const auto before = bench.Do(family);
  const auto guid = bench.PersonAt(1, before["payer_ids"][0])["guid"];
  bench.Do({{"action", "restore_backup"}, {"name", "monday"}});
  EXPECT_EQ(bench.Get("/accounts").status, 440) << "nobody stays logged in";
  bench.session = bench.Open().body["session_id"];
  EXPECT_EQ(bench.Get("/persons/4").status, 404);
  const auto after = bench.Do(family);
  EXPECT_EQ(after["account_id"], before["account_id"]);
  EXPECT_EQ(after["payer_ids"], before["payer_ids"]);
  EXPECT_NE(bench.PersonAt(1, 4)["guid"], guid);
  EXPECT_TRUE(bench.Staff({{"action", "restore_backup"}, {"name", "tuesday"}}).HasError("name"));
}

TEST(Backups, ARestoreForgetsTheCommandsSince) {
  TestBench bench;
  const json person = {
      {"command_id", "c"}, {"account_id", 1}, {"role", "pickup"}, {"first_name", "Cy"}, {"last_name", "Roe"}};
  bench.Do({{"action", "take_backup"}, {"name", "b"}});
  bench.Post("/persons", person);
  bench.Do({{"action", "restore_backup"}, {"name", "b"}});
  bench.session = bench.Open().body["session_id"];
  const auto again = bench.Post("/persons", person);
  EXPECT_EQ(again.status, 201);
  EXPECT_TRUE(again.note.empty()) << "it was never seen";
  EXPECT_EQ(bench.Database()["persons"].size(), 4);
}

TEST(StaffActions, AreAllDescribed) {
  const TestBench bench;
  const auto actions = bench.simulator.StaffActions();
  EXPECT_EQ(actions.size(), 54);
  for (const auto& action : actions) EXPECT_TRUE(action["fields"].is_object());
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
