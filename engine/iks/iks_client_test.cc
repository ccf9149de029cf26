#include "engine/iks/iks_client.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/iks/iks_json.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::iks {
namespace {

using namespace std::chrono_literals;
using domain::IksChildId;
using domain::IksFamilyId;
using domain::IksLocationId;
using domain::Reason;
using nlohmann::json;
using systems::Effect;
using systems::IksFamilyGone;
using wire::testing::Always;
using wire::testing::Answer;
using wire::testing::AnswerLost;
using wire::testing::InTurn;
using wire::testing::NotSent;
using Strings = std::vector<std::string>;

json Child() {
  return json::parse(
      R"({"id":"kid-7","family_id":"fam-1","location_id":"loc-1","first_name":" Zoe ","last_name":"Smith Jr",
    "middle_name":null,"nickname":"Zo","suffix":"","dob":"2021-05-04","due_date":null,"gender":"F","status":"Pre-Registered",
    "classroom":null,"desired_start_date":"2026-04-01","actual_start":"","withdrawal_date":null,"procare_ref":null,
    "push_state":null,"version":"7","last_change_origin":"procare-sync","created_at":"2026-01-01T00:00:00.000Z",
    "updated_at":"2026-03-08T08:00:00.123Z","notes":null,"shoe_size":22})");
}

json Family() {
  json family = json::parse(R"({"id":"fam-1","location_id":"loc-1","status":"Open","guardians":[
    {"id":1,"first_name":"Al","last_name":"Smith","email":null,"mobile":"(555) 010-1234 x12","home":"","work":"555 010 9999",
     "relationship":"Dad","is_primary":"false","address":null},
    {"id":"g-2","first_name":"Bea","last_name":"Smith","email":"bea@example.com","mobile":null,"home":null,"work":null,
     "relationship":"mom","is_primary":true,
     "address":{"line1":"1 Main St","line2":"","city":"Springfield","state":"IL","zip":62701,"country":"US"}}]})");
  family["children"] = json::array({Child()});
  return family;
}

class IksClientTest : public ::testing::Test {
 protected:
  void Serve(std::string method, std::string path, wire::testing::Handler handler) {
    peer_.Route(std::move(method), "/api/v1" + path, std::move(handler));
  }
  systems::Result<systems::IksFamilyReading> ReadFamily() {
    return clock_.Run(iks_.ReadFamily(IksFamilyId::Trusted("fam-1")));
  }
  Effect WriteBack(systems::IksChildUpdate update) {
    return clock_.Run(iks_.WriteBack(IksChildId::Trusted("kid-7"), std::move(update)));
  }
  static systems::IksChildUpdate SomeUpdate() {
    systems::IksChildUpdate update;
    update.status = domain::StatusLabel("Enrolled");
    return update;
  }

  const domain::Instant start_ = *domain::ParseInstant("2026-03-08T09:00:00Z");
  async::ManualExecutor executor_;
  wire::testing::ManualClock clock_{executor_, start_};
  wire::testing::ScriptedTransport peer_{clock_};
  wire::testing::SeededRandom random_{1};
  IksClient iks_{{executor_, clock_, peer_, random_, {}}, {"http://iks/", "t0ken", "acme", {}, {}}};
};

TEST_F(IksClientTest, ReadsAFamily) {
  Serve("GET", "/families/fam-1", Always(Answer(200, Family().dump())));
  const auto reading = ReadFamily();
  ASSERT_TRUE(reading.has_value());
  const auto& family = std::get<domain::IksFamily>(*reading);
  EXPECT_TRUE(family.unreadable.empty());
  ASSERT_EQ(family.guardians.size(), 2u);
  EXPECT_EQ(family.guardians[0].id.str(), "g-2");  // the primary one first
  EXPECT_EQ(family.guardians[0].email->str(), "bea@example.com");
  EXPECT_EQ(family.guardians[0].address.zip, "62701");
  EXPECT_EQ(family.guardians[1].id.str(), "1");
  ASSERT_EQ(family.guardians[1].phones.size(), 2u);
  EXPECT_EQ(family.guardians[1].phones[0].kind, domain::PhoneKind::kMobile);
  EXPECT_EQ(family.guardians[1].phones[0].phone.extension(), "12");
  EXPECT_EQ(family.guardians[1].phones[1].kind, domain::PhoneKind::kWork);
  ASSERT_EQ(family.children.size(), 1u);
  const auto& child = family.children[0];
  EXPECT_EQ(child.name.first, "Zoe");
  EXPECT_EQ(child.name.last, "Smith Jr");
  EXPECT_EQ(child.birth_date->date().str(), "2021-05-04");
  EXPECT_EQ(child.status, domain::StatusLabel("pre registered"));
  EXPECT_EQ(child.desired_start->str(), "2026-04-01");
  EXPECT_EQ(child.actual_start, std::nullopt);
  EXPECT_EQ(child.version, 7);
  EXPECT_TRUE(child.last_changed_by_sync);
  EXPECT_EQ(child.updated_at, start_ - 1h + 123ms);
  const auto& request = peer_.Last("GET", "/api/v1/families/fam-1");
  EXPECT_EQ(request.target, "http://iks/api/v1/families/fam-1");
  EXPECT_EQ(request.headers.Get("Authorization"), "Bearer t0ken");
}

