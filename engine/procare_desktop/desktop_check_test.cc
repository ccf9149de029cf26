// What `check` says of a centre with Procare Desktop.
#include <gtest/gtest.h>

#include "engine/procare_desktop/desktop_school_bench.h"
#include "engine/store/memory_store.h"

namespace ikp::procare_desktop {
namespace {

using DesktopCheckTest = DesktopSchoolBench<store::MemoryStore>;

TEST_F(DesktopCheckTest, ChecksInTheOrderOfASetUp) {
  auto task = school_.Check(site_.school);
  task.Start();
  bench_.clock.Settle();
  agent_.Poll({Done(agent_.Poll().commands.at(0).id)});
  const auto reading = agent_.Poll().commands.at(0);
  auto chunk = ChunksOf({Account(12, {}, {ChildIn(Person(2, "Mia"))})})[0];
  chunk.snapshot_id = reading.id;
  chunk.statuses = {Status(1, 2, "2026-01-05", "Blue list")};
  agent_.Chunk(chunk);
  auto finished = Done(reading.id);
  finished.reading = CompleteReading(reading.id, 1);
  agent_.Poll({finished});
  ASSERT_TRUE(task.done());
  const auto lines = task.Result();
  ASSERT_EQ(lines.size(), 6u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_TRUE(lines[i].good) << lines[i].what << ": " << lines[i].result;
  EXPECT_FALSE(lines[5].good);
  EXPECT_NE(lines[5].result.find("\"Blue list\" (1)"), std::string::npos);
}

// What a push will write is compared with what the site has.
TEST_F(DesktopCheckTest, ACheckTellsWordsThatTheSiteDoesNotHave) {
  auto task = school_.Check(site_.school);
  task.Start();
  bench_.clock.Settle();
  auto checked = Done(agent_.Poll().commands.at(0).id);
  checked.outcome.status_labels = {"Enrolled", "Signed Up"};
  checked.outcome.relationship_labels = {"Mother", " guardian "};
  agent_.Poll({checked});
  const auto reading = agent_.Poll().commands.at(0);
  auto chunk = ChunksOf({})[0];
  chunk.snapshot_id = reading.id;
  agent_.Chunk(chunk);
  auto finished = Done(reading.id);
  finished.reading = CompleteReading(reading.id, 1);
  finished.reading->statuses_known = false;
  agent_.Poll({finished});
  ASSERT_TRUE(task.done());
  const auto lines = task.Result();
  const auto line = [&](const char* what) {
    for (const auto& one : lines) {
      if (one.what.ends_with(what)) return one;
    }
    return systems::CheckLine{};
  };
  EXPECT_FALSE(line("pre_registered_label").good);
  EXPECT_NE(line("pre_registered_label").result.find("\"Pre-Registered\" is not in"), std::string::npos);
  EXPECT_NE(line("pre_registered_label").result.find("\"Signed Up\""), std::string::npos);
  EXPECT_TRUE(line("default_relationship").good);
  EXPECT_FALSE(line("enrollment statuses").good);
  EXPECT_NE(line("enrollment statuses").result.find("no child's status is known"), std::string::npos);
}

TEST_F(DesktopCheckTest, ACheckWithoutAnAgentSaysWhatToDo) {
  store::MemoryStore store;
  DesktopBench fresh(store);
  DesktopSchool school(fresh.queens(), fresh.clock, fresh.log, site_, {});
  const auto lines = fresh.clock.Run(school.Check(site_.school));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_FALSE(lines[0].good);
  EXPECT_NE(lines[0].fix.find("activation key"), std::string::npos);
}

}  // namespace
}  // namespace ikp::procare_desktop
