#include <gtest/gtest.h>

#include "simulators/procare_online/test_bench.h"

namespace ikp::simulators::procare_online {
namespace {

using nlohmann::json;

std::vector<std::string> Names(const json& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row.at("first_name"));
  return names;
}

// One family with `count` children named A, B, C, ...
std::vector<std::string> Populate(TestBench& bench, int count) {
  const auto family = bench.NewFamily();
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i)
    ids.push_back(bench.NewChild(family, "ny", std::string(1, static_cast<char>('A' + i))));
  return ids;
}

TEST(Lists, ComeInAnEnvelopeOrBare) {
  TestBench bench;
  Populate(bench, 3);
  const auto reply = bench.Get("/api/v1/children?limit=2&offset=1");
  EXPECT_EQ(reply.body["total"], 3);
  EXPECT_EQ(reply.body["limit"], 2);
  EXPECT_EQ(reply.body["offset"], 1);
  EXPECT_EQ(Names(reply.body["data"]), (std::vector<std::string>{"B", "C"}));
  bench.Switch("po.list_envelope", "bare");
  EXPECT_EQ(Names(bench.Get("/api/v1/children").body), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_TRUE(bench.Get("/api/v1/schools").body.is_array());
}

// G12, T1: the server caps the limit silently.
TEST(Lists, ClampALargeLimitSilently) {
  TestBench bench;
  Populate(bench, 5);
  bench.Switch("po.page_cap", "3");
  const auto reply = bench.Get("/api/v1/children?limit=500");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body["data"].size(), 3U);
  EXPECT_EQ(reply.body["limit"], 3);
  EXPECT_EQ(reply.body["total"], 5);
  bench.Switch("po.envelope_limit", "requested");
  EXPECT_EQ(bench.Get("/api/v1/children?limit=500").body["limit"], 500);
}

TEST(Lists, DefaultAndUnusableLimits) {
  TestBench bench;
  Populate(bench, 4);
  bench.Switch("po.page_default", "2");
  for (const auto* query : {"", "?limit=0", "?limit=abc", "?limit=-1", "?offset=-3"}) {
    EXPECT_EQ(bench.Get(std::string("/api/v1/children") + query).body["data"].size(), 2U) << query;
  }
  EXPECT_EQ(bench.Get("/api/v1/children?offset=99").body["data"].size(), 0U);
}

// G18: Inactive and Graduate are left out unless asked for; an unknown word falls back silently.
TEST(Lists, OmitThoseWhoLeftUnlessAsked) {
  TestBench bench;
  const auto ids = Populate(bench, 4);
  bench.Call("PATCH", "/api/v1/children/" + ids[1], {{"status", "hold"}});
  bench.Call("PATCH", "/api/v1/children/" + ids[2], {{"status", "inactive"}});
  bench.Call("PATCH", "/api/v1/children/" + ids[3], {{"status", "graduate"}});
  const std::vector<std::string> by_default = {"A", "B"};
  EXPECT_EQ(Names(bench.Get("/api/v1/children").body["data"]), by_default);
  EXPECT_EQ(Names(bench.Get("/api/v1/children?status=enrolled").body["data"]), by_default);
  EXPECT_EQ(Names(bench.Get("/api/v1/children?status=inactive&status=Graduate").body["data"]), by_default);
  EXPECT_EQ(Names(bench.Get("/api/v1/children?status=inactive&status=graduate").body["data"]),
            (std::vector<std::string>{"C", "D"}));
  EXPECT_EQ(bench.Get("/api/v1/children?status=active&status=hold&status=inactive&status=graduate").body["data"].size(),
            4U);
  bench.Switch("po.list_default_filter", "all");
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 4);
  bench.Switch("po.unknown_status_filter", "empty");
  EXPECT_EQ(bench.Get("/api/v1/children?status=enrolled").body["total"], 0);
  bench.Switch("po.unknown_status_filter", "reject");
  EXPECT_EQ(bench.Get("/api/v1/children?status=enrolled").status, 422);
}

