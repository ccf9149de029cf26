// World: everything that the simulated installation knows. The PC with the program and its open sessions is one part,
// the database another: only the latter goes into a backup. The copy in the cloud is a third.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulators/kit/identifiers.h"
#include "simulators/kit/switches.h"
#include "simulators/procare_desktop/mirror.h"
#include "simulators/procare_desktop/model.h"

namespace ikp::simulators::procare_desktop {

struct Session {
  std::string client_version;
  Instant opened_at;
  Instant used_at;
};

struct Machine {
  std::string server_version = "10.2.1";  // program and schema go together [P19]
  std::string time_zone = "America/New_York";
  std::int64_t clock_offset_minutes = 0;  // how far the PC's clock is ahead
  std::string power = "on";               // on, asleep, off
  std::optional<Instant> on_again_at;     // while it reboots
  bool disk_full = false;
  std::int64_t seats = 5;           // concurrent connections [P14]
  std::int64_t occupied_seats = 0;  // by people
  std::int64_t next_session = 1;
  std::map<std::int64_t, Session> sessions;
};

struct World {
  Machine machine;
  Database database;
  std::map<std::string, Database> backups;  // by name
  Mirror mirror;
  kit::IdentifierSource ids;  // GUIDs: a restore does not bring them back
  kit::SwitchBoard switches;
};

StatusRules RulesOf(const World& world);
// Today by the PC's clock, right or wrong.
Date TodayOf(const World& world, Instant now);

// How the program itself shows the database now.
View ViewOf(const World& world, Instant now);

bool IsOn(const World& world);
// Of programs and of people alike: whoever works at a client of this PC needs it.
void EndSessions(Machine& machine);
// Asleep or off. A run of the mirror does not outlive it.
void SetPower(World& world, const std::string& power);
void Reboot(World& world, Instant now);
void StartMirrorRun(World& world, Instant now);
// The end of a reboot, and of sessions that nobody uses any more; runs of the mirror.
void RunDue(World& world, Instant now);
std::optional<Instant> NextDue(const World& world);

// A pointer into the map, or null.
template <typename Key, typename Value>
Value* FindIn(std::map<Key, Value>& records, const Key& id) {
  const auto found = records.find(id);
  return found == records.end() ? nullptr : &found->second;
}
template <typename Key, typename Value>
const Value* FindIn(const std::map<Key, Value>& records, const Key& id) {
  const auto found = records.find(id);
  return found == records.end() ? nullptr : &found->second;
}

}  // namespace ikp::simulators::procare_desktop
