#include "engine/procare_desktop/database_claim.h"

#include <utility>

#include "engine/procare_desktop/hashing.h"

namespace ikp::procare_desktop {
namespace {

constexpr std::size_t kLongestId = 200;  // beyond that it is none (I15)

std::string OwnCursor(const domain::InstallationId& installation) { return "desktop.database:" + installation.str(); }
std::string OwnerCursor(const std::string& id) { return "desktop.database_of:" + Sha256Hex(id); }

}  // namespace

DatabaseClaim::DatabaseClaim(async::Executor& executor, ports::Store& store, ports::Log& log,
                             domain::InstallationId installation, std::string confirmed)
    : store_(store),
      log_(log),
      installation_(std::move(installation)),
      confirmed_(std::move(confirmed)),
      alone_(executor, 1) {}

async::Task<void> DatabaseClaim::Load() {
  if (loaded_) co_return;
  const auto permit = co_await alone_.Acquire();
  if (loaded_) co_return;
  id_ = (co_await store_.Cursor(OwnCursor(installation_))).value_or("");
  if (!confirmed_.empty() && confirmed_ != id_) co_await Keep(confirmed_);
  // Another installation's operator has confirmed it since.
  if (confirmed_.empty() && !id_.empty()) {
    if (co_await BelongsToAnother(id_)) id_.clear();
  }
  loaded_ = true;
}

async::Task<void> DatabaseClaim::Shown(std::string id) {
  if (id.empty() || id.size() > kLongestId || id == id_ || id == refused_) co_return;
  const auto permit = co_await alone_.Acquire();
  if (id == id_ || id == refused_) co_return;
  if (id_.empty()) {
    const bool anothers = co_await BelongsToAnother(id);
    if (!anothers) {
      co_await Keep(std::move(id));
      co_return;
    }
  }
  log_.Write(ports::LogLevel::kError, "desktop_other_database", {{"installation", installation_.str()}});
  refused_ = std::move(id);
}

bool DatabaseClaim::IsForeign(const std::string& id) const {
  if (id.empty()) return false;
  return id == refused_ || (!id_.empty() && id != id_);
}

async::Task<bool> DatabaseClaim::BelongsToAnother(std::string id) {
  const auto owner = co_await store_.Cursor(OwnerCursor(id));
  co_return owner&&* owner != installation_.str();
}

async::Task<void> DatabaseClaim::Keep(std::string id) {
  ports::WriteBatch batch;
  batch.push_back(ports::PutCursor{OwnCursor(installation_), id});
  batch.push_back(ports::PutCursor{OwnerCursor(id), installation_.str()});
  co_await store_.Commit(std::move(batch));
  id_ = std::move(id);
}

}  // namespace ikp::procare_desktop
