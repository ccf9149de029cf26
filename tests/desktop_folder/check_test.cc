// A check tells in plain words what a set-up lacks, and changes nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {
namespace {

using Kind = desktop_wire::Outcome::Kind;

bool Says(const std::vector<std::string>& lines, const std::string& words) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

TEST(Check, SetUpIsCheckedInPlainWords) {
  FolderBench bench;
  bench.Export("two_schools");
  const auto good = bench.Check(1);
  EXPECT_EQ(good.kind, Kind::kDone);
  EXPECT_TRUE(Says(good.details, "4 children of school 1 in children.csv, exported 1 hours ago."));
  bench.folder.writable = false;
  const auto locked = bench.Check(1);
  EXPECT_EQ(locked.kind, Kind::kNotDone);
  EXPECT_TRUE(Says(locked.details, "could not be written into the folder"));
}

TEST(Check, ACheckWithoutASchoolTellsAllOfThem) {
  FolderBench bench;
  bench.Export("two_schools");
  const auto all = bench.Check(0);
  EXPECT_EQ(all.kind, Kind::kDone);
  EXPECT_TRUE(bench.data->State().good);
  EXPECT_TRUE(Says(all.details, "4 children of school 1 in children.csv"));
  EXPECT_TRUE(Says(all.details, "3 children of school 2 in children.csv"));
  EXPECT_EQ(bench.Check(3).kind, Kind::kNotDone);
  bench.Export("children_only");
  EXPECT_EQ(bench.Check(0).kind, Kind::kDone);
  EXPECT_EQ(bench.Read(7).outcome.kind, Kind::kDone) << "a check does not say whose folder it is";
}

// The check has an empty journal of its own, beside the agent that holds the list.
TEST(Check, ACheckLeavesTheWorkListAndItsMarksAsTheyAre) {
  FolderBench bench;
  bench.Export("two_schools");
  bench.Create("f1", Hoffmann());
  bench.Mark("W-f1");
  const std::string page = bench.Page();
  const std::string csv = bench.Csv();
  const auto journal = bench.journal.entries;
  for (const bool empty : {true, false}) {
    if (empty) bench.journal.entries.clear();
    for (const std::int64_t school : {1, 0}) {
      bench.Restart();
      EXPECT_EQ(bench.Check(school).kind, Kind::kDone);
      EXPECT_EQ(bench.Page(), page);
      EXPECT_EQ(bench.Csv(), csv);
      EXPECT_EQ(bench.journal.entries.empty(), empty);
    }
    bench.journal.entries = journal;
  }
  EXPECT_TRUE(bench.Read().reading->work_list.empty()) << "the mark is still there to be read";
}

}  // namespace
}  // namespace ikp::desktop_agent
