// I12: rate limits and Retry-After are kept; a rejected login is never repeated until the account locks. All of it is
// judged for each process of the engine alone: what an earlier one knew died with it.
#include <algorithm>
#include <deque>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "scenarios/oracle/circumstances.h"
#include "scenarios/oracle/evidence.h"
#include "scenarios/oracle/exchange_facts.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::oracle {
namespace {

using domain::Milliseconds;

// Retry-After knows seconds only, and who waits for longer than an hour may ask once more.
constexpr Milliseconds kRounding = std::chrono::seconds(1);
constexpr Milliseconds kLongestPause = std::chrono::hours(1);
// Requests that left while the refusal arrived.
constexpr Milliseconds kCrossing{5};
// Three rejected logins are the least after which an account is known to lock.
constexpr Milliseconds kLoginWindow = std::chrono::minutes(15);
constexpr std::size_t kMostRejectedLogins = 2;
// The same reading: two attempts for each caller, and the callers may be several families, the nightly and a person.
constexpr Milliseconds kLoopWindow = std::chrono::minutes(1);
constexpr std::size_t kMostRefusedReadings = 12;
// One effect has one caller: refused, sent again with a fresh token, given up; and so once more, when something new
// comes for the family within that minute.
constexpr std::size_t kMostRefusedWrites = 4;

bool IsRefusedToken(const Exchange& exchange) {
  return WasAnswered(exchange) && (exchange.status == 401 || exchange.status == 403);
}

// The peer looked at the login and did not like it. (408, 425 and 429 say that it did not look.)
bool IsRejectedLogin(const Exchange& exchange) {
  const int status = exchange.status;
  return WasAnswered(exchange) && status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
}

class PolitenessCheck {
 public:
  PolitenessCheck(const Model& model, Findings& findings)
      : setup_(model.scenario().engine), exchanges_(model.history().exchanges), report_(12, findings) {
    interval_us_ = static_cast<std::int64_t>(1e6 / setup_.requests_per_second);
  }

  void Run() {
    for (const auto& exchange : exchanges_) {
      auto& caller = CallerOf(exchange);
      CheckPause(exchange, caller);
      if (exchange.peer != Peer::kProcare) continue;
      // The agent asks for commands itself, one at a time.
      if (!exchange.command) CheckRate(exchange, caller);
      if (IsLogin(exchange)) {
        CheckLogin(exchange, caller);
        // Where only the newest token counts, a login that arrived twice made its own answer worthless.
        caller.has_stale_token = exchange.deliveries > 1;
      } else if (IsRefusedToken(exchange) && !caller.has_stale_token) {
        CheckRefused(exchange);
      }
    }
  }

 private:
  // A process of the engine, as one tenant of Procare (or IKS) sees it.
  struct Caller {
    int engine;
    Peer peer;
    std::string_view tenant;
    std::vector<const Exchange*> pauses = {};  // answers that asked for one; the latest few
    std::deque<const Exchange*> rejected_logins = {};
    bool has_stale_token = false;
    std::int64_t full_at_us = 0;  // the bucket of allowed requests is empty until then
  };

  Caller& CallerOf(const Exchange& exchange) {
    for (auto caller = callers_.rbegin(); caller != callers_.rend(); ++caller) {
      if (caller->engine == exchange.engine && caller->peer == exchange.peer && caller->tenant == exchange.tenant) {
        return *caller;
      }
    }
    return callers_.emplace_back(Caller{exchange.engine, exchange.peer, exchange.tenant});
  }

  // 429 speaks for the whole account. (503 speaks for one request, but several callers may have the same one.)
  void CheckPause(const Exchange& exchange, Caller& caller) {
    for (const auto* told : caller.pauses) {
      if (told->answered_seq > exchange.sent_seq || exchange.sent <= told->answered + kCrossing) continue;
      const Milliseconds pause = std::min(Milliseconds(*told->retry_after_ms), kLongestPause);
      // A date counts from when it was written.
      if (exchange.sent >= told->handled + pause - kRounding) continue;
      report_.Add("retry_after_ignored",
                  "The peer asked the engine to wait for " + std::to_string(pause.count() / 1000) +
                      " s, and the next request came before that.",
                  exchange.sent, {Show(*told, "told to wait"), Show(exchange, "sent too early")});
      break;
    }
    if (exchange.status != 429 || !WasAnswered(exchange) || exchange.retry_after_ms.value_or(0) <= 0) return;
    constexpr std::size_t kRemembered = 4;
    if (caller.pauses.size() == kRemembered) caller.pauses.erase(caller.pauses.begin());
    caller.pauses.push_back(&exchange);
  }

  // A bucket of `burst` requests that fills at the configured rate; two more are forgiven for rounding.
  void CheckRate(const Exchange& exchange, Caller& caller) {
    const std::int64_t sent_us = exchange.sent.time_since_epoch().count() * 1000;
    caller.full_at_us = std::max(caller.full_at_us, sent_us) + interval_us_;
    if (caller.full_at_us - sent_us <= (setup_.burst + 2) * interval_us_) return;
    report_.Add("rate_exceeded", "The engine sent more requests to a tenant than its rate limit allows.", exchange.sent,
                {Show(exchange, "one too many")});
    caller.full_at_us = sent_us;  // told once for each time
  }

  void CheckLogin(const Exchange& exchange, Caller& caller) {
    if (!IsRejectedLogin(exchange)) return;
    auto& rejected = caller.rejected_logins;
    while (!rejected.empty() && rejected.front()->answered + kLoginWindow - kRounding <= exchange.sent) {
      rejected.pop_front();
    }
    rejected.push_back(&exchange);
    if (rejected.size() <= kMostRejectedLogins) return;
    report_.Add("login_hammered",
                "A login was rejected " + std::to_string(rejected.size()) + " times within a quarter of an hour.",
                exchange.sent, {Show(*rejected.front(), "first"), Show(exchange, "last")});
    rejected.clear();
  }

  void CheckRefused(const Exchange& exchange) {
    const bool read = IsRead(exchange);
    const std::string_view what = read || exchange.idempotency_key.empty() ? exchange.path : exchange.idempotency_key;
    auto& refused = refused_[{exchange.engine, exchange.tenant, exchange.method, what}];
    while (!refused.empty() && refused.front()->sent + kLoopWindow <= exchange.sent) refused.pop_front();
    refused.push_back(&exchange);
    if (refused.size() <= (read ? kMostRefusedReadings : kMostRefusedWrites)) return;
    report_.Add("reauth_loop",
                "A token was refused, and the same request was sent " + std::to_string(refused.size()) +
                    " times within a minute.",
                exchange.sent, {Show(*refused.front(), "first"), Show(exchange, "last")});
    refused.clear();
  }

  using Request = std::tuple<int, std::string_view, std::string_view, std::string_view>;

  const EngineSetup& setup_;
  const std::vector<Exchange>& exchanges_;
  Reporter report_;
  std::int64_t interval_us_ = 0;
  std::vector<Caller> callers_;
  std::map<Request, std::deque<const Exchange*>> refused_;
};

}  // namespace

void CheckPoliteness(const Model& model, Findings& findings) {
  // An engine whose clock jumps or drifts waits as long as its clock says; it cannot know better.
  if (ClockFaulty(model)) return;
  PolitenessCheck(model, findings).Run();
}

}  // namespace ikp::scenarios::oracle