TEST_F(IksClientTest, WhatIsThereButNotUnderstoodIsNamed) {
  json family = Family();
  family["guardians"][0]["email"] = "nobody";
  family["guardians"][0]["work"] = "call Al";
  family["guardians"][1].erase("id");
  family["children"][0]["dob"] = "04/05/2021";
  family["children"][0]["desired_start_date"] = "TBD";
  family["children"].push_back({{"first_name", "Ann"}});
  Serve("GET", "/families/fam-1", Always(Answer(200, family.dump())));
  const auto reading = ReadFamily();
  ASSERT_TRUE(reading.has_value());
  const auto& read = std::get<domain::IksFamily>(*reading);
  EXPECT_EQ(read.unreadable, (Strings{"guardians[0].email", "guardians[0].work", "guardians[1].id", "children[1].id"}));
  EXPECT_EQ(read.children[0].unreadable, (Strings{"dob", "desired_start_date"}));
  EXPECT_EQ(read.children[0].birth_date, std::nullopt);
}

TEST_F(IksClientTest, ABirthDateInTheFutureIsKeptForTheRules) {
  json child = Child();
  child["dob"] = "2027-01-01";
  EXPECT_EQ(ChildFromJson(child)->birth_date->date().str(), "2027-01-01");
}

TEST_F(IksClientTest, AFamilyThatIsGoneIsToldFromOneThatCannotBeRead) {
  Serve("GET", "/families/fam-1", Always(Answer(404, R"({"error":{"code":"not_found","message":"no"}})")));
  EXPECT_TRUE(std::holds_alternative<IksFamilyGone>(*ReadFamily()));
  Serve("GET", "/families/fam-1", Always(Answer(410, R"({"error":{"code":"merged"},"merged_into":"fam-2"})")));
  EXPECT_EQ(std::get<IksFamilyGone>(*ReadFamily()).merged_into->str(), "fam-2");
  Serve("GET", "/families/fam-1", Always(Answer(404, "<html>no such page")));
  EXPECT_EQ(ReadFamily().error().reason, Reason::kIksError);
  Serve("GET", "/families/fam-1", Always(Answer(404, R"({"error":{"code":"no_route"},"nearest":"GET /api/v1/..."})")));
  EXPECT_EQ(ReadFamily().error().reason, Reason::kIksError);
  Serve("GET", "/families/fam-1", Always(Answer(200, R"({"id":"fam-9","location_id":"loc-1"})")));
  EXPECT_EQ(std::get<IksFamilyGone>(*ReadFamily()).merged_into->str(), "fam-9");
  Serve("GET", "/families/fam-1", Always(Answer(200, "{}")));
  EXPECT_EQ(ReadFamily().error().reason, Reason::kIksError);
  Serve("GET", "/families/fam-1", Always(NotSent()));
  EXPECT_EQ(ReadFamily().error().reason, Reason::kIksUnreachable);
}

TEST_F(IksClientTest, AnIdInAnotherCaseIsTheSameFamily) {
  json family = Family();
  family["id"] = "5F0C0B3E-27A4-4C50-9D0A-5A1B2C3D4E5F";
  Serve("GET", "/families/*", Always(Answer(200, family.dump())));
  for (const char* asked : {"5F0C0B3E-27A4-4C50-9D0A-5A1B2C3D4E5F", "5f0c0b3e-27a4-4c50-9d0a-5a1b2c3d4e5f"}) {
    const auto reading = clock_.Run(iks_.ReadFamily(IksFamilyId::Trusted(asked)));
    EXPECT_TRUE(std::holds_alternative<domain::IksFamily>(*reading));
  }
}

