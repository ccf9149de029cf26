// What the folder's reports are understood as: golden rows of the samples, and all the ways in which a folder can lack
// something.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/desktop_agent/folder/export_cells.h"
#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {
namespace {

using domain::Reason;
using Kind = desktop_wire::Outcome::Kind;

std::string Text(const desktop_wire::PersonRow& person) {
  std::string text = std::to_string(person.id) + " " + person.first_name + " " + person.last_name;
  if (person.date_of_birth) text += " *" + person.date_of_birth->str();
  if (!person.email.empty()) text += " <" + person.email + ">";
  for (const auto& phone : person.phones) text += " [" + phone.type + "|" + phone.area_code + "|" + phone.number + "]";
  for (const auto& address : person.addresses) text += " @" + address.line1 + "/" + address.city;
  return text;
}

// Ids that the reports do not tell are written as "~".
std::vector<std::string> Text(const desktop_wire::Chunk& rows) {
  std::vector<std::string> lines;
  for (const auto& school : rows.schools) lines.push_back("school " + std::to_string(school.id) + " " + school.name);
  for (const auto& room : rows.classrooms) {
    lines.push_back("room " + (room.id < 0 ? "~" : std::to_string(room.id)) + " at " + std::to_string(room.school_id) +
                    " " + room.name);
  }
  for (const auto& account : rows.accounts) {
    lines.push_back("account " + (account.id < 0 ? "~" : std::to_string(account.id)) + " " + account.key + " at " +
                    std::to_string(account.school_id));
    for (const auto& payer : account.payers) {
      const std::string text = Text(payer);
      lines.push_back("  payer " + (payer.id < 0 ? "~" + text.substr(text.find(' ')) : text));
    }
    for (const auto& child : account.children) {
      lines.push_back(
          "  child " + Text(child.person) +
          (child.classroom_id ? " in " + (*child.classroom_id < 0 ? "~" : std::to_string(*child.classroom_id)) : ""));
    }
  }
  for (const auto& row : rows.statuses) {
    lines.push_back("status " + std::to_string(row.id) + " of " + std::to_string(row.child_id) + " at " +
                    std::to_string(row.school_id) + " " + row.date.str() + " " + row.status);
  }
  return lines;
}

bool Says(const std::vector<std::string>& lines, const std::string& words) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

TEST(Reading, TwoSchoolsWithAllReports) {
  FolderBench bench;
  bench.Export("two_schools");
  const auto finished = bench.Read();
  ASSERT_EQ(finished.outcome.kind, Kind::kDone);
  const std::vector<std::string> golden = {
      "school 1 Sunrise Oak Street",
      "school 2 Sunrise Mill Road",
      "room 11 at 1 Ladybugs",
      "room 12 at 1 Explorers",
      "room 21 at 2 Ladybugs",
      "account ~ OBRIEN at 1",
      "  payer 5001 Aoife O’Brien <Aoife@Example.com> [Mobile|555|0104411] [Work|555|0104412 x9] @12 Oak Street, Apt "
      "\"B\"/Riverton",
      "  payer ~ Niall O’Brien [Cell|555|0104455]",
      "  child 1001 Zoë O’Brien *2021-03-04 [Mobile|555|0104411] @12 Oak Street, Apt \"B\"/Riverton in 11",
      "  child 1002 Seán O’Brien *2019-11-30 [Mom cell|555|0104411] @12 Oak Street, Apt \"B\"/Riverton in 12",
      "account ~ NUNEZ at 1",
      "  payer 5003 María Núñez <maria@example.com> [Home||0104422]",
      "  child 1003 José Núñez *2022-12-01 [Home||0104422] @7 Birch Lane\nRear house/Riverton in 11",
      "account ~ MARLOW at 1",
      "  payer 5006 Ruth Marlow [|555|0104433]",
      "  child 1006 Testa Marlow *2020-05-06 [Work|555|0104433 x12]",
      "account ~ DUBOIS at 2",
      "  payer 5007 Anaïs Dubois <anais@example.com> [||+33123456789]",
      "  child 2001 Amélie Dubois in 21",
      "account ~ NUNEZ at 2",
      "  payer 5003 María Núñez <maria@example.com> [Home||0104422]",
      "  child 1003 José Núñez *2022-12-01 [Home||0104422] in 21",
      "account ~  at 2",
      "  child 2002 Max Keller *2021-08-09",
      "status 1 of 1001 at 1 2024-01-04 Enrolled",
      "status 2 of 1002 at 1 2023-08-21 Enrolled",
      "status 3 of 1002 at 1 2026-12-18 Withdrawn",
      "status 4 of 1003 at 1 2026-03-01 Pre-Registered",
      "status 5 of 1003 at 1 2026-03-01 Enrolled",
      "status 6 of 1003 at 2 2026-02-01 Summer Break",
      "status 8 of 1006 at 1 2026-09-01 Enrolled",
  };
  EXPECT_EQ(Text(bench.sink.All()), golden);
  ASSERT_TRUE(finished.reading);
  EXPECT_TRUE(finished.reading->complete) << finished.reading->incomplete_because;
  EXPECT_TRUE(finished.reading->statuses_known);
  EXPECT_EQ(finished.reading->age_seconds, 3600);
  EXPECT_TRUE(bench.sink.pieces.back().last);
  EXPECT_TRUE(Says(finished.outcome.details, "2 placeholder children left out"));
  EXPECT_TRUE(Says(finished.outcome.details, "1 rows of staff left out"));
  EXPECT_TRUE(Says(finished.outcome.details, "1 days that could not be read"));
  EXPECT_TRUE(Says(finished.outcome.details, "from the Windows character set"));
  EXPECT_TRUE(bench.data->State().good);
}

TEST(Reading, ChildrenAloneInUtf8WithSemicolons) {
  FolderBench bench;
  bench.Export("children_only");
  const auto finished = bench.Read(7);
  const std::vector<std::string> golden = {
      "school 7 ",       "room ~ at 7 Trolls",
      "account ~  at 7", "  child 31 Åse Ødegård *2021-01-02 [Mobil|555|0100031] in ~",
      "account ~  at 7", "  child 32 Ada Jones; Smith *2020-10-11 in ~",
      "account ~  at 7", "  child 34 Bo Jones; Smith *2022-10-11",
  };
  EXPECT_EQ(Text(bench.sink.All()), golden);
  ASSERT_TRUE(finished.reading);
  EXPECT_TRUE(finished.reading->complete);
  EXPECT_FALSE(finished.reading->statuses_known);
  EXPECT_FALSE(Says(finished.outcome.details, "Windows"));
}

TEST(Reading, SyntheticNumbersAreNegativeAndStable) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Read();
  const auto first = bench.sink.All();
  bench.Restart();
  bench.Read(2);
  EXPECT_EQ(Text(first), Text(bench.sink.All()));
  EXPECT_EQ(first.accounts, bench.sink.All().accounts);
  EXPECT_LT(first.accounts.front().id, 0);
  EXPECT_EQ(SyntheticId({"a", "b"}), SyntheticId({"a", "b"}));
  EXPECT_NE(SyntheticId({"a", "b"}), SyntheticId({"ab"}));
}

