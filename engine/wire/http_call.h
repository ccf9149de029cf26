// HttpCall: how wire clients talk to a peer. Two ways, and nothing in between:
//
//   Ask  for what may be repeated without harm (reads, logins): repeated politely on 408, 425, 429, 5xx, unreadable
//        answers and lost ones, until a limit of attempts and of time.
//   Act  for effects (POST, PATCH): sent once. What is certainly without effect is told apart from what may have taken
//        effect. Only 429, which is a promise that nothing happened, is repeated, within a short patience.
//
// Both go through the tenant's gate. Neither follows redirects. Problems name HTTP status, transport word and
// recognised error words only (error_text.h).
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/instant.h"
#include "engine/domain/reason.h"
#include "engine/http/message.h"
#include "engine/ports/transport.h"
#include "engine/systems/outcome.h"
#include "engine/wire/environment.h"
#include "engine/wire/gate.h"

namespace ikp::wire {

struct CallSettings {
  domain::Milliseconds timeout = std::chrono::seconds(30);  // of one exchange
  int attempts = 5;                                         // of one Ask
  domain::Milliseconds total = std::chrono::minutes(2);     // no further attempt of an Ask starts after it
  // An effect waits so long for its turn and for the end of a 429 pause; then it is not done.
  domain::Milliseconds effect_patience = std::chrono::seconds(20);
};

// How problems of this peer are called.
struct PeerReasons {
  domain::Reason unreachable;
  domain::Reason throttled;
  domain::Reason error;
  domain::Reason unknown;  // an effect without an answer
};

struct Answer {
  int status = 0;
  http::Headers headers;
  bool html = false;  // an HTML page where JSON was expected
  // The body; JSON null when it is empty or not JSON. A null pointer only while `status` is 0: nothing was answered.
  std::shared_ptr<const nlohmann::json> body;

  bool good() const { return status >= 200 && status < 300; }
};

// "HTTP 422" and the recognised words of the body.
std::vector<std::string> DetailsOf(const Answer& answer);

// All that an Ask learned, for callers that must tell a wrong address from a rejected request.
struct AskTrace {
  Answer last;                                                       // of the last exchange that was answered
  ports::TransportFailure failure = ports::TransportFailure::kNone;  // of the last exchange
  std::optional<systems::SystemProblem> problem;                     // nothing: `last` is a settled answer
};

struct ActResult {
  enum class Kind {
    kAnswered,  // 2xx, readable (or empty): the effect happened
    kRefused,   // the peer answered that it did not do it; `answer` says why
    kNotDone,   // certainly without effect: not sent, throttled, stopping
    kUnknown,   // may have taken effect
  };
  Kind kind = Kind::kUnknown;
  Answer answer;                   // kAnswered, kRefused
  systems::SystemProblem problem;  // kNotDone, kUnknown
};

class HttpCall {
 public:
  // `gate` outlives the object; the ports outlive both.
  HttpCall(const Environment& environment, Gate& gate, CallSettings settings, PeerReasons reasons);

  // A settled answer: a readable 2xx, a 3xx, or a 4xx that would be the same next time.
  async::Task<systems::Result<Answer>> Ask(http::Request request);
  async::Task<AskTrace> AskWithTrace(http::Request request);
  async::Task<ActResult> Act(http::Request request);

  domain::Instant Now() const { return environment_.clock.Now(); }

 private:
  struct Wait {
    domain::Milliseconds pause{};
    bool whole_tenant = false;  // the peer asked for it
    systems::SystemProblem problem;
  };
  struct ReadAnswer;
  static ReadAnswer Read(const http::Response& response);
  // Nothing when the exchange settles an Ask.
  std::optional<Wait> ReasonToRepeat(const ports::Exchange& exchange, const ReadAnswer& read,
                                     domain::Milliseconds back_off) const;
  ActResult Judge(const ports::Exchange& exchange) const;
  domain::Milliseconds PauseAskedFor(const http::Headers& headers, domain::Milliseconds otherwise) const;
  systems::SystemProblem Busy(domain::Instant until) const;

  Environment environment_;
  Gate& gate_;
  CallSettings settings_;
  PeerReasons reasons_;
};

}  // namespace ikp::wire
