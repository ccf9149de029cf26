// Session: one session with the Procare Desktop program, through the bridge that speaks pd.contract=assumed-1. It takes
// one of the licensed seats [P14] from Open to Close. A session that ended under way (kicked, idle, asleep) is opened
// again once, where nothing can have happened in between.
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
    kRefused,  // certainly nothing was written; `code` and `trouble` say why
    kLost,     // it may have been written
  };
  Kind kind = Kind::kLost;
  nlohmann::json body = nullptr;         // kDone
  std::string code = {};                 // of a refusal: "key_taken", "invalid", ...
  std::vector<std::string> fields = {};  // that a refusal names
  Trouble trouble = {};
};

class Session {
 public:
  // All of them outlive the session. `state` is brought up to date by every attempt to open.
  Session(const wire::Environment& environment, const SessionSettings& settings, desktop_wire::DataState& state)
      : environment_(environment), settings_(settings), state_(state) {}

  async::Task<std::optional<Trouble>> Open();
  // `path` is what follows /session/{id}. Repeated politely while the trouble may pass.
  async::Task<tl::expected<nlohmann::json, Trouble>> Get(std::string path);
  // Sent once, and once more where the first was certainly not looked at.
  async::Task<Written> Post(std::string path, nlohmann::json body);
  // Never fails: an idle session ends by itself.
  async::Task<void> Close();

 private:
  struct Call;
  async::Task<Call> Send(std::string method, std::string target, std::string body, domain::Milliseconds timeout);
  async::Task<std::optional<Trouble>> OpenAgain();

  const wire::Environment& environment_;
  const SessionSettings& settings_;
  desktop_wire::DataState& state_;
  std::string id_;  // empty: not open
  bool opened_again_ = false;
};

}  // namespace ikp::desktop_agent
