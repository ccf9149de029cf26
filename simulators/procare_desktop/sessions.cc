#include <nlohmann/json.hpp>

#include "simulators/kit/civil_time.h"
#include "simulators/kit/json_text.h"
#include "simulators/procare_desktop/api.h"

namespace ikp::simulators::procare_desktop {
namespace {

std::int64_t UsedSeats(const World& world) {
  const bool by_mirror = world.mirror.run && world.switches.On("pd.mirror_takes_seat");
  const auto sessions = static_cast<std::int64_t>(world.machine.sessions.size());
  return world.machine.occupied_seats + sessions + (by_mirror ? 1 : 0);
}

http::Response VersionMismatch(const std::string& client_version, const std::string& server_version) {
  auto answer = nlohmann::json{
      {"code", "version_mismatch"},
      {"errors", {"client_version: the server has version " + server_version + "; update the client to it"}},
      {"client_version", client_version},
      {"server_version", server_version}};
  return kit::JsonResponse(426, std::move(answer));
}

}  // namespace

http::Response OpenSession(Call& call) {
  auto& machine = call.world.machine;
  const auto body = kit::ParseJson(call.request.body);
  if (!body) return Refusal(400, "bad_json", {"body: is not valid JSON: " + body.error()});
  kit::FieldErrors errors;
  kit::FieldReader reader(*body, "", errors);
  const auto client_version = reader.Text("client_version", kit::Need::kRequired, 40);
  reader.RejectUnknown();
  if (!errors.empty()) return Invalid(errors);
  if (call.faults.Has("version_mismatch")) return VersionMismatch(*client_version, machine.server_version + ".1");
  if (*client_version != machine.server_version) return VersionMismatch(*client_version, machine.server_version);
  if (UsedSeats(call.world) >= machine.seats || call.faults.Has("not_enough_seats")) {
    return Refusal(409, "not_enough_seats",
                   {"login rejected; not enough seats: " + std::to_string(machine.seats) +
                    " are licensed and in use; close a session or try again later"});
  }
  const auto number = machine.next_session++;
  machine.sessions[number] = {*client_version, call.now, call.now};
  const auto today = TodayOf(call.world, call.now);
  return kit::JsonResponse(201, {{"session_id", std::to_string(number)},
                                 {"database_id", call.world.database.database_id},
                                 {"server_version", machine.server_version},
                                 {"schema_version", machine.server_version},
                                 {"seats", machine.seats},
                                 {"used", UsedSeats(call.world)},
                                 {"today", today}});
}

http::Response CloseSession(Call& call) {
  call.world.machine.sessions.erase(std::stoll(call.path.at("session")));
  return kit::JsonResponse(200, {{"used", UsedSeats(call.world)}});
}

}  // namespace ikp::simulators::procare_desktop
