#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;
using Sentences = std::vector<std::string>;

json NewChildBody(const std::string& family) {
  return {
      {"school_id", "ny"}, {"family_id", family}, {"first_name", "Bo"}, {"last_name", "Doe"}, {"dob", "2023-04-05"}};
}

json DumpedChild(const TestBench& bench) { return bench.Tenant()["families"][0]["children"][0]; }

json SchoolInDump(const TestBench& bench) { return bench.Tenant()["schools"][0]; }

// P1, G19: whatever status is asked for, a new student is Active and counts for the invoice.
TEST(Children, AreBornActive) {
  TestBench bench;
  auto body = NewChildBody(bench.NewFamily());
  body["status"] = "hold";
  body["start_date"] = "2026-09-01";
  const auto reply = bench.Call("POST", "/api/v1/children", body);
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body["status"], "active");
  EXPECT_EQ(reply.body["start_date"], "2026-09-01");
  EXPECT_EQ(reply.body["name"], "Doe, Bo");
  EXPECT_NE(reply.note.find("status ignored"), std::string::npos);
  EXPECT_EQ(SchoolInDump(bench)["active_head_count"], 1);
}

TEST(Children, AreBornAsAskedWhereTheRuleIsOff) {
  TestBench bench;
  bench.Switch("po.born_active", "false");
  auto body = NewChildBody(bench.NewFamily());
  body["status"] = "hold";
  body["activation"] = {{"date", "2026-09-01"}, {"classroom_id", "ny-infants"}};
  const auto reply = bench.Call("POST", "/api/v1/children", body);
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body["status"], "hold");
  EXPECT_EQ(reply.body["upcoming_transitions"].size(), 1U);
  body["status"] = "waiting";
  body.erase("activation");
  EXPECT_EQ(Errors(bench.Call("POST", "/api/v1/children", body)), Sentences{"Status is not included in the list"});
}

// T2: human sentences without codes; all mistakes at once.
TEST(Children, ListEveryMistakeAtOnce) {
  TestBench bench;
  const auto reply = bench.Call("POST", "/api/v1/children",
                                {{"first_name", " "}, {"dob", "04/05/2023"}, {"gender", 7}, {"start_date", "soon"}});
  EXPECT_EQ(reply.status, 422);
  const auto errors = Errors(reply);
  const std::set<std::string> found(errors.begin(), errors.end());
  EXPECT_EQ(found, (std::set<std::string>{"First name can't be blank", "Last name can't be blank", "Dob is invalid",
                                          "Gender is invalid", "Start date is invalid", "Family can't be blank",
                                          "School can't be blank"}));
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
}

TEST(Children, NeedReferencesThatExist) {
  TestBench bench;
  auto body = NewChildBody("nobody");
  body["classroom_id"] = "az-infants";
  const auto errors = Errors(bench.Call("POST", "/api/v1/children", body));
  EXPECT_EQ(errors, (Sentences{"Family must exist", "Classroom must exist"}));
  EXPECT_EQ(Errors(bench.Call("POST", "/api/v1/children", NewChildBody(bench.NewFamily("az")))),
            Sentences{"School does not match the school of the family"});
}

TEST(Children, BodiesMustBeJsonObjects) {
  TestBench bench;
  const http::Headers headers{{"Authorization", "Bearer " + bench.token}, {"Content-Type", "application/json"}};
  EXPECT_EQ(bench.Raw("POST", "/t/sunrise/api/v1/children", headers, "{\"first_name\":").status, 400);
  EXPECT_EQ(bench.Raw("POST", "/t/sunrise/api/v1/children", headers, "[]").status, 400);
  EXPECT_EQ(bench.Raw("POST", "/t/sunrise/api/v1/children", headers, "\xff\xfe").status, 400);
}

TEST(Children, UnknownFieldsAreIgnoredAndNoted) {
  TestBench bench;
  auto body = NewChildBody(bench.NewFamily());
  body["shoe_size"] = 21;
  const auto reply = bench.Call("POST", "/api/v1/children", body);
  EXPECT_EQ(reply.status, 201);
  EXPECT_NE(reply.note.find("shoe_size"), std::string::npos);
}

TEST(Children, BirthDateRules) {
  TestBench bench;
  auto body = NewChildBody(bench.NewFamily());
  body["dob"] = "2026-03-03";
  EXPECT_EQ(Errors(bench.Call("POST", "/api/v1/children", body)), Sentences{"Dob can't be in the future"});
  bench.Switch("po.dob_in_future", "accept");
  EXPECT_EQ(bench.Call("POST", "/api/v1/children", body).status, 201);
  body.erase("dob");
  EXPECT_EQ(Errors(bench.Call("POST", "/api/v1/children", body)), Sentences{"Dob can't be blank"});
  bench.Switch("po.dob_required", "false");
  EXPECT_EQ(bench.Call("POST", "/api/v1/children", body).status, 201);
}

