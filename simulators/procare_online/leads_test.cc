#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;
using Sentences = std::vector<std::string>;

json LeadBody() {
  return {{"school_id", "ny"},
          {"student", {{"first_name", "Bo"}, {"last_name", "Doe"}, {"dob", "2023-04-05"}}},
          {"parents", {{{"first_name", "Ann"}, {"last_name", "Doe"}, {"email", "ann@example.com"}}}},
          {"expected_start_date", "2026-09-01"}};
}

std::string NewLead(TestBench& bench) { return bench.Call("POST", "/api/v1/leads", LeadBody()).body["id"]; }

TEST(Leads, AreCreatedNewAndPatched) {
  TestBench bench;
  const auto reply = bench.Call("POST", "/api/v1/leads", LeadBody());
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body["status"], "New");
  const std::string id = reply.body["id"];
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "Waitlisted"}}).body["status"], "Waitlisted");
  EXPECT_EQ(bench.Get("/api/v1/leads?school_id=ny").body["total"], 1);
  EXPECT_EQ(bench.Get("/api/v1/leads/" + id).body["parents"][0]["email"], "ann@example.com");
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
}

TEST(Leads, ListEveryMistakeAtOnce) {
  TestBench bench;
  const auto errors =
      Errors(bench.Call("POST", "/api/v1/leads", {{"status", "Hot"}, {"student", {{"first_name", "Bo"}}}}));
  EXPECT_EQ(std::set<std::string>(errors.begin(), errors.end()),
            (std::set<std::string>{"School can't be blank", "Student last name can't be blank",
                                   "Status is not included in the list"}));
}

// T6, G60: the exact case matters.
TEST(Leads, StatusCaseMattersUnlessSwitched) {
  TestBench bench;
  const auto id = NewLead(bench);
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "tour scheduled"}}).status, 422);
  bench.Switch("po.lead_status_case", "any");
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "tour scheduled"}}).body["status"],
            "Tour Scheduled");
}

// P2: conversion happens at Enrolled and the profile is copied once.
TEST(Conversion, CopiesTheProfileOnce) {
  TestBench bench;
  const auto id = NewLead(bench);
  const auto enrolled = bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "Enrolled"}}).body;
  const auto child = bench.Child(enrolled["converted_child_id"]);
  EXPECT_EQ(child["first_name"], "Bo");
  EXPECT_EQ(child["status"], "active");
  EXPECT_EQ(child["start_date"], "2026-09-01");
  const auto family = bench.Get("/api/v1/families/" + child["family_id"].get<std::string>()).body;
  EXPECT_EQ(family["guardians"][0]["email"], "ann@example.com");
  auto renamed = LeadBody()["student"];
  renamed["first_name"] = "Bob";
  bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "Lost"}, {"student", renamed}});
  bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "Enrolled"}});
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 1);
  EXPECT_EQ(bench.Child(enrolled["converted_child_id"])["first_name"], "Bo");
}

// P8, G21: a lead of a family that exists already gives a second student.
TEST(Conversion, MakesASecondStudentUnlessSwitched) {
  TestBench bench;
  const auto existing = bench.NewChild(bench.NewFamily());
  bench.Call("PATCH", "/api/v1/leads/" + NewLead(bench), {{"status", "Enrolled"}});
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 2);
  bench.Switch("po.lead_conversion", "link");
  const auto linked = bench.Call("PATCH", "/api/v1/leads/" + NewLead(bench), {{"status", "Enrolled"}}).body;
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 2);
  EXPECT_FALSE(linked["converted_child_id"].is_null());
  EXPECT_EQ(bench.Child(existing)["status"], "active");
}

// P2: only becoming Enrolled converts; a later edit does not bring a deleted student back.
TEST(Conversion, IsNotRepeatedByEditsAfterTheStudentIsDeleted) {
  TestBench bench;
  const auto id = NewLead(bench);
  const auto enrolled = bench.Call("PATCH", "/api/v1/leads/" + id, {{"status", "Enrolled"}}).body;
  bench.Do({{"action", "delete_child"}, {"child_id", enrolled["converted_child_id"]}});
  EXPECT_EQ(bench.Call("PATCH", "/api/v1/leads/" + id, {{"expected_start_date", "2026-10-01"}}).status, 200);
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
}

// P4: a scheduled enrolment takes effect at the start of its day.
TEST(Conversion, IsScheduledByStaff) {
  TestBench bench;
  const auto id = NewLead(bench);
  bench.Do({{"action", "schedule_move"},
            {"kind", "scheduled_enrollment"},
            {"lead_id", id},
            {"date", "2026-03-20"},
            {"classroom_id", "ny-infants"}});
  bench.GoTo("2026-03-20T03:59:59.999Z");
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
  bench.GoTo("2026-03-20T04:00:00.000Z");
  const auto rows = bench.Get("/api/v1/children").body["data"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["classroom_id"], "ny-infants");
  EXPECT_EQ(rows[0]["start_date"], "2026-03-20");
  EXPECT_EQ(bench.Get("/api/v1/leads/" + id).body["status"], "Enrolled");
}

}  // namespace
}  // namespace ikp::simulators::procare_online
