#include "engine/desktop_agent/agent_memory.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/desktop_wire/codec.h"

namespace ikp::desktop_agent {
namespace {

constexpr std::string_view kCommand = "command:";
constexpr std::string_view kProgress = "progress:";
constexpr std::string_view kFinished = "finished:";

std::string Key(std::string_view kind, const std::string& id) { return std::string(kind) + id; }

std::optional<std::string> IdIn(const std::string& key, std::string_view kind) {
  if (!key.starts_with(kind)) return std::nullopt;
  return key.substr(kind.size());
}

std::string Hex(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; number >>= 4) text[i] = kDigits[number & 15];
  return text;
}

// Tells one activation key from another, without keeping the key itself (FNV-1a).
std::string FingerprintOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3u;
  return Hex(hash);
}

desktop_wire::Finished Unreadable(std::string id) {
  desktop_wire::Finished finished;
  finished.outcome.command_id = std::move(id);
  finished.outcome.kind = desktop_wire::Outcome::Kind::kUnknown;
  finished.outcome.details.emplace_back("the agent's journal was written by another version");
  return finished;
}

}  // namespace

std::string NewId(ports::Random& random) {
  const auto high = Hex(random.NextU64());
  return high + Hex(random.NextU64());
}

async::Task<std::string> AgentMemory::IdAt(const std::map<std::string, std::string>& entries, std::string key) {
  const auto found = entries.find(key);
  if (found != entries.end()) co_return found->second;
  auto id = NewId(random_);
  co_await journal_.Put(key, id);
  co_return id;
}

async::Task<void> AgentMemory::Load() {
  const auto entries = co_await journal_.Load();
  agent_id_ = co_await IdAt(entries, "agent_id");
  journal_id_ = co_await IdAt(entries, "journal_id");
  for (const auto& [key, value] : entries) {
    if (const auto id = IdIn(key, kProgress)) progress_[*id] = value;
    if (const auto id = IdIn(key, kFinished)) co_await LoadFinished(*id, value);
  }
  for (const auto& [key, value] : entries) {
    const auto id = IdIn(key, kCommand);
    if (id && !IsFinished(*id)) co_await LoadCommand(*id, value);
  }
  if (const auto engine = entries.find("engine"); engine != entries.end()) engine_ = engine->second;
  const auto credential = entries.find("credential");
  if (credential == entries.end()) co_return;
  const auto space = credential->second.find(' ');
  if (space == std::string::npos) co_return;
  credential_key_ = credential->second.substr(0, space);
  credential_ = credential->second.substr(space + 1);
}

async::Task<void> AgentMemory::LoadFinished(std::string id, std::string text) {
  auto finished = desktop_wire::ReadFinished(text);
  if (finished) {
    finished_.emplace(std::move(id), std::move(*finished));
  } else {
    co_await Finish(Unreadable(std::move(id)));
  }
}

async::Task<void> AgentMemory::LoadCommand(std::string id, std::string text) {
  auto command = desktop_wire::ReadCommand(text);
  if (command) {
    begun_.emplace(std::move(id), std::move(*command));
  } else {
    co_await Finish(Unreadable(std::move(id)));
  }
}

std::string AgentMemory::CredentialFor(const std::string& activation_key) const {
  return credential_key_ == FingerprintOf(activation_key) ? credential_ : std::string();
}

async::Task<void> AgentMemory::PutCredential(std::string activation_key, std::string credential) {
  auto key = FingerprintOf(activation_key);
  co_await journal_.Put("credential", key + " " + credential);
  credential_key_ = std::move(key);
  credential_ = std::move(credential);
}

async::Task<void> AgentMemory::BeginAnew() {
  for (const auto& id : Begun()) co_await EndUnwanted(id);
  auto id = NewId(random_);
  co_await journal_.Put("journal_id", id);
  journal_id_ = std::move(id);
}

async::Task<void> AgentMemory::EngineIs(const std::string& engine_url) {
  auto engine = FingerprintOf(engine_url);
  if (engine == engine_) co_return;
  if (!engine_.empty()) co_await BeginAnew();
  co_await journal_.Put("engine", engine);
  engine_ = std::move(engine);
}

std::vector<std::string> AgentMemory::Begun() const {
  std::vector<std::string> ids;
  for (const auto& [id, command] : begun_) ids.push_back(id);
  return ids;
}

async::Task<void> AgentMemory::Begin(desktop_wire::Command command) {
  co_await journal_.Put(Key(kCommand, command.id), desktop_wire::WriteCommand(command));
  begun_.insert_or_assign(command.id, command);
}

async::Task<void> AgentMemory::EndUnwanted(std::string id) {
  if (!begun_.contains(id)) co_return;
  desktop_wire::Finished finished;
  finished.outcome.kind =
      ProgressOf(id).empty() ? desktop_wire::Outcome::Kind::kNotDone : desktop_wire::Outcome::Kind::kUnknown;
  if (ProgressOf(id).empty()) finished.outcome.reason = domain::Reason::kQueued;
  finished.outcome.details.emplace_back("not_wanted");
  finished.outcome.command_id = std::move(id);
  co_await Finish(std::move(finished));
}

const std::string& AgentMemory::ProgressOf(const std::string& id) const {
  static const std::string kNone;
  const auto found = progress_.find(id);
  return found == progress_.end() ? kNone : found->second;
}

async::Task<void> AgentMemory::SaveProgress(std::string id, std::string text) {
  co_await journal_.Put(Key(kProgress, id), text);
  progress_[id] = std::move(text);
}

std::vector<desktop_wire::Finished> AgentMemory::Finished() const {
  std::vector<desktop_wire::Finished> all;
  for (const auto& [id, finished] : finished_) all.push_back(finished);
  return all;
}

async::Task<void> AgentMemory::Finish(desktop_wire::Finished finished) {
  const auto id = finished.outcome.command_id;
  co_await journal_.Put(Key(kFinished, id), desktop_wire::WriteFinished(finished));
  begun_.erase(id);
  finished_.insert_or_assign(id, std::move(finished));
}

async::Task<void> AgentMemory::Forget(std::string id) {
  // Ids that were never here cost nothing.
  if (!finished_.contains(id)) co_return;
  for (const auto kind : {kCommand, kProgress, kFinished}) co_await journal_.Erase(Key(kind, id));
  progress_.erase(id);
  finished_.erase(id);
}

}  // namespace ikp::desktop_agent