TEST_F(IksClientTest, ARejectedTokenPausesTheAccountWithoutFurtherKnocking) {
  Serve("", "/*", Always(Answer(401, R"({"error":{"code":"unauthorized","message":"x"}})")));
  const auto first = ReadFamily();
  ASSERT_FALSE(first.has_value());
  EXPECT_EQ(first.error().reason, Reason::kIksLoginRejected);
  EXPECT_EQ(first.error().not_before, start_ + 15min);
  EXPECT_EQ(first.error().details, (Strings{"HTTP 401", "unauthorized"}));
  EXPECT_EQ(ReadFamily().error().reason, Reason::kIksLoginRejected);
  EXPECT_EQ(WriteBack(SomeUpdate()).problem.reason, Reason::kIksLoginRejected);
  EXPECT_EQ(peer_.sent().size(), 1u);
  clock_.Advance(15min);
  Serve("GET", "/families/fam-1", Always(Answer(200, Family().dump())));
  EXPECT_TRUE(ReadFamily().has_value());
}

TEST_F(IksClientTest, ReadsChangedChildrenPageByPage) {
  json other = Child();
  other["location_id"] = "loc-2";
  const json body = {{"data", {Child(), other, nullptr}}, {"next_cursor", "c2"}};
  Serve("GET", "/children", Always(Answer(200, body.dump())));
  const auto page = clock_.Run(iks_.ReadChangedChildren(
      IksLocationId::Trusted("loc-1"), {domain::StatusLabel("Pre-Registered"), domain::StatusLabel("Enrolled")}, start_,
      "c 1"));
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->children.size(), 1u);
  EXPECT_EQ(page->next_cursor, "c2");
  EXPECT_EQ(peer_.sent().back().request.target,
            "http://iks/api/v1/children?limit=100&location_id=loc-1&status=Pre-Registered&status=Enrolled"
            "&updated_since=2026-03-08T09%3A00%3A00.000Z&cursor=c%201");
}

TEST_F(IksClientTest, ReadsTheWholeAccount) {
  json other = Child();
  other["location_id"] = "loc-2";
  const json body = {{"data", {Child(), other}}, {"next_cursor", nullptr}};
  Serve("GET", "/children", Always(Answer(200, body.dump())));
  const auto page = clock_.Run(iks_.ReadChangedChildren(std::nullopt, {}, std::nullopt, ""));
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->children.size(), 2u);
  EXPECT_EQ(peer_.sent().back().request.target, "http://iks/api/v1/children?limit=100");
}

TEST_F(IksClientTest, ACursorThatDoesNotMoveEndsTheList) {
  Serve("GET", "/children", Always(Answer(200, R"({"data":[],"next_cursor":"c1"})")));
  const auto page = clock_.Run(iks_.ReadChangedChildren(IksLocationId::Trusted("loc-1"), {}, std::nullopt, "c1"));
  EXPECT_EQ(page->next_cursor, "");
  Serve("GET", "/children", Always(Answer(200, R"({"status":"ok"})")));
  EXPECT_FALSE(clock_.Run(iks_.ReadChangedChildren(IksLocationId::Trusted("loc-1"), {}, {}, "")).has_value());
}

TEST_F(IksClientTest, WritesBackTaggedAndConditional) {
  Serve("PATCH", "/children/kid-7", Always(Answer(200, Child().dump())));
  systems::IksChildUpdate update = SomeUpdate();
  update.classroom = "";
  update.actual_start = domain::CivilDate::From(2026, 4, 1);
  update.withdrawal = std::optional<domain::CivilDate>();
  update.only_if_version = 7;
  const auto effect = WriteBack(update);
  EXPECT_EQ(effect.kind, Effect::Kind::kDone);
  EXPECT_EQ(effect.id, "kid-7");
  const auto& request = peer_.Last("PATCH", "/api/v1/children/kid-7");
  EXPECT_EQ(request.headers.Get("X-Sync-Origin"), "procare-sync");
  EXPECT_EQ(request.headers.Get("If-Match"), "7");
  EXPECT_EQ(
      json::parse(request.body),
      json::parse(R"({"status":"Enrolled","classroom":null,"actual_start":"2026-04-01","withdrawal_date":null})"));
}

