#include "engine/procare_desktop/installations.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/desktop_wire/codec.h"
#include "engine/procare_desktop/hashing.h"
#include "engine/wire/json_read.h"

namespace ikp::procare_desktop {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestWord = 200;  // of keys and ids that come from outside

http::Response Json(int status, std::string body) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

http::Response Json(int status, const json& body) {
  return Json(status, body.dump(-1, ' ', false, json::error_handler_t::replace));
}

http::Response Refuse(int status, std::string_view code, std::string error) {
  return Json(status, json{{"code", code}, {"errors", json::array({std::move(error)})}});
}

http::Response Refuse(const Refusal& refusal) {
  json body = {{"code", refusal.code}, {"errors", refusal.errors}};
  if (refusal.next_seq >= 0) body["next_seq"] = refusal.next_seq;
  return Json(refusal.status, body);
}

// Text of 1 to 200 bytes; nothing otherwise.
std::optional<std::string> Word(const json& body, const char* name) {
  if (!body.is_object()) return std::nullopt;
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) return std::nullopt;
  const auto& text = found->get_ref<const std::string&>();
  if (text.empty() || text.size() > kLongestWord) return std::nullopt;
  return text;
}

// Nothing that an agent sends is nested deeply.
json Parsed(const std::string& text) {
  auto body = wire::ParseJson(text, {.bytes = kMostAgentBodyBytes, .depth = 16});
  return body && body->is_object() ? std::move(*body) : json::object();
}

std::string ActionOf(const http::Request& request) {
  return std::string(http::PathOf(request.target).substr(kAgentPrefix.size()));
}

std::string Printable(std::string text) {
  if (text.size() > 40) text.resize(40);
  for (auto& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7e) c = '?';
  }
  return text;
}

http::Response ForeignContract(const std::string& theirs) {
  return Json(426, json{{"code", "contract_mismatch"},
                        {"errors", json::array({"contract: the engine speaks " + std::string(desktop_wire::kContract) +
                                                ", this agent " + theirs + "; install the agent that fits"})},
                        {"engine_contract", desktop_wire::kContract},
                        {"agent_contract", theirs}});
}

}  // namespace

Installations::Installations(const wire::Environment& environment, ports::Store& store, ports::Log& log, OnBack on_back)
    : environment_(environment), store_(store), log_(log), on_back_(std::move(on_back)) {}

Installation& Installations::Add(const InstallationSettings& settings) {
  auto id = settings.id;
  auto on_back = [this, id] {
    if (on_back_) on_back_(id);
  };
  auto made = std::make_unique<Installation>(environment_, store_, log_, settings, std::move(on_back));
  return *installations_.emplace(std::move(id), std::move(made)).first->second;
}

Installation* Installations::Find(const domain::InstallationId& id) const {
  const auto found = installations_.find(id);
  return found == installations_.end() ? nullptr : found->second.get();
}

async::Task<http::Response> Installations::Handle(http::Request request) {
  const auto action = ActionOf(request);
  const bool known = action == "register" || action == "poll" || action == "heartbeat" || action == "chunk";
  if (!known) co_return Refuse(404, "no_such_route", "path: agents call register, poll, heartbeat and chunk");
  if (request.method != "POST") co_return Refuse(405, "wrong_method", "method: agents call with POST");
  co_await Load();
  if (const auto most = BodyLimit(request); request.body.size() > most) {
    co_return Refuse(413, "too_large",
                     "body: is larger than " + std::to_string(most) + " bytes, which is the most here");
  }
  if (action == "register") co_return co_await Register(std::move(request));
  Installation* caller = co_await CallerOf(request);
  if (caller == nullptr) {
    co_return Refuse(401, "credential_rejected",
                     "Authorization: show the credential of the registration as Bearer; if it was lost, register with "
                     "a new activation key");
  }
  if (action == "poll") co_return co_await Poll(*caller, std::move(request));
  if (action == "heartbeat") co_return co_await Heartbeat(*caller, std::move(request));
  co_return co_await Chunk(*caller, std::move(request));
}

