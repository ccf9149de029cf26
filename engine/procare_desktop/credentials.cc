#include "engine/procare_desktop/credentials.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "engine/audit/entries.h"
#include "engine/procare_desktop/hashing.h"

namespace ikp::procare_desktop {
namespace {

using nlohmann::json;

// Answers that may have been lost one after the other; the oldest is forgotten beyond that.
constexpr std::size_t kMostPending = 8;

std::string CursorName(const domain::InstallationId& installation) {
  return "desktop.credential:" + installation.str();
}

std::string NewCredential(ports::Random& random) {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random.NextU64()),
                static_cast<unsigned long long>(random.NextU64()));
  return text;
}

}  // namespace

Credentials::Credentials(async::Executor& executor, const ports::Clock& clock, ports::Random& random,
                         ports::Store& store, ports::Log& log, domain::InstallationId installation,
                         std::string_view activation_key)
    : clock_(clock),
      random_(random),
      store_(store),
      log_(log),
      installation_(std::move(installation)),
      activation_key_hash_(Sha256Hex(activation_key)),
      alone_(executor, 1) {}

async::Task<void> Credentials::Load() {
  if (loaded_) co_return;
  const auto permit = co_await alone_.Acquire();
  if (loaded_) co_return;
  if (const auto text = co_await store_.Cursor(CursorName(installation_))) {
    const auto stored = json::parse(*text, nullptr, false);
    if (stored.is_object()) {
      record_.key_hash = stored.value("key", std::string());
      record_.agent_hash = stored.value("agent", std::string());
      record_.hashes = stored.value("hashes", std::vector<std::string>());
      record_.shown = stored.value("shown", false);
    }
  }
  loaded_ = true;
}

ports::PutCursor Credentials::Put(const Record& record) const {
  const json stored = {
      {"key", record.key_hash}, {"agent", record.agent_hash}, {"hashes", record.hashes}, {"shown", record.shown}};
  return {CursorName(installation_), stored.dump()};
}

bool Credentials::IsActivationKey(std::string_view key) const {
  return SameInConstantTime(Sha256Hex(key), activation_key_hash_);
}

async::Task<tl::expected<std::string, RegistrationRefusal>> Credentials::Register(std::string agent_id) {
  const auto permit = co_await alone_.Acquire();
  const auto agent_hash = Sha256Hex(agent_id);
  const bool again = record_.key_hash == activation_key_hash_;
  if (again && (record_.shown || record_.agent_hash != agent_hash)) {
    log_.Write(ports::LogLevel::kWarning, "agent_registration_refused", {{"installation", installation_.str()}});
    co_return tl::unexpected(RegistrationRefusal::kKeyWasUsed);
  }
  auto credential = NewCredential(random_);
  Record record = again ? record_ : Record{activation_key_hash_, agent_hash, {}, false};
  record.hashes.push_back(Sha256Hex(credential));
  if (record.hashes.size() > kMostPending) record.hashes.erase(record.hashes.begin());
  ports::WriteBatch batch;
  batch.push_back(Put(record));
  batch.push_back(audit::Entry(clock_.Now(), "agent_registered", "", "", "",
                               {{"installation", installation_.str()}, {"again", again ? "true" : "false"}}));
  co_await store_.Commit(std::move(batch));
  record_ = std::move(record);
  log_.Write(ports::LogLevel::kInfo, "agent_registered", {{"installation", installation_.str()}});
  co_return credential;
}

bool Credentials::Knows(std::string_view hash) const {
  bool known = false;
  for (const auto& one : record_.hashes) known = SameInConstantTime(one, hash) || known;
  return known;
}

async::Task<void> Credentials::Shown(std::string hash) {
  if (record_.shown) co_return;
  const auto permit = co_await alone_.Acquire();
  if (record_.shown || !Knows(hash)) co_return;
  Record record = record_;
  record.hashes = {std::move(hash)};
  record.shown = true;
  ports::WriteBatch batch;
  batch.push_back(Put(record));
  co_await store_.Commit(std::move(batch));
  record_ = std::move(record);
}

}  // namespace ikp::procare_desktop
