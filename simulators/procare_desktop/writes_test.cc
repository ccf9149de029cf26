// What an agent reads and writes through a session.
#include <gtest/gtest.h>

#include <set>

#include "simulators/procare_desktop/test_bench.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

json NewAccount(const std::string& key) {
  return {{"school_id", 1}, {"key", key}, {"payers", {{{"first_name", "Cy"}, {"last_name", "Roe"}}}}};
}

TEST(Reads, AWholeAccountHasWhatACrmGets) {
  TestBench bench;
  const auto page = bench.Get("/accounts?school_id=1");
  ASSERT_EQ(page.status, 200);
  const auto& account = page.body["accounts"][0];
  EXPECT_EQ(account["key"], "DOE");
  EXPECT_EQ(account["hidden"], false);
  EXPECT_EQ(account["payers"], json({1, 2}));
  EXPECT_EQ(account["persons"].size(), 3);
  const auto child = bench.PersonAt(1, 3);
  EXPECT_EQ(child["school_id"], 1);
  EXPECT_EQ(child["primary_classroom_id"], 1);
  EXPECT_EQ(child["enrollment_dates"], json({{{"start", "2026-01-05"}, {"end", nullptr}}}));
  EXPECT_EQ(child["relationships"][0]["label"], "Mother");
  EXPECT_EQ(bench.PersonAt(1, 1)["phones"][0]["area_code"], "212");
  EXPECT_TRUE(page.body["next_after"].is_null());
}

TEST(Reads, SchoolsAndClassrooms) {
  TestBench bench;
  const auto schools = bench.Get("/schools").body["schools"];
  ASSERT_EQ(schools.size(), 2);
  EXPECT_EQ(schools[0]["hours"][0], json({{"open", 420}, {"close", 1080}}));
  EXPECT_TRUE(schools[0]["hours"][6].is_null());
  EXPECT_EQ(schools[0]["address_format"], "usa");
  EXPECT_EQ(bench.Get("/classrooms?school_id=1").body["classrooms"].size(), 2);
  EXPECT_EQ(bench.Get("/classrooms?school_id=1").body["classrooms"][1]["ratio"], 6.5);
  EXPECT_EQ(bench.Get("/classrooms?school_id=one").status, 422);
  EXPECT_EQ(bench.Get("/persons/3").body["account_ids"], json({1}));
  EXPECT_EQ(bench.Get("/persons/99").status, 404);
  EXPECT_EQ(bench.Get("/accounts?school_id=99").status, 404);
}

TEST(Reads, PagesGoOnAfterTheLastIdAndSeeWhatChangedMeanwhile) {
  TestBench bench;
  for (const auto* key : {"A", "B", "C"}) ASSERT_EQ(bench.Post("/accounts", NewAccount(key)).status, 201);
  const auto first = bench.Get("/accounts?limit=2").body;
  EXPECT_EQ(first["accounts"].size(), 2);
  EXPECT_EQ(first["next_after"], 2);
  bench.Do({{"action", "remove_account"}, {"account_id", 3}});
  const auto second = bench.Get("/accounts?limit=2&after=2").body;
  ASSERT_EQ(second["accounts"].size(), 1);
  EXPECT_EQ(second["accounts"][0]["id"], 4);
  EXPECT_TRUE(second["next_after"].is_null());
}

TEST(Reads, HiddenAccountsMayBeLeftOut) {
  TestBench bench;
  bench.Do({{"action", "hide_account"}, {"account_id", 1}});
  EXPECT_EQ(bench.Get("/accounts").body["accounts"][0]["hidden"], true);
  bench.Switch("pd.reads_hidden_accounts", "false");
  EXPECT_EQ(bench.Get("/accounts").body["accounts"].size(), 0);
}

