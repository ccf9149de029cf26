#include "simulators/procare_desktop/service.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulators/kit/json_text.h"
#include "simulators/kit/request_reading.h"
#include "simulators/procare_desktop/api.h"
#include "simulators/procare_desktop/latin1.h"

namespace ikp::simulators::procare_desktop {
namespace {

using nlohmann::json;

// Who may ask: a session, anybody at the PC, anybody in the cloud.
enum class Place { kSession, kPc, kCloud };

struct Handler {
  http::Response (*read)(Call& call) = nullptr;
  http::Response (*write)(Write& write) = nullptr;
  Place place = Place::kSession;
};

const kit::RouteTable<Handler>& Routes() {
  static const auto kRoutes = [] {
    kit::RouteTable<Handler> routes;
    routes.Add("POST /session", {.read = OpenSession, .place = Place::kPc});
    routes.Add("DELETE /session/{session}", {.read = CloseSession});
    routes.Add("GET /session/{session}/schools", {.read = ReadSchools});
    routes.Add("GET /session/{session}/classrooms", {.read = ReadClassrooms});
    routes.Add("GET /session/{session}/status-labels", {.read = ReadStatusLabels});
    routes.Add("GET /session/{session}/relationship-labels", {.read = ReadRelationshipLabels});
    routes.Add("GET /session/{session}/accounts", {.read = ReadAccounts});
    routes.Add("GET /session/{session}/persons/{person}", {.read = ReadOnePerson});
    routes.Add("GET /session/{session}/reports/{report}", {.read = ReadReport});
    routes.Add("POST /session/{session}/accounts", {.write = CreateAccount});
    routes.Add("POST /session/{session}/persons", {.write = CreatePerson});
    routes.Add("POST /session/{session}/relationships", {.write = CreateRelationship});
    routes.Add("POST /session/{session}/status-rows", {.write = CreateStatusRow});
    routes.Add("POST /session/{session}/primary-classroom", {.write = SetPrimaryClassroom});
    routes.Add("GET /exports/{report}", {.read = ReadReport, .place = Place::kPc});
    routes.Add("GET /mirror/accounts", {.read = ReadMirroredAccounts, .place = Place::kCloud});
    for (const auto* write : {"POST /mirror/accounts", "PATCH /mirror/accounts/{account}", "POST /mirror/persons",
                              "PATCH /mirror/persons/{person}"}) {
      routes.Add(write, {.read = RefuseMirrorWrite, .place = Place::kCloud});
    }
    return routes;
  }();
  return kRoutes;
}

http::Response MachineOff() {
  return Refusal(503, "machine_off", {"the computer does not answer: it is asleep, off or starting; try again later"});
}

bool IsOfTheCloud(const http::Request& request) { return http::PathOf(request.target).starts_with("/mirror/"); }

http::Response NoSuchRoute(const kit::RouteTable<Handler>::Result& found) {
  if (found.allowed.empty()) {
    return Refusal(404, "no_such_route", {"path: no route matches; the nearest is " + found.nearest});
  }
  const auto allowed = kit::JoinWords(found.allowed);
  auto refusal = Refusal(405, "wrong_method", {"method: allowed here: " + allowed});
  refusal.headers.Set("Allow", allowed);
  return refusal;
}

std::int64_t SessionOf(const Call& call) { return kit::WholeNumber(call.path.at("session")).value_or(0); }

// Nothing when the session is open.
std::optional<http::Response> CheckSession(Call& call) {
  auto& machine = call.world.machine;
  const auto number = SessionOf(call);
  if (call.faults.Has("session_kicked")) machine.sessions.erase(number);
  if (FindIn(machine.sessions, number) != nullptr) return std::nullopt;
  if (number > 0 && number < machine.next_session) {
    return Refusal(440, "session_ended", {"session: has ended: closed, kicked or lost; open a new one"});
  }
  return Refusal(404, "no_such_session", {"session: was never opened; open one with POST /session"});
}

// A command is the same when everything but the session is.
std::string FingerprintOf(const Call& call, const json& body) {
  const auto path = http::PathOf(call.request.target);
  return std::string(path.substr(path.rfind('/'))) + " " + body.dump();
}

http::Response RunWrite(Call& call, const Handler& handler) {
  const auto body = kit::ParseJson(call.request.body);
  if (!body) return Refusal(400, "bad_json", {"body: is not valid JSON: " + body.error()});
  kit::FieldErrors errors;
  kit::FieldReader reader(*body, "", errors);
  const auto command_id = reader.Text("command_id", kit::Need::kRequired, 100);
  Write write{call, reader, errors};
  auto& commands = call.world.database.commands;
  const bool remembers = call.world.switches.On("pd.remembers_commands");
  const auto fingerprint = remembers ? FingerprintOf(call, *body) : std::string();
  if (const auto* before = remembers && command_id ? FindIn(commands, *command_id) : nullptr) {
    call.notes.emplace_back("command seen before");
    if (before->fingerprint == fingerprint) {
      return {before->status, {{"Content-Type", "application/json"}}, before->body};
    }
    return Refusal(409, "command_reused", {"command_id: was used for another command; give each one its own"});
  }
  if (call.world.machine.disk_full || call.faults.Has("disk_full")) {
    return Refusal(507, "disk_full", {"database: the disk is full, nothing was written; free space and try again"});
  }
  auto response = handler.write(write);
  if (remembers && response.status < 300) {
    commands[*command_id] = {fingerprint, response.status, kit::BodyText(response)};
  }
  return response;
}

// The answer as a program writes it that knows nothing of UTF-8; at least one text has bytes that do not fit (G56).
http::Response AsLatin1(const http::Response& answer) {
  auto document = kit::ParseJson(kit::BodyText(answer));
  if (!document || !document->is_object()) return answer;  // a report is ISO-8859-1 anyway
  const auto stray = std::string("caf\xC3\xA9\r\n\0", 8);
  bool some = false;
  if (document->contains("accounts")) {
    for (auto& account : (*document)["accounts"]) {
      account["comment"] = account.value("comment", "") + stray;
      some = true;
    }
  }
  if (!some) (*document)["remark"] = stray;
  return {answer.status, {{"Content-Type", "application/json"}}, ToLatin1(kit::DumpJson(*document))};
}

http::Response InSession(Call& call, const Handler& handler) {
  if (handler.write != nullptr) return RunWrite(call, handler);
  if (handler.read == &ReadAccounts && call.faults.Has("reboot_mid_snapshot")) {
    Reboot(call.world, call.now);
    call.notes.emplace_back("the computer reboots");
    return MachineOff();
  }
  auto answer = handler.read(call);
  const bool latin1 = call.request.method == "GET" && answer.status == 200 && call.faults.Has("latin1_bytes");
  return latin1 ? AsLatin1(answer) : answer;
}

// A session is in use until its answer has come, however long that takes.
void CountAsUsed(Call& call) {
  auto* session = FindIn(call.world.machine.sessions, SessionOf(call));
  if (session != nullptr) session->used_at = std::max(session->used_at, call.now + call.delay);
}

http::Response Dispatch(Call& call) {
  auto found = Routes().Find(call.request.method, call.request.target);
  call.path = std::move(found.parameters);
  if (found.handler != nullptr && found.handler->place == Place::kCloud) return found.handler->read(call);
  if (found.handler == nullptr && IsOfTheCloud(call.request)) return NoSuchRoute(found);
  if (!IsOn(call.world) || call.faults.Has("machine_off")) return MachineOff();
  if (found.handler == nullptr) return NoSuchRoute(found);
  if (found.handler->place == Place::kPc) return found.handler->read(call);
  if (auto refusal = CheckSession(call)) return *refusal;
  auto response = InSession(call, *found.handler);
  CountAsUsed(call);
  return response;
}

}  // namespace

kit::Answer Serve(World& world, const http::Request& request, const std::vector<kit::ActiveFault>& faults,
                  Instant now) {
  Call call{world, request, kit::ActingFaults(faults), now};
  auto response = Dispatch(call);
  return {std::move(response), kit::JoinWords(call.notes, "; "), call.delay};
}

}  // namespace ikp::simulators::procare_desktop
