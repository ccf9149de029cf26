#include "engine/procare_online/connect_json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

namespace ikp::procare_online {
namespace {

using domain::CivilDate;
using domain::Placement;
using domain::ProcareSchoolId;
using nlohmann::json;

const ProcareSchoolId kSchool = ProcareSchoolId::Trusted("sch-1");

json Child() {
  return json::parse(R"({"id":"5F0C0B3E-27A4-4C50-9D0A-5A1B2C3D4E5F","family_id":77,"family_ids":["77","fam-2",null],
    "school_id":"sch-1","first_name":"Zoë","last_name":"O'Neil Jr","name":"Wrong, Very","preferred_name":"","dob":"2021-05-04",
    "gender":"F","status":"hold","classroom_id":12,"start_date":"2026-04-01T00:00:00.000-05:00","withdrawal_date":"",
    "external_id":null,"upcoming_transitions":[{"kind":"withdrawal","date":"2026-03-20"},
    {"kind":"On Hold Activation","date":"2026-04-01","classroom_id":"12"},null],"updated_at":"2026-03-01T10:00:00.000Z"})");
}

json Family() {
  return json::parse(R"({"id":"fam-1","school_id":"sch-1","name":"O'Neil","balance_cents":12345,"guardians":[
    {"id":"g-1","first_name":"Al","last_name":"O'Neil","email":"al@example.com",
     "phones":[{"type":"mobile","number":"(555) 010-1234"},{"type":"work","number":""},"555-010-9999",null]},
    null,{"first_name":"No","last_name":"Id"}],"children":[],"updated_at":"2026-03-01T10:00:00.000Z"})");
}

TEST(ConnectJson, ReadsAChildWithLooseTypes) {
  const auto child = ChildFromJson(Child());
  ASSERT_TRUE(child.has_value());
  EXPECT_EQ(child->id.str(), "5f0c0b3e-27a4-4c50-9d0a-5a1b2c3d4e5f");
  ASSERT_EQ(child->families.size(), 2u);
  EXPECT_EQ(child->families[0].str(), "77");
  EXPECT_EQ(child->families[1].str(), "fam-2");
  EXPECT_EQ(child->name.first, "Zoë");
  EXPECT_EQ(child->name.last, "O'Neil Jr");
  EXPECT_EQ(child->name.preferred, "");
  EXPECT_EQ(child->birth_date->date(), *CivilDate::From(2021, 5, 4));
  EXPECT_EQ(child->status, domain::StatusLabel("hold"));
  EXPECT_EQ(child->classroom->str(), "12");
  EXPECT_EQ(child->start, CivilDate::From(2026, 4, 1));
  EXPECT_EQ(child->withdrawal, std::nullopt);
  EXPECT_EQ(child->activation, CivilDate::From(2026, 4, 1));
  EXPECT_EQ(child->external_id, "");
}

TEST(ConnectJson, TheNameInOnePieceIsNeverTakenApart) {
  json record = Child();
  record.erase("first_name");
  record.erase("last_name");
  const auto child = ChildFromJson(record);
  EXPECT_EQ(child->name.first, "");
  EXPECT_EQ(child->name.last, "");
}

TEST(ConnectJson, ABirthDateWithATimeOfDayIsNotGuessed) {
  json record = Child();
  record["dob"] = "2021-05-04T00:00:00.000Z";
  EXPECT_EQ(ChildFromJson(record)->birth_date, std::nullopt);
}

TEST(ConnectJson, ARecordWithoutAnIdIsNothing) {
  for (const auto& id : {json(), json(""), json(1.5), json::object()}) {
    json record = Child();
    record["id"] = id;
    EXPECT_FALSE(ChildFromJson(record).has_value());
    EXPECT_FALSE(ClassroomFromJson(record).has_value());
    EXPECT_FALSE(FamilyFromJson(record).has_value());
  }
}

TEST(ConnectJson, ReadsAFamilyAndCountsGuardiansWithoutAnId) {
  const auto reading = FamilyFromJson(Family());
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->guardians_without_id, 1);
  ASSERT_EQ(reading->family.guardians.size(), 1u);
  EXPECT_EQ(reading->family.guardians[0].email->str(), "al@example.com");
  ASSERT_EQ(reading->family.guardians[0].phones.size(), 2u);
  EXPECT_EQ(reading->family.guardians[0].phones[1].digits(), "5550109999");
}

TEST(ConnectJson, ReadsAClassroom) {
  const auto room = ClassroomFromJson(json::parse(R"({"id":3,"name":" Toddlers ","active":"false"})"));
  EXPECT_EQ(room->id.str(), "3");
  EXPECT_EQ(room->name, "Toddlers");
  EXPECT_FALSE(room->active);
  EXPECT_TRUE(ClassroomFromJson(json::parse(R"({"id":3})"))->active);
}

TEST(ConnectJson, KnowsTheSchoolOfARecord) {
  EXPECT_FALSE(OfAnotherSchool(Child(), kSchool));
  EXPECT_TRUE(OfAnotherSchool(Child(), ProcareSchoolId::Trusted("sch-2")));
  EXPECT_FALSE(OfAnotherSchool(json::object(), kSchool));
}