// No idempotency key is honoured and no external id is unique by default: the same child twice gives two.
TEST(Children, TheSameOneTwiceGivesTwo) {
  TestBench bench;
  auto body = NewChildBody(bench.NewFamily());
  body["external_id"] = "iks-1";
  bench.Call("POST", "/api/v1/children", body);
  EXPECT_EQ(bench.Call("POST", "/api/v1/children", body).status, 201);
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 2);
  bench.Switch("po.external_id_unique", "true");
  EXPECT_EQ(Errors(bench.Call("POST", "/api/v1/children", body)), Sentences{"External has already been taken"});
  bench.Switch("po.external_id", "ignored");
  bench.Switch("po.external_id_unique", "false");
  EXPECT_TRUE(bench.Call("POST", "/api/v1/children", body).body["external_id"].is_null());
}

TEST(Children, IdempotencyKeyIsHonouredOnlyWhereSwitchedOn) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const http::Headers headers{
      {"Authorization", "Bearer " + bench.token}, {"Content-Type", "application/json"}, {"Idempotency-Key", "k1"}};
  const auto post = [&](const json& body) {
    return bench.Raw("POST", "/t/sunrise/api/v1/children", headers, body.dump());
  };
  const auto body = NewChildBody(family);
  EXPECT_NE(post(body).body["id"], post(body).body["id"]);
  bench.Switch("po.idempotency", "true");
  const auto first = post(body);
  EXPECT_EQ(post(body).text, first.text);
  auto other = body;
  other["first_name"] = "Cy";
  EXPECT_EQ(post(other).status, 422);
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 3);
}

// P1: effects of the four statuses.
TEST(Statuses, HaveTheirDocumentedEffects) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  const auto become = [&](const std::string& status) {
    EXPECT_EQ(bench.Call("PATCH", "/api/v1/children/" + id, {{"status", status}}).body["status"], status);
    return DumpedChild(bench)["effects"];
  };
  const auto active = DumpedChild(bench)["effects"];
  EXPECT_TRUE(active["on_roster"] && active["counts_for_subscription"] && active["receives_messages"]);
  const auto hold = become("hold");
  EXPECT_FALSE(hold["receives_messages"] || hold["recurring_billing"] || hold["pin_usable"]);
  EXPECT_TRUE(hold["parent_login"] && hold["on_roster"]);
  EXPECT_EQ(SchoolInDump(bench)["active_head_count"], 0);
  EXPECT_FALSE(become("inactive")["on_roster"]);
  EXPECT_FALSE(become("graduate")["on_roster"]);
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "enrolled"}}).status, 422);
}

TEST(Statuses, LeavingSetsTheWithdrawalDateAndComingBackClearsIt) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  bench.Call("PATCH", "/api/v1/children/" + id, {{"classroom_id", "ny-infants"}});
  bench.now = At("2026-03-03T03:00:00.000Z");  // still 2 March in New York
  bench.Authorise();
  auto child = bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "inactive"}}).body;
  EXPECT_EQ(child["withdrawal_date"], "2026-03-02");
  EXPECT_TRUE(child["classroom_id"].is_null());
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/children/" + id, {{"classroom_id", "ny-infants"}}).status, 422);
  child = bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "active"}}).body;
  EXPECT_TRUE(child["withdrawal_date"].is_null());
  child =
      bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "inactive"}, {"withdrawal_date", "2026-02-27"}}).body;
  EXPECT_EQ(child["withdrawal_date"], "2026-02-27");
}

// P1: On Hold to Active is scheduled with date and room, and shown as an upcoming transition.
TEST(Activation, IsShownAndDropsOutWhenTheStatusChanges) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  const json activation = {{"date", "2026-09-01"}, {"classroom_id", "ny-toddlers"}};
  auto child = bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "hold"}, {"activation", activation}}).body;
  EXPECT_EQ(child["upcoming_transitions"],
            json::parse(R"([{"kind":"hold_activation","date":"2026-09-01","classroom_id":"ny-toddlers"}])"));
  child = bench.Call("PATCH", "/api/v1/children/" + id, {{"activation", {{"date", "2026-10-01"}}}}).body;
  EXPECT_EQ(child["upcoming_transitions"].size(), 1U) << "the new plan replaces the old";
  EXPECT_EQ(child["upcoming_transitions"][0]["date"], "2026-10-01");
  child = bench.Call("PATCH", "/api/v1/children/" + id, {{"activation", nullptr}}).body;
  EXPECT_TRUE(child["upcoming_transitions"].empty());
  bench.Call("PATCH", "/api/v1/children/" + id, {{"activation", activation}});
  child = bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "active"}}).body;
  EXPECT_TRUE(child["upcoming_transitions"].empty());
  EXPECT_FALSE(bench.simulator.NextDue().has_value());
}

