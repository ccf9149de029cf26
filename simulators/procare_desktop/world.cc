#include "simulators/procare_desktop/world.h"

#include "simulators/kit/civil_time.h"

namespace ikp::simulators::procare_desktop {

StatusRules RulesOf(const World& world) {
  return {.highest_row_wins = world.switches.Word("pd.same_day_rows") == "highest_id",
          .end_is_last_day = world.switches.Word("pd.interval_end") == "last_day"};
}

Date TodayOf(const World& world, Instant now) {
  const auto shown = now + std::chrono::minutes(world.machine.clock_offset_minutes);
  return kit::LocalDate(shown, world.machine.time_zone);
}

bool IsOn(const World& world) { return world.machine.power == "on"; }

void Reboot(World& world, Instant now) {
  world.machine.power = "off";
  world.machine.sessions.clear();
  world.machine.on_again_at = now + std::chrono::minutes(world.switches.Number("pd.reboot_minutes"));
}

void RunDue(World& world, Instant now) {
  auto& machine = world.machine;
  if (machine.on_again_at && *machine.on_again_at <= now) {
    machine.power = "on";
    machine.on_again_at.reset();
  }
  const auto idle = std::chrono::minutes(world.switches.Number("pd.session_idle_minutes"));
  if (idle.count() == 0) return;
  std::erase_if(machine.sessions, [&](const auto& item) { return item.second.used_at + idle <= now; });
}

std::optional<Instant> NextDue(const World& world) {
  auto next = world.machine.on_again_at;
  const auto idle = std::chrono::minutes(world.switches.Number("pd.session_idle_minutes"));
  if (idle.count() == 0) return next;
  for (const auto& [id, session] : world.machine.sessions) {
    if (!next || session.used_at + idle < *next) next = session.used_at + idle;
  }
  return next;
}

}  // namespace ikp::simulators::procare_desktop
