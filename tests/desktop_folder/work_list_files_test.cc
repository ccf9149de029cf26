// The work list as files between people and programs: marks that staff set, files that somebody has open, or spoilt,
// and what stands in them.
#include <gtest/gtest.h>

#include "engine/desktop_agent/folder/csv_table.h"
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

TEST(WorkListFiles, WhatStaffStrikeOffIsNotAskedForAgain) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.Mark("W-f1");
  const auto finished = bench.Read();
  EXPECT_TRUE(finished.reading->work_list.empty());
  EXPECT_EQ(finished.outcome.details.back(), "struck off the work list as not wanted: f1");
  EXPECT_TRUE(Shows(bench.Page(), "struck off on Nov 24, 2026"));
  EXPECT_TRUE(Shows(bench.Csv(), "not wanted,x,"));
  bench.Restart();
  for (const char* id : {"f1", "f2"}) {
    const auto again = bench.Create(id, Hoffmann());
    EXPECT_EQ(again.kind, Kind::kNotDone);
    EXPECT_EQ(again.reason, Reason::kRejectedByProcare);
  }
  // Taking the mark away allows it again.
  bench.Mark("W-f1", "");
  EXPECT_EQ(bench.Create("f3", Hoffmann()).reason, Reason::kOnWorkList);
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"f3"});
}

TEST(WorkListFiles, MarksAreReadAsASpreadsheetProgramSavesThem) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.folder.files[kWorkCsvFile].bytes =
      "Item;Not wanted;Payers\r\nW-f1;yes;\"Jos\xE9\r\nMar\xED"
      "a\"\r\n";
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
}

TEST(WorkListFiles, AMarkInALastLineWithoutLineBreakIsRead) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.Mark("W-f1");
  bench.folder.files[kWorkCsvFile].bytes.erase(bench.Csv().size() - 2);
  EXPECT_EQ(bench.Read().reading->work_list.size(), 1u) << "it may be half written";
  bench.clock.Advance(std::chrono::minutes(1));
  EXPECT_TRUE(bench.Read().reading->work_list.empty());
}

// Marks may be in it: it is never overwritten.
TEST(WorkListFiles, AListThatCannotBeReadIsKeptBeside) {
  for (const std::string bytes : {"PK\x03\x04 a spreadsheet", "\xFF\xFEW", "No.,State\r\n1,done\r\n"}) {
    FolderBench bench;
    bench.Export("two_schools");
    bench.Create("f1", Hoffmann());
    bench.folder.files[kWorkCsvFile] = {bytes, bench.clock.Now() - std::chrono::minutes(1)};
    const std::string aside = "worklist-unreadable-2026-11-24.csv";
    const auto finished = bench.Read();
    EXPECT_EQ(bench.folder.files[aside].bytes, bytes);
    EXPECT_TRUE(Shows(bench.Csv(), "W-f1"));
    EXPECT_TRUE(Shows(bench.Page(), "It was kept as <b>" + aside));
    EXPECT_EQ(finished.outcome.details.back(), "no marks could be read in worklist.csv; it was kept as " + aside);
    bench.Restart();
    bench.Read();
    EXPECT_TRUE(Shows(bench.Page(), aside));
    bench.folder.files.erase(aside);
    bench.Read();
    EXPECT_FALSE(Shows(bench.Page(), aside));
  }
}

TEST(WorkListFiles, ACsvThatSomebodySavesJustNowIsNotOverwritten) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.folder.files[kWorkCsvFile] = {"No.,Sta", bench.clock.Now()};
  const auto finished = bench.Read();
  EXPECT_EQ(bench.Csv(), "No.,Sta");
  EXPECT_EQ(finished.outcome.details.back(), "worklist.csv could not be written");
  EXPECT_EQ(finished.reading->work_list.size(), 1u);
  bench.clock.Advance(std::chrono::minutes(1));
  bench.Read();
  EXPECT_TRUE(Shows(bench.Csv(), "W-f1"));
  EXPECT_EQ(bench.folder.files["worklist-unreadable-2026-11-24.csv"].bytes, "No.,Sta");
}

TEST(WorkListFiles, AFolderThatCannotBeWrittenIsToldAndTriedAgain) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.folder.writable = false;
  const auto outcome = bench.Create("f1", Hoffmann());
  EXPECT_EQ(outcome.reason, Reason::kOnWorkList);
  EXPECT_EQ(outcome.details.size(), 2u);
  bench.folder.writable = true;
  EXPECT_EQ(bench.Read().reading->work_list.size(), 1u);
  EXPECT_TRUE(Shows(bench.Page(), "Jutta"));
}

TEST(WorkListFiles, CellsCannotBecomeFormulas) {
  FolderBench bench;
  bench.Export("two_schools");
  auto task = Hoffmann();
  task.family.guardians.front().name.first = "=HYPERLINK(\"http://x\")";
  task.key = "@SUM";
  bench.Create("f1", task);
  EXPECT_TRUE(Shows(bench.Csv(), "\"'=HYPERLINK(\"\"http://x\"\")"));
  EXPECT_TRUE(Shows(bench.Csv(), ",'@SUM,"));
  EXPECT_EQ(CsvCellForSpreadsheet("Ann; =1+1"), "\"Ann; '=1+1\"");
  EXPECT_EQ(CsvCellForSpreadsheet("Ann;-2"), "\"Ann;'-2\"");
  EXPECT_EQ(CsvCellForSpreadsheet("Anne-Marie"), "Anne-Marie");
}

