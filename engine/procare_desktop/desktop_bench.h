// DesktopBench: installations on a clock that the test moves, and agents that call them as JSON over the door, for the
// tests of this room.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/desktop_wire/codec.h"
#include "engine/procare_desktop/installations.h"
#include "engine/wire/testing/manual_clock.h"
#include "engine/wire/testing/scripted_transport.h"
#include "engine/wire/testing/seeded_random.h"

namespace ikp::procare_desktop {

class LogLines final : public ports::Log {
 public:
  void Write(ports::LogLevel, std::string_view event, const ports::LogFields& fields) override {
    std::string line(event);
    for (const auto& [name, value] : fields) line += " " + std::string(name) + "=" + value;
    lines.push_back(std::move(line));
  }
  int Count(std::string_view event) const {
    int count = 0;
    for (const auto& line : lines) count += line.starts_with(std::string(event) + " ") ? 1 : 0;
    return count;
  }
  std::vector<std::string> lines;
};

inline constexpr const char* kQueensKey = "queens-activation-key";
inline constexpr const char* kBronxKey = "bronx-activation-key";

inline InstallationSettings SettingsOf(const char* name, const char* key) {
  InstallationSettings settings{.id = domain::InstallationId::Trusted(name), .activation_key = key};
  settings.limits = {.most_chunks = 10, .most_rows = 200, .most_bytes = 100'000};
  return settings;
}

class DesktopBench {
 public:
  explicit DesktopBench(ports::Store& memory) : store(memory) { Restart(); }

  // Another process of the engine over the same store.
  void Restart() {
    installations.reset();
    stop = std::stop_source();
    const wire::Environment environment{executor, clock, transport, random, stop.get_token()};
    installations =
        std::make_unique<Installations>(environment, store, log, [this](const domain::InstallationId&) { ++backs; });
    installations->Add(SettingsOf("bronx", kBronxKey));
    installations->Add(SettingsOf("queens", kQueensKey));
  }
  Installation& queens() { return *installations->Find(domain::InstallationId::Trusted("queens")); }

  // A call that may be held.
  async::Task<http::Response> Start(std::string action, std::string body, const std::string& credential) {
    http::Request request{.method = "POST", .target = "/agent/v1/" + action, .headers = {}, .body = std::move(body)};
    if (!credential.empty()) request.headers.Set("Authorization", "Bearer " + credential);
    auto task = installations->Handle(std::move(request));
    task.Start();
    clock.Settle();
    return task;
  }
  http::Response Call(std::string action, std::string body, const std::string& credential) {
    auto task = Start(std::move(action), std::move(body), credential);
    while (!task.done()) clock.AdvanceToNext();
    return task.Result();
  }
  http::Response Register(const std::string& key, const std::string& agent) {
    return Call("register", nlohmann::json{{"activation_key", key}, {"agent_id", agent}}.dump(), "");
  }
  async::Task<Ended> Execute(desktop_wire::Command command) {
    auto task = queens().Execute(std::move(command));
    task.Start();
    clock.Settle();
    return task;
  }

  async::ManualExecutor executor;
  wire::testing::ManualClock clock{executor, *domain::ParseInstant("2026-11-24T09:00:00Z")};
  wire::testing::ScriptedTransport transport{clock};
  wire::testing::SeededRandom random{7};
  ports::Store& store;
  LogLines log;
  std::stop_source stop;
  int backs = 0;
  std::unique_ptr<Installations> installations;
};

// The agent of the installation "queens".
class BenchAgent {
 public:
  explicit BenchAgent(DesktopBench& bench, std::string instance = "instance-1", std::string journal = "journal-1")
      : bench_(bench), instance_(std::move(instance)), journal_(std::move(journal)) {}

  void Register() {
    credential = nlohmann::json::parse(bench_.Register(kQueensKey, "agent-1").body)["credential"].get<std::string>();
  }
  desktop_wire::Poll Question(std::vector<desktop_wire::Finished> finished = {}) const {
    desktop_wire::Poll poll;
    poll.agent_version = "1.0";
    poll.instance = instance_;
    poll.journal_id = journal_;
    poll.data.kind = "program";
    poll.finished = std::move(finished);
    poll.begun = begun;
    return poll;
  }
  async::Task<http::Response> StartPoll(std::vector<desktop_wire::Finished> finished = {}) {
    return bench_.Start("poll", desktop_wire::WritePoll(Question(std::move(finished))), credential);
  }
  // Runs to the end of the hold, if need be.
  desktop_wire::PollAnswer Poll(std::vector<desktop_wire::Finished> finished = {}) {
    const auto response = bench_.Call("poll", desktop_wire::WritePoll(Question(std::move(finished))), credential);
    return desktop_wire::ReadPollAnswer(response.body).value();
  }
  http::Response Chunk(const desktop_wire::Chunk& chunk) {
    return bench_.Call("chunk", desktop_wire::WriteChunk(chunk), credential);
  }
  http::Response Heartbeat(const std::string& command = {}, std::int64_t steps = 0) {
    return bench_.Call("heartbeat", desktop_wire::WriteHeartbeat({instance_, command, steps}), credential);
  }

  std::string credential;
  std::vector<std::string> begun;  // as its journal has it

 private:
  DesktopBench& bench_;
  std::string instance_;
  std::string journal_;
};

inline desktop_wire::Command CheckCommand(const char* id) { return {id, desktop_wire::CheckSetup{1}}; }
inline desktop_wire::Command ReadCommand(const char* id) { return {id, desktop_wire::ReadSchool{1}}; }

inline desktop_wire::Chunk Piece(const char* snapshot, int seq, bool last = false) {
  desktop_wire::Chunk chunk;
  chunk.snapshot_id = snapshot;
  chunk.seq = seq;
  chunk.last = last;
  return chunk;
}

inline desktop_wire::ReadingFacts CompleteReading(const std::string& snapshot, std::int64_t pieces = 0) {
  desktop_wire::ReadingFacts facts;
  facts.snapshot_id = snapshot;
  facts.database_id = "db";
  facts.complete = true;
  facts.pieces = pieces;
  return facts;
}

inline desktop_wire::Finished Done(const std::string& command, std::string id = "57") {
  desktop_wire::Finished finished;
  finished.outcome.command_id = command;
  finished.outcome.kind = desktop_wire::Outcome::Kind::kDone;
  finished.outcome.id = std::move(id);
  return finished;
}

}  // namespace ikp::procare_desktop