TEST(Reading, AFolderWithoutColumnForSchoolsBelongsToTheFirstOneAskedFor) {
  FolderBench bench;
  bench.Export("children_only");
  EXPECT_EQ(bench.Read(7).outcome.kind, Kind::kDone);
  bench.Restart();
  const auto other = bench.Read(8);
  EXPECT_EQ(other.outcome.kind, Kind::kNotDone);
  EXPECT_TRUE(Says(other.outcome.details, "\"School ID\" and is taken for school 7"));
  EXPECT_TRUE(bench.sink.pieces.empty());
  EXPECT_EQ(bench.Read(7).outcome.kind, Kind::kDone);
}

TEST(Reading, AHalfWrittenFileProvesAbsenceOfNothing) {
  FolderBench bench;
  bench.Export("half_written");
  const auto finished = bench.Read();
  ASSERT_TRUE(finished.reading);
  EXPECT_FALSE(finished.reading->complete);
  EXPECT_EQ(finished.reading->incomplete_because,
            "children.csv, line 10 has a quoted cell that is not closed; the file is half written.");
  EXPECT_FALSE(bench.data->State().good);
  EXPECT_EQ(bench.data->State().reason, Reason::kExportOutdated);
  EXPECT_EQ(bench.sink.All().accounts.size(), 3u);
}

