#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;
using Sentences = std::vector<std::string>;

json GuardianBody(const std::string& first, const std::string& email = "") {
  json body = {{"first_name", first}, {"last_name", "Doe"}};
  if (!email.empty()) body["email"] = email;
  return body;
}

json FamilyBody(const std::vector<json>& guardians) {
  return {{"school_id", "ny"}, {"name", "Doe"}, {"guardians", guardians}};
}

TEST(Families, KeepGuardiansInOrderWithTheFirstAsPrimary) {
  TestBench bench;
  auto ann = GuardianBody("Ann", "ann@example.com");
  ann["phones"] = {{{"type", "mobile"}, {"number", "212-555-0100 ext 4"}}};
  ann["address"] = {{"street_address", "1 Main St"}, {"zip", "10001"}};
  const auto reply = bench.Call("POST", "/api/v1/families", FamilyBody({ann, GuardianBody("Bob")}));
  EXPECT_EQ(reply.status, 201);
  const auto& guardians = reply.body["guardians"];
  EXPECT_EQ(guardians[0]["first_name"], "Ann");
  EXPECT_EQ(guardians[0]["is_primary"], true);
  EXPECT_EQ(guardians[0]["phones"][0]["number"], "212-555-0100 ext 4");
  EXPECT_EQ(guardians[0]["address"]["zip"], "10001");
  EXPECT_EQ(guardians[1]["is_primary"], false);
  EXPECT_EQ(guardians[1]["email"], nullptr);
  EXPECT_EQ(reply.body["balance_cents"], 0);
  EXPECT_EQ(bench.Get("/api/v1/families/" + reply.body["id"].get<std::string>()).body, reply.body);
}

// That is the point: nothing stops the same family from being created twice.
TEST(Families, TheSameOneTwiceGivesTwo) {
  TestBench bench;
  EXPECT_NE(bench.NewFamily(), bench.NewFamily());
  EXPECT_EQ(bench.Get("/api/v1/families").body["total"], 2);
}

TEST(Families, ListEveryMistakeAtOnce) {
  TestBench bench;
  const auto reply = bench.Call(
      "POST", "/api/v1/families",
      {{"school_id", "nowhere"}, {"guardians", {{{"email", "not an email"}, {"phones", {{{"type", "home"}}}}}, 7}}});
  EXPECT_EQ(reply.status, 422);
  const auto errors = Errors(reply);
  EXPECT_EQ(std::set<std::string>(errors.begin(), errors.end()),
            (std::set<std::string>{"School must exist", "Name can't be blank", "Guardians first name can't be blank",
                                   "Guardians last name can't be blank", "Guardians email is invalid",
                                   "Guardians phones number can't be blank", "Guardians is invalid"}));
  EXPECT_EQ(bench.Get("/api/v1/families").body["total"], 0);
}

// P6: adding a parent with an email sends an invitation unless told otherwise; reminders follow on day 3 and 6.
TEST(Invitations, GoOutUnlessTheyAreDeclined) {
  TestBench bench;
  bench.Call("POST", "/api/v1/families", FamilyBody({GuardianBody("Ann", "ann@example.com"), GuardianBody("Bob")}));
  auto mails = bench.Tenant()["mails"];
  ASSERT_EQ(mails.size(), 1U) << "Bob has no email";
  EXPECT_EQ(mails[0]["kind"], "invitation");
  EXPECT_EQ(mails[0]["by"], "api");
  auto declined = FamilyBody({GuardianBody("Cy", "cy@example.com")});
  declined["send_invitations"] = false;
  bench.Call("POST", "/api/v1/families", declined);
  EXPECT_EQ(bench.Tenant()["mails"].size(), 1U);
  EXPECT_EQ(bench.simulator.NextDue(), At("2026-03-05T15:00:00.000Z"));
  bench.GoTo("2026-03-08T14:59:59.999Z");
  EXPECT_EQ(bench.Tenant()["mails"].size(), 2U);
  bench.GoTo("2026-03-08T15:00:00.000Z");
  mails = bench.Tenant()["mails"];
  ASSERT_EQ(mails.size(), 3U);
  EXPECT_EQ(mails[2]["kind"], "reminder_6");
  EXPECT_FALSE(bench.simulator.NextDue().has_value());
}

TEST(Invitations, CanBeOffByDefaultAndWithoutReminders) {
  TestBench bench;
  bench.Switch("po.invitation_reminders", "false");
  const auto family = bench.NewFamily();
  bench.Call("POST", "/api/v1/families/" + family + "/guardians", GuardianBody("Di", "di@example.com"));
  EXPECT_EQ(bench.Tenant()["mails"].size(), 1U);
  EXPECT_FALSE(bench.simulator.NextDue().has_value());
  bench.Switch("po.invitation_default", "do_not_send");
  bench.Call("POST", "/api/v1/families/" + family + "/guardians", GuardianBody("Ed", "ed@example.com"));
  EXPECT_EQ(bench.Tenant()["mails"].size(), 1U);
}

