#include "engine/runtime/file_io.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

namespace ikp::runtime {
namespace {

class FileIo : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/file_io_test";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  std::string PathOf(const std::string& name) const { return folder_ + "/" + name; }
  std::string folder_;
};

TEST_F(FileIo, ReadsBackWhatWasWritten) {
  const std::string content("two\nlines\0and a zero", 20);
  ASSERT_TRUE(WriteFileAtomically(PathOf("a"), content));
  EXPECT_EQ(ReadFile(PathOf("a")).value(), content);
}

TEST_F(FileIo, ReadsMoreThanOneBlock) {
  const std::string content(300'000, 'x');
  ASSERT_TRUE(WriteFileAtomically(PathOf("big"), content));
  EXPECT_EQ(ReadFile(PathOf("big")).value(), content);
}

TEST_F(FileIo, ReplacesAndLeavesNothingBeside) {
  ASSERT_TRUE(WriteFileAtomically(PathOf("a"), "first"));
  ASSERT_TRUE(WriteFileAtomically(PathOf("a"), "second"));
  EXPECT_EQ(ReadFile(PathOf("a")).value(), "second");
  const std::filesystem::directory_iterator files(folder_);
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(FileIo, WhatIsWrittenIsForTheOwnerOnly) {
  ASSERT_TRUE(WriteFileAtomically(PathOf("a"), "names"));
  struct stat status {};
  ASSERT_EQ(::stat(PathOf("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(FileIo, ErrorsNameThePathAndTheReason) {
  const auto missing = ReadFile(PathOf("missing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), "cannot open " + PathOf("missing") + ": No such file or directory");
  const auto nowhere = WriteFileAtomically(PathOf("no/such/folder"), "x");
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().find("no/such/folder"), std::string::npos);
  EXPECT_FALSE(ReadFile(folder_)) << "a folder is no file";
}

TEST_F(FileIo, FailedReplacementLeavesTheTargetAndNothingBeside) {
  std::filesystem::create_directories(PathOf("taken/inside"));
  EXPECT_FALSE(WriteFileAtomically(PathOf("taken"), "x"));
  EXPECT_TRUE(std::filesystem::is_directory(PathOf("taken/inside")));
  const std::filesystem::directory_iterator files(folder_);
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(Environment, TellsUnsetFromEmpty) {
  ::setenv("IKP_FILE_IO_TEST", "", 1);
  EXPECT_EQ(Environment("IKP_FILE_IO_TEST"), "");
  ::setenv("IKP_FILE_IO_TEST", "value", 1);
  EXPECT_EQ(Environment("IKP_FILE_IO_TEST"), "value");
  ::unsetenv("IKP_FILE_IO_TEST");
  EXPECT_EQ(Environment("IKP_FILE_IO_TEST"), std::nullopt);
}

}  // namespace
}  // namespace ikp::runtime
