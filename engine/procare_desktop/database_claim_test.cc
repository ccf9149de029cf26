// Whose database it is, as installations over one store see it.
#include "engine/procare_desktop/database_claim.h"

#include <gtest/gtest.h>

#include "engine/procare_desktop/desktop_bench.h"
#include "engine/store/memory_store.h"

namespace ikp::procare_desktop {
namespace {

class DatabaseClaimTest : public ::testing::Test {
 protected:
  // As a process of the engine finds it.
  DatabaseClaim Claim(const char* installation, std::string confirmed = {}) {
    return {executor_, store_, log_, domain::InstallationId::Trusted(installation), std::move(confirmed)};
  }
  void Show(DatabaseClaim& claim, std::string id) {
    auto load = claim.Load();
    load.Start();
    executor_.RunUntilIdle();
    auto shown = claim.Shown(std::move(id));
    shown.Start();
    executor_.RunUntilIdle();
  }

  async::ManualExecutor executor_;
  store::MemoryStore store_;
  LogLines log_;
};

TEST_F(DatabaseClaimTest, TheFirstOneThatIsShownIsTheInstallationsOwnAlsoAfterARestart) {
  auto queens = Claim("queens");
  Show(queens, "");
  EXPECT_EQ(queens.id(), "");
  Show(queens, "db-1");
  EXPECT_EQ(queens.id(), "db-1");
  EXPECT_FALSE(queens.IsForeign("db-1"));
  EXPECT_TRUE(queens.IsForeign("db-2"));
  EXPECT_FALSE(queens.IsForeign("")) << "an unknown one is not judged";
  auto later = Claim("queens");
  Show(later, "db-2");
  EXPECT_EQ(later.id(), "db-1");
  EXPECT_TRUE(later.IsForeign("db-2"));
  Show(later, "db-2");
  EXPECT_EQ(log_.Count("desktop_other_database"), 1) << "told once";
}

TEST_F(DatabaseClaimTest, OneOfAnotherInstallationIsNotTaken) {
  auto queens = Claim("queens");
  Show(queens, "db-1");
  auto bronx = Claim("bronx");
  Show(bronx, "db-1");
  EXPECT_EQ(bronx.id(), "");
  EXPECT_TRUE(bronx.IsForeign("db-1"));
  Show(bronx, "db-2");
  EXPECT_EQ(bronx.id(), "db-2");
}

TEST_F(DatabaseClaimTest, AnOperatorConfirmsAnotherOne) {
  auto queens = Claim("queens");
  Show(queens, "db-1");
  auto confirmed = Claim("queens", "db-2");
  Show(confirmed, "db-2");
  EXPECT_EQ(confirmed.id(), "db-2");
  EXPECT_TRUE(confirmed.IsForeign("db-1"));
  auto bronx = Claim("bronx", "db-2");
  Show(bronx, "db-2");
  EXPECT_FALSE(bronx.IsForeign("db-2"));
  auto without = Claim("queens");
  Show(without, "db-2");
  EXPECT_TRUE(without.IsForeign("db-2")) << "it is the other's now";
}

}  // namespace
}  // namespace ikp::procare_desktop
