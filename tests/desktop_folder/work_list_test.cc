// The work list: what is put on it, how the export shows that it was done, and what staff can strike off.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/desktop_agent/folder/work_match.h"
#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {
namespace {

using domain::Reason;
using Kind = desktop_wire::Outcome::Kind;

testing::AssertionResult Shows(const std::string& text, const std::string& words) {
  if (text.find(words) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no \"" << words << "\" in:\n" << text;
}

std::size_t Count(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
  return count;
}

TEST(WorkList, AFamilyIsOneCardWithEverythingOnIt) {
  FolderBench bench;
  bench.Export("two_schools");
  const auto outcome = bench.Create("f1", Hoffmann());
  EXPECT_EQ(outcome.kind, Kind::kUnknown);
  EXPECT_EQ(outcome.reason, Reason::kOnWorkList);
  EXPECT_TRUE(outcome.details.empty());
  for (const char* words : {"Sunrise &lt;Riverton&gt;",
                            "Nov 24, 2026",
                            "New family: Hoffmann-Weiß",
                            "2 payers, 2 children",
                            "Sunrise Oak Street",
                            "HOFFMANN",
                            "Jutta",
                            "555-010-7788",
                            "jutta@example.com",
                            "4 Elm Court",
                            "Riverton, OH 45011",
                            "Per &lt;b&gt;",
                            "+4722334455",
                            "New or Existing?",
                            "May 17, 2022",
                            "Feb 2, 2024",
                            "Nov 24, 2026",
                            "Pre-Enrolled",
                            "Jan 4, 2027",
                            "Enrolled",
                            "Ladybugs",
                            "Mother",
                            "Father",
                            "Lives with",
                            "Emergency",
                            "Pickup"}) {
    EXPECT_TRUE(Shows(bench.Page(), words));
  }
  EXPECT_EQ(Count(bench.Page(), "<article"), 1u);
  EXPECT_EQ(bench.Page().find("<script"), std::string::npos);
  EXPECT_EQ(bench.Page().find("Per <b>"), std::string::npos);
  EXPECT_TRUE(bench.Csv().starts_with("\xEF\xBB\xBF"));
  EXPECT_TRUE(Shows(bench.Csv(), "W-f1"));
}

TEST(WorkList, RepeatingACommandNeverMakesASecondItem) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  const std::string page = bench.Page();
  const int writes = bench.folder.writes;
  EXPECT_EQ(bench.Create("f1", Hoffmann()).reason, Reason::kOnWorkList);
  bench.Restart();
  EXPECT_EQ(bench.Create("f1", Hoffmann()).kind, Kind::kUnknown);
  EXPECT_EQ(bench.Page(), page);
  EXPECT_EQ(bench.folder.writes, writes);
  EXPECT_EQ(bench.journal.entries.count("work:f1"), 1u);
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"f1"});
}

TEST(WorkList, AnotherCommandForTheSameFamilyStandsOnTheSameCard) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.Create("f2", Hoffmann());
  const auto tom = Hoffmann().family.children[1];
  bench.Create("c1", desktop_wire::CreateChild{.school_id = 1, .account_id = 9, .child = tom});
  EXPECT_EQ(Count(bench.Page(), "<article"), 1u);
  EXPECT_EQ(bench.Read().reading->work_list, (std::vector<std::string>{"c1", "f1", "f2"}));
  bench.Export("family_entered");
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
  EXPECT_EQ(Count(bench.Page(), "<article"), 0u);
  EXPECT_EQ(Count(bench.Page(), "<li><b>"), 1u);
}

TEST(WorkList, TheNextExportShowsThatItWasDone) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  EXPECT_EQ(bench.Read().reading->work_list.size(), 1u);
  bench.clock.Advance(std::chrono::hours(20));
  bench.Export("family_entered");
  const auto finished = bench.Read();
  EXPECT_TRUE(finished.reading->complete);
  EXPECT_TRUE(finished.reading->work_list.empty());
  EXPECT_TRUE(Shows(bench.Page(), "Nothing to do"));
  EXPECT_TRUE(Shows(bench.Page(), "seen in the export of reports Nov 25, 2026"));
  const auto again = bench.Create("f1", Hoffmann());
  EXPECT_EQ(again.kind, Kind::kDone);
  const auto rows = bench.sink.All();
  const auto account =
      std::find_if(rows.accounts.begin(), rows.accounts.end(), [](const auto& row) { return row.key == "HOFFMANN"; });
  EXPECT_EQ(again.id, std::to_string(account->id));
  bench.clock.Advance(std::chrono::days(15));
  bench.Export("family_entered");
  bench.Read();
  EXPECT_EQ(bench.Page().find("Hoffmann"), std::string::npos);
  EXPECT_EQ(bench.journal.entries.count("work:f1"), 0u);
}

