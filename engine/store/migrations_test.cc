#include "engine/store/migrations.h"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include "engine/store/schema.h"
#include "engine/store/sqlite_file.h"
#include "engine/store/store_harness.h"

namespace ikp::store {
namespace {

class MigrationsTest : public testing::Test {
 protected:
  MigrationsTest() : path_(MakeTestFolder() + "/store.db") { Open(); }

  void Open() {
    session_.reset();
    session_ = Connect(path_, Access::kReadWrite, std::chrono::milliseconds(100));
  }
  int Number(const std::string& sql) {
    int number = -1;
    *session_ << sql, soci::into(number);
    return number;
  }
  bool HasTable(const std::string& name) {
    return Number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + name + "'") == 1;
  }
  static std::vector<Migration> WithNext(std::vector<std::string> statements) {
    auto migrations = SchemaMigrations();
    const int next = static_cast<int>(migrations.size()) + 1;
    migrations.push_back({next, std::move(statements)});
    return migrations;
  }

  std::string path_;
  std::unique_ptr<soci::session> session_;
};

TEST_F(MigrationsTest, VersionsCountFromOneWithoutGaps) {
  int version = 0;
  for (const auto& migration : SchemaMigrations()) EXPECT_EQ(migration.to_version, ++version);
  EXPECT_GE(version, 1);
}

TEST_F(MigrationsTest, EmptyDatabaseGetsTheSchemaAndKeepsIt) {
  const int known = static_cast<int>(SchemaMigrations().size());
  EXPECT_EQ(Migrate(*session_, SchemaMigrations()), known);
  EXPECT_TRUE(HasTable("links"));
  Open();
  EXPECT_EQ(Migrate(*session_, SchemaMigrations()), known);
  EXPECT_EQ(Number("SELECT version FROM schema_version"), known);
}

TEST_F(MigrationsTest, VersionOneIsUpgradedWithItsData) {
  const std::vector<Migration> version_1 = {SchemaMigrations().front()};
  ASSERT_EQ(Migrate(*session_, version_1), 1);
  *session_ << "INSERT INTO cursors (name, value) VALUES ('poll', '42')";
  Open();
  const std::vector<Migration> version_2 = {version_1[0],
                                            {2,
                                             {"ALTER TABLE cursors ADD COLUMN note TEXT NOT NULL DEFAULT 'none'",
                                              "CREATE INDEX cursors_by_note ON cursors (note)"}}};
  ASSERT_EQ(Migrate(*session_, version_2), 2);
  EXPECT_EQ(Number("SELECT count(*) FROM cursors WHERE value = '42' AND note = 'none'"), 1);
}

TEST_F(MigrationsTest, NewerVersionIsRefusedAndLeftAlone) {
  ASSERT_TRUE(Migrate(*session_, WithNext({"CREATE TABLE from_the_future (x INTEGER)"})));
  const auto refused = Migrate(*session_, SchemaMigrations());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("use the newer program"), std::string::npos) << refused.error();
  EXPECT_TRUE(HasTable("from_the_future"));
}

TEST_F(MigrationsTest, HalfAppliedMigrationIsRolledBack) {
  const int known = static_cast<int>(SchemaMigrations().size());
  ASSERT_TRUE(Migrate(*session_, SchemaMigrations()));
  const auto failed = Migrate(*session_, WithNext({"CREATE TABLE half (x INTEGER)", "DELETE FROM cursors",
                                                   "INSERT INTO no_such_table VALUES (1)"}));
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().find("rolled back"), std::string::npos) << failed.error();
  EXPECT_FALSE(HasTable("half"));
  EXPECT_EQ(Number("SELECT version FROM schema_version"), known);
  EXPECT_EQ(Migrate(*session_, WithNext({"CREATE TABLE half (x INTEGER)"})), known + 1);
}

TEST_F(MigrationsTest, FirstMigrationThatFailsLeavesAnEmptyDatabase) {
  ASSERT_FALSE(Migrate(*session_, {{1, {"CREATE TABLE half (x INTEGER)", "nonsense"}}}));
  EXPECT_EQ(Number("SELECT count(*) FROM sqlite_schema"), 0);
  EXPECT_TRUE(Migrate(*session_, SchemaMigrations()));
}

TEST_F(MigrationsTest, DatabaseOfSomethingElseIsRefused) {
  *session_ << "CREATE TABLE recipes (x INTEGER)";
  const auto refused = Migrate(*session_, SchemaMigrations());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("something else"), std::string::npos) << refused.error();
  EXPECT_FALSE(HasTable("links"));
}

}  // namespace
}  // namespace ikp::store
