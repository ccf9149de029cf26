// Credentials: how an agent proves that it is the one of its installation. A centre is given an activation key, which
// works once; for it the agent gets a credential of 128 random bits, which it shows with every call. Only hashes are
// kept (cursor "desktop.credential:<installation>").
//
// The answer to a registration can be lost, so the same agent may register again until a credential of this key was
// shown once. Another agent, or the same one after that, needs a new activation key in the configuration; until that
// one is used, the old credential goes on working.
//
// Threads: the executor's. Load comes before everything else.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/id.h"
#include "engine/ports/clock.h"
#include "engine/ports/log.h"
#include "engine/ports/random.h"
#include "engine/ports/store.h"

namespace ikp::procare_desktop {

enum class RegistrationRefusal { kKeyWasUsed };

class Credentials {
 public:
  Credentials(async::Executor& executor, const ports::Clock& clock, ports::Random& random, ports::Store& store,
              ports::Log& log, domain::InstallationId installation, std::string_view activation_key);

  async::Task<void> Load();

  bool IsActivationKey(std::string_view key) const;
  // A new credential; durable when it returns.
  async::Task<tl::expected<std::string, RegistrationRefusal>> Register(std::string agent_id);

  // `hash`: of what was shown.
  bool Knows(std::string_view hash) const;
  // The credential was shown: from now on it is the only one. Durable when it returns.
  async::Task<void> Shown(std::string hash);
  bool registered() const { return !record_.hashes.empty(); }

 private:
  struct Record {
    std::string key_hash;             // of the activation key that was used
    std::string agent_hash;           // of the agent's id
    std::vector<std::string> hashes;  // of credentials whose answer may have arrived, oldest first
    bool shown = false;
  };
  ports::PutCursor Put(const Record& record) const;

  const ports::Clock& clock_;
  ports::Random& random_;
  ports::Store& store_;
  ports::Log& log_;
  domain::InstallationId installation_;
  std::string activation_key_hash_;
  async::Semaphore alone_;
  bool loaded_ = false;
  Record record_;
};

}  // namespace ikp::procare_desktop
