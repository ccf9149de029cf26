// What the engine asks of an agent, as exchanges of the history: written down as Online would have been asked, so that
// the same oracles judge both. The messages are read as JSON here, not with the engine's own code.
#include <nlohmann/json.hpp>

#include "scenarios/world/centre.h"
#include "scenarios/world/setup_desktop.h"

namespace ikp::scenarios {
namespace {

using nlohmann::json;

std::string Text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& Member(const json& object, const char* name) {
  static const json kNone = json::object();
  const auto found = object.find(name);
  return found != object.end() ? *found : kNone;
}

std::string Number(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? std::to_string(found->get<std::int64_t>())
                                                             : std::string();
}

json GuardianAsOnline(const json& guardian) {
  json phones = json::array();
  for (const auto& phone : Member(guardian, "phones")) {
    phones.push_back({{"type", Text(phone, "kind")}, {"number", Text(phone, "number")}});
  }
  json online = {{"first_name", Text(Member(guardian, "name"), "first")},
                 {"last_name", Text(Member(guardian, "name"), "last")},
                 {"is_primary", guardian.value("is_primary", false)},
                 {"phones", std::move(phones)}};
  if (const auto email = Text(guardian, "email"); !email.empty()) online["email"] = email;
  return online;
}

json FamilyAsOnline(const json& command) {
  const auto& family = Member(command, "family");
  json guardians = json::array();
  for (const auto& guardian : Member(family, "guardians")) guardians.push_back(GuardianAsOnline(guardian));
  return {{"school_id", Number(command, "school_id")},
          {"name", Text(family, "name")},
          {"key", Text(command, "key")},
          {"guardians", std::move(guardians)},
          {"send_invitations", false}};
}

json ChildAsOnline(const json& command) {
  const auto& child = Member(command, "child");
  return {{"school_id", Number(command, "school_id")},
          {"family_id", Number(command, "account_id")},
          {"first_name", Text(Member(child, "name"), "first")},
          {"last_name", Text(Member(child, "name"), "last")},
          {"dob", Text(child, "birth_date")}};
}

// Of what stands there already nothing may be changed: rows are added.
json PlacementAsOnline(const json& command) {
  json online = {{"status", json::object()}};
  const auto& placement = Member(command, "placement");
  for (const auto& row : Member(placement, "rows")) online["status"][Text(row, "date")] = Text(row, "status");
  if (placement.contains("classroom_id")) online["classroom_id"] = Number(placement, "classroom_id");
  return online;
}

void Describe(const json& command, oracle::Exchange& exchange) {
  const auto kind = Text(command, "kind");
  exchange.method = "POST";
  if (kind == "create_family") {
    exchange.path = "/api/v1/families";
    exchange.body = FamilyAsOnline(command).dump();
  } else if (kind == "create_child") {
    exchange.path = "/api/v1/children";
    exchange.body = ChildAsOnline(command).dump();
  } else if (kind == "place_child") {
    exchange.method = "PATCH";
    exchange.path = "/api/v1/children/" + Text(command, "child");
    exchange.body = PlacementAsOnline(command).dump();
  } else {
    exchange.method = "GET";
    exchange.path = "/api/v1/" + std::string(kind == "read_school" ? "children" : "check") +
                    "?school_id=" + Number(command, "school_id") + "&offset=0";
  }
}

int StatusOf(const std::string& outcome) {
  if (outcome == "done") return 200;
  return outcome == "not_done" ? 422 : 504;
}

}  // namespace

// The engine lets a command go.
void Centre::NoteCommands(const http::Response& response, int engine) {
  if (response.status != 200 || response.body.find("\"kind\"") == std::string::npos) return;
  const auto answer = json::parse(response.body, nullptr, false);
  if (!answer.is_object()) return;
  auto& history = parts_.recorder.history();
  for (const auto& command : Member(answer, "commands")) {
    const auto id = Text(command, "id");
    const auto known = commands_.find(id);
    if (known != commands_.end() && known->second.engine == engine) {
      ++history.exchanges[static_cast<std::size_t>(known->second.exchange)].handed_out;
      continue;
    }
    // Whatever was handed out before and has no end by now was given up.
    const auto before = commands_.find(last_issued_);
    if (before != commands_.end()) {
      auto& given_up = history.exchanges[static_cast<std::size_t>(before->second.exchange)];
      if (given_up.answered_seq == 0) {
        given_up.answered_seq = parts_.recorder.Next();
        given_up.answered = parts_.time.now;
      }
    }
    auto& exchange = history.exchanges.emplace_back();
    exchange.command = true;
    exchange.handed_out = 1;
    exchange.peer = oracle::Peer::kProcare;
    exchange.sent_seq = parts_.recorder.Next();
    exchange.sent = parts_.time.now;
    exchange.engine = engine;
    exchange.tenant = SchoolTenant(parts_.number, command.value("school_id", std::int64_t{0}));
    Describe(command, exchange);
    if (exchange.method != "GET") exchange.idempotency_key = id;
    exchange.fate = oracle::Fate::kAnswerLost;  // until the end is told
    commands_[id] = {static_cast<int>(history.exchanges.size()) - 1, engine};
    last_issued_ = id;
  }
}

// A command arrives at the agent.
void Centre::NoteArrived(const http::Response& response) {
  if (response.status != 200 || response.body.find("\"kind\"") == std::string::npos) return;
  const auto answer = json::parse(response.body, nullptr, false);
  if (!answer.is_object()) return;
  for (const auto& command : Member(answer, "commands")) {
    const auto known = commands_.find(Text(command, "id"));
    if (known == commands_.end()) continue;
    in_hand_ = known->first;
    auto& exchange = parts_.recorder.history().exchanges[static_cast<std::size_t>(known->second.exchange)];
    ++exchange.deliveries;
    if (exchange.handled_seq != 0) continue;
    exchange.handled_seq = parts_.recorder.Next();
    exchange.handled = parts_.time.now;
  }
}

// The agent tells the engine how commands ended.
void Centre::NoteFinished(const http::Request& request) {
  if (request.body.find("\"outcome\"") == std::string::npos) return;
  const auto poll = json::parse(request.body, nullptr, false);
  if (!poll.is_object()) return;
  auto& history = parts_.recorder.history();
  for (const auto& finished : Member(poll, "finished")) {
    const auto& outcome = Member(finished, "outcome");
    const auto known = commands_.find(Text(outcome, "command_id"));
    if (known == commands_.end()) continue;
    auto& exchange = history.exchanges[static_cast<std::size_t>(known->second.exchange)];
    exchange.status = StatusOf(Text(outcome, "kind"));
    if (exchange.method != "GET") exchange.answer = outcome.dump();
    const bool told = parts_.host.RunningEngine() == known->second.engine && exchange.answered_seq == 0;
    if (!told) continue;
    exchange.answered_seq = parts_.recorder.Next();
    exchange.answered = parts_.time.now;
    exchange.fate = oracle::Fate::kAnswered;
  }
}

void Centre::LookAtRecords(oracle::By by, int exchange) {
  parts_.recorder.LookAtDesktop(parts_.number, parts_.time.now, by, exchange);
}

}  // namespace ikp::scenarios