TEST(Reading, CutOffAtAnyByteIsNeverComplete) {
  FolderBench bench;
  bench.Export("two_schools");
  for (const char* name : {kChildrenFile, kPayersFile, kEnrollmentFile}) {
    const std::string whole = bench.folder.files[name].bytes;
    // From the last line break on, everything is there.
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
      bench.folder.files[name].bytes = whole.substr(0, length);
      const bool at_line_end = length > 0 && whole[length - 1] == '\n';
      const auto finished = bench.Read();
      const bool complete = finished.reading && finished.reading->complete;
      EXPECT_TRUE(!complete || at_line_end) << name << " cut off at " << length;
    }
    bench.folder.files[name].bytes = whole;
  }
}

TEST(Reading, WhatIsWrongIsNamedByFileLineAndColumnAndNeverByItsContent) {
  const std::string head = "Child ID,First Name,Last Name,Date of Birth,Classroom ID\r\n";
  const std::pair<std::string, std::string> cases[] = {
      {"", "children.csv is empty."},
      {"Child ID,First Name,Date of Birth,Classroom ID\r\n1,Secret,1/1/2020,2\r\n",
       "children.csv, line 1, column \"Last Name\" is missing; choose this column in the report and export it again."},
      {"Child ID,First Name,Last Name,Date of Birth\r\n1,Secret,Secret,1/1/2020\r\n",
       "children.csv, line 1, column \"Classroom ID\" is missing; choose this column in the report and export it "
       "again."},
      {head + "1,Secret,Secret,1/1/2020,2\r\n2,Secret,Secret\r\n",
       "children.csv, line 3, column \"Date of Birth\" has 3 of 5 cells; the rest from this column on is missing."},
      {"1,Secret,Person,1/1/2020,2\r\n2,Secret,Other\r\n",
       "children.csv, line 1 has none of the column names that are needed; export the report with a line of column "
       "names."},
      {"Child ID,First Name,Last Name,Date of Birth,Classroom ID,Secret\r\n1,Secret,Secret,1/1/2020,2\r\n",
       "children.csv, line 2, column 6 has 5 of 6 cells; the rest from this column on is missing."},
      {head + "1,\"Secret\"s,Secret,1/1/2020,2\r\n2,Secret\",Secret,1/1/2020,2\r\n",
       "children.csv, line 2 has text behind a closing quote; take the stray quote out of the record."},
      {"Child ID,First Name,Last Name,Date of Birth,Classroom ID,first name\r\n1,Secret,Secret,1/1/2020,2,Secret\r\n",
       "children.csv, line 1, column \"First Name\" stands there twice; choose this column once and export it again."},
      {head + "1,Secret,Secret,1/1/2020,2,9\r\n", "children.csv, line 2 has 6 cells for 5 columns."},
      {head + "1,Secret,Secret,1/1/2020,2",
       "children.csv, line 2 is the last one and has no line break; the file is half written."},
      {head + "Secret,Secret,Secret,1/1/2020,2\r\n",
       "children.csv, line 2, column \"Child ID\" is not a whole number."},
      {head + "1,Secret,Secret,1/1/2020,2\r\n1,Other,Secret,1/1/2020,2\r\n",
       "children.csv, line 3, column \"Child ID\" stands in another row with another name or birth date."},
      {std::string("\xFF\xFE") + "C", "children.csv is UTF-16 text; export it as plain CSV."},
      {"PK\x03\x04zip", "children.csv is a spreadsheet file; export it as plain CSV."},
  };
  for (const auto& [bytes, sentence] : cases) {
    FolderBench bench;
    bench.folder.files[kChildrenFile] = {bytes, bench.clock.Now() - std::chrono::minutes(5)};
    const auto finished = bench.Read();
    const auto& told = finished.reading ? finished.reading->incomplete_because : finished.outcome.details.front();
    EXPECT_EQ(told, sentence);
    EXPECT_FALSE(finished.reading && finished.reading->complete);
    if (!finished.reading) {
      EXPECT_EQ(finished.outcome.reason, Reason::kExportOutdated);
    }
    EXPECT_FALSE(Says(finished.outcome.details, "Secret"));
  }
}

