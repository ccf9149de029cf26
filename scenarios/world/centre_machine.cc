// The PC of a centre and the agent's process on it: they sleep, lose power, come up again; and what breaks there.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scenarios/world/centre.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;
using oracle::By;

constexpr Milliseconds kUsualRestart{60'000};
constexpr std::chrono::seconds kBoot{40};  // from power to the agent's start

}  // namespace

void Centre::Note(std::string what) {
  parts_.recorder.history().pc_events.push_back(
      {.seq = parts_.recorder.Next(), .at = parts_.time.now, .installation = parts_.number, .what = std::move(what)});
}

void Centre::StartAgent() {
  if (agent_ != nullptr || world().machine.power != "on") return;
  const int number = ++processes_;
  const auto hold = parts_.scenario.engine.poll_hold;
  desktop_agent::AgentSettings settings{.engine_url = std::string(kEngineUrl), .activation_key = parts_.activation_key};
  settings.poll_timeout = hold + std::chrono::minutes(1);
  agent_ = std::make_unique<AgentProcess>(AgentParts{
      .time = parts_.time,
      .disk = disk_,
      .log = log_,
      .settings = std::move(settings),
      .client_version = client_version_,
      .seed = parts_.scenario.seed * 17 + static_cast<std::uint64_t>(parts_.number) * 1000 +
              static_cast<std::uint64_t>(number),
      .send = [this](http::Request request, Milliseconds timeout) { return Send(std::move(request), timeout); },
      .later =
          [this, number](Milliseconds after, std::function<void()> what) {
            parts_.host.CallAt(parts_.time.now + after, [this, number, what = std::move(what)] {
              if (agent_ != nullptr && processes_ == number && !agent_->dead()) what();
            });
          },
      .goes_on =
          [this](bool before) {
            if (agent_->dead()) return false;
            if (!crash_at_write_.Hits(before)) return true;
            KillAgent(before ? "before a journal entry" : "after a journal entry", crash_at_write_.down);
            return false;
          }});
  if (pc_clock_.count() != 0) agent_->clock().Step(pc_clock_);
  Note("agent started");
  agent_->Start();
}

void Centre::KillAgent(std::string cause, std::optional<Milliseconds> down, bool power_lost) {
  if (agent_ == nullptr || agent_->dead()) return;
  const auto under_way = agent_->journal().under_way();
  const auto keep = under_way == 0 || power_lost ? 0 : random_.NextU64() % (under_way + 1);
  agent_->Kill(static_cast<std::size_t>(keep));
  down_after_death_ = down;
  Note("agent died: " + std::move(cause));
}

// The process is dead and no frame of it is on the stack.
void Centre::Reap() {
  agent_.reset();
  const auto down = std::exchange(down_after_death_, std::nullopt);
  if (!down) return;  // it comes up with the PC
  parts_.host.CallAt(parts_.time.now + std::max(*down, Milliseconds(1)), [this] { StartAgent(); });
}

void Centre::StaffMachine(const json& action) {
  simulator_.Staff(action, parts_.time.now);
  FollowPower();
}

// The PC went down or came up, whoever did that.
void Centre::FollowPower() {
  const bool on = world().machine.power == "on";
  if (on == was_on_) return;
  was_on_ = on;
  if (!on) {
    const bool asleep = world().machine.power == "asleep";
    Note(asleep ? "asleep" : world().machine.on_again_at ? "reboots" : "off");
    KillAgent("with the PC", std::nullopt, !asleep);
    return;
  }
  Note("on");
  parts_.host.CallAt(parts_.time.now + Milliseconds(kBoot), [this] { StartAgent(); });
}

simulators::kit::Answer Centre::Act(const json& action, By by) {
  auto answer = simulator_.Staff(action, parts_.time.now);
  if (answer.response.status < 300) LookAtRecords(by);
  return answer;
}