async::Task<void> Installations::Load() {
  for (auto& [id, installation] : installations_) co_await installation->Load();
}

std::size_t Installations::BodyLimit(const http::Request& head) const {
  const auto action = ActionOf(head);
  std::string hash;
  const bool much = (action == "chunk" || action == "poll") && KnownCaller(head, hash) != nullptr;
  return much ? kMostAgentBodyBytes : kMostUnknownBodyBytes;
}

Installation* Installations::KnownCaller(const http::Request& request, std::string& hash) const {
  constexpr std::string_view kScheme = "Bearer ";
  const auto header = request.headers.Get("Authorization");
  if (!header || !header->starts_with(kScheme) || header->size() > kScheme.size() + kLongestWord) return nullptr;
  hash = Sha256Hex(header->substr(kScheme.size()));
  Installation* caller = nullptr;
  for (auto& [id, installation] : installations_) {
    if (installation->credentials().Knows(hash)) caller = installation.get();
  }
  return caller;
}

async::Task<Installation*> Installations::CallerOf(const http::Request& request) {
  std::string hash;
  auto* caller = KnownCaller(request, hash);
  if (caller != nullptr) co_await caller->credentials().Shown(std::move(hash));
  co_return caller;
}

async::Task<http::Response> Installations::Register(http::Request request) {
  const auto body = Parsed(request.body);
  const auto key = Word(body, "activation_key");
  auto agent = Word(body, "agent_id");
  if (!key || !agent) {
    co_return Refuse(400, "invalid", "activation_key, agent_id: both are needed, as text of at most 200 bytes");
  }
  Installation* meant = nullptr;
  for (auto& [id, installation] : installations_) {
    if (installation->credentials().IsActivationKey(*key)) meant = installation.get();
  }
  if (meant == nullptr) {
    log_.Write(ports::LogLevel::kWarning, "agent_registration_refused", {{"reason", "unknown_key"}});
    co_return Refuse(401, "activation_key_unknown",
                     "activation_key: is not one of the engine's configuration; copy it again");
  }
  auto credential = co_await meant->credentials().Register(std::move(*agent));
  if (!credential) {
    co_return Refuse(403, "activation_key_used",
                     "activation_key: was used already, and works once; put a new one into the engine's configuration "
                     "and into the agent");
  }
  co_return Json(200, json{{"credential", *credential}});
}

async::Task<http::Response> Installations::Poll(Installation& caller, http::Request request) {
  auto poll = desktop_wire::ReadPoll(request.body);
  // The contract is looked at first: another one may have other fields.
  const auto contract = Word(Parsed(request.body), "contract");
  if (contract && *contract != desktop_wire::kContract) {
    auto theirs = Printable(*contract);
    co_await caller.SpeaksForeignContract(theirs);
    co_return ForeignContract(theirs);
  }
  if (!poll) co_return Refuse(400, "invalid", poll.error());
  auto answer = co_await caller.Poll(std::move(*poll));
  if (!answer) co_return Refuse(answer.error());
  co_return Json(200, desktop_wire::WritePollAnswer(*answer));
}

async::Task<http::Response> Installations::Heartbeat(Installation& caller, http::Request request) {
  auto heartbeat = desktop_wire::ReadHeartbeat(request.body);
  if (!heartbeat) co_return Refuse(400, "invalid", heartbeat.error());
  const auto taken = co_await caller.Heartbeat(std::move(*heartbeat));
  if (!taken) co_return Refuse(taken.error());
  co_return Json(200, json::object());
}

async::Task<http::Response> Installations::Chunk(Installation& caller, http::Request request) {
  auto chunk = desktop_wire::ReadChunk(request.body);
  if (!chunk) co_return Refuse(400, "invalid", chunk.error());
  auto digest = Sha256Hex(request.body);
  const auto next = co_await caller.TakeChunk(std::move(*chunk), std::move(digest), request.body.size());
  if (!next) co_return Refuse(next.error());
  co_return Json(200, json{{"next_seq", *next}});
}

}  // namespace ikp::procare_desktop
