#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

TEST(Staff, TypeAWholeFamilyByHand) {
  TestBench bench;
  const auto made = bench.Do(json::parse(
      R"({"action":"add_family","school_id":"ny","name":"Roe","guardians":[{"first_name":"Al","last_name":"Roe",
          "email":"al@example.com"}],"children":[{"first_name":"Cy","last_name":"Roe","dob":"2022-01-02","status":"hold",
          "activation":{"date":"2026-04-01"}},{"first_name":"Di","last_name":"Roe","dob":"2022-01-02"}]})"));
  EXPECT_EQ(made["child_ids"].size(), 2U);
  EXPECT_EQ(bench.Child(made["child_ids"][0])["status"], "hold");
  EXPECT_EQ(bench.Child(made["child_ids"][0])["upcoming_transitions"].size(), 1U);
  EXPECT_EQ(bench.Child(made["child_ids"][1])["status"], "active");
  EXPECT_TRUE(bench.Tenant()["mails"].empty()) << "staff invite only when they tick the box";
}

TEST(Staff, ReportEveryMistakeWithTheFixAndChangeNothing) {
  TestBench bench;
  const auto before = bench.simulator.Dump();
  const auto reply = bench.Staff(json::parse(
      R"({"action":"add_family","school_id":"moon","nmae":"Roe","guardians":[{"first_name":""}],
          "children":[{"first_name":"Cy","last_name":"Roe","dob":"2022-02-30"}]})"));
  EXPECT_EQ(reply.status, 422);
  const auto errors = Errors(reply);
  const std::set<std::string> found(errors.begin(), errors.end());
  EXPECT_TRUE(found.contains("school_id: must exist; give the id of a school of this tenant"));
  EXPECT_TRUE(found.contains("name: is required"));
  EXPECT_TRUE(found.contains("guardians[0].first_name: must not be blank"));
  EXPECT_TRUE(found.contains("guardians[0].last_name: is required"));
  EXPECT_TRUE(found.contains("children[0].dob: must be a date such as 2026-03-08"));
  EXPECT_TRUE(found.contains("nmae: is not a known field; did you mean name?"));
  EXPECT_EQ(bench.simulator.Dump(), before);
}

TEST(Staff, UnknownActionAndTenantAreNamed) {
  TestBench bench;
  const auto errors = Errors(bench.Staff({{"action", "fire"}, {"tenant", "nobody"}}));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_TRUE(errors[0].starts_with("action: must be one of"));
  EXPECT_EQ(errors[1], "tenant: must be one of: sunrise, other");
}

TEST(Staff, ListOfActionsNamesThemAll) {
  TestBench bench;
  std::set<std::string> names;
  for (const auto& action : bench.simulator.StaffActions()) {
    names.insert(action.at("action"));
    EXPECT_TRUE(action.at("fields").contains("tenant"));
  }
  EXPECT_EQ(names.size(), 23U);
}

// P1: Change Enrollment works on a batch; a mistake in one changes none.
TEST(Staff, ChangeEnrollmentInABatch) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto a = bench.NewChild(family, "ny", "A");
  const auto b = bench.NewChild(family, "ny", "B");
  EXPECT_EQ(bench.Staff({{"action", "change_enrollment"}, {"child_ids", {a, "nobody"}}, {"status", "hold"}}).status,
            422);
  EXPECT_EQ(bench.Child(a)["status"], "active");
  bench.Do({{"action", "change_enrollment"}, {"child_ids", {a, b}}, {"status", "inactive"}});
  EXPECT_EQ(bench.Child(a)["status"], "inactive");
  EXPECT_EQ(bench.Child(b)["withdrawal_date"], "2026-03-02");
}