TEST(WorkList, WithoutPayersTheChildShowsThatTheFamilyIsThere) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.Export("family_entered");
  bench.folder.files.erase(kPayersFile);
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
}

TEST(WorkList, SomebodyElseOfTheSameNameDoesNotCount) {
  FolderBench bench;
  bench.Export("two_schools");
  auto task = Hoffmann();
  task.family.guardians.front().phones = {{domain::PhoneKind::kMobile, *domain::Phone::Parse("555-010-9999")}};
  task.family.children.front().birth_date = domain::BirthDate(Day("2022-05-18"));
  task.family.children.pop_back();
  bench.Create("f1", task);
  bench.Export("family_entered");
  EXPECT_EQ(bench.Read().reading->work_list.size(), 1u);
}

TEST(WorkList, AChildOfTheSameNameInAStrangersAccountDoesNotShowTheFamily) {
  FolderBench bench;
  bench.Export("two_schools");
  auto task = Hoffmann();
  task.family.guardians.pop_back();
  task.family.guardians.front().name.first = "Ulla";
  bench.Create("f1", task);  // her phone is Jutta's: mistyped, but it is this family
  task.family.guardians.front().phones = {{domain::PhoneKind::kMobile, *domain::Phone::Parse("555-010-9999")}};
  task.family.children.pop_back();
  task.family.children.front().name.first = "Tom";
  task.family.children.front().birth_date = domain::BirthDate(Day("2024-02-02"));
  task.family.guardians.front().email.reset();
  bench.Create("f2", task);
  bench.Export("family_entered");
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"f2"});
}

TEST(WorkList, AnotherSchoolDoesNotCount) {
  FolderBench bench;
  bench.Export("two_schools");
  auto task = Hoffmann();
  task.school_id = 2;
  bench.Create("f1", task);
  bench.Export("family_entered");
  EXPECT_EQ(bench.Read(2).reading->work_list.size(), 1u);
}

TEST(WorkList, AChildIsAddedToItsAccount) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Read();
  const auto obrien = bench.sink.All().accounts.front();
  const auto tom = Hoffmann().family.children[1];
  const auto outcome =
      bench.Create("c1", desktop_wire::CreateChild{.school_id = 1, .account_id = obrien.id, .child = tom});
  EXPECT_EQ(outcome.reason, Reason::kOnWorkList);
  EXPECT_TRUE(Shows(bench.Page(), "Add a child: Tom Hoffmann-Weiß"));
  EXPECT_TRUE(Shows(bench.Page(), "<span class=\"key\">OBRIEN</span>"));
  EXPECT_TRUE(Shows(bench.Page(), "Aoife O’Brien, Niall O’Brien"));
  bench.Export("family_entered");
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
  const auto again =
      bench.Create("c1", desktop_wire::CreateChild{.school_id = 1, .account_id = obrien.id, .child = tom});
  EXPECT_EQ(again.id, "1011");
}

desktop_wire::PlaceChild Place(const std::string& child) {
  return {.school_id = 1,
          .child = child,
          .placement = {.rows = {{Day("2026-11-24"), "Pre-Registered"}, {Day("2027-01-04"), "Enrolled"}},
                        .classroom_id = 11,
                        .relationships = {}}};
}

TEST(WorkList, AChildIsPlacedOnlyWhereTheExportDoesNotShowItYet) {
  FolderBench bench;
  bench.Export("family_entered");
  // The status was entered a day later than asked for: that is for the staff to know.
  EXPECT_EQ(bench.Place("p1", Place("1010")).kind, Kind::kDone);
  EXPECT_TRUE(bench.folder.files.count(kWorkPageFile) == 0);
  EXPECT_EQ(bench.Place("p2", Place("1011")).reason, Reason::kOnWorkList);
  EXPECT_TRUE(Shows(bench.Page(), "Set status and classroom: Tom Hoffmann-Weiß"));
  EXPECT_TRUE(Shows(bench.Page(), "1011"));
  EXPECT_EQ(bench.Read().reading->work_list.size(), 1u);
  std::string& rows = bench.folder.files[kEnrollmentFile].bytes;
  rows += "1011,1,11/26/2026,pre registered,\r\n1011,1,2027-01-04,Enrolled,\r\n";
  EXPECT_EQ(bench.Read().reading->work_list.size(), 1u) << "the classroom is still missing";
  std::string& children = bench.folder.files[kChildrenFile].bytes;
  const std::string before = "\"4 Elm Court\",\"Riverton\",\"OH\",\"45011\",\"\",";
  children.replace(children.find(before), before.size(), "\"4 Elm Court\",\"Riverton\",\"OH\",\"45011\",\"12\",");
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
}

