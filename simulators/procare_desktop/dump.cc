#include "simulators/procare_desktop/dump.h"

#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/records.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

template <typename Record>
json ListOf(const std::map<std::int64_t, Record>& records) {
  auto list = json::array();
  for (const auto& [id, record] : records) list.push_back(ToJson(record));
  return list;
}

json DumpMachine(const Machine& machine) {
  auto sessions = json::array();
  for (const auto& [number, session] : machine.sessions) {
    sessions.push_back({{"session_id", number},
                        {"client_version", session.client_version},
                        {"opened_at", kit::FormatInstant(session.opened_at)},
                        {"used_at", kit::FormatInstant(session.used_at)}});
  }
  json document = {{"server_version", machine.server_version},
                   {"time_zone", machine.time_zone},
                   {"clock_offset_minutes", machine.clock_offset_minutes},
                   {"power", machine.power},
                   {"disk_full", machine.disk_full},
                   {"seats", machine.seats},
                   {"occupied_seats", machine.occupied_seats},
                   {"next_session", machine.next_session},
                   {"sessions", std::move(sessions)}};
  if (machine.on_again_at) document["on_again_at"] = kit::FormatInstant(*machine.on_again_at);
  return document;
}

json DumpNext(const NextIds& next) {
  return {{"person", next.person},        {"account", next.account},     {"school", next.school},
          {"region", next.region},        {"work_area", next.work_area}, {"classroom", next.classroom},
          {"status_row", next.status_row}};
}

json DumpDatabase(const Database& database) {
  auto rooms = json::array();
  for (const auto& [id, room] : database.classrooms) {
    rooms.push_back(ToJson(room, database.work_areas.at(room.work_area_id)));
  }
  auto relationships = json::array();
  for (const auto& [pair, relationship] : database.relationships) {
    relationships.push_back(ToJson(pair.first, pair.second, relationship));
  }
  auto rows = json::array();
  for (const auto& [child_id, own] : database.status_rows) {
    for (const auto& row : own) rows.push_back(ToJson(child_id, row));
  }
  auto primary = json::array();
  for (const auto& [pair, room_id] : database.primary_classrooms) {
    primary.push_back({{"child_id", pair.first}, {"school_id", pair.second}, {"classroom_id", room_id}});
  }
  auto labels = json::array();
  for (const auto& label : database.status_labels) labels.push_back(ToJson(label));
  auto commands = json::array();
  for (const auto& [id, command] : database.commands) {
    commands.push_back(
        {{"command_id", id}, {"fingerprint", command.fingerprint}, {"status", command.status}, {"body", command.body}});
  }
  return {{"database_id", database.database_id},
          {"next", DumpNext(database.next)},
          {"regions", ListOf(database.regions)},
          {"schools", ListOf(database.schools)},
          {"work_areas", ListOf(database.work_areas)},
          {"classrooms", std::move(rooms)},
          {"persons", ListOf(database.persons)},
          {"accounts", ListOf(database.accounts)},
          {"relationships", std::move(relationships)},
          {"status_rows", std::move(rows)},
          {"primary_classrooms", std::move(primary)},
          {"status_labels", std::move(labels)},
          {"relationship_labels", database.relationship_labels},
          {"commands", std::move(commands)}};
}

json DumpCopy(const MirrorCopy& copy) {
  return {{"database", DumpDatabase(copy.database)},
          {"today", copy.view.today},
          {"highest_row_wins", copy.view.rules.highest_row_wins},
          {"end_is_last_day", copy.view.rules.end_is_last_day}};
}

json DumpMirror(const Mirror& mirror) {
  json document = {{"on", mirror.on}};
  const auto put = [&document](const char* name, const std::optional<Instant>& at) {
    if (at) document[name] = kit::FormatInstant(*at);
  };
  put("as_of", mirror.as_of);
  put("next_start", mirror.next_start);
  put("synced_by_hand_at", mirror.synced_by_hand_at);
  if (mirror.shown) document["shown"] = DumpCopy(*mirror.shown);
  if (mirror.run) {
    document["run"] = {{"started_at", kit::FormatInstant(mirror.run->started_at)},
                       {"ends_at", kit::FormatInstant(mirror.run->ends_at)},
                       {"taken", DumpCopy(mirror.run->taken)}};
  }
  return document;
}

}  // namespace

json DumpWorld(const World& world) {
  auto backups = json::array();
  for (const auto& [name, database] : world.backups) {
    backups.push_back({{"name", name}, {"database", DumpDatabase(database)}});
  }
  return {{"machine", DumpMachine(world.machine)},
          {"database", DumpDatabase(world.database)},
          {"backups", std::move(backups)},
          {"mirror", DumpMirror(world.mirror)},
          {"switches", world.switches.Changed()},
          {"counters", {{"seed", world.ids.seed()}, {"counter", world.ids.counter()}}}};
}

}  // namespace ikp::simulators::procare_desktop