TEST(WorkListFiles, ACrashBetweenJournalAndPageLosesNoCard) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.folder.files.erase(kWorkPageFile);
  bench.Restart();
  bench.Create("f1", Hoffmann());
  EXPECT_TRUE(Shows(bench.Page(), "Jutta"));
}

TEST(WorkListFiles, AnEntryOfAnotherVersionStaysOpen) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.journal.entries["work:f7"] = R"({"from": "the future"})";
  const auto finished = bench.Read();
  EXPECT_EQ(finished.reading->work_list, std::vector<std::string>{"f7"});
  EXPECT_EQ(finished.outcome.details.back(),
            "an entry of the work list was written by another version and cannot be shown: f7");
  bench.Create("f7", Hoffmann());
  EXPECT_TRUE(Shows(bench.Page(), "Jutta"));
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"f7"});
}

TEST(WorkListFiles, HasALimit) {
  FolderBench bench;
  bench.Export("two_schools");
  for (int i = 0; i < 500; ++i) {
    auto task = Hoffmann();
    task.family.children.pop_back();
    task.family.children[0].name.first =
        "Lena" + std::string(1, static_cast<char>('a' + i / 26)) + std::string(1, static_cast<char>('a' + i % 26));
    task.family.guardians[0].email.reset();
    WorkItem item = FamilyItem("g" + std::to_string(i), task, {});
    item.number = i + 1;
    bench.journal.entries["work:" + item.id] = WriteWorkItem(item);
  }
  const auto outcome = bench.Create("f1", Hoffmann());
  EXPECT_EQ(outcome.kind, Kind::kNotDone);
  EXPECT_TRUE(Shows(outcome.details.front(), "the work list is full: 500 cards are open"));
}

TEST(WorkListFiles, NamesStandOnThePageAndNowhereElse) {
  FolderBench bench;
  bench.Export("two_schools");
  std::vector<desktop_wire::Outcome> told = {bench.Create("f1", Hoffmann())};
  bench.folder.writable = false;
  told.push_back(bench.Create("f2", Hoffmann()));
  bench.folder.writable = true;
  bench.Mark("W-f1");
  told.push_back(bench.Read().outcome);
  told.push_back(bench.Create("f3", Hoffmann()));
  told.push_back(bench.clock.Run(bench.data->CheckSetup({.school_id = 1})));
  for (const auto& outcome : told) {
    for (const auto& detail : outcome.details) {
      for (const char* name : {"Hoffmann", "Jutta", "Lena", "Brien", "5550107788", "example.com"}) {
        EXPECT_EQ(detail.find(name), std::string::npos) << detail;
      }
    }
  }
}

// Typed in another spelling, or before: nobody types it twice.
TEST(WorkListFiles, ACardSaysWhereTheFamilyPerhapsIsAlready) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  EXPECT_EQ(bench.Page().find("Perhaps done already"), std::string::npos);
  bench.folder.files[kChildrenFile].bytes += "1050,Lenna,Hoffmann-Wei\xDF,2022-05-17,,,,,,,11,Ladybugs,,1,,WEISS\r\n";
  bench.AddPayer("WEISS", "Yutta", "5550100000");
  bench.AddPayer("MARLOW", "Ruth", "5550107788");
  EXPECT_EQ(bench.Read().reading->work_list, std::vector<std::string>{"f1"});
  EXPECT_TRUE(Shows(bench.Page(), "Perhaps done already: <b>account WEISS, account MARLOW</b>. Look there"));
  EXPECT_TRUE(Shows(bench.Csv(), "\"account WEISS, account MARLOW\""));
  bench.Restart();
  bench.Create("f1", Hoffmann());
  EXPECT_TRUE(Shows(bench.Page(), "Perhaps done already"));
}

TEST(WorkListFiles, ACardShowsWhatWasAskedForLast) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  auto corrected = Hoffmann();
  corrected.family.guardians[0].phones = {{domain::PhoneKind::kMobile, *domain::Phone::Parse("555-010-1212")}};
  bench.Create("f1", corrected);
  EXPECT_TRUE(Shows(bench.Page(), "555-010-1212"));
  EXPECT_FALSE(Shows(bench.Page(), "555-010-7788"));
  corrected.family.guardians[0].phones = {{domain::PhoneKind::kMobile, *domain::Phone::Parse("555-010-3434")}};
  bench.Create("f2", corrected);
  EXPECT_TRUE(Shows(bench.Page(), "555-010-3434"));
  EXPECT_EQ(Count(bench.Page(), "<article"), 1u);
  EXPECT_EQ(bench.Read().reading->work_list, (std::vector<std::string>{"f1", "f2"}));
}

}  // namespace
}  // namespace ikp::desktop_agent