TEST(Activation, IsRefusedInThePastOrWithoutHoldOrForAnotherSchoolsRoom) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  const auto patch = [&](const json& body) { return bench.Call("PATCH", "/api/v1/children/" + id, body); };
  EXPECT_EQ(
      Errors(patch({{"status", "hold"}, {"activation", {{"date", "2026-03-01"}, {"classroom_id", "az-infants"}}}})),
      (Sentences{"Activation date can't be in the past", "Activation classroom must exist"}));
  EXPECT_EQ(Errors(patch({{"activation", {{"date", "2026-09-01"}}}})),
            Sentences{"Activation is only possible for a student on hold"});
  EXPECT_EQ(Errors(patch({{"status", "hold"}, {"activation", json::object()}})),
            Sentences{"Activation date can't be blank"});
  EXPECT_EQ(bench.Child(id)["status"], "active") << "nothing was changed by refused patches";
  bench.Switch("po.activation_horizon_months", "12");
  EXPECT_EQ(patch({{"status", "hold"}, {"activation", {{"date", "2027-03-03"}}}}).status, 422);
  EXPECT_EQ(patch({{"status", "hold"}, {"activation", {{"date", "2027-03-02"}}}}).status, 200);
}

TEST(Activation, OfTodayTakesEffectAtOnce) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  const auto child =
      bench.Call("PATCH", "/api/v1/children/" + id, {{"status", "hold"}, {"activation", {{"date", "2026-03-02"}}}});
  EXPECT_EQ(child.body["status"], "active");
  EXPECT_TRUE(child.body["upcoming_transitions"].empty());
}

// G51.
TEST(Rooms, FullOnesAreASwitch) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto place = [&](const std::string& id) {
    return bench.Call("PATCH", "/api/v1/children/" + id, {{"classroom_id", "ny-infants"}});
  };
  for (const auto* name : {"A", "B", "C"}) EXPECT_EQ(place(bench.NewChild(family, "ny", name)).status, 200);
  const auto late = bench.NewChild(family, "ny", "D");
  bench.Switch("po.room_full", "reject");
  EXPECT_EQ(Errors(place(late)), Sentences{"Classroom is full"});
  bench.Switch("po.room_full", "ignore");
  EXPECT_EQ(place(late).status, 200);
  EXPECT_TRUE(bench.Child(late)["classroom_id"].is_null());
}

TEST(Rooms, ClosedOnesAreRefusedUnlessSwitched) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  bench.Do({{"action", "close_room"}, {"classroom_id", "ny-infants"}});
  const json body = {{"classroom_id", "ny-infants"}};
  EXPECT_EQ(Errors(bench.Call("PATCH", "/api/v1/children/" + id, body)), Sentences{"Classroom is closed"});
  bench.Switch("po.room_closed", "accept");
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/children/" + id, body).status, 200);
}

TEST(Patches, ChangeOnlyWhatTheyNameAndNullClears) {
  TestBench bench;
  const auto id = bench.NewChild(bench.NewFamily());
  bench.Call("PATCH", "/api/v1/children/" + id, {{"preferred_name", "Bobo"}, {"gender", "M"}});
  const auto child = bench.Call("PATCH", "/api/v1/children/" + id, {{"preferred_name", nullptr}}).body;
  EXPECT_TRUE(child["preferred_name"].is_null());
  EXPECT_EQ(child["gender"], "M");
  EXPECT_EQ(child["dob"], "2023-04-05");
  EXPECT_EQ(Errors(bench.Call("PATCH", "/api/v1/children/" + id, {{"first_name", ""}, {"dob", nullptr}})),
            (Sentences{"First name can't be blank", "Dob can't be blank"}));
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/children/nobody", {{"gender", "M"}}).text, R"({"errors":["Not found"]})");
}

// G49: the write is applied, the read-back fails.
TEST(Faults, ReadBackFailsAfterAWriteThatWasApplied) {
  TestBench bench;
  const auto family = bench.NewFamily();
  bench.faults = {{"read_back_404", {}}};
  EXPECT_EQ(bench.Call("POST", "/api/v1/children", NewChildBody(family)).status, 404);
  bench.faults = {{"read_back_404", {{"status", "500"}}}};
  EXPECT_EQ(bench.Get("/api/v1/families/" + family).status, 500);
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 1) << "lists are not concerned";
}

}  // namespace
}  // namespace ikp::simulators::procare_online
