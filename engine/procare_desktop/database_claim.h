// DatabaseClaim: which Procare Desktop database belongs to an installation (H34). The first one that its agent shows is
// its own, unless it belongs to another installation already; from then on another one (a training database, that of
// another office) is left alone until an operator confirms it by writing its id into the configuration. A database that
// was restored from a backup keeps its id. Kept in the store (cursors "desktop.database:<installation>" and
// "desktop.database_of:<hash of the id>").
//
// Threads: the executor's. Load comes before everything else.
#pragma once

#include <string>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/id.h"
#include "engine/ports/log.h"
#include "engine/ports/store.h"

namespace ikp::procare_desktop {

class DatabaseClaim {
 public:
  // `confirmed`: by an operator; empty: none.
  DatabaseClaim(async::Executor& executor, ports::Store& store, ports::Log& log, domain::InstallationId installation,
                std::string confirmed);

  async::Task<void> Load();
  // The agent has opened this database; empty: it does not know. Durable when it returns.
  async::Task<void> Shown(std::string id);

  // The installation's own; empty: none was shown yet.
  const std::string& id() const { return id_; }
  // Whether that database is not the installation's. One without an id is not judged.
  bool IsForeign(const std::string& id) const;

 private:
  async::Task<bool> BelongsToAnother(std::string id);
  async::Task<void> Keep(std::string id);

  ports::Store& store_;
  ports::Log& log_;
  domain::InstallationId installation_;
  std::string confirmed_;
  async::Semaphore alone_;
  bool loaded_ = false;
  std::string id_;
  std::string refused_;  // the last one that is not the installation's
};

}  // namespace ikp::procare_desktop
