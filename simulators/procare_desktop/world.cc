#include "simulators/procare_desktop/world.h"

#include "simulators/kit/civil_time.h"

namespace ikp::simulators::procare_desktop {

namespace {

// Nothing: sessions do not end for being unused.
std::optional<std::chrono::minutes> IdleTime(const World& world) {
  const auto minutes = world.switches.Number("pd.session_idle_minutes");
  if (minutes == 0) return std::nullopt;
  return std::chrono::minutes(minutes);
}

void RunMachine(Machine& machine, std::optional<std::chrono::minutes> idle, Instant now) {
  if (machine.on_again_at && *machine.on_again_at <= now) {
    machine.power = "on";
    machine.on_again_at.reset();
  }
  if (idle) std::erase_if(machine.sessions, [&](const auto& item) { return item.second.used_at + *idle <= now; });
}

// A start while the PC is not on is left out; one while another run is under way, too.
void RunMirror(World& world, Instant now) {
  auto& mirror = world.mirror;
  if (mirror.run && mirror.run->ends_at <= now) {
    const bool from_its_end = world.switches.Word("pd.mirror_takes") == "run_end";
    mirror.as_of = from_its_end ? mirror.run->ends_at : mirror.run->started_at;
    mirror.shown = from_its_end ? MirrorCopy{world.database, ViewOf(world, now)} : std::move(mirror.run->taken);
    mirror.run.reset();
  }
  if (!mirror.on || !mirror.next_start || *mirror.next_start > now) return;
  if (IsOn(world) && !mirror.run) StartMirrorRun(world, now);
  mirror.next_start = NextMirrorStart(now);
}

}  // namespace

StatusRules RulesOf(const World& world) {
  return {.highest_row_wins = world.switches.Word("pd.same_day_rows") == "highest_id",
          .end_is_last_day = world.switches.Word("pd.interval_end") == "last_day"};
}

Date TodayOf(const World& world, Instant now) {
  const auto shown = now + std::chrono::minutes(world.machine.clock_offset_minutes);
  return kit::LocalDate(shown, world.machine.time_zone);
}

View ViewOf(const World& world, Instant now) { return {TodayOf(world, now), RulesOf(world)}; }

bool IsOn(const World& world) { return world.machine.power == "on"; }

void EndSessions(Machine& machine) {
  machine.sessions.clear();
  machine.occupied_seats = 0;
}

void SetPower(World& world, const std::string& power) {
  world.machine.power = power;
  world.machine.on_again_at.reset();
  if (!IsOn(world)) world.mirror.run.reset();
}

void Reboot(World& world, Instant now) {
  SetPower(world, "off");
  EndSessions(world.machine);
  world.machine.on_again_at = now + std::chrono::minutes(world.switches.Number("pd.reboot_minutes"));
}

void StartMirrorRun(World& world, Instant now) {
  const auto lasts = std::chrono::minutes(world.switches.Number("pd.mirror_run_minutes"));
  world.mirror.run = MirrorRun{now, now + lasts, {world.database, ViewOf(world, now)}};
}

void RunDue(World& world, Instant now) {
  for (auto due = NextDue(world); due && *due <= now; due = NextDue(world)) {
    RunMachine(world.machine, IdleTime(world), *due);
    RunMirror(world, *due);
  }
}

std::optional<Instant> NextDue(const World& world) {
  auto next = world.machine.on_again_at;
  const auto consider = [&next](const std::optional<Instant>& at) {
    if (at && (!next || *at < *next)) next = at;
  };
  if (const auto idle = IdleTime(world)) {
    for (const auto& [id, session] : world.machine.sessions) consider(session.used_at + *idle);
  }
  if (world.mirror.run) consider(world.mirror.run->ends_at);
  if (world.mirror.on) consider(world.mirror.next_start);
  return next;
}

}  // namespace ikp::simulators::procare_desktop