TEST_F(IksClientTest, AnEmptyUpdateIsNotSent) {
  EXPECT_EQ(WriteBack({}).kind, Effect::Kind::kDone);
  EXPECT_TRUE(peer_.sent().empty());
}

TEST_F(IksClientTest, SaysWhatBecameOfAWriteBack) {
  struct Case {
    wire::testing::Step step;
    Effect::Kind kind;
    Reason reason;
    Strings details;
  };
  const std::vector<Case> cases = {
      {Answer(412, R"({"error":{"code":"version_conflict"}})"),
       Effect::Kind::kNotDone,
       Reason::kWriteBackFailed,
       {"version_conflict"}},
      {Answer(404, R"({"error":{"code":"not_found"}})"),
       Effect::Kind::kNotDone,
       Reason::kWriteBackFailed,
       {"not_found"}},
      {Answer(410, R"({"error":{"code":"merged"}})"), Effect::Kind::kNotDone, Reason::kWriteBackFailed, {"not_found"}},
      {Answer(422, R"({"error":{"code":"x","fields":[{"field":"status","message":"is unknown"}]}})"),
       Effect::Kind::kNotDone,
       Reason::kWriteBackFailed,
       {"HTTP 422", "unrecognised message", "status: is unknown"}},
      {Answer(500), Effect::Kind::kUnknown, Reason::kIksError, {"HTTP 500"}},
      {AnswerLost(),
       Effect::Kind::kUnknown,
       Reason::kIksError,
       {std::string(ToWord(ports::TransportFailure::kConnectionLost))}},
      {NotSent(),
       Effect::Kind::kNotDone,
       Reason::kIksUnreachable,
       {std::string(ToWord(ports::TransportFailure::kConnectRefused))}},
  };
  for (const auto& one : cases) {
    Serve("PATCH", "/children/kid-7", Always(one.step));
    const auto effect = WriteBack(SomeUpdate());
    EXPECT_EQ(effect.kind, one.kind);
    EXPECT_EQ(effect.problem.reason, one.reason);
    EXPECT_EQ(effect.problem.details, one.details);
  }
}

TEST_F(IksClientTest, CheckExplainsStepByStep) {
  Serve("GET", "/locations",
        Always(Answer(200, R"({"data":[{"id":"loc-1","name":"Sunrise","time_zone":"America/New_York",
                                        "procare_kind":"online"}]})")));
  Serve("GET", "/children", Always(Answer(200, R"({"data":[],"next_cursor":null})")));
  const auto lines = clock_.Run(iks_.Check(IksLocationId::Trusted("loc-1")));
  ASSERT_EQ(lines.size(), 4u);
  for (const auto& line : lines) EXPECT_TRUE(line.good) << line.what;
  EXPECT_NE(lines[2].result.find("\"Sunrise\", time zone America/New_York"), std::string::npos);

  const auto wrong = clock_.Run(iks_.Check(IksLocationId::Trusted("loc-9")));
  EXPECT_FALSE(wrong.back().good);
  EXPECT_NE(wrong.back().what.find("loc-9"), std::string::npos);
  EXPECT_FALSE(wrong.back().fix.empty());

  Serve("GET", "/locations", Always(Answer(401)));
  const auto rejected = clock_.Run(iks_.Check(IksLocationId::Trusted("loc-1")));
  ASSERT_EQ(rejected.size(), 1u);
  EXPECT_FALSE(rejected[0].good);
}

RC_GTEST_PROP(IksJsonProperty, AnyRecordIsReadOrLeftOutWithoutThrowing, ()) {
  json family = Family();
  const auto junk = rc::gen::element(json(), json(""), json(7), json(-1.5), json(true), json::array({1}),
                                     json::object({{"id", 1}}), json("x"), json(std::string(300, 'y')));
  const auto flat = family.flatten();
  for (const auto& [path, value] : flat.items()) {
    if (*rc::gen::inRange(0, 4) == 0) family[json::json_pointer(path)] = *junk;
  }
  if (*rc::gen::arbitrary<bool>()) family["children"] = *junk;
  if (*rc::gen::arbitrary<bool>()) family["guardians"] = *junk;
  const auto read = FamilyFromJson(family);
  if (read) RC_ASSERT(!read->id.str().empty());
  ChildFromJson(*junk);
  RecordIn(*junk);
}

}  // namespace
}  // namespace ikp::iks