TEST(Reading, AnOldExportIsToldWithItsAge) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.folder.files[kPayersFile].modified = bench.clock.Now() - std::chrono::hours(40);
  const auto finished = bench.Read();
  ASSERT_TRUE(finished.reading);
  EXPECT_FALSE(finished.reading->complete);
  EXPECT_EQ(finished.reading->incomplete_because, "payers.csv is 40 hours old, more than the 36 that are allowed.");
  EXPECT_EQ(finished.reading->age_seconds, 40 * 3600);
  EXPECT_EQ(bench.data->State().details.front(), finished.reading->incomplete_because);
}

TEST(Reading, AnExportFromTheFutureProvesNothing) {
  for (const char* name : {kChildrenFile, kPayersFile, kEnrollmentFile}) {
    FolderBench bench;
    bench.Export("two_schools", -std::chrono::minutes(119));
    EXPECT_TRUE(bench.Read().reading->complete);
    bench.folder.files[name].modified = bench.clock.Now() + std::chrono::hours(24 * 300);
    const auto finished = bench.Read();
    EXPECT_FALSE(finished.reading->complete);
    EXPECT_EQ(finished.reading->incomplete_because,
              std::string(name) +
                  " bears a time in the future; the clock of this computer was wrong when it was "
                  "exported, or is now. Set the clock and export again.");
    EXPECT_EQ(bench.Create("f1", Hoffmann()).kind, Kind::kNotDone);
  }
}

TEST(Reading, AFileThatIsBeingWrittenIsLeftForTheNextTime) {
  FolderBench bench;
  bench.Export("two_schools", std::chrono::seconds(3));
  const auto finished = bench.Read();
  EXPECT_EQ(finished.outcome.kind, Kind::kNotDone);
  EXPECT_EQ(finished.outcome.reason, Reason::kExportOutdated);
  EXPECT_TRUE(Says(finished.outcome.details, "children.csv is still being written"));
  bench.clock.Advance(std::chrono::seconds(8));
  EXPECT_TRUE(bench.Read().reading->complete);
  bench.folder.files[kEnrollmentFile].modified = bench.clock.Now();
  const auto later = bench.Read();
  EXPECT_FALSE(later.reading->complete);
  EXPECT_FALSE(later.reading->statuses_known);
}

TEST(Reading, AnEmptyFolderAndASchoolThatIsNotInTheExport) {
  FolderBench bench;
  const auto empty = bench.Read();
  EXPECT_EQ(empty.outcome.kind, Kind::kNotDone);
  EXPECT_TRUE(Says(empty.outcome.details, "children.csv is not in the export folder."));
  bench.Export("two_schools");
  const auto strange = bench.Read(3);
  EXPECT_FALSE(strange.reading->complete);
  EXPECT_EQ(
      strange.reading->incomplete_because,
      "children.csv has no row of school 3, but of others; look whether this is its number in Procare. If it is a "
      "new school without children, name all schools of the folder in data.schools of the agent's configuration.");
}

TEST(Reading, ASecondSchoolWithoutChildrenIsBelievedWhereItIsNamed) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.schools = {1, 2, 3};
  bench.Restart();
  EXPECT_TRUE(bench.Read(3).reading->complete);
  EXPECT_EQ(bench.sink.All().schools.back().id, 3);
  EXPECT_EQ(bench
                .Create("f1",
                        [] {
                          auto task = Hoffmann();
                          task.school_id = 3;
                          return task;
                        }())
                .reason,
            Reason::kOnWorkList);
  const auto strange = bench.Read(4);
  EXPECT_FALSE(strange.reading->complete);
  EXPECT_TRUE(strange.reading->incomplete_because.starts_with("data.schools does not name school 4;"));
}

TEST(Reading, ANewCentreHasNoChildrenYet) {
  FolderBench bench;
  bench.folder.files[kChildrenFile] = {"Child ID,First Name,Last Name,Date of Birth,Classroom ID,School ID\r\n",
                                       bench.clock.Now() - std::chrono::hours(1)};
  EXPECT_TRUE(bench.Read().reading->complete);
  // The engine believes no reading without the school's own row.
  ASSERT_EQ(bench.sink.All().schools.size(), 1u);
  EXPECT_EQ(bench.sink.All().schools.front().id, 1);
}