TEST(Lists, AreOfOneSchoolWhenAsked) {
  TestBench bench;
  bench.NewChild(bench.NewFamily("az"), "az", "Z");
  Populate(bench, 1);
  EXPECT_EQ(bench.Get("/api/v1/children?school_id=az").body["total"], 1);
  EXPECT_EQ(bench.Get("/api/v1/families?school_id=ny").body["total"], 1);
  EXPECT_EQ(bench.Get("/api/v1/children?school_id=nowhere").body["total"], 0);
  EXPECT_EQ(bench.Get("/api/v1/classrooms?school_id=hi").body["data"].size(), 2U);
  EXPECT_EQ(bench.Get("/api/v1/classrooms").body["data"].size(), 6U);
  bench.Switch("po.unknown_school_filter", "not_found");
  EXPECT_EQ(bench.Get("/api/v1/children?school_id=nowhere").status, 404);
}

TEST(Lists, PageCapFaultShortensPages) {
  TestBench bench;
  Populate(bench, 4);
  bench.faults = {{"page_cap", {{"cap", "2"}}}};
  EXPECT_EQ(bench.Get("/api/v1/children?limit=100").body["data"].size(), 2U);
}

// G13.
TEST(Lists, IgnoreOffsetFaultServesTheFirstPageForEver) {
  TestBench bench;
  Populate(bench, 4);
  bench.faults = {{"ignore_offset", {}}};
  const auto first = bench.Get("/api/v1/children?limit=2&offset=0").body["data"];
  EXPECT_EQ(bench.Get("/api/v1/children?limit=2&offset=2").body["data"], first);
  EXPECT_EQ(bench.Get("/api/v1/children?limit=2&offset=200").body["data"], first);
}

// G14: the total tells that rows are missing.
TEST(Lists, WindowCapFaultServesOnlyPartOfTheRange) {
  TestBench bench;
  Populate(bench, 4);
  bench.faults = {{"window_cap", {{"cap", "3"}}}};
  const auto reply = bench.Get("/api/v1/children?limit=2&offset=2");
  EXPECT_EQ(Names(reply.body["data"]), (std::vector<std::string>{"C"}));
  EXPECT_EQ(reply.body["total"], 4);
}

// G11: a row that leaves between two pages makes the next page skip one.
TEST(Lists, PageDriftByDeletionSkipsARow) {
  for (const bool on_first_page : {true, false}) {
    TestBench bench;
    Populate(bench, 4);
    if (on_first_page) bench.faults = {{"page_drift", {{"change", "delete"}}}};
    EXPECT_EQ(Names(bench.Get("/api/v1/children?limit=2&offset=0").body["data"]), (std::vector<std::string>{"A", "B"}));
    bench.faults.clear();
    if (!on_first_page) bench.faults = {{"page_drift", {}}};
    const auto second = bench.Get("/api/v1/children?limit=2&offset=2");
    EXPECT_EQ(Names(second.body["data"]), (std::vector<std::string>{"D"})) << "C was skipped";
    EXPECT_EQ(second.body["total"], 3);
    bench.faults.clear();
    bench.Advance(std::chrono::minutes(1));
    EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 4) << "the row was only away for a minute";
  }
}

TEST(Lists, PageDriftByInsertionRepeatsARow) {
  TestBench bench;
  Populate(bench, 4);
  bench.faults = {{"page_drift", {{"change", "insert"}}}};
  bench.Get("/api/v1/children?limit=2&offset=0");
  bench.faults.clear();
  const auto second = bench.Get("/api/v1/children?limit=2&offset=2");
  EXPECT_EQ(Names(second.body["data"]), (std::vector<std::string>{"B", "C"})) << "B was repeated";
  EXPECT_EQ(second.body["total"], 5);
}

// G50.
TEST(Lists, ReadLagHidesYoungRecordsFromListsOnly) {
  TestBench bench;
  const auto ids = Populate(bench, 1);
  bench.faults = {{"read_lag", {{"ms", "5000"}}}};
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
  EXPECT_EQ(bench.Get("/api/v1/families").body["total"], 0);
  EXPECT_EQ(bench.Get("/api/v1/children/" + ids[0]).status, 200);
  bench.faults = {{"read_lag", {{"ms", "5000"}, {"single", "true"}}}};
  EXPECT_EQ(bench.Get("/api/v1/children/" + ids[0]).status, 404);
  bench.Advance(std::chrono::milliseconds(4999));
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
  bench.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 1);
}

