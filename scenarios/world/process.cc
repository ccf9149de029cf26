#include "scenarios/world/process.h"

#include <utility>

namespace ikp::scenarios {
namespace {

std::string_view LevelWord(ports::LogLevel level) {
  switch (level) {
    case ports::LogLevel::kInfo:
      return "info ";
    case ports::LogLevel::kWarning:
      return "warning ";
    case ports::LogLevel::kError:
      return "error ";
  }
  return "";
}

}  // namespace

void ProcessLog::Write(ports::LogLevel level, std::string_view event, const ports::LogFields& fields) {
  std::string text(LevelWord(level));
  text += event;
  for (const auto& [name, value] : fields) {
    text += ' ';
    text += name;
    text += '=';
    text += value;
  }
  recorder_.history().log.push_back(
      {.seq = recorder_.Next(), .at = time_.now, .engine = number_, .text = std::move(text)});
}

Process::Process(ProcessParts parts)
    : number_(parts.number),
      clock_(executor_, parts.time),
      store_(
          parts.disk, executor_,
          disk::PowerLossStoreOptions{
              .now = [&time = parts.time] { return time.now; },
              .flush_delay = parts.flush_delay,
              .before_write = [ask = std::move(parts.before_write)](const ports::WriteBatch&) { return !ask || ask(); },
              .on_judged = std::move(parts.after_write),
              .on_fatal =
                  [this](disk::Death death) {
                    Kill(death == disk::Death::kDiskFull ? "disk full" : "crash before a durable write");
                  }}),
      log_(parts.recorder, parts.time, parts.number),
      random_(parts.seed) {
  transport_ = parts.transport(*this);
  engine_ = std::make_unique<service::Engine>(
      parts.config, service::EnginePorts{executor_, clock_, *transport_, random_, store_, log_});
  scope_ = std::make_unique<async::TaskScope>(executor_);
}

Process::~Process() {
  scope_.reset();
  engine_.reset();
  executor_.DropAll();
}

void Process::Start() { scope_->Spawn(engine_->Run(stop_.get_token())); }

void Process::Receive(http::Request request, std::function<void(const http::Response&)> answered) {
  scope_->Spawn(Answer(std::move(request), std::move(answered)));
}

async::Task<void> Process::Answer(http::Request request, std::function<void(const http::Response&)> answered) {
  const auto response = co_await engine_->Handle(std::move(request));
  if (!dead()) answered(response);
}

void Process::Kill(std::string cause, std::size_t keep) {
  if (dead_) return;
  dead_ = true;
  cause_ = std::move(cause);
  executor_.Halt();
  store_.Crash(keep);
}

}  // namespace ikp::scenarios
