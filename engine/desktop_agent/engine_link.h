// EngineLink: the agent's calls to the engine, each one JSON POST. Whatever stands between the two answers too: proxies
// that decrypt, portals that want a login, servers that restart (G57); only an answer in the engine's own shape counts,
// everything else is a failure that passes.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/ports/transport.h"
#include "engine/wire/environment.h"

namespace ikp::desktop_agent {

struct Reply {
  int status = 0;                      // 0: no answer
  std::string body;                    // JSON, or what else came
  std::string failure;                 // a word for the log; empty while `status` is not 0
  domain::Milliseconds asked_pause{};  // of Retry-After; zero: not asked for

  bool good() const { return status >= 200 && status < 300; }
  std::string Word() const { return status == 0 ? failure : "HTTP " + std::to_string(status); }
};

class EngineLink {
 public:
  // The environment outlives the link.
  EngineLink(const wire::Environment& environment, std::string engine_url);

  // `credential` may be empty. Gives up the exchange as soon as `stop` is requested.
  async::Task<Reply> Post(std::string path, std::string body, std::string credential, domain::Milliseconds timeout,
                          std::stop_token stop);

 private:
  async::Task<void> SendInto(http::Request request, domain::Milliseconds timeout,
                             std::optional<ports::Exchange>& exchange, async::Signal& over);

  const wire::Environment& environment_;
  std::string engine_url_;
};

}  // namespace ikp::desktop_agent