TEST(Staff, PlansMustFitAndLieAhead) {
  TestBench bench;
  const auto child = bench.NewChild(bench.NewFamily());
  const auto plan = [&](const std::string& kind, const std::string& date) {
    return bench.Staff({{"action", "schedule_move"}, {"kind", kind}, {"child_id", child}, {"date", date}});
  };
  EXPECT_EQ(plan("withdrawal", "2026-03-01").status, 422) << "past";
  EXPECT_EQ(plan("hold", "2026-03-02").status, 422) << "its start of day has gone by";
  EXPECT_EQ(plan("withdrawal", "2027-03-03").status, 422) << "more than 12 months ahead [P4]";
  EXPECT_EQ(plan("hold_activation", "2026-04-01").status, 422) << "not on hold";
  EXPECT_EQ(plan("room_transition", "2026-04-01").status, 422) << "no room";
  EXPECT_EQ(plan("withdrawal", "2026-03-02").status, 200) << "the end of today is ahead";
  const auto hold = plan("hold", "2026-03-20");
  EXPECT_EQ(hold.status, 200);
  EXPECT_EQ(plan("hold_activation", "2026-04-01").status, 200) << "a hold is planned before";
  bench.Do({{"action", "cancel_move"}, {"transition_id", hold.body["transition_id"]}});
  EXPECT_EQ(bench.Child(child)["upcoming_transitions"].size(), 2U);
  EXPECT_EQ(bench.Staff({{"action", "cancel_move"}, {"transition_id", hold.body["transition_id"]}}).status, 422);
}

TEST(Staff, RoomsAreAddedRenamedAndAssigned) {
  TestBench bench;
  const auto child = bench.NewChild(bench.NewFamily());
  const auto room = bench.Do({{"action", "add_room"}, {"school_id", "ny"}, {"name", "Pre-K"}, {"capacity", 9}});
  bench.Do({{"action", "rename_room"}, {"classroom_id", room["classroom_id"]}, {"name", "Preschool"}});
  bench.Do({{"action", "assign_room"}, {"child_id", child}, {"classroom_id", room["classroom_id"]}});
  EXPECT_EQ(bench.Child(child)["classroom_id"], room["classroom_id"]);
  EXPECT_EQ(bench.Get("/api/v1/classrooms?school_id=ny").body["data"][2]["name"], "Preschool");
  bench.Do({{"action", "assign_room"}, {"child_id", child}, {"classroom_id", nullptr}});
  EXPECT_TRUE(bench.Child(child)["classroom_id"].is_null());
  EXPECT_EQ(bench.Staff({{"action", "assign_room"}, {"child_id", child}, {"classroom_id", "az-infants"}}).status, 422);
}

// P27, G23: a second family where the site enabled it.
TEST(Staff, ShareAChildWithASecondFamily) {
  TestBench bench;
  const auto mother = bench.NewFamily("ny", "Doe");
  const auto father = bench.NewFamily("ny", "Roe");
  const auto child = bench.NewChild(mother);
  const json share = {{"action", "share_child"}, {"child_id", child}, {"family_id", father}};
  bench.Do({{"action", "edit_school"}, {"school_id", "ny"}, {"multifamily", false}});
  EXPECT_EQ(bench.Staff(share).status, 422);
  bench.Do({{"action", "edit_school"}, {"school_id", "ny"}, {"multifamily", true}});
  bench.Do(share);
  EXPECT_EQ(bench.Child(child)["family_id"], mother);
  EXPECT_EQ(bench.Child(child)["family_ids"], (json{mother, father}));
  EXPECT_EQ(bench.Get("/api/v1/families/" + father).body["children"][0]["id"], child);
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 1);
  EXPECT_EQ(bench.Staff(share).status, 422) << "has it already";
}

TEST(Staff, DeleteAMistypedChildWithItsPlans) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto child = bench.NewChild(family);
  bench.Do({{"action", "schedule_move"}, {"kind", "hold"}, {"child_id", child}, {"date", "2026-03-20"}});
  bench.Do({{"action", "delete_child"}, {"child_id", child}});
  EXPECT_EQ(bench.Get("/api/v1/children/" + child).status, 404);
  EXPECT_TRUE(bench.Get("/api/v1/families/" + family).body["children"].empty());
  EXPECT_FALSE(bench.simulator.NextDue().has_value());
}

