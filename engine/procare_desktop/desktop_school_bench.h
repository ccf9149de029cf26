// One school of the bench's installation with the agent that answers for it, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/procare_desktop/desktop_bench.h"
#include "engine/procare_desktop/desktop_school.h"
#include "engine/procare_desktop/test_rows.h"
#include "engine/rules/desktop_status.h"

namespace ikp::procare_desktop {

using Rows = std::vector<desktop_wire::AccountRow>;

inline domain::Site QueensSite() {
  domain::Site site{.id = domain::SiteId::Trusted("queens"),
                    .name = "Queens",
                    .iks_location = domain::IksLocationId::Trusted("loc-3"),
                    .school = domain::ProcareSchoolId::Trusted("1"),
                    .zone = domain::TimeZone::Find("America/New_York").value(),
                    .nightly_at = {},
                    .policy = {}};
  site.policy.status_rows = rules::DefaultDesktopStatusRows();
  return site;
}

// `Store`: in memory.
template <class Store>
class DesktopSchoolBench : public ::testing::Test {
 protected:
  DesktopSchoolBench() {
    agent_.Register();
    agent_.Poll();
  }

  systems::Result<domain::SchoolSnapshot> Read(std::vector<desktop_wire::Chunk> chunks,
                                               desktop_wire::ReadingFacts facts = CompleteReading("")) {
    auto task = school_.ReadSchool(site_.school);
    task.Start();
    const auto command = agent_.Poll().commands.at(0);
    for (std::size_t seq = 0; seq < chunks.size(); ++seq) {
      chunks[seq].snapshot_id = command.id;
      chunks[seq].seq = static_cast<int>(seq);
      EXPECT_EQ(agent_.Chunk(chunks[seq]).status, 200);
    }
    auto finished = Done(command.id);
    facts.snapshot_id = command.id;
    facts.pieces = static_cast<std::int64_t>(chunks.size());
    finished.reading = std::move(facts);
    agent_.Poll({finished});
    EXPECT_TRUE(task.done());
    return task.Result();
  }
  domain::SchoolSnapshot ReadRows(Rows accounts, std::vector<desktop_wire::StatusRow> statuses = {}) {
    auto chunks = ChunksOf(std::move(accounts));
    chunks[0].statuses = std::move(statuses);
    return Read(std::move(chunks)).value();
  }
  // Starts the effect, lets the agent answer, and keeps what it was asked to do.
  systems::Effect Run(async::Task<systems::Effect> task, std::string answer = "57") {
    task.Start();
    bench_.clock.Settle();
    if (!task.done()) {
      asked_ = agent_.Poll().commands.at(0);
      agent_.Poll({Done(asked_->id, std::move(answer))});
    }
    EXPECT_TRUE(task.done());
    return task.Result();
  }
  template <typename T>
  T Asked() const {
    return std::get<T>(asked_.value().task);
  }
  static const domain::ProcareChild* Find(const domain::SchoolSnapshot& school, const char* id) {
    for (const auto& child : school.children) {
      if (child.id.str() == id) return &child;
    }
    return nullptr;
  }
  static domain::IntentId Intent(const char* id) { return domain::IntentId::Trusted(id); }

  Store store_;
  DesktopBench bench_{store_};
  BenchAgent agent_{bench_};
  domain::Site site_ = QueensSite();
  DesktopSchool school_{bench_.queens(), bench_.clock, bench_.log, site_, {}};
  std::optional<desktop_wire::Command> asked_;
};

}  // namespace ikp::procare_desktop