TEST(WorkList, WithoutExportedStatusesAChildThatIsThereIsPlaced) {
  FolderBench bench;
  bench.Export("family_entered");
  auto task = Place("1011");
  task.placement.classroom_id.reset();
  // Exported, but not readable just now, is not the same.
  bench.folder.files[kEnrollmentFile].modified = bench.clock.Now();
  EXPECT_EQ(bench.Place("p1", task).kind, Kind::kUnknown);
  bench.folder.files.erase(kEnrollmentFile);
  EXPECT_EQ(bench.Place("p2", task).kind, Kind::kDone);
}

// Only what was there before can be told from what is typed later.
TEST(WorkList, WithoutAnExportThatCanBeBelievedNothingIsPutOnTheList) {
  FolderBench bench;
  const auto tom = Hoffmann().family.children[1];
  EXPECT_EQ(bench.Create("f1", Hoffmann()).kind, Kind::kNotDone);
  bench.Export("half_written");
  const auto outcome = bench.Create("f1", Hoffmann());
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kExportOutdated);
  EXPECT_TRUE(Shows(outcome.details.front(), "the file is half written"));
  EXPECT_EQ(bench.Create("c1", desktop_wire::CreateChild{.school_id = 1, .account_id = 9, .child = tom}).kind,
            Kind::kNotDone);
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
}

// A family without payers is never recognised again: its next child would make a second one.
TEST(WorkList, WithoutPayersNoFamilyIsPutOnTheList) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.folder.files.erase(kPayersFile);
  const auto outcome = bench.Create("f1", Hoffmann());
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kExportOutdated);
  EXPECT_TRUE(Shows(outcome.details.front(), "payers.csv is not there or not used: no family can be pushed."));
  EXPECT_TRUE(bench.Read().reading->complete) << "the nightly goes on";
  const auto check = bench.Check(1);
  EXPECT_EQ(check.kind, Kind::kDone);
  EXPECT_TRUE(Shows(check.details[1], "no family can be pushed"));
}

// Two families of cousins have their grandmother as second guardian.
TEST(WorkList, AGrandmotherOfCousinsDoesNotMakeThemOneFamily) {
  FolderBench bench;
  bench.Export("two_schools");
  const auto with_grandmother = [](const std::string& mother, const std::string& child) {
    auto task = Hoffmann();
    task.family.guardians[1].name.first = "Oma";
    task.family.guardians[1].name.last = "Hoffmann-Weiß";
    task.family.guardians[1].phones = {{domain::PhoneKind::kHome, *domain::Phone::Parse("555-010-0001")}};
    task.family.guardians[0].name.first = mother;
    task.family.guardians[0].email.reset();
    task.family.guardians[0].phones = {
        {domain::PhoneKind::kMobile, *domain::Phone::Parse(mother == "Ada" ? "555-010-0002" : "555-010-0003")}};
    task.family.children.pop_back();
    task.family.children[0].name.first = child;
    return task;
  };
  bench.AddPayer("WEISS1", "Ada", "5550100002");
  bench.AddPayer("WEISS1", "Oma", "5550100001");
  const auto second = bench.Create("f2", with_grandmother("Eva", "Bea"));
  EXPECT_EQ(second.kind, Kind::kUnknown);
  EXPECT_EQ(second.reason, Reason::kOnWorkList);
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"f2"})
      << "the cousins' account does not settle it";
  bench.AddPayer("WEISS2", "Oma", "5550100001");
  bench.AddPayer("WEISS2", "Eva", "5550100003");
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
}

// A person saw the record and said: somebody else. It was there before, so it shows nothing.
TEST(WorkList, WhatWasThereBeforeNeverSettlesAnItem) {
  FolderBench bench;
  bench.Export("family_entered");
  auto task = Hoffmann();
  const auto elsewhere = task.family.children.front();
  task.family.children.erase(task.family.children.begin());
  EXPECT_EQ(bench.Create("f1", task).reason, Reason::kOnWorkList);
  bench.Read();
  const auto obrien = bench.sink.All().accounts.front();
  EXPECT_EQ(
      bench.Create("c1", desktop_wire::CreateChild{.school_id = 1, .account_id = obrien.id, .child = elsewhere}).reason,
      Reason::kOnWorkList);
  EXPECT_EQ(bench.Read().reading->work_list.size(), 2u);
  bench.Restart();
  EXPECT_EQ(bench.Read().reading->work_list.size(), 2u);
  EXPECT_EQ(bench.Create("f1", task).kind, Kind::kUnknown);
  bench.AddPayer("HOFFMAN2", "Jutta", "5550107788");
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"c1"});
}

