// FakeData: a DesktopData that does at once, or as slowly as it is told, what it is asked for, and keeps what that was.
// For tests only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/desktop_agent/desktop_data.h"
#include "engine/ports/clock.h"

namespace ikp::desktop_agent::testing {

class FakeData final : public DesktopData {
 public:
  explicit FakeData(ports::Clock& clock) : clock_(clock) {}

  desktop_wire::DataState State() const override { return {.kind = "program"}; }
  async::Task<desktop_wire::Finished> ReadSchool(desktop_wire::ReadSchool, SnapshotSink& sink) override {
    calls.push_back("read");
    bool wanted = true;
    for (int i = 0; wanted && i < pieces; ++i) {
      desktop_wire::Chunk chunk;
      chunk.schools.push_back({i, "school"});
      chunk.last = i + 1 == pieces;
      wanted = co_await sink.Put(std::move(chunk));
    }
    desktop_wire::Finished finished;
    finished.outcome.kind = wanted ? desktop_wire::Outcome::Kind::kDone : desktop_wire::Outcome::Kind::kNotDone;
    finished.reading = desktop_wire::ReadingFacts{};
    finished.reading->complete = wanted;
    co_return finished;
  }
  async::Task<desktop_wire::Outcome> CreateFamily(std::string command_id, desktop_wire::CreateFamily,
                                                  Progress& progress) override {
    calls.push_back("family " + command_id + " " + progress.before());
    co_await progress.Save("{tried}");
    for (int step = 0; step < steps; ++step) progress.Moved();
    co_await clock_.SleepUntil(clock_.Now() + takes, {});
    if (!progress.MayWrite()) calls.push_back("barred " + command_id);
    co_return Done("12");
  }
  async::Task<desktop_wire::Outcome> CreateChild(std::string, desktop_wire::CreateChild, Progress&) override {
    co_return Done("g");
  }
  async::Task<desktop_wire::Outcome> PlaceChild(std::string, desktop_wire::PlaceChild, Progress&) override {
    co_return Done("g");
  }
  async::Task<desktop_wire::Outcome> CheckSetup(desktop_wire::CheckSetup) override { co_return Done(""); }

  std::vector<std::string> calls;
  domain::Milliseconds takes{};
  int pieces = 3;
  int steps = 0;  // that are done at once

 private:
  static desktop_wire::Outcome Done(std::string id) {
    desktop_wire::Outcome outcome;
    outcome.kind = desktop_wire::Outcome::Kind::kDone;
    outcome.id = std::move(id);
    return outcome;
  }
  ports::Clock& clock_;
};

}  // namespace ikp::desktop_agent::testing