TEST(Writes, AFamilyFromAccountToStatus) {
  TestBench bench;
  auto body = NewAccount("ROE");
  body["payers"].push_back({{"person_id", 1}});
  const auto account = bench.Post("/accounts", body);
  ASSERT_EQ(account.status, 201) << account.text;
  EXPECT_EQ(account.body["payers"][1]["id"], 1);
  const auto child = bench.Post("/persons", {{"account_id", account.body["account_id"]},
                                             {"role", "child"},
                                             {"first_name", "Di"},
                                             {"last_name", "Roe"},
                                             {"date_of_birth", "2024-01-02"}});
  ASSERT_EQ(child.status, 201) << child.text;
  const auto id = child.body["person_id"];
  EXPECT_FALSE(child.body["guid"].get<std::string>().empty());
  EXPECT_EQ(bench.Post("/relationships", {{"child_id", id}, {"person_id", 1}, {"label", "Other"}}).status, 201);
  EXPECT_EQ(bench.Post("/relationships", {{"child_id", id}, {"person_id", 1}, {"label", "Other"}}).Code(),
            "relationship_exists");
  const json row = {{"child_id", id}, {"school_id", 1}, {"date", "2026-09-01"}, {"status", "Enrolled"}};
  EXPECT_EQ(bench.Post("/status-rows", row).status, 201);
  EXPECT_EQ(bench.Post("/primary-classroom", {{"child_id", id}, {"school_id", 1}, {"classroom_id", 2}}).status, 200);
  const auto seen = bench.PersonAt(1, id);
  EXPECT_EQ(seen["primary_classroom_id"], 2);
  EXPECT_TRUE(seen["status"].is_null()) << "enrolled in the autumn only";
  EXPECT_EQ(seen["enrollment_dates"][0]["start"], "2026-09-01");
  EXPECT_EQ(bench.Post("/primary-classroom", {{"child_id", id}, {"school_id", 1}, {"classroom_id", nullptr}}).status,
            200);
  EXPECT_TRUE(bench.PersonAt(1, id)["primary_classroom_id"].is_null());
}

TEST(Writes, EveryMistakeIsNamedAndNothingIsKept) {
  TestBench bench;
  const auto before = bench.Database();
  const auto account = bench.Post("/accounts", {{"school_id", 9}, {"key", "TOO LONG KEY"}, {"payers", {{{"x", 1}}}}});
  EXPECT_EQ(account.status, 422);
  for (const auto* field : {"school_id: does not exist", "key: must not be longer",
                            "payers[0].first_name: ", "payers[0].last_name: ", "payers[0].x: "}) {
    EXPECT_TRUE(account.HasError(field)) << field << " in " << account.text;
  }
  EXPECT_TRUE(bench.Post("/accounts", {{"school_id", 1}, {"key", "K"}, {"payers", json::array()}}).HasError("payers"));
  EXPECT_TRUE(bench.Post("/accounts", {{"school_id", 1}, {"key", "K"}, {"payers", {{{"person_id", 3}}}}})
                  .HasError("payers[0].person_id: is a child"));
  EXPECT_TRUE(bench.Post("/persons", {{"account_id", 1}, {"role", "payer"}, {"person_id", 3}}).HasError("person_id"));
  EXPECT_TRUE(bench.Post("/persons", {{"account_id", 1}, {"role", "cook"}, {"person_id", 3}}).HasError("role"));
  EXPECT_TRUE(
      bench.Post("/relationships", {{"child_id", 1}, {"person_id", 2}, {"label", "Boss"}}).HasError("child_id"));
  EXPECT_TRUE(bench.Post("/relationships", {{"child_id", 3}, {"person_id", 2}, {"label", "Boss"}}).HasError("label"));
  const json row = {{"child_id", 3}, {"school_id", 2}, {"date", "2026-02-30"}, {"status", "enrolled"}};
  const auto refused = bench.Post("/status-rows", row);
  for (const auto* field : {"school_id", "date", "status"}) EXPECT_TRUE(refused.HasError(field)) << refused.text;
  EXPECT_TRUE(bench.Post("/primary-classroom", {{"child_id", 3}, {"school_id", 1}, {"classroom_id", 3}})
                  .HasError("classroom_id"));
  EXPECT_EQ(bench.Raw("POST", "/session/" + bench.session + "/accounts", NewAccount("A")).status, 422)
      << "a command id is needed";
  EXPECT_EQ(bench.Database(), before);
}

TEST(Writes, AMiddleInitialIsOneLetter) {
  TestBench bench;
  const auto add = [&](const std::string& initial) {
    return bench.Post("/persons", {{"account_id", 1},
                                   {"role", "pickup"},
                                   {"first_name", "Cy"},
                                   {"last_name", "Roe"},
                                   {"middle_initial", initial}});
  };
  EXPECT_TRUE(add("Jane").HasError("middle_initial: must be one letter"));
  EXPECT_TRUE(add("Jo").HasError("middle_initial"));
  for (const auto* initial : {"J", "\xC3\x89", "\xF0\x9F\x98\x80", ""}) EXPECT_EQ(add(initial).status, 201) << initial;
}