TEST(Lists, VisibilitySwitchWorksAsReadLagDoes) {
  TestBench bench;
  bench.Switch("po.visibility_ms", "1000");
  const auto ids = Populate(bench, 1);
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 0);
  EXPECT_EQ(bench.Get("/api/v1/children/" + ids[0]).status, 200);
  bench.Switch("po.visibility_scope", "everywhere");
  EXPECT_EQ(bench.Get("/api/v1/children/" + ids[0]).status, 404);
  bench.Advance(std::chrono::seconds(1));
  EXPECT_EQ(bench.Get("/api/v1/children").body["total"], 1);
}

TEST(Lists, OrderIsASwitch) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto z = bench.NewChild(family, "ny", "Z");
  bench.Advance(std::chrono::seconds(1));
  bench.NewChild(family, "ny", "A");
  bench.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Names(bench.Get("/api/v1/children").body["data"]), (std::vector<std::string>{"A", "Z"}));
  bench.Switch("po.list_order", "created");
  EXPECT_EQ(Names(bench.Get("/api/v1/children").body["data"]), (std::vector<std::string>{"Z", "A"}));
  bench.Call("PATCH", "/api/v1/children/" + z, {{"gender", "F"}});
  bench.Switch("po.list_order", "updated");
  EXPECT_EQ(Names(bench.Get("/api/v1/children").body["data"]), (std::vector<std::string>{"A", "Z"}));
}

// G16 [T4]: numbers and booleans as text, null objects, "" or nothing for null, extra and misspelt keys.
TEST(LooseTypes, DistortWithoutLosingWhatIdentifies) {
  TestBench bench;
  bench.Switch("po.loose_types", "true");
  const auto family_id = bench.NewFamily();
  const auto child_id = bench.NewChild(family_id);
  const auto family = bench.Get("/api/v1/families/" + family_id).body;
  EXPECT_EQ(family["balance_cents"], "0");
  EXPECT_EQ(family["guardians"][0]["is_primary"], "true");
  EXPECT_FALSE(family["guardians"][0].contains("address") && family["guardians"][0]["address"].is_object());
  EXPECT_TRUE(family.contains("activiable"));
  const auto children = bench.Get("/api/v1/children").body;
  EXPECT_EQ(children["total"], "1");
  EXPECT_EQ(children["data"][0]["id"], child_id);
  EXPECT_EQ(children["data"][0]["status"], "active");
  EXPECT_EQ(bench.Child(child_id), bench.Child(child_id)) << "the same every time";
}

// G17: ids in lists differ in form, and are accepted in any form, as a UUID column does.
TEST(IdStyles, DifferInListsAndAreAcceptedAnyway) {
  TestBench bench;
  const auto family = bench.NewFamily();
  const auto child = bench.NewChild(family);
  for (const auto* style : {"upper_in_lists", "compact_in_lists"}) {
    bench.Switch("po.id_style", style);
    const auto row = bench.Get("/api/v1/children").body["data"][0];
    EXPECT_NE(row["id"], child) << style;
    EXPECT_NE(row["family_id"], family) << style;
    const auto single = bench.Child(row["id"]);
    EXPECT_EQ(single["id"], child) << style;
  }
}

// T4: a number that is sent as text.
TEST(Schools, ShowTheirActiveHeadCountAsText) {
  TestBench bench;
  Populate(bench, 2);
  EXPECT_EQ(bench.Get("/api/v1/schools/ny").body["enrollment"], "2");
  EXPECT_EQ(bench.Get("/api/v1/schools/ny").body["time_zone"], "America/New_York");
  EXPECT_EQ(bench.Get("/api/v1/schools/xx").status, 404);
  EXPECT_EQ(bench.Get("/api/v1/schools").body["data"].size(), 3U);
}

}  // namespace
}  // namespace ikp::simulators::procare_online