TEST(ConnectJson, ANewFamilyNeverInvites) {
  domain::NewGuardian guardian;
  guardian.name = {"Al", "", "O'Neil", "Jr", ""};
  guardian.email = domain::Email::Parse("al@example.com");
  guardian.phones = {{domain::PhoneKind::kMobile, *domain::Phone::Parse("(555) 010-1234 ext 12")},
                     {domain::PhoneKind::kWork, *domain::Phone::Parse("+44 20 7946 0000")}};
  guardian.relationship = "Father";
  guardian.is_primary = true;
  guardian.address = {"1 Main St", "", "Springfield", "IL", "62701", "US"};
  domain::NewGuardian bare;
  bare.name = {"Bea", "", "O'Neil", "", ""};
  EXPECT_EQ(json::parse(NewFamilyBody(kSchool, {"O'Neil", {guardian, bare}})), json::parse(R"({
    "school_id":"sch-1","name":"O'Neil","send_invitations":false,"guardians":[
     {"first_name":"Al","last_name":"O'Neil Jr","email":"al@example.com","relation":"Father","is_primary":true,
      "phones":[{"type":"mobile","number":"555-010-1234 x12"},{"type":"work","number":"+442079460000"}],
      "address":{"street_address":"1 Main St","city":"Springfield","state":"IL","zip":"62701","country":"US"}},
     {"first_name":"Bea","last_name":"O'Neil","is_primary":false,"phones":[]}]})"));
}

TEST(ConnectJson, ANewChildHasOnlyWhatIsKnown) {
  domain::NewChild child{domain::ProcareFamilyId::Trusted("fam-1"),
                         {"Zoe", "", "O'Neil Jr", "Jr", ""},
                         domain::BirthDate(*CivilDate::From(2021, 5, 4)),
                         "",
                         std::nullopt,
                         std::nullopt,
                         "kid-7"};
  EXPECT_EQ(json::parse(NewChildBody(kSchool, child, false)), json::parse(R"({"school_id":"sch-1","family_id":"fam-1",
    "first_name":"Zoe","last_name":"O'Neil Jr","dob":"2021-05-04"})"));
  child.name.middle = "M";
  child.name.preferred = "Zo";
  child.gender = "F";
  child.start = CivilDate::From(2026, 4, 1);
  child.classroom = domain::ProcareClassroomId::Trusted("12");
  EXPECT_EQ(json::parse(NewChildBody(kSchool, child, true)), json::parse(R"({"school_id":"sch-1","family_id":"fam-1",
    "first_name":"Zoe","middle_name":"M","last_name":"O'Neil Jr","preferred_name":"Zo","dob":"2021-05-04","gender":"F",
    "start_date":"2026-04-01","classroom_id":"12","external_id":"kid-7"})"));
}

TEST(ConnectJson, PlacementSaysOnlyWhatDiffersFromABornActiveChild) {
  const auto start = CivilDate::From(2026, 4, 1);
  const auto room = domain::ProcareClassroomId::Trusted("12");
  const auto body = [](const domain::InitialPlacement& placement) { return json::parse(*PlacementBody(placement)); };
  EXPECT_EQ(PlacementBody({Placement::kEnrolled, std::nullopt, std::nullopt}), std::nullopt);
  EXPECT_EQ(body({Placement::kEnrolled, start, room}),
            json::parse(R"({"classroom_id":"12","start_date":"2026-04-01"})"));
  EXPECT_EQ(body({Placement::kPreRegistered, std::nullopt, std::nullopt}), json::parse(R"({"status":"hold"})"));
  EXPECT_EQ(body({Placement::kPreRegistered, std::nullopt, room}),
            json::parse(R"({"status":"hold","classroom_id":"12"})"));
  EXPECT_EQ(body({Placement::kPreRegistered, start, room}),
            json::parse(R"({"status":"hold","activation":{"date":"2026-04-01","classroom_id":"12"}})"));
}

RC_GTEST_PROP(ConnectJsonProperty, AnyRecordIsReadOrLeftOutWithoutThrowing, ()) {
  const auto junk = rc::gen::element(json(), json(""), json(7), json(-1.5), json(true), json::array({1, nullptr}),
                                     json::object({{"id", 1}}), json("x"), json(std::string(300, 'y')));
  for (json record : {Child(), Family()}) {
    const auto flat = record.flatten();
    for (const auto& [path, value] : flat.items()) {
      if (*rc::gen::inRange(0, 3) == 0) record[json::json_pointer(path)] = *junk;
    }
    for (const char* key : {"guardians", "upcoming_transitions", "family_ids"}) {
      if (*rc::gen::arbitrary<bool>()) record[key] = *junk;
    }
    const auto child = ChildFromJson(record);
    if (child) RC_ASSERT(!child->id.str().empty());
    FamilyFromJson(record);
    ClassroomFromJson(record);
    OfAnotherSchool(record, kSchool);
    RecordIn(record);
  }
  ChildFromJson(*junk);
  FamilyFromJson(*junk);
  RecordIn(*junk);
}

}  // namespace
}  // namespace ikp::procare_online