TEST(WorkList, AChildThatStandsInTheAccountIsNotAskedForAgain) {
  FolderBench bench;
  bench.Export("family_entered");
  bench.Read();
  const auto rows = bench.sink.All();
  const auto account =
      std::find_if(rows.accounts.begin(), rows.accounts.end(), [](const auto& row) { return row.key == "HOFFMANN"; });
  const auto outcome = bench.Create(
      "c1",
      desktop_wire::CreateChild{.school_id = 1, .account_id = account->id, .child = Hoffmann().family.children[0]});
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_EQ(outcome.reason, Reason::kRejectedByProcare);
  EXPECT_EQ(outcome.details, std::vector<std::string>{"child: is in the account already"});
}

TEST(WorkList, WhatTheEngineDoesNotNeedAnyMoreLeavesTheList) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.sink = KeepingSink{};
  const auto finished =
      bench.clock.Run(bench.data->ReadSchool({.school_id = 1, .not_wanted = {"f1", "f9"}}, bench.sink));
  EXPECT_TRUE(finished.reading->work_list.empty());
  EXPECT_EQ(finished.outcome.details.back(), "taken off the work list, because it was settled otherwise: f1");
  EXPECT_TRUE(Shows(bench.Page(), "Not needed any more"));
  EXPECT_EQ(Count(bench.Page(), "<article"), 0u);
  // It is no verdict of the staff: what is needed again is put on the list again.
  EXPECT_EQ(bench.Create("f2", Hoffmann()).reason, Reason::kOnWorkList);
  EXPECT_EQ(bench.Create("f1", Hoffmann()).reason, Reason::kOnWorkList);
}

// The engine found the family meanwhile: its card would make somebody enter it a second time.
TEST(WorkList, AChildForAnAccountThatIsThereEndsTheCardOfItsFamily) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.Read();
  const auto account = bench.sink.All().accounts.front();
  bench.Create("c1", desktop_wire::CreateChild{
                         .school_id = 1, .account_id = account.id, .child = Hoffmann().family.children[1]});
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"c1"});
  EXPECT_TRUE(Shows(bench.Page(), "Add a child: Tom"));
  EXPECT_FALSE(Shows(bench.Page(), "<h2>New family"));
}

TEST(WorkList, OfTwoAccountsThatAppearAtOnceNoneIsNamed) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.AddPayer("HOFFMAN1", "Jutta", "5550107788");
  bench.AddPayer("HOFFMAN2", "Jutta", "5550107788");
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
  EXPECT_EQ(bench.Create("f1", Hoffmann()).kind, Kind::kUnknown);
}

TEST(WorkList, TheProposedKeyIsFree) {
  EXPECT_EQ(FreeAccountKey("SMITH", {}), "SMITH");
  EXPECT_EQ(FreeAccountKey("SMITH", {"smith"}), "SMITH1");
  EXPECT_EQ(FreeAccountKey("HOFFMANN", {"HOFFMANN", "HOFFMAN1"}), "HOFFMAN2");
  FolderBench bench;
  bench.Export("two_schools");
  auto task = Hoffmann();
  task.key = "OBRIEN";
  bench.Create("f1", task);
  EXPECT_TRUE(Shows(bench.Page(), "<span class=\"key\">OBRIEN1</span>"));
}

TEST(WorkItem, IsReadAsWritten) {
  Reports reports;
  reports.schools = {{1, "Sunrise"}};
  WorkItem item = FamilyItem("f1", Hoffmann(), reports);
  item.number = 7;
  item.since = *domain::ParseInstant("2026-11-24T15:00:00.123Z");
  item.known_before = {"-5", "12"};
  item.look_at = {"account X"};
  EXPECT_EQ(ReadWorkItem(WriteWorkItem(item)), item);
  item = PlaceItem("p1", Place("12"), reports);
  item.state = WorkState::kNotWanted;
  EXPECT_EQ(ReadWorkItem(WriteWorkItem(item)), item);
  EXPECT_FALSE(ReadWorkItem("{\"id\":\"x\"}"));
  EXPECT_FALSE(ReadWorkItem("no"));
}

}  // namespace
}  // namespace ikp::desktop_agent
