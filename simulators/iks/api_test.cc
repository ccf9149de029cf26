#include "simulators/iks/iks_fixture.h"

namespace ikp::simulators::iks {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

class ApiTest : public IksFixture {};

TEST_F(ApiTest, TokenIsNeededAndSelectsTheAccount) {
  for (const auto* header : {"Bearer nobody", "tok-sunrise", "Bearer ", "Basic tok-sunrise"}) {
    const auto response = Send("GET", "/api/v1/locations", "", {{"Authorization", header}});
    EXPECT_EQ(response.status, 401) << header;
    EXPECT_EQ(json::parse(response.body)["error"]["code"], "unauthorized");
  }
  EXPECT_EQ(Get("/api/v1/locations")["data"].size(), 2u);
  token_ = "tok-moon";
  EXPECT_EQ(Get("/api/v1/locations")["data"][0],
            json({{"id", "loc-1"}, {"name", "loc-1"}, {"time_zone", "Pacific/Honolulu"}, {"procare_kind", "online"}}));
  Get("/api/v1/families/fam-2", 404);
}

TEST_F(ApiTest, UnknownRouteNamesTheNearest) {
  EXPECT_EQ(Get("/api/v1/childs", 404)["nearest"], "GET /api/v1/children");
  EXPECT_EQ(Send("DELETE", "/api/v1/children/chd-1").headers.Get("Allow"), "GET, PATCH");
}

TEST_F(ApiTest, FamilyHasEveryField) {
  const auto family = Get("/api/v1/families/fam-1");
  for (const auto* name : {"id", "location_id", "status", "source", "notes", "created_at", "updated_at", "version",
                           "guardians", "children", "custom_fields"}) {
    EXPECT_TRUE(family.contains(name)) << name;
  }
  EXPECT_EQ(family["created_at"], "2026-03-02T12:00:00.000Z");
  EXPECT_EQ(family["guardians"][0]["is_primary"], true);
  EXPECT_TRUE(family["guardians"][0]["address"].is_null());
  const auto& child = family["children"][0];
  for (const auto* name : {"id",          "family_id",          "location_id",  "first_name",
                           "last_name",   "middle_name",        "nickname",     "suffix",
                           "dob",         "due_date",           "gender",       "status",
                           "classroom",   "desired_start_date", "actual_start", "withdrawal_date",
                           "procare_ref", "push_state",         "version",      "last_change_origin",
                           "created_at",  "updated_at",         "notes"}) {
    EXPECT_TRUE(child.contains(name)) << name;
  }
  EXPECT_EQ(child.size(), 23u);
  EXPECT_EQ(child["version"], 1);
  EXPECT_EQ(family["children"][1]["status"], "New Lead");
}

TEST_F(ApiTest, ListFiltersAndOrders) {
  now_ += milliseconds(10);
  Patch("chd-1", {{"classroom", "Toddlers"}});
  const auto ids = [&](const std::string& query) {
    std::vector<std::string> found;
    const auto page = Get("/api/v1/children" + query);
    for (const auto& child : page["data"]) found.push_back(child["id"]);
    return found;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids(""), (Ids{"chd-2", "chd-3", "chd-1"}));
  EXPECT_EQ(ids("?location_id=loc-2"), Ids{"chd-3"});
  EXPECT_EQ(ids("?status=Waitlist&status=New%20Lead"), (Ids{"chd-2", "chd-1"}));
  EXPECT_EQ(ids("?updated_since=2026-03-02T12:00:00.010Z"), Ids{"chd-1"});
  EXPECT_EQ(ids("?updated_since=2026-03-02T12:00:00.011Z"), Ids{});
  iks_.SetSwitch("iks.updated_since_inclusive", "false");
  EXPECT_EQ(ids("?updated_since=2026-03-02T12:00:00.010Z"), Ids{});
}

TEST_F(ApiTest, ListRefusesWhatItDoesNotKnow) {
  EXPECT_EQ(
      FieldsOf(Get("/api/v1/children?status=Enroled&location_id=x&limit=0&updated_since=now&cursor=zz&page=2", 422)),
      (std::vector<std::string>{"status", "location_id", "limit", "updated_since", "page", "cursor"}));
  iks_.SetSwitch("iks.unknown_filter", "empty");
  EXPECT_TRUE(Get("/api/v1/children?status=Enroled")["data"].empty());
}

TEST_F(ApiTest, PagesAreCutByKey) {
  auto page = Get("/api/v1/children?limit=2");
  ASSERT_EQ(page["data"].size(), 2u);
  EXPECT_EQ(page["data"][1]["id"], "chd-2");
  const std::string cursor = page["next_cursor"];
  page = Get("/api/v1/children?limit=2&cursor=" + cursor);
  ASSERT_EQ(page["data"].size(), 1u);
  EXPECT_EQ(page["data"][0]["id"], "chd-3");
  EXPECT_TRUE(page["next_cursor"].is_null());
  EXPECT_EQ(FieldsOf(Get("/api/v1/children?status=Waitlist&cursor=" + cursor, 422)),
            std::vector<std::string>{"cursor"});
  EXPECT_TRUE(Get("/api/v1/children?limit=3")["next_cursor"].is_null());
  iks_.SetSwitch("iks.page_cap", "1");
  EXPECT_EQ(Get("/api/v1/children?limit=500")["data"].size(), 1u);
}

TEST_F(ApiTest, PagingFaults) {
  const auto list = [&](const std::string& query, const kit::ActiveFault& fault) {
    return json::parse(Send("GET", "/api/v1/children" + query, "", {}, {fault}).body);
  };
  EXPECT_EQ(list("", {"page_cap", {{"cap", "1"}}})["data"].size(), 1u);
  const std::string cursor = Get("/api/v1/children?limit=1")["next_cursor"];
  EXPECT_EQ(list("?limit=1&cursor=" + cursor, {"ignore_offset", {}})["data"][0]["id"], "chd-1");
  EXPECT_TRUE(list("", {"read_lag", {{"ms", "1"}}})["data"].empty());
  EXPECT_EQ(list("", {"token_revoke", {}})["error"]["code"], "unauthorized");
}

TEST_F(ApiTest, PatchWritesBackAndTagsTheOrigin) {
  now_ += milliseconds(5);
  auto child = Patch("chd-1", {{"status", "Enrolled"}, {"procare_ref", "po-7"}, {"actual_start", "2026-03-01"}}, 200,
                     {{"X-Sync-Origin", "procare-sync"}});
  EXPECT_EQ(child["last_change_origin"], "procare-sync");
  EXPECT_EQ(child["version"], 2);
  EXPECT_EQ(child["updated_at"], "2026-03-02T12:00:00.005Z");
  child = Patch("chd-1", {{"actual_start", nullptr}});
  EXPECT_TRUE(child["actual_start"].is_null());
  EXPECT_EQ(child["last_change_origin"], "staff");
  EXPECT_EQ(child["version"], 3);
}

TEST_F(ApiTest, PatchRefusesWithEveryField) {
  const auto body = Patch("chd-1",
                          {{"status", "enrolled"},
                           {"first_name", "X"},
                           {"actual_start", "soon"},
                           {"classroom", 7},
                           {"push_state", nullptr}},
                          422);
  EXPECT_EQ(FieldsOf(body), (std::vector<std::string>{"status", "classroom", "actual_start", "first_name"}));
  EXPECT_EQ(Get("/api/v1/children/chd-1")["version"], 1);
  EXPECT_EQ(FieldsOf(Patch("chd-1", {{"status", nullptr}}, 422)), std::vector<std::string>{"status"});
  Patch("chd-9", {{"status", "Enrolled"}}, 404);
  EXPECT_EQ(Send("PATCH", "/api/v1/children/chd-1", "{\"status\":").status, 400);
}

TEST_F(ApiTest, PatchWithoutEffectChangesNothing) {
  EXPECT_EQ(Patch("chd-1", {{"status", "Waitlist"}})["version"], 1);
  EXPECT_EQ(Patch("chd-1", json::object())["version"], 1);
  iks_.SetSwitch("iks.noop_patch_bumps_version", "true");
  EXPECT_EQ(Patch("chd-1", {{"status", "Waitlist"}})["version"], 2);
}

TEST_F(ApiTest, IfMatchGuardsTheVersion) {
  EXPECT_EQ(Patch("chd-1", {{"status", "Lost"}}, 412, {{"If-Match", "2"}})["error"]["code"], "version_conflict");
  EXPECT_EQ(FieldsOf(Patch("chd-1", {{"status", "Lost"}}, 422, {{"If-Match", "x"}})),
            std::vector<std::string>{"If-Match"});
  Patch("chd-1", {{"status", "Lost"}}, 200, {{"If-Match", "\"1\""}});
  iks_.SetSwitch("iks.if_match", "ignore");
  Patch("chd-1", {{"status", "Waitlist"}}, 200, {{"If-Match", "1"}});
}

TEST_F(ApiTest, MergedFamilyIsGone) {
  Staff({{"action", "merge_families"}, {"family_id", "fam-1"}, {"into_family_id", "fam-2"}});
  const auto body = Get("/api/v1/families/fam-1", 410);
  EXPECT_EQ(body["error"]["code"], "merged");
  EXPECT_EQ(body["merged_into"], "fam-2");
  iks_.SetSwitch("iks.merged_family", "not_found");
  Get("/api/v1/families/fam-1", 404);
}

TEST_F(ApiTest, StatusListIsASwitch) {
  EXPECT_NE(iks_.SetSwitch("iks.statuses", "Waitlist,New Lead"), std::nullopt) << "chd-3 is Enrolled";
  EXPECT_NE(iks_.SetSwitch("iks.statuses", "A,,B"), std::nullopt);
  EXPECT_EQ(iks_.SetSwitch("iks.statuses", "Waitlist,New Lead,Enrolled,Summer Camp"), std::nullopt);
  EXPECT_EQ(Patch("chd-1", {{"status", "Summer Camp"}})["status"], "Summer Camp");
  Patch("chd-1", {{"status", "Lost"}}, 422);
}

TEST(IksProvenance, EveryAssumptionHasASwitchThatExists) {
  IksSimulator iks;
  for (const auto& row : iks.provenance()) {
    const bool found = std::any_of(iks.switches().begin(), iks.switches().end(),
                                   [&](const auto& declared) { return declared.name == row.switch_name; });
    EXPECT_EQ(row.confidence == kit::Confidence::kAssumed, !row.switch_name.empty()) << row.id;
    EXPECT_TRUE(row.switch_name.empty() || found) << row.id;
  }
  for (const auto& declared : iks.switches()) {
    EXPECT_TRUE(std::any_of(iks.provenance().begin(), iks.provenance().end(), [&](const auto& row) {
      return row.switch_name == declared.name;
    })) << declared.name;
  }
}

}  // namespace
}  // namespace ikp::simulators::iks