TEST(Reading, AnExportThatShrankIsBelievedWhenASecondOneAgrees) {
  FolderBench bench;
  bench.Export("two_schools");
  EXPECT_TRUE(bench.Read().reading->complete);
  auto& children = bench.folder.files[kChildrenFile];
  const std::string& whole = children.bytes;
  children.bytes = whole.substr(0, whole.find("\"1002\""));  // cut off between two lines
  children.modified += std::chrono::minutes(20);
  for (int times = 0; times < 2; ++times) {
    const auto doubted = bench.Read();
    EXPECT_FALSE(doubted.reading->complete);
    EXPECT_EQ(
        doubted.reading->incomplete_because,
        "children.csv has 1 children of school 1 and had 4 before; export it again, and it is believed if it says "
        "the same.");
    bench.Restart();
  }
  children.modified += std::chrono::minutes(20);
  EXPECT_TRUE(bench.Read().reading->complete);
  EXPECT_TRUE(bench.Read().reading->complete);
}

TEST(Reading, TwoExportsThatShrankDifferentlyAreNotBelieved) {
  FolderBench bench;
  bench.Export("two_schools");
  EXPECT_TRUE(bench.Read().reading->complete);
  auto& children = bench.folder.files[kChildrenFile];
  const std::string whole = children.bytes;
  for (const char* cut : {"\"1001\"", "\"1002\"", "\"1001\""}) {
    children.bytes = whole.substr(0, whole.find(cut));
    children.modified += std::chrono::minutes(15);
    EXPECT_FALSE(bench.Read().reading->complete) << cut;
  }
}

TEST(Reading, StopsWhenNobodyWantsItAnyMore) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.sink.wanted = 1;
  KeepingSink sink;
  sink.wanted = 1;
  const auto finished = bench.clock.Run(bench.data->ReadSchool({.school_id = 1}, sink));
  EXPECT_EQ(finished.outcome.kind, Kind::kNotDone);
  EXPECT_EQ(sink.pieces.size(), 1u);
}

TEST(Reading, DaysInTheOtherOrderAreAProblemThatNamesTheFix) {
  const std::string head = "Child ID,First Name,Last Name,Date of Birth,Classroom ID\r\n";
  FolderBench bench;
  bench.folder.files[kChildrenFile] = {head + "1,A,B,3/4/2021,2\r\n2,C,D,31/4/2021,2\r\n3,E,F,31/3/2021,2\r\n",
                                       bench.clock.Now() - std::chrono::hours(1)};
  const auto finished = bench.Read();
  EXPECT_FALSE(finished.reading->complete);
  EXPECT_EQ(finished.reading->incomplete_because,
            "children.csv, line 4, column \"Date of Birth\" has the day before the month; set data.date_order to "
            "\"dmy\" in the agent's configuration.");
  bench.date_order = DateOrder::kDayMonthYear;
  bench.Restart();
  EXPECT_TRUE(bench.Read().reading->complete) << "one slip is no problem";
  EXPECT_EQ(bench.sink.All().accounts.front().children.front().person.date_of_birth, Day("2021-04-03"));
}

TEST(Reading, ManyDaysThatCannotBeReadProveNothing) {
  FolderBench bench;
  std::string children = "Child ID,First Name,Last Name,Date of Birth,Classroom ID\r\n";
  for (int i = 1; i <= 20; ++i) children += std::to_string(i) + ",A" + std::to_string(i) + ",B,3/4/21,2\r\n";
  bench.folder.files[kChildrenFile] = {children, bench.clock.Now() - std::chrono::hours(1)};
  const auto finished = bench.Read();
  EXPECT_FALSE(finished.reading->complete);
  EXPECT_TRUE(finished.reading->incomplete_because.starts_with(
      "children.csv, column \"Date of Birth\" has 20 of 20 days that cannot be read; export them with the year in "
      "four digits"));
}

}  // namespace
}  // namespace ikp::desktop_agent
