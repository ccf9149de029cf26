// The machine that the engine runs on: its process lives and dies, its clock goes wrong, its disk fills up.
#include <algorithm>
#include <utility>

#include "scenarios/world/world.h"

namespace ikp::scenarios {

bool World::ConcernsTheMachine(const Fault& fault) { return fault.kind >= FaultKind::kCrash && !IsAtPc(fault.kind); }

void World::StartEngine() {
  if (engine_) return;
  running_config_ = config_;
  const int number = engines_++;
  recorder_.history().lives.push_back(
      {.engine = number, .started_seq = recorder_.Next(), .started = time_.now, .wrote = false});
  engine_ = std::make_unique<Process>(ProcessParts{
      .number = number,
      .config = running_config_,
      .time = time_,
      .recorder = recorder_,
      .disk = disk_,
      .transport = [this](Process& process) { return network_.TransportOf(process); },
      .seed = scenario_.seed * 11 + static_cast<std::uint64_t>(number),
      .flush_delay = flush_delay_,
      .before_write =
          [this] {
            if (!crash_at_write_.Hits(true)) return true;
            down_after_death_ = crash_at_write_.down;
            return false;
          },
      .after_write =
          [this](ports::CommitResult result) {
            if (result == ports::CommitResult::kConflict) return;
            recorder_.history().lives.back().wrote = true;
            if (options_.detailed) {
              recorder_.history().writes.push_back({.seq = recorder_.Next(), .at = time_.now, .engine = engines_ - 1});
            } else {
              recorder_.Next();
            }
            if (!crash_at_write_.Hits(false)) return;
            down_after_death_ = crash_at_write_.down;
            engine_->Kill("crash after a durable write");
          }});
  if (machine_clock_.count() != 0) engine_->clock().Step(machine_clock_);
  engine_->Start();
}

void World::BeforeMessage(Process& process) {
  if (!crash_at_message_.Hits(true)) return;
  down_after_death_ = crash_at_message_.down;
  process.Kill("crash before a message");
}

void World::AfterMessage(Process& process) {
  if (!crash_at_message_.Hits(false)) return;
  down_after_death_ = crash_at_message_.down;
  process.Kill("crash after a message");
}

void World::KillEngine(std::string cause, Milliseconds down) {
  if (!engine_) return;
  down_after_death_ = down;
  const auto queued = engine_->store().queued();
  engine_->Kill(std::move(cause), queued == 0 ? 0 : random_.NextU64() % (queued + 1));
}

// The process is dead and no frame of it is on the stack.
void World::Reap() {
  constexpr Milliseconds kUsualRestart{60'000};
  auto& life = recorder_.history().lives.back();
  life.died_seq = recorder_.Next();
  life.died = time_.now;
  life.cause = engine_->cause().empty() ? "crash at a suspension point" : engine_->cause();
  const int number = engine_->number();
  network_.SenderDied(*engine_);
  for (auto& centre : centres_) centre->EngineDied(number);
  engine_->Kill(life.cause);  // also when the executor was halted by its step
  if (engine_->cause() == "crash at a suspension point") down_after_death_ = down_after_step_crash_;
  engine_.reset();
  for (std::size_t i = 0; i < webhooks_.size(); ++i) {
    if (webhooks_[i].received_by != number) continue;
    webhooks_[i].received_by = -1;
    Add(time_.now + network_.OneWay(), EventKind::kWebhookAnswered, static_cast<int>(i), 0);
  }
  const auto down = disk_.full() ? Milliseconds(300'000) : down_after_death_.value_or(kUsualRestart);
  down_after_death_.reset();
  Add(time_.now + std::max(down, Milliseconds(1)), EventKind::kEngineUp);
}

void World::BeginFault(int index) {
  if (healed_) return;
  const auto& fault = scenario_.faults[static_cast<std::size_t>(index)];
  Say(index, true, {});
  faults_.Begin(index, time_.now);
  if (ConcernsTheMachine(fault)) BeginMachineFault(fault, index);
  if (IsAtPc(fault.kind)) BeginPcFault(fault);
}

void World::BeginPcFault(const Fault& fault) {
  for (auto& centre : centres_) {
    const bool here = fault.site < 0 || CentreOf(fault.site) == centre.get();
    if (here) centre->BeginFault(fault);
  }
}

void World::BeginMachineFault(const Fault& fault, int index) {
  switch (fault.kind) {
    case FaultKind::kCrash:
      return KillEngine("crash", fault.ms);
    case FaultKind::kPowerLoss:
      down_after_death_ = fault.ms;
      if (engine_) engine_->Kill("power loss");
      return;
    case FaultKind::kCrashAtWrite:
      crash_at_write_ = {.left = std::max(1, fault.number), .before = fault.value != "after", .down = fault.ms};
      return;
    case FaultKind::kCrashAtMessage:
      crash_at_message_ = {.left = std::max(1, fault.number), .before = fault.value != "after", .down = fault.ms};
      return;
    case FaultKind::kCrashAtStep:
      down_after_step_crash_ = fault.ms;
      if (engine_) engine_->executor().HaltAtStep(static_cast<std::uint64_t>(std::max(1, fault.number)));
      return;
    case FaultKind::kDiskFull:
      disk_.SetFull(true);
      return Add(time_.now + fault.lasts, EventKind::kFaultEnds, index);
    case FaultKind::kSecondEngine:
      if (!engine_) return;
      // The lock on the store file keeps it out (engine/store/sqlite_file.h): it says so and ends.
      recorder_.history().lives.push_back({.engine = engines_++,
                                           .started_seq = recorder_.Next(),
                                           .died_seq = recorder_.Next(),
                                           .started = time_.now,
                                           .died = time_.now,
                                           .cause = "refused: another engine is using the store",
                                           .second = true,
                                           .wrote = false});
      // The first one's life stays the last of the list.
      std::iter_swap(recorder_.history().lives.end() - 1, recorder_.history().lives.end() - 2);
      return;
    case FaultKind::kClockStep:
      return SetMachineClock(machine_clock_ + fault.ms);
    case FaultKind::kClockDrift:
      if (engine_) engine_->clock().SetDrift(fault.number);
      return Add(time_.now + fault.lasts, EventKind::kFaultEnds, index);
    default:
      return;
  }
}

void World::SetMachineClock(Milliseconds offset) {
  if (engine_) engine_->clock().Step(offset - machine_clock_);
  machine_clock_ = offset;
}

}  // namespace ikp::scenarios