TEST(Writes, AKeyIsTakenOncePerSchool) {
  TestBench bench;
  const auto refused = bench.Post("/accounts", NewAccount("doe"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.Code(), "key_taken");
  auto elsewhere = NewAccount("doe");
  elsewhere["school_id"] = 2;
  EXPECT_EQ(bench.Post("/accounts", elsewhere).status, 201);
}

TEST(Writes, AKeyMayBeTakenInTheWholeDatabase) {
  TestBench bench;
  bench.Switch("pd.key_unique", "database");
  auto elsewhere = NewAccount("doe");
  elsewhere["school_id"] = 2;
  EXPECT_EQ(bench.Post("/accounts", elsewhere).Code(), "key_taken");
  const auto added = bench.Do(
      {{"action", "add_family"}, {"school_id", 2}, {"payers", {{{"first_name", "Cy"}, {"last_name", "Doe"}}}}});
  EXPECT_EQ(added["key"], "DOE1");
}

TEST(Writes, ACommentMayBeDropped) {
  TestBench bench;
  auto body = NewAccount("A");
  body["comment"] = "from IKS";
  bench.Post("/accounts", body);
  bench.Switch("pd.comment", "dropped");
  body["key"] = "B";
  bench.Post("/accounts", body);
  const auto page = bench.Get("/accounts").body;
  EXPECT_EQ(page["accounts"][1]["comment"], "from IKS");
  EXPECT_EQ(page["accounts"][2]["comment"], "");
}

TEST(Reads, MayHaveNoMoreThanThePublishedFields) {
  TestBench bench;
  bench.Switch("pd.reads_status_rows", "false");
  bench.Switch("pd.reads_account_fields", "false");
  const auto page = bench.Get("/accounts").body;
  const auto& account = page["accounts"][0];
  for (const auto* name : {"key", "payers", "comment"}) EXPECT_FALSE(account.contains(name)) << name;
  const auto child = bench.PersonAt(1, 3);
  EXPECT_FALSE(child.contains("status"));
  EXPECT_FALSE(child.contains("status_rows"));
  EXPECT_EQ(child["enrollment_dates"][0]["start"], "2026-01-05");
  bench.faults = {{"latin1_bytes", {}}};
  EXPECT_NE(bench.Get("/accounts").text.find("caf\xE9"), std::string::npos);
}

TEST(Writes, TheSmallEditionHasRoomForSixtyFamilies) {
  TestBench bench;
  bench.Switch("pd.licence", "mini");
  for (int i = 2; i <= 60; ++i) ASSERT_EQ(bench.Post("/accounts", NewAccount("K" + std::to_string(i))).status, 201);
  EXPECT_EQ(bench.Post("/accounts", NewAccount("LAST")).Code(), "licence_full");
  bench.Do({{"action", "hide_account"}, {"account_id", 1}});
  EXPECT_EQ(bench.Post("/accounts", NewAccount("LAST")).status, 201);
  const json comes_back = {{"action", "unhide_account"}, {"account_id", 1}};
  EXPECT_TRUE(bench.Staff(comes_back).HasError("action: is refused"));
  bench.Do({{"action", "unhide_account"}, {"account_id", 2}});  // was never hidden
  bench.Do({{"action", "hide_account"}, {"account_id", 2}});
  bench.Do(comes_back);
  EXPECT_EQ(bench.Get("/accounts").body["accounts"][0]["hidden"], false);
}

TEST(Commands, ARepeatedOneIsAnsweredAsTheFirstTime) {
  TestBench bench;
  auto body = NewAccount("ROE");
  body["command_id"] = "c1";
  const auto first = bench.Post("/accounts", body);
  bench.session = bench.Open().body["session_id"];
  const auto again = bench.Post("/accounts", body);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.text, first.text);
  EXPECT_EQ(bench.Database()["accounts"].size(), 2);
  body["key"] = "OTHER";
  EXPECT_EQ(bench.Post("/accounts", body).Code(), "command_reused");
}

TEST(Commands, AreForgottenWhenSwitchedOff) {
  TestBench bench;
  bench.Switch("pd.remembers_commands", "false");
  const json body = {
      {"command_id", "c1"}, {"account_id", 1}, {"role", "pickup"}, {"first_name", "E"}, {"last_name", "F"}};
  EXPECT_EQ(bench.Post("/persons", body).status, 201);
  EXPECT_EQ(bench.Post("/persons", body).status, 201);
  EXPECT_EQ(bench.Database()["persons"].size(), 5);
}

TEST(Ages, AreCheckedAsSwitched) {
  TestBench bench;
  const auto add = [&](const std::string& dob) {
    return bench.Post(
        "/persons",
        {{"account_id", 1}, {"role", "child"}, {"first_name", "Di"}, {"last_name", "Doe"}, {"date_of_birth", dob}});
  };
  EXPECT_EQ(add("2026-08-01").status, 201);
  bench.Switch("pd.dob_in_future", "reject");
  EXPECT_TRUE(add("2026-08-01").HasError("date_of_birth"));
  EXPECT_EQ(add("2010-03-02").status, 201);
  bench.Switch("pd.maximum_age", "reject");
  EXPECT_EQ(add("2010-03-02").status, 201) << "the region has no maximum";
  bench.Do({{"action", "move_school"}, {"school_id", 1}, {"region_id", 2}});
  EXPECT_TRUE(add("2012-03-02").HasError("date_of_birth"));
  EXPECT_EQ(add("2012-03-03").status, 201) << "still thirteen today";
}

