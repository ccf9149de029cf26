#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_desktop/staff.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Need;
using nlohmann::json;

json ChangePower(StaffCall& call, const char* power, bool ends_sessions) {
  if (!call.Good()) return {};
  SetPower(call.world, power);
  if (ends_sessions) EndSessions(call.world.machine);
  return {{"power", power}};
}

json Sleep(StaffCall& call) {
  if (!IsOn(call.world)) call.reader.Fail("action", "needs a PC that is on; switch it on first");
  return ChangePower(call, "asleep", call.world.switches.On("pd.sleep_ends_sessions"));
}

json Wake(StaffCall& call) {
  if (call.world.machine.power == "off") call.reader.Fail("action", "needs a PC that is asleep; switch it on");
  return ChangePower(call, "on", false);
}

json PowerOff(StaffCall& call) { return ChangePower(call, "off", true); }
json PowerOn(StaffCall& call) { return ChangePower(call, "on", false); }

json RebootByHand(StaffCall& call) {
  if (!IsOn(call.world)) call.reader.Fail("action", "needs a PC that is on; switch it on first");
  if (!call.Good()) return {};
  Reboot(call.world, call.now);
  return {{"power", call.world.machine.power}};
}

json KickSession(StaffCall& call) {
  auto& sessions = call.world.machine.sessions;
  const auto chosen = call.reader.Text("session_id", Need::kOptional, 20);
  const bool people = call.reader.Boolean("people", Need::kOptional).value_or(false);
  const auto is_chosen = [&](const auto& item) { return !chosen || std::to_string(item.first) == *chosen; };
  if (chosen && std::none_of(sessions.begin(), sessions.end(), is_chosen)) {
    call.reader.Fail("session_id", "is not open; give an open session");
  }
  if (!call.Good()) return {};
  auto& seats = call.world.machine.occupied_seats;
  const auto freed = people ? std::exchange(seats, 0) : 0;
  return {{"kicked", std::erase_if(sessions, is_chosen)}, {"people", freed}};
}

json OccupySeats(StaffCall& call) {
  const auto count = call.reader.Integer("count", Need::kRequired, 0, call.world.machine.seats);
  if (!call.Good()) return {};
  call.world.machine.occupied_seats = *count;
  return {{"occupied", *count}};
}

// The database is upgraded first; clients are refused until they are, too [P19].
json UpgradeServer(StaffCall& call) {
  const auto version = call.reader.Text("version", Need::kRequired, 40);
  if (!call.Good()) return {};
  call.world.machine.server_version = *version;
  EndSessions(call.world.machine);
  return {{"server_version", *version}};
}

json SetClockOffset(StaffCall& call) {
  constexpr std::int64_t kYear = 366 * 1440;
  const auto minutes = call.reader.Integer("minutes", Need::kRequired, -kYear, kYear);
  if (!call.Good()) return {};
  call.world.machine.clock_offset_minutes = *minutes;
  return {{"minutes", *minutes}};
}

json SetDiskFull(StaffCall& call) {
  const auto full = call.reader.Boolean("full", Need::kRequired);
  if (!call.Good()) return {};
  call.world.machine.disk_full = *full;
  return {{"full", *full}};
}

json TakeBackup(StaffCall& call) {
  const auto name = call.reader.Text("name", Need::kRequired, 60);
  if (!call.Good()) return {};
  call.world.backups[*name] = call.database;
  return {{"name", *name}};
}

// Everything goes back, the next ids too; nobody stays logged in [P24b].
json RestoreBackup(StaffCall& call) {
  const auto name = call.reader.Text("name", Need::kRequired, 60);
  const auto* backup = name ? FindIn(call.world.backups, *name) : nullptr;
  if (name && backup == nullptr) call.reader.Fail("name", "does not exist; give the name of a backup");
  if (!call.Good()) return {};
  call.database = *backup;
  EndSessions(call.world.machine);
  return {{"name", *name}};
}

// Another licence [P14].
json SetSeats(StaffCall& call) {
  auto& machine = call.world.machine;
  const auto seats = call.reader.Integer("seats", Need::kRequired, 1, 10'000);
  if (seats && *seats < machine.occupied_seats) {
    call.reader.Fail("seats", "must not be less than people use now; end their connections first");
  }
  if (!call.Good()) return {};
  machine.seats = *seats;
  return {{"seats", *seats}};
}

// The PC is told another zone: its day may change at once (G42).
json SetTimeZone(StaffCall& call) {
  const auto zone = call.reader.Text("time_zone", Need::kRequired);
  if (zone && !kit::IsZone(*zone)) call.reader.Fail("time_zone", "must be a time zone such as America/New_York");
  if (!call.Good()) return {};
  call.world.machine.time_zone = *zone;
  return {{"time_zone", *zone}, {"today", TodayOf(call.world, call.now)}};
}

}  // namespace

std::vector<StaffAction> MachineActions() {
  return {
      {"sleep", {}, Sleep},
      {"wake", {}, Wake},
      {"power_off", {}, PowerOff},
      {"power_on", {}, PowerOn},
      {"reboot", {}, RebootByHand},
      {"kick_session",
       {{"session_id", "default: all of them"},
        {"people", "true: whoever else has a seat loses it, too; default false"}},
       KickSession},
      {"occupy_seats", {{"count", "required: seats that people use"}}, OccupySeats},
      {"upgrade_server", {{"version", "required"}}, UpgradeServer},
      {"set_pc_clock_offset", {{"minutes", "required: how far the PC's clock is ahead"}}, SetClockOffset},
      {"set_seats", {{"seats", "required: how many are licensed"}}, SetSeats},
      {"set_pc_time_zone", {{"time_zone", "required: such as America/Phoenix"}}, SetTimeZone},
      {"disk_full", {{"full", "required: true or false"}}, SetDiskFull},
      {"take_backup", {{"name", "required"}}, TakeBackup},
      {"restore_backup", {{"name", "required"}}, RestoreBackup},
  };
}

}  // namespace ikp::simulators::procare_desktop