void Centre::BeginFault(const Fault& fault) {
  const auto ends = [&] {
    if (fault.lasts.count() > 0) {
      parts_.host.CallAt(parts_.time.now + fault.lasts, [this, fault] { EndFault(fault); });
    }
  };
  switch (fault.kind) {
    case FaultKind::kPcSleeps:
      StaffMachine({{"action", "sleep"}});
      return ends();
    case FaultKind::kPcOff:
      StaffMachine({{"action", "power_off"}});
      return ends();
    case FaultKind::kSeatsFull:
      StaffMachine({{"action", "occupy_seats"}, {"count", world().machine.seats}});
      return ends();
    case FaultKind::kVersionMismatch:
      StaffMachine({{"action", "upgrade_server"}, {"version", "10.3." + std::to_string(++updates_)}});
      return ends();
    case FaultKind::kPcDiskFull:
      StaffMachine({{"action", "disk_full"}, {"full", true}});
      return ends();
    case FaultKind::kPcClockWrong: {
      StaffMachine({{"action", "set_pc_clock_offset"}, {"minutes", fault.ms.count() / 60'000}});
      if (agent_) agent_->clock().Step(fault.ms - pc_clock_);
      pc_clock_ = fault.ms;
      return ends();
    }
    case FaultKind::kPcReboots:
    case FaultKind::kSessionKicked:
    case FaultKind::kSlowRun:
    case FaultKind::kLatin1Bytes:
      armed_.push_back({fault.kind, fault.after, std::max(1, fault.count), fault.ms});
      return;
    case FaultKind::kAgentCrash:
      return KillAgent("crash", fault.ms);
    case FaultKind::kAgentCrashAtWrite:
      crash_at_write_ = {
          .left = std::max(1, fault.number), .before = fault.value != "after", .entries_only = false, .down = fault.ms};
      return;
    case FaultKind::kAgentCrashAtMessage:
      crash_at_message_ = {.left = std::max(1, fault.number),
                           .before = fault.value != "after",
                           .entries_only = fault.method == "POST",
                           .down = fault.ms};
      return;
    default:
      return;
  }
}

void Centre::EndFault(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kPcSleeps:
      if (world().machine.power == "asleep") StaffMachine({{"action", "wake"}});
      return;
    case FaultKind::kPcOff:
      if (world().machine.power == "off") StaffMachine({{"action", "power_on"}});
      return;
    case FaultKind::kSeatsFull:
      return StaffMachine({{"action", "occupy_seats"}, {"count", 0}});
    case FaultKind::kVersionMismatch: {
      if (client_version_ == world().machine.server_version) return;
      client_version_ = world().machine.server_version;
      KillAgent("updated", Milliseconds(std::chrono::seconds(10)));
      return;
    }
    case FaultKind::kPcDiskFull:
      return StaffMachine({{"action", "disk_full"}, {"full", false}});
    case FaultKind::kPcClockWrong:
      StaffMachine({{"action", "set_pc_clock_offset"}, {"minutes", 0}});
      pc_clock_ = Milliseconds(0);
      if (agent_) agent_->clock().Correct();
      return;
    default:
      return;
  }
}

void Centre::Heal() {
  armed_.clear();
  crash_at_write_ = {};
  crash_at_message_ = {};
  for (const auto kind : {FaultKind::kPcSleeps, FaultKind::kPcOff, FaultKind::kSeatsFull, FaultKind::kPcDiskFull,
                          FaultKind::kPcClockWrong, FaultKind::kVersionMismatch}) {
    EndFault({.kind = kind});
  }
  // Whoever renamed the word that pushes enter has been told, and puts it back.
  if (was_on_) StaffMachine({{"action", "add_status_label"}, {"name", "Pre-Registered"}});
  // A supervisor ends the sessions that nobody uses any more [P14]; an agent that is at work opens another one.
  if (was_on_) StaffMachine({{"action", "kick_session"}});
  // One that is down comes up.
  if (agent_ == nullptr && was_on_) parts_.host.CallAt(parts_.time.now + kUsualRestart, [this] { StartAgent(); });
}

}  // namespace ikp::scenarios
