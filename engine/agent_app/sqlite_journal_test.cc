#include "engine/agent_app/sqlite_journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace ikp::agent_app {
namespace {

using Entries = std::map<std::string, std::string>;

template <typename T>
T Now(async::Task<T> task) {
  task.Start();
  return task.Result();
}

class SqliteJournalTest : public ::testing::Test {
 protected:
  std::string path_ = std::string(std::getenv("TEST_TMPDIR")) + "/" +
                      ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".sqlite3";
};

TEST_F(SqliteJournalTest, KeepsWhatWasPut) {
  {
    auto journal = SqliteJournal::Open(path_);
    ASSERT_TRUE(journal.has_value()) << journal.error();
    EXPECT_EQ(Now((*journal)->Load()), Entries{});
    Now((*journal)->Put("a", "1"));
    Now((*journal)->Put("b", "it's \"2\" ü"));
    Now((*journal)->Put("a", "3"));
    Now((*journal)->Put("c", ""));
    Now((*journal)->Erase("never"));
  }
  auto journal = SqliteJournal::Open(path_);
  ASSERT_TRUE(journal.has_value()) << journal.error();
  EXPECT_EQ(Now((*journal)->Load()), (Entries{{"a", "3"}, {"b", "it's \"2\" ü"}, {"c", ""}}));
  Now((*journal)->Erase("a"));
  EXPECT_EQ(Now((*journal)->Load()).size(), 2u);
}

TEST_F(SqliteJournalTest, TwoAgentsNeverShareIt) {
  auto first = SqliteJournal::Open(path_);
  ASSERT_TRUE(first.has_value());
  const auto second = SqliteJournal::Open(path_);
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().find("in use by another agent (process "), std::string::npos) << second.error();
  first->reset();
  EXPECT_TRUE(SqliteJournal::Open(path_).has_value());
}

TEST_F(SqliteJournalTest, IsForItsOwnerOnly) {
  ASSERT_TRUE(SqliteJournal::Open(path_).has_value());
  struct stat found {};
  ASSERT_EQ(::stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(SqliteJournalTest, WhyItCannotBeOpened) {
  const auto missing = SqliteJournal::Open("/nowhere/at/all/agent.sqlite3");
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().find("/nowhere/at/all"), std::string::npos);
  std::ofstream(path_) << "this is no database, and longer than the header of one: ......................";
  const auto damaged = SqliteJournal::Open(path_);
  ASSERT_FALSE(damaged.has_value());
  EXPECT_NE(damaged.error().find("damaged"), std::string::npos) << damaged.error();
}

}  // namespace
}  // namespace ikp::agent_app
