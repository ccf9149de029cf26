// Process: one process of the production engine in the world: its executor, its (possibly wrong) clock, its connection
// to the disk, its log, and the engine itself. Destroying it is SIGKILL: everything that it was doing is dropped where
// it stands; the disk stays, and what it had sent stays on its way.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "engine/async/task_scope.h"
#include "engine/config/config.h"
#include "engine/ports/log.h"
#include "engine/ports/transport.h"
#include "engine/service/engine.h"
#include "engine/wire/testing/seeded_random.h"
#include "scenarios/disk/power_loss_store.h"
#include "scenarios/world/recorder.h"
#include "scenarios/world/virtual_time.h"

namespace ikp::scenarios {

class ProcessLog final : public ports::Log {
 public:
  ProcessLog(Recorder& recorder, const WorldTime& time, int number)
      : recorder_(recorder), time_(time), number_(number) {}
  void Write(ports::LogLevel level, std::string_view event, const ports::LogFields& fields) override;

 private:
  Recorder& recorder_;
  const WorldTime& time_;
  int number_;
};

struct ProcessParts {
  int number = 0;
  const config::Config& config;
  const WorldTime& time;
  Recorder& recorder;
  disk::Disk& disk;
  std::function<std::unique_ptr<ports::Transport>(class Process&)> transport;
  std::uint64_t seed = 0;
  domain::Milliseconds flush_delay{0};
  std::function<bool()> before_write = {};  // false: the process dies just before this write
  std::function<void(ports::CommitResult)> after_write = {};
};

class Process {
 public:
  explicit Process(ProcessParts parts);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  // Starts the services; call once.
  void Start();
  // Beside them: a request that came in, with what to do with the answer.
  void Receive(http::Request request, std::function<void(const http::Response&)> answered);

  // Nothing of it runs any more; the world destroys it when no frame of it is on the stack. The `keep` oldest batches
  // that were on their way to the disk become durable all the same.
  void Kill(std::string cause, std::size_t keep = 0);
  bool dead() const { return dead_ || executor_.halted(); }
  const std::string& cause() const { return cause_; }

  int number() const { return number_; }
  ProcessExecutor& executor() { return executor_; }
  ProcessClock& clock() { return clock_; }
  disk::PowerLossStore& store() { return store_; }
  service::Engine& engine() { return *engine_; }
  std::size_t tasks() const { return clock_.sleepers() + executor_.ready(); }

 private:
  async::Task<void> Answer(http::Request request, std::function<void(const http::Response&)> answered);

  int number_;
  bool dead_ = false;
  std::string cause_;
  ProcessExecutor executor_;
  ProcessClock clock_;
  disk::PowerLossStore store_;
  ProcessLog log_;
  wire::testing::SeededRandom random_;
  std::unique_ptr<ports::Transport> transport_;
  std::unique_ptr<service::Engine> engine_;
  std::unique_ptr<async::TaskScope> scope_;
  std::stop_source stop_;
};

}  // namespace ikp::scenarios