// P26: editing a signed-up parent's email forces a new confirmation.
TEST(Guardians, SignedUpOnesConfirmANewEmail) {
  TestBench bench;
  auto seed = SampleSeed();
  seed["tenants"][0]["families"] = json::parse(
      R"([{"school_id":"ny","name":"Doe","guardians":[
            {"id":"g1","first_name":"Ann","last_name":"Doe","email":"a@example.com","signed_up":true},
            {"id":"g2","first_name":"Bob","last_name":"Doe","email":"b@example.com"}]}])");
  ASSERT_EQ(bench.simulator.Seed(seed, bench.now), Sentences{});
  bench.Authorise();
  bench.Call("PATCH", "/api/v1/guardians/g1", {{"relation", "Mother"}});
  bench.Call("PATCH", "/api/v1/guardians/g2", {{"email", "b2@example.com"}});
  EXPECT_TRUE(bench.Tenant()["mails"].empty());
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/guardians/g1", {{"email", "a2@example.com"}}).status, 200);
  ASSERT_EQ(bench.Tenant()["mails"].size(), 1U);
  EXPECT_EQ(bench.Tenant()["mails"][0]["kind"], "confirmation");
}

TEST(Guardians, OnlyOneIsPrimary) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto added = bench.Call("POST", "/api/v1/families/" + family + "/guardians", GuardianBody("Bob"));
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(added.body["is_primary"], false);
  bench.Call("PATCH", "/api/v1/guardians/" + added.body["id"].get<std::string>(), {{"is_primary", true}});
  const auto guardians = bench.Get("/api/v1/families/" + family).body["guardians"];
  EXPECT_EQ(guardians[0]["is_primary"], false);
  EXPECT_EQ(guardians[1]["is_primary"], true);
  const auto none = bench.Call("PATCH", "/api/v1/guardians/" + added.body["id"].get<std::string>(),
                               {{"is_primary", false}, {"relation", "Father"}});
  EXPECT_EQ(none.status, 422);
  EXPECT_EQ(Errors(none), Sentences{"Is primary can't be taken away"});
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).body["guardians"], guardians);
  EXPECT_EQ(bench.Call("POST", "/api/v1/families/nobody/guardians", GuardianBody("Bob")).status, 404);
}

// F26.
TEST(Guardians, EmailsAreUniqueOnlyWhereSwitchedOn) {
  TestBench bench;
  const auto body = FamilyBody({GuardianBody("Ann", "ann@example.com"), GuardianBody("Bob", "ANN@example.com")});
  EXPECT_EQ(bench.Call("POST", "/api/v1/families", body).status, 201);
  bench.Switch("po.unique_guardian_email", "true");
  EXPECT_EQ(Errors(bench.Call("POST", "/api/v1/families", body)),
            (Sentences{"Guardians email has already been taken", "Email has already been taken"}));
  const auto family = bench.NewFamily();
  const auto taken =
      bench.Call("POST", "/api/v1/families/" + family + "/guardians", GuardianBody("X", "Ann@Example.com"));
  EXPECT_EQ(Errors(taken), Sentences{"Email has already been taken"});
}

// P6: PINs of four digits are unique in a school; G59: they can run out.
TEST(Pins, RunOutAfterTenThousand) {
  TestBench bench;
  auto seed = SampleSeed();
  auto guardians = json::array();
  for (int i = 0; i < 9'999; ++i) guardians.push_back(GuardianBody("G" + std::to_string(i)));
  seed["tenants"][0]["families"] = {{{"id", "f"}, {"school_id", "ny"}, {"name", "Big"}, {"guardians", guardians}}};
  ASSERT_EQ(bench.simulator.Seed(seed, bench.now), Sentences{});
  bench.Authorise();
  EXPECT_EQ(bench.Call("POST", "/api/v1/families/f/guardians", GuardianBody("Last")).status, 201);
  std::set<std::string> pins;
  const auto tenant = bench.Tenant();
  for (const auto& guardian : tenant["families"][0]["guardians"]) pins.insert(guardian["pin"]);
  EXPECT_EQ(pins.size(), 10'000U);
  const auto refused = bench.Call("POST", "/api/v1/families/f/guardians", GuardianBody("Late"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(Errors(refused), Sentences{"Pin can't be assigned, all 4-digit PINs of the school are in use"});
  EXPECT_EQ(bench.Call("POST", "/api/v1/families", FamilyBody({GuardianBody("Late")})).status, 422);
  auto elsewhere = FamilyBody({GuardianBody("Late")});
  elsewhere["school_id"] = "az";
  EXPECT_EQ(bench.Call("POST", "/api/v1/families", elsewhere).status, 201) << "another school has PINs of its own";
}

// G47: the family with its first guardians is kept, the answer is 500.
TEST(Faults, PartialWriteKeepsTheFirstGuardians) {
  TestBench bench;
  bench.faults = {{"partial_write", {{"count", "1"}}}};
  const auto reply = bench.Call("POST", "/api/v1/families", FamilyBody({GuardianBody("Ann"), GuardianBody("Bob")}));
  EXPECT_EQ(reply.status, 500);
  bench.faults.clear();
  const auto rows = bench.Get("/api/v1/families").body["data"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["guardians"].size(), 1U);
}

TEST(Families, ArePatchedByName) {
  TestBench bench;
  const auto family = bench.NewFamily();
  bench.NewChild(family);
  const auto reply = bench.Call("PATCH", "/api/v1/families/" + family, {{"name", "Doe-Roe"}});
  EXPECT_EQ(reply.body["name"], "Doe-Roe");
  EXPECT_EQ(reply.body["children"][0]["first_name"], "Bo");
  EXPECT_EQ(Errors(bench.Call("PATCH", "/api/v1/families/" + family, {{"name", ""}})),
            Sentences{"Name can't be blank"});
}

}  // namespace
}  // namespace ikp::simulators::procare_online
