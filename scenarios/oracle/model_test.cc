#include "scenarios/oracle/model.h"

#include <gtest/gtest.h>

#include "scenarios/oracle/created_records.h"
#include "scenarios/oracle/local_time.h"
#include "scenarios/oracle/sample_history.h"
#include "scenarios/oracle/sent_body.h"

namespace ikp::scenarios::oracle {
namespace {

TEST(PlainNames, LookThroughSpelling) {
  for (const char* name : {"O'Neil", "O\u2019Neil", "ONEIL", "o neil", "O-Neil.", "ONeil Jr", "O'Neil, II"}) {
    EXPECT_EQ(PlainName(name), "oneil") << name;
  }
  EXPECT_EQ(PlainName("Garc\u00eda-L\u00f3pez"), "garcialopez");
  EXPECT_EQ(PlainName("N\u00fa\u00f1ez"), PlainName("Nunez"));
  EXPECT_EQ(PlainName("M\u00fcller"), "muller");
  EXPECT_EQ(PlainName("Zoe\u0308"), PlainName("Zo\u00eb"));
  EXPECT_EQ(PlainName("Stra\u00dfe"), "strasse");
  EXPECT_EQ(PlainName("\u0141ukasz \u00c5str\u00f6m"), "lukaszastrom");
  EXPECT_EQ(PlainName("V"), "v");
  EXPECT_EQ(PlainName("\u674e"), "\u674e");
  EXPECT_NE(PlainName("Lee"), PlainName("Li"));
  EXPECT_EQ(PlainName(""), "");
}

TEST(PlainNames, FullNamesKeepJr) {
  EXPECT_NE(PlainFullName("Noah Jr"), PlainFullName("Noah"));
  EXPECT_EQ(PlainFullName("Noah Jr."), PlainFullName("NOAH JR"));
}

TEST(SentBody, ReadsFlatObjects) {
  const auto fields = FieldsOf(R"({"a":"x\"y\u00e9\n","b":null,"c":{"d":["]",1]},"e":12,"f":true})");
  ASSERT_EQ(fields.size(), 5u);
  EXPECT_EQ(fields[0].text, "x\"y\u00e9\n");
  EXPECT_TRUE(fields[1].null);
  EXPECT_TRUE(fields[2].nested);
  EXPECT_EQ(fields[3].text, "12");
  EXPECT_EQ(TextIn(R"({"a":{"b":"no"},"b":"yes"})", "b"), "yes");
  EXPECT_EQ(TextIn(R"({"b":null})", "b"), std::nullopt);
  EXPECT_TRUE(FieldsOf("not JSON").empty());
  EXPECT_TRUE(FieldsOf("").empty());
  EXPECT_EQ(FieldsOf(R"({"a":"x)").size(), 0u);
}

TEST(LocalTimes, FollowTheClocksOfTheSite) {
  const LocalTime new_york("America/New_York");
  const auto day = [](int month, int number) { return LocalDate(std::chrono::year(2026) / month / number); };
  const auto text = [&](LocalDate date, const char* at) {
    return domain::FormatInstant(new_york.InstantOf(date, MinutesOf(at)));
  };
  EXPECT_EQ(text(day(3, 2), "04:00"), "2026-03-02T09:00:00.000Z");
  EXPECT_EQ(text(day(3, 8), "02:30"), "2026-03-08T07:00:00.000Z");   // skipped
  EXPECT_EQ(text(day(11, 1), "01:30"), "2026-11-01T05:30:00.000Z");  // comes twice
  EXPECT_EQ(TextOf(new_york.DateAt(*domain::ParseInstant("2026-03-03T04:59:00Z"))), "2026-03-02");
  EXPECT_EQ(TextOf(LocalTime("No/Where").DateAt(*domain::ParseInstant("2026-03-03T00:00:00Z"))), "2026-03-03");
}

TEST(Paths, AreTakenApart) {
  EXPECT_EQ(IdInPath("/api/v1/children/77?x=1"), "77");
  EXPECT_EQ(IdInPath("/api/v1/children?x=1"), "");
  EXPECT_EQ(IdInPath("/api/v1/families/3/guardians"), "");
  EXPECT_EQ(QueryIn("/api/v1/children?school_id=s1&limit=100&offset=0", "offset"), "0");
  EXPECT_EQ(QueryIn("/api/v1/children?school_id=s1", "limit"), "");
  EXPECT_TRUE(SameId("AB-12", "ab12"));
  EXPECT_FALSE(SameId("ab1", "ab12"));
}

TEST(TheModel, CollectsVersionsAndTriggers) {
  SampleHistory sample;
  sample.IksChild("c1", "Waitlist");
  sample.IksChild("c1", "Pre-Registered");
  sample.IksChild("c1", "Pre-Registered").first_name = "Maria";  // an edit is no trigger
  sample.IksChild("c1", "Enrolled", true);                       // nor is a write-back
  sample.IksChild("c1", "Pre-Registered");
  sample.IksChild("c2", "Enrolled");
  const Model model(sample.scenario, sample.history);
  ASSERT_EQ(model.iks_children().size(), 2u);
  EXPECT_EQ(model.iks_children()[0].versions.size(), 5u);
  ASSERT_EQ(model.triggers().size(), 3u);
  EXPECT_EQ(model.triggers()[2].iks_child, 1);
  EXPECT_EQ(model.triggers()[2].site, 0);
  const auto& child = *model.FindIksChild("c1");
  EXPECT_EQ(model.At(child, child.versions.empty() ? 0 : 1), nullptr);  // the first sequence number is the family's
  EXPECT_EQ(model.At(child, sample.history.iks_children[1].seq)->status, "Pre-Registered");
  EXPECT_EQ(model.Last(child).first_name, "Maria");
  EXPECT_EQ(model.FindIksChild("c9"), nullptr);
}

TEST(TheModel, AMoveInATriggerStatusIsATriggerThere) {
  SampleHistory sample;
  sample.history.sites.push_back(sample.history.sites[0]);
  sample.history.sites[1].location = "loc-1";
  sample.IksChild("c1", "Enrolled");
  sample.IksChild("c1", "Enrolled").location = "loc-1";
  sample.IksChild("c1", "Enrolled").location = "loc-nowhere";
  const Model model(sample.scenario, sample.history);
  ASSERT_EQ(model.triggers().size(), 2u);
  EXPECT_EQ(model.triggers()[1].site, 1);
}

TEST(TheModel, KnowsWhomACreatedRecordMayMean) {
  SampleHistory sample;
  sample.IksChild("c1", "Enrolled");
  sample.IksChild("c2", "Enrolled");
  sample.IksChild("c3", "Enrolled").birth_date = "2022-01-01";
  sample.EngineCreates("c1", "p1").last_name = "LEE Jr";
  sample.IksChild("c4", "Enrolled");  // later: it cannot be meant
  sample.ProcareChild("typed");
  const Model model(sample.scenario, sample.history);
  EXPECT_EQ(model.FindProcareChild("t0", "p1")->meant, (std::vector<int>{0, 1}));
  EXPECT_GE(model.FindProcareChild("t0", "p1")->created_by, 0);
  EXPECT_TRUE(model.FindProcareChild("t0", "typed")->meant.empty());
  EXPECT_EQ(model.FindProcareChild("t0", "typed")->created_by, -1);
  EXPECT_EQ(model.FindProcareChild("t0", "P-1")->id, "p1");
  EXPECT_EQ(model.FindProcareChild("t9", "p1"), nullptr);
}

TEST(TheModel, FindsTheEnginesOpinion) {
  SampleHistory sample;
  sample.IksChild("c1", "Enrolled");
  sample.Links("c1", "p1");
  const Model model(sample.scenario, sample.history);
  ASSERT_NE(model.StateOf("c1"), nullptr);
  EXPECT_EQ(model.ChildLinkOf("c1")->procare_id, "p1");
  EXPECT_EQ(model.ChildLinkAt("c1", 0)->procare_id, "p1");
  EXPECT_EQ(model.ChildLinkAt("c1", 1), nullptr);
  EXPECT_EQ(model.StateOf("c2"), nullptr);
  ASSERT_NE(model.ledger().LinkOfRecord("p1"), nullptr);
  EXPECT_TRUE(model.ledger().LinkedToAnother("p1", "c2"));
  EXPECT_FALSE(model.ledger().LinkedToAnother("p1", "c1"));
}

TEST(SharingOut, FindsAnExplanationWhenThereIsOne) {
  const Creation either{.meant = {0, 1}};
  const Creation first{.meant = {0}};
  const Creation last{.meant = {1, 2}};
  const auto one_each = [](int) { return 1; };
  EXPECT_TRUE(CanBeSharedOut({&either, &first}, one_each));
  EXPECT_TRUE(CanBeSharedOut({&either, &last, &first}, one_each));
  EXPECT_TRUE(CanBeSharedOut({&last, &either, &first}, one_each));
  EXPECT_FALSE(CanBeSharedOut({&either, &first, &either}, one_each));
  EXPECT_FALSE(CanBeSharedOut({&either, &first, &last, &last}, one_each));
  EXPECT_TRUE(CanBeSharedOut({&first, &first}, [](int) { return 2; }));
}

}  // namespace
}  // namespace ikp::scenarios::oracle
