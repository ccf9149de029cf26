// The binding to real files, and the whole way over them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/agent_app/export_folder_files.h"
#include "tests/desktop_folder/folder_bench.h"

namespace ikp::desktop_agent {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  fs::path path_ = fs::path(std::getenv("TEST_TMPDIR")) / testing::UnitTest::GetInstance()->current_test_info()->name();
  agent_app::ExportFolderFiles files_{path_.string()};
  FolderBench bench_;

  void Put(const std::string& name, const std::string& bytes) {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
};

TEST_F(Files, AFolderThatIsNotThereIsEmpty) {
  EXPECT_TRUE(bench_.clock.Run(files_.List()).empty());
  EXPECT_FALSE(bench_.clock.Run(files_.Read("children.csv", 1000)));
  EXPECT_FALSE(bench_.clock.Run(files_.Write("worklist.csv", "x")));
  EXPECT_FALSE(bench_.clock.Run(files_.CanBeWritten()));
}

TEST_F(Files, ListsReadsAndReplaces) {
  fs::create_directories(path_ / "older");
  Put("b.csv", std::string("\0\xFF", 2));
  Put("a.csv", "");
  const auto modified = fs::file_time_type::clock::from_sys(*domain::ParseInstant("2026-03-01T00:00:00Z"));
  fs::last_write_time(path_ / "b.csv", modified);
  const auto list = bench_.clock.Run(files_.List());
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].name, "a.csv");
  EXPECT_EQ(domain::FormatInstant(list[1].modified), "2026-03-01T00:00:00.000Z");
  EXPECT_EQ(bench_.clock.Run(files_.Read("b.csv", 1000)), std::string("\0\xFF", 2));
  EXPECT_TRUE(bench_.clock.Run(files_.Write("b.csv", "new")));
  EXPECT_EQ(bench_.clock.Run(files_.Read("b.csv", 1000)), "new");
  EXPECT_EQ(fs::status(path_ / "b.csv").permissions() & fs::perms::others_all, fs::perms::none);
  EXPECT_FALSE(bench_.clock.Run(files_.Read("b.csv", 2))) << "it has three bytes";
  EXPECT_TRUE(bench_.clock.Run(files_.CanBeWritten()));
  EXPECT_EQ(bench_.clock.Run(files_.List()).size(), 2u);
}

TEST_F(Files, NamesNeverLeaveTheFolder) {
  fs::create_directories(path_);
  for (const char* name : {"", ".", "..", "../x", "a/b", "a\\b"}) {
    EXPECT_FALSE(bench_.clock.Run(files_.Write(name, "x"))) << name;
    EXPECT_FALSE(bench_.clock.Run(files_.Read(name, 1000))) << name;
  }
}

TEST_F(Files, AFamilyFromTheCommandToTheExportThatShowsIt) {
  fs::create_directories(path_);
  const auto put = [&](const std::string& sample) {
    for (const char* name : {kChildrenFile, kPayersFile, kEnrollmentFile}) {
      Put(name, Sample(sample + "/" + name));
      fs::last_write_time(path_ / name,
                          fs::file_time_type::clock::from_sys(bench_.clock.Now() - std::chrono::hours(2)));
    }
  };
  put("two_schools");
  FolderData data(files_, bench_.clock, bench_.journal, {});
  EXPECT_EQ(bench_.clock.Run(data.CreateFamily("f1", Hoffmann(), bench_.progress)).reason, domain::Reason::kOnWorkList);
  EXPECT_TRUE(fs::exists(path_ / kWorkPageFile));
  put("family_entered");
  KeepingSink sink;
  const auto finished = bench_.clock.Run(data.ReadSchool({.school_id = 1}, sink));
  ASSERT_TRUE(finished.reading);
  EXPECT_TRUE(finished.reading->complete);
  EXPECT_TRUE(finished.reading->work_list.empty());
  EXPECT_EQ(finished.reading->age_seconds, 7200);
}

}  // namespace
}  // namespace ikp::desktop_agent
