#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "simulators/kit/civil_time.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/identifiers.h"
#include "simulators/kit/json_text.h"
#include "simulators/kit/request_reading.h"
#include "simulators/kit/router.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::kit {
namespace {

using nlohmann::json;

Router SampleRouter() {
  Router router;
  router.Add("GET /api/v1/children");
  router.Add("GET /api/v1/children/{id}");
  router.Add("PATCH /api/v1/children/{id}");
  router.Add("GET /api/v1/children/special");
  router.Add("GET /api/v1/locations");
  return router;
}

TEST(Router, FindsPathParametersAndDecodesThem) {
  const auto found = SampleRouter().Find("PATCH", "/api/v1/children/a%2Fb%20c?x=1");
  ASSERT_TRUE(found.route.has_value());
  EXPECT_EQ(*found.route, 2u);
  EXPECT_EQ(found.parameters.at("id"), "a/b c");
}

TEST(Router, LiteralSegmentWinsOverParameter) {
  EXPECT_EQ(SampleRouter().Find("GET", "/api/v1/children/special").route, 3u);
  EXPECT_EQ(SampleRouter().Find("GET", "/api/v1/children/other").route, 1u);
  EXPECT_EQ(SampleRouter().Find("GET", "/api/v1/children/").route, 0u);
}

TEST(Router, WrongMethodNamesTheAllowedOnes) {
  const auto found = SampleRouter().Find("DELETE", "/api/v1/children/17");
  EXPECT_FALSE(found.route.has_value());
  EXPECT_EQ(JoinWords(found.allowed), "GET, PATCH");
  EXPECT_TRUE(found.nearest.empty());
}

TEST(Router, UnknownPathSuggestsTheNearest) {
  EXPECT_EQ(SampleRouter().Find("GET", "/api/v1/childern/17").nearest, "GET /api/v1/children/{id}");
  EXPECT_EQ(SampleRouter().Find("GET", "/api/v2/locations").nearest, "GET /api/v1/locations");
  EXPECT_EQ(SampleRouter().Find("GET", "/locations").nearest, "GET /api/v1/locations");
}

TEST(EditDistance, KnownPairs) {
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(EditDistance("", "abc"), 3u);
  EXPECT_EQ(EditDistance("same", "same"), 0u);
  EXPECT_EQ(NearestWord("statsu", {"status", "classroom"}), "status");
  EXPECT_EQ(NearestWord("zzzzzz", {"status", "classroom"}), std::nullopt);
}

TEST(WholeNumber, TheWholeTextOrNothing) {
  EXPECT_EQ(WholeNumber("-12"), -12);
  EXPECT_EQ(WholeNumber("9223372036854775807"), INT64_MAX);
  for (const auto* text : {"", " 1", "1 ", "1.0", "x", "9223372036854775808"}) {
    EXPECT_EQ(WholeNumber(text), std::nullopt) << text;
  }
}

TEST(ActingFaults, GiveTheParametersOfTheirKind) {
  const std::vector<ActiveFault> active = {{"latency", {{"ms", "250"}}}, {"page_cap", {{"cap", "many"}}}};
  const ActingFaults faults(active);
  EXPECT_TRUE(faults.any());
  EXPECT_TRUE(faults.Has("page_cap"));
  EXPECT_FALSE(faults.Has("read_lag"));
  EXPECT_EQ(faults.Number("latency", "ms", 1), 250);
  EXPECT_EQ(faults.Number("latency", "cap", 1), 1);
  EXPECT_EQ(faults.Number("page_cap", "cap", 10), 10) << "no number counts as absent";
  EXPECT_EQ(faults.Text("read_lag", "single", "false"), "false");
}

TEST(Query, RepeatedNamesStayRepeated) {
  EXPECT_EQ(QueryValues("/x?a=1&b=2&a=%33", "a"), (std::vector<std::string>{"1", "3"}));
  EXPECT_EQ(QueryValue("/x?a=1&a=2", "a"), "1");
  EXPECT_EQ(QueryValue("/x?a", "b"), std::nullopt);
}

SwitchBoard SampleBoard() {
  SwitchBoard board;
  board.Boolean("po.born_active", true, "New children are active.");
  board.Integer("po.page_cap", 100, 1, 1000, "Largest page.");
  board.Choice("po.list", "envelope", {"envelope", "bare"}, "Shape of lists.");
  board.Text("iks.statuses", "A, B ,C", nullptr, "Status list.");
  return board;
}

TEST(SwitchBoard, TypedValuesAndWords) {
  auto board = SampleBoard();
  EXPECT_TRUE(board.On("po.born_active"));
  EXPECT_EQ(board.Number("po.page_cap"), 100);
  EXPECT_EQ(board.Words("iks.statuses"), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(board.Set("po.page_cap", "20"), std::nullopt);
  EXPECT_EQ(board.Number("po.page_cap"), 20);
}

TEST(SwitchBoard, RefusesWithTheAllowedValues) {
  auto board = SampleBoard();
  EXPECT_EQ(board.Set("po.list", "naked").value(), "po.list: must be one of: envelope, bare (it was 'naked')");
  EXPECT_EQ(board.Set("po.page_cap", "0").value(), "po.page_cap: must be a whole number from 1 to 1000 (it was '0')");
  EXPECT_EQ(board.Set("po.page_cup", "5").value(), "po.page_cup: no such switch; did you mean po.page_cap?");
  EXPECT_EQ(board.Changed(), json::object());
}

TEST(SwitchBoard, ChangedCanBeLoadedAgainAndErrorsChangeNothing) {
  auto board = SampleBoard();
  board.Set("po.born_active", "false");
  auto other = SampleBoard();
  EXPECT_TRUE(other.Load(board.Changed()).empty());
  EXPECT_FALSE(other.On("po.born_active"));
  EXPECT_EQ(other.Load({{"po.page_cap", 7}, {"po.list", json::array()}}).size(), 1u);
  EXPECT_EQ(other.Number("po.page_cap"), 100);
  EXPECT_TRUE(other.Load({{"po.page_cap", 7}}).empty());
  EXPECT_TRUE(other.On("po.born_active")) << "Load starts from the defaults";
}

TEST(JsonText, ErrorsSayWhere) {
  EXPECT_EQ(ParseJson("{\n  \"a\": tru\n}").error(), "line 2, column 11: not valid JSON (or not UTF-8)");
  EXPECT_FALSE(ParseJson("  ").has_value());
  EXPECT_FALSE(ParseJson("\"\xff\"").has_value());
  EXPECT_EQ(ParseJson("{\"a\":[1]}").value()["a"][0], 1);
  EXPECT_FALSE(ParseJson(std::string(100'000, '[')).has_value());
  EXPECT_TRUE(ParseJson("\"" + std::string(100, '[') + "\"").has_value());
}

TEST(JsonText, InstantsGoThereAndBack) {
  const auto instant = ParseInstant("2026-03-08T09:00:00.250Z");
  ASSERT_TRUE(instant.has_value());
  EXPECT_EQ(FormatInstant(*instant), "2026-03-08T09:00:00.250Z");
  EXPECT_EQ(ParseInstant("2026-03-08T04:00:00.25-05:00"), instant);
  EXPECT_EQ(FormatInstant(*ParseInstant("2026-03-08T09:00:00Z")), "2026-03-08T09:00:00.000Z");
  for (const auto* wrong :
       {"", "2026-03-08", "2026-13-08T09:00:00Z", "2026-03-08 09:00:00Z", "2026-03-08T09:00:00Zx"}) {
    EXPECT_EQ(ParseInstant(wrong), std::nullopt) << wrong;
  }
}

TEST(CivilTime, DatesAndLocalDays) {
  EXPECT_TRUE(IsDate("2028-02-29"));
  for (const auto* wrong : {"2026-02-29", "2026-2-28", "20260228", "2026-02-28T", "2026-0a-01", ""}) {
    EXPECT_FALSE(IsDate(wrong)) << wrong;
  }
  EXPECT_EQ(AddDays("2026-02-28", 1), "2026-03-01");
  EXPECT_EQ(AddDays("2026-01-01", -1), "2025-12-31");
  const auto instant = *ParseInstant("2026-03-08T04:30:00Z");
  EXPECT_EQ(LocalDate(instant, "America/New_York"), "2026-03-07");
  EXPECT_EQ(LocalTime(instant, "America/New_York"), "23:30");
  EXPECT_EQ(FormatInstant(StartOfDay("2026-03-08", "America/New_York")), "2026-03-08T05:00:00.000Z");
  EXPECT_EQ(FormatInstant(AtLocalTime("2026-03-08", 150, "America/New_York")), "2026-03-08T07:00:00.000Z");
  EXPECT_EQ(FormatInstant(AtLocalTime("2026-11-01", 90, "America/New_York")), "2026-11-01T05:30:00.000Z");
  EXPECT_TRUE(IsZone("Pacific/Honolulu"));
  EXPECT_FALSE(IsZone("Mars/Olympus"));
}

TEST(Identifiers, SameSeedSameIdsAndAllDifferent) {
  IdentifierSource a(7);
  IdentifierSource b(7);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto id = a.Uuid();
    EXPECT_EQ(id, b.Uuid());
    ASSERT_EQ(id.size(), 36u);
    EXPECT_EQ(id[14], '4');
    EXPECT_TRUE(seen.insert(id).second);
  }
  EXPECT_NE(IdentifierSource(8).Uuid(), IdentifierSource(7).Uuid());
  IdentifierSource resumed(7, 1000);
  EXPECT_EQ(resumed.Uuid(), a.Uuid());
}

TEST(Fields, EveryMistakeIsReportedWithItsPath) {
  const json body = {{"first_name", " "}, {"dob", "2026-02-30"}, {"count", 11},        {"flag", "yes"},
                     {"kind", "red"},     {"lsat_name", "x"},    {"when", "yesterday"}};
  FieldErrors errors;
  FieldReader fields(body, "children[2]", errors);
  EXPECT_EQ(fields.Text("first_name", Need::kRequired), std::nullopt);
  EXPECT_EQ(fields.Text("last_name", Need::kRequired), std::nullopt);
  EXPECT_EQ(fields.Date("dob", Need::kOptional), std::nullopt);
  EXPECT_EQ(fields.Integer("count", Need::kOptional, 0, 10), std::nullopt);
  EXPECT_EQ(fields.Boolean("flag", Need::kOptional), std::nullopt);
  EXPECT_EQ(fields.Choice("kind", Need::kOptional, {"blue", "green"}), std::nullopt);
  EXPECT_EQ(fields.Moment("when", Need::kOptional), std::nullopt);
  EXPECT_EQ(fields.RejectUnknown(), std::vector<std::string>{"lsat_name"});
  EXPECT_EQ(ToLines(errors), (std::vector<std::string>{
                                 "children[2].first_name: must not be blank",
                                 "children[2].last_name: is required",
                                 "children[2].dob: must be a date such as 2026-03-08",
                                 "children[2].count: must be a whole number from 0 to 10",
                                 "children[2].flag: must be true or false",
                                 "children[2].kind: must be one of: blue, green",
                                 "children[2].when: must be an instant such as 2026-03-08T09:00:00.000Z",
                                 "children[2].lsat_name: is not a known field; did you mean last_name?",
                             }));
}

TEST(Fields, SomethingElseThanAnObjectIsOneError) {
  FieldErrors errors;
  const json body = json::array();
  FieldReader fields(body, "", errors);
  fields.Text("first_name", Need::kRequired);
  EXPECT_EQ(ToLines(errors), std::vector<std::string>{"body: must be a JSON object"});
}

TEST(Fields, HugeUnsignedNumberIsOutOfRange) {
  FieldErrors errors;
  const json body = {{"n", UINT64_MAX}};
  FieldReader fields(body, "", errors);
  EXPECT_EQ(fields.Integer("n", Need::kOptional, 0, INT64_MAX), std::nullopt);
  EXPECT_EQ(errors.size(), 1u);
}

}  // namespace
}  // namespace ikp::simulators::kit
