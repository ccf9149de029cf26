#include <nlohmann/json.hpp>
#include <set>

#include "simulators/kit/civil_time.h"
#include "simulators/procare_desktop/dump.h"
#include "simulators/procare_desktop/records.h"
#include "simulators/procare_desktop/seed_database.h"
#include "simulators/procare_desktop/settings.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::FieldReader;
using kit::Need;
using nlohmann::json;

void SeedSessions(FieldReader& reader, kit::FieldErrors& errors, Machine& machine, Instant now) {
  const auto* list = reader.List("sessions", Need::kOptional, 10'000);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    FieldReader fields((*list)[i], "machine.sessions[" + std::to_string(i) + "]", errors);
    const auto number = fields.Integer("session_id", Need::kRequired, 1, machine.next_session - 1);
    const auto version = fields.Text("client_version", Need::kOptional, 40).value_or(machine.server_version);
    const auto opened_at = fields.Moment("opened_at", Need::kOptional).value_or(now);
    const auto used_at = fields.Moment("used_at", Need::kOptional).value_or(now);
    fields.RejectUnknown();
    if (number) machine.sessions[*number] = {version, opened_at, used_at};
  }
}

void SeedMachine(const json& document, kit::FieldErrors& errors, Machine& machine, Instant now) {
  FieldReader reader(document, "machine", errors);
  if (const auto version = reader.Text("server_version", Need::kOptional, 40)) machine.server_version = *version;
  if (const auto zone = reader.Text("time_zone", Need::kOptional)) {
    if (kit::IsZone(*zone)) {
      machine.time_zone = *zone;
    } else {
      reader.Fail("time_zone", "must be a time zone such as America/New_York");
    }
  }
  constexpr std::int64_t kYear = 366 * 1440;
  machine.clock_offset_minutes = reader.Integer("clock_offset_minutes", Need::kOptional, -kYear, kYear).value_or(0);
  machine.power = reader.Choice("power", Need::kOptional, {"on", "asleep", "off"}).value_or("on");
  machine.on_again_at = reader.Moment("on_again_at", Need::kOptional);
  machine.disk_full = reader.Boolean("disk_full", Need::kOptional).value_or(false);
  machine.seats = reader.Integer("seats", Need::kOptional, 1, 10'000).value_or(machine.seats);
  machine.occupied_seats = reader.Integer("occupied_seats", Need::kOptional, 0, machine.seats).value_or(0);
  machine.next_session = reader.Integer("next_session", Need::kOptional, 1, kHighestId).value_or(1);
  SeedSessions(reader, errors, machine, now);
  reader.RejectUnknown();
}

void SeedBackups(FieldReader& reader, kit::FieldErrors& errors, World& world) {
  const auto* list = reader.List("backups", Need::kOptional, 1000);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto path = "backups[" + std::to_string(i) + "]";
    FieldReader fields((*list)[i], path, errors);
    const auto name = fields.Text("name", Need::kRequired, 60);
    const auto* database = fields.Object("database", Need::kRequired);
    fields.RejectUnknown();
    if (name && database != nullptr) {
      world.backups[*name] = SeedDatabase(*database, path + ".database", errors, world.ids);
    }
  }
}

// What the copy is of: `at`.
MirrorCopy SeedCopy(const json& document, const std::string& path, kit::FieldErrors& errors, World& world, Instant at) {
  MirrorCopy copy;
  FieldReader fields(document, path, errors);
  const auto* database = fields.Object("database", Need::kRequired);
  if (database != nullptr) copy.database = SeedDatabase(*database, path + ".database", errors, world.ids);
  copy.view.today = fields.Date("today", Need::kOptional).value_or(TodayOf(world, at));
  ReadFlag(fields, "highest_row_wins", copy.view.rules.highest_row_wins);
  ReadFlag(fields, "end_is_last_day", copy.view.rules.end_is_last_day);
  fields.RejectUnknown();
  return copy;
}

void SeedMirror(FieldReader& reader, kit::FieldErrors& errors, World& world, Instant now) {
  const auto* document = reader.Object("mirror", Need::kOptional);
  if (document == nullptr) return;
  auto& mirror = world.mirror;
  FieldReader fields(*document, "mirror", errors);
  mirror.on = fields.Boolean("on", Need::kOptional).value_or(false);
  mirror.as_of = fields.Moment("as_of", Need::kOptional);
  mirror.next_start = fields.Moment("next_start", Need::kOptional);
  if (mirror.on && !mirror.next_start) mirror.next_start = NextMirrorStart(now);
  mirror.synced_by_hand_at = fields.Moment("synced_by_hand_at", Need::kOptional);
  if (const auto* shown = fields.Object("shown", mirror.as_of ? Need::kRequired : Need::kOptional)) {
    mirror.shown = SeedCopy(*shown, "mirror.shown", errors, world, mirror.as_of.value_or(now));
    if (!mirror.as_of) fields.Fail("as_of", "is missing: it says of when the copy is");
  }
  if (const auto* run = fields.Object("run", Need::kOptional)) {
    FieldReader parts(*run, "mirror.run", errors);
    const auto started_at = parts.Moment("started_at", Need::kRequired).value_or(now);
    const auto ends_at = parts.Moment("ends_at", Need::kRequired).value_or(now);
    const auto* taken = parts.Object("taken", Need::kRequired);
    parts.RejectUnknown();
    if (taken != nullptr) {
      mirror.run = MirrorRun{started_at, ends_at, SeedCopy(*taken, "mirror.run.taken", errors, world, started_at)};
    }
  }
  fields.RejectUnknown();
}

void SeedCounters(FieldReader& reader, kit::FieldErrors& errors, World& world) {
  const auto* document = reader.Object("counters", Need::kOptional);
  if (document == nullptr) return;
  FieldReader fields(*document, "counters", errors);
  const auto seed = fields.Integer("seed", Need::kOptional, 0, INT64_MAX).value_or(1);
  const auto counter = fields.Integer("counter", Need::kOptional, 0, INT64_MAX).value_or(0);
  fields.RejectUnknown();
  world.ids = kit::IdentifierSource(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(counter));
}

}  // namespace

World EmptyWorld() {
  World world;
  world.switches = MakeSwitches();
  kit::FieldErrors none;
  world.database = SeedDatabase(json::object(), "database", none, world.ids);
  return world;
}

std::vector<std::string> SeedWorld(World& world, const json& document, Instant now) {
  kit::FieldErrors errors;
  FieldReader reader(document, "", errors);
  World next;
  next.switches = MakeSwitches();
  SeedCounters(reader, errors, next);
  if (const auto* machine = reader.Object("machine", Need::kOptional)) SeedMachine(*machine, errors, next.machine, now);
  const auto* database = reader.Object("database", Need::kOptional);
  next.database = SeedDatabase(database == nullptr ? json::object() : *database, "database", errors, next.ids);
  SeedBackups(reader, errors, next);
  SeedMirror(reader, errors, next, now);
  const auto* switches = reader.Object("switches", Need::kOptional);
  reader.RejectUnknown();
  auto lines = kit::ToLines(errors);
  if (switches != nullptr) {
    const auto wrong = next.switches.Load(*switches);
    lines.insert(lines.end(), wrong.begin(), wrong.end());
  }
  if (lines.empty()) world = std::move(next);
  return lines;
}

}  // namespace ikp::simulators::procare_desktop