TEST(Staff, MoveAChildToAnotherSchool) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto child = bench.NewChild(family);
  bench.Do({{"action", "assign_room"}, {"child_id", child}, {"classroom_id", "ny-infants"}});
  bench.Do({{"action", "move_child_school"}, {"child_id", child}, {"school_id", "az"}});
  EXPECT_EQ(bench.Child(child)["school_id"], "az");
  EXPECT_TRUE(bench.Child(child)["classroom_id"].is_null());
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).body["school_id"], "az");
  bench.Do({{"action", "move_child_school"}, {"child_id", child}, {"school_id", "hi"}, {"with_family", false}});
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).body["school_id"], "az");
}

// P6, G22: parents edit their own data where the school allows it.
TEST(Staff, ParentsEditTheirOwn) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto child = bench.NewChild(family);
  const auto stranger = bench.NewChild(bench.NewFamily("ny", "Roe"), "ny", "Cy", "Roe");
  const auto guardian = bench.Get("/api/v1/families/" + family).body["guardians"][0]["id"];
  const auto edit = [&](const std::string& child_id, const json& change) {
    return bench.Staff({{"action", "parent_edit"},
                        {"guardian_id", guardian},
                        {"guardian", {{"last_name", "Doe-Poe"}}},
                        {"child_id", child_id},
                        {"child", change}});
  };
  EXPECT_EQ(edit(stranger, {{"first_name", "X"}}).status, 422);
  EXPECT_EQ(edit(child, {{"status", "inactive"}}).status, 422);
  EXPECT_EQ(edit(child, {{"first_name", "Robert"}, {"dob", "2023-05-04"}}).status, 200);
  EXPECT_EQ(bench.Child(child)["name"], "Doe, Robert");
  EXPECT_EQ(bench.Child(child)["dob"], "2023-05-04");
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).body["guardians"][0]["last_name"], "Doe-Poe");
  bench.Do({{"action", "edit_school"}, {"school_id", "ny"}, {"parents_may_edit", false}});
  EXPECT_EQ(edit(child, {{"first_name", "X"}}).status, 422);
}

TEST(Staff, EditPeopleAndLeads) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto child = bench.Do({{"action", "add_child"},
                               {"family_id", family},
                               {"first_name", "Ed"},
                               {"last_name", "Doe"},
                               {"dob", "2024-01-01"}})["child_id"];
  bench.Do({{"action", "edit_child"}, {"child_id", child}, {"first_name", "Edward"}});
  EXPECT_EQ(bench.Child(child)["first_name"], "Edward");
  bench.Do({{"action", "edit_family"}, {"family_id", family}, {"name", "D"}, {"balance_cents", -1250}});
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).body["balance_cents"], -1250);
  const auto guardian = bench.Do({{"action", "add_guardian"},
                                  {"family_id", family},
                                  {"first_name", "Gil"},
                                  {"last_name", "Doe"},
                                  {"email", "gil@example.com"},
                                  {"send_invitation", true}})["guardian_id"];
  EXPECT_EQ(bench.Tenant()["mails"][0]["by"], "staff");
  bench.Do({{"action", "edit_guardian"}, {"guardian_id", guardian}, {"is_primary", true}});
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).body["guardians"][1]["is_primary"], true);
  const auto lead = bench.Do({{"action", "submit_lead"},
                              {"school_id", "ny"},
                              {"student", {{"first_name", "Flo"}, {"last_name", "Poe"}}}})["lead_id"];
  const auto changed = bench.Do({{"action", "change_lead_status"}, {"lead_id", lead}, {"status", "Enrolled"}});
  EXPECT_EQ(bench.Child(changed["child_id"])["first_name"], "Flo");
}

}  // namespace
}  // namespace ikp::simulators::procare_online