// However the child comes to an account, and however its birth date comes to it.
TEST(Ages, AreCheckedOfExistingPeopleAndOfEdits) {
  TestBench bench;
  bench.Do({{"action", "edit_person"}, {"person_id", 3}, {"date_of_birth", "2026-08-01"}});
  bench.Switch("pd.dob_in_future", "reject");
  const json edit = {{"action", "edit_person"}, {"person_id", 3}, {"date_of_birth", "2026-09-01"}};
  EXPECT_TRUE(bench.Staff(edit).HasError("date_of_birth"));
  EXPECT_EQ(bench.Staff({{"action", "edit_person"}, {"person_id", 3}, {"gender", "F"}}).status, 200)
      << "the birth date that stands there is not touched";
  EXPECT_EQ(bench.Staff({{"action", "edit_person"}, {"person_id", 1}, {"date_of_birth", "2026-09-01"}}).status, 200)
      << "she is no child";
  const auto to = bench.Do({{"action", "add_family"}, {"school_id", 2}, {"key", "NEW"}})["account_id"];
  EXPECT_TRUE(bench.Post("/persons", {{"account_id", to}, {"role", "child"}, {"person_id", 3}}).HasError("person_id"));
  EXPECT_TRUE(bench.Staff({{"action", "add_child"}, {"account_id", to}, {"person_id", 3}}).HasError("person_id"));
  bench.Switch("pd.dob_in_future", "accept");
  EXPECT_EQ(bench.Post("/persons", {{"account_id", to}, {"role", "child"}, {"person_id", 3}}).status, 201);
}

TEST(Report, IsLatin1WithLabelAndDigitsInOneCell) {
  TestBench bench;
  bench.Do({{"action", "edit_person"},
            {"person_id", 3},
            {"first_name", "Zo\xC3\xAB"},
            {"phones", {{{"type", "Mobile"}, {"area_code", "212"}, {"number", "5550101"}}}},
            {"addresses", {{{"line1", "1 Main, left"}, {"region", "NY"}}}}});
  const auto report = bench.Get("/reports/children.csv");
  EXPECT_EQ(report.text,
            "Child ID,First Name,Last Name,Date of Birth,Phone 1,\"Add 1, Line 1\",\"Add 1, City\",\"Add 1, Region\","
            "\"Add 1, Postal Code\",Classroom ID,Primary Classroom,Account Key,School ID\r\n"
            "3,Zo\xEB,Doe,2023-04-05,Mobile 2125550101,\"1 Main, left\",,NY,,1,Infants,DOE,1\r\n");
  EXPECT_EQ(bench.Get("/reports/payers.csv").text,
            "Account Key,School ID,Payer Order,Person ID,First Name,Last Name,Email,Phone 1,Phone 2,\"Add 1, Line 1\","
            "\"Add 1, City\",\"Add 1, Region\",\"Add 1, Postal Code\"\r\n"
            "DOE,1,1,1,Ann,Doe,ann@example.com,Mobile 2125550101,,,,,\r\n"
            "DOE,1,2,2,Ben,Doe,,,,,,,\r\n");
  EXPECT_EQ(bench.Get("/reports/enrollment.csv").text,
            "Child ID,School ID,Date,Status\r\n"
            "3,1,2026-01-05,Enrolled\r\n");
  EXPECT_EQ(bench.Get("/reports/staff.csv").status, 404);
}

TEST(Report, APersonAtThePcExportsItWithoutASeat) {
  TestBench bench;
  const auto report = bench.Get("/reports/children.csv");
  bench.Do({{"action", "occupy_seats"}, {"count", 5}});
  EXPECT_EQ(bench.Raw("GET", "/exports/children.csv").text, report.text);
  bench.Do({{"action", "sleep"}});
  EXPECT_EQ(bench.Raw("GET", "/exports/children.csv").Code(), "machine_off");
}

TEST(Report, FamiliesThatLeftAreNotInIt) {
  TestBench bench;
  bench.Do({{"action", "hide_account"}, {"account_id", 1}});
  for (const auto* name : {"children.csv", "payers.csv", "enrollment.csv"}) {
    const auto text = bench.Raw("GET", std::string("/exports/") + name).text;
    EXPECT_EQ(text.find("\r\n") + 2, text.size()) << name;
  }
}

}  // namespace
}  // namespace ikp::simulators::procare_desktop
