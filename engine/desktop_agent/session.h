// Session: one session with the Procare Desktop program, through the bridge that speaks pd.contract=assumed-1. It takes
// one of the licensed seats [P14] from Open to Close. A session that ended under way (kicked, idle, asleep) is opened
// again once: reading goes on, but nothing is written on what was read before.
//
// Details of troubles are codes, field names, versions and transport words, never what a field holds (I13).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/async/task.h"
#include "engine/desktop_agent/session_data.h"
#include "engine/desktop_wire/messages.h"
#include "engine/domain/reason.h"
#include "engine/ports/transport.h"
#include "engine/wire/environment.h"

namespace ikp::desktop_agent {

// Why something cannot be had or done now.
struct Trouble {
  domain::Reason reason = domain::Reason::kProcareError;
  std::vector<std::string> details = {};
  bool timed_out = false;  // there was no answer in time: a smaller question may help
};

struct Written {
  enum class Kind {
    kDone,
    kRefused,    // certainly nothing was written; `code` and `trouble` say why
    kLookAgain,  // nothing was written: what it was decided on is too old, or the session was ended since then
    kLost,       // it may have been written
  };
  Kind kind = Kind::kLost;
  nlohmann::json body = nullptr;         // kDone
  std::string code = {};                 // of a refusal: "key_taken", "invalid", ...
  std::vector<std::string> fields = {};  // that a refusal names
  Trouble trouble = {};
};

class Session {
 public:
  // All of them outlive the session. `state` is brought up to date by every attempt to open; `pulse` is the command
  // that the session is for.
  Session(const wire::Environment& environment, const SessionSettings& settings, desktop_wire::DataState& state,
          Pulse& pulse)
      : environment_(environment), settings_(settings), state_(state), pulse_(pulse) {}

  // Also trouble: another database than the one that the command is for.
  async::Task<std::optional<Trouble>> Open();
  // `path` is what follows /session/{id}. Repeated politely while the trouble may pass.
  async::Task<tl::expected<nlohmann::json, Trouble>> Get(std::string path);
  // Sent at most once. `looked_at`: when that was read which made it right to write.
  async::Task<Written> Post(std::string path, nlohmann::json body, domain::Instant looked_at);
  // After a lost answer: ends the session, waits until what was sent has landed or never will, and opens another one.
  async::Task<std::optional<Trouble>> Settle();
  // Never fails: an idle session ends by itself.
  async::Task<void> Close();

  domain::Instant Now() const { return environment_.clock.Now(); }
  domain::Milliseconds timeout() const { return settings_.timeout; }

 private:
  struct Call;
  async::Task<Call> Send(std::string method, std::string target, std::string body, domain::Milliseconds timeout);
  async::Task<std::optional<Trouble>> OpenAgain();

  const wire::Environment& environment_;
  const SessionSettings& settings_;
  desktop_wire::DataState& state_;
  Pulse& pulse_;
  std::string id_;                          // empty: not open
  std::optional<std::string> database_id_;  // of the first that was opened
  bool opened_again_ = false;
};

}  // namespace ikp::desktop_agent
