// TokenSource: the tenant's access token, by OAuth 2 client credentials [T1, H1].
//
// A token is used until 80 % of its life have passed; then one caller fetches a new one while the others wait for that
// outcome, good or bad. When the new one cannot be had, the old one is used to its end.
//
// A login that was rejected is not tried again for 15 minutes: repeated bad logins lock the account (F19, G5). The same
// holds for an address at which there is no such tenant. In that time every caller gets the reason at once. The two are
// told apart, because wrong address and wrong secret look alike to a person (F20).
#pragma once

#include <optional>
#include <string>

#include "engine/async/sync.h"
#include "engine/async/task.h"
#include "engine/procare_online/tenant.h"
#include "engine/systems/outcome.h"
#include "engine/wire/environment.h"
#include "engine/wire/gate.h"
#include "engine/wire/http_call.h"

namespace ikp::procare_online {

class TokenSource {
 public:
  // `tenant` and `gate` outlive the object.
  TokenSource(const wire::Environment& environment, const TenantConfig& tenant, wire::Gate& gate);

  async::Task<systems::Result<std::string>> Get();
  // The peer did not take `token`: it is not handed out again.
  void Invalidate(const std::string& token);
  // Logins are good for nothing (G6): until `problem.not_before` every caller is told so, and none is tried.
  void Pause(systems::SystemProblem problem);

 private:
  struct Token {
    std::string text;
    domain::Instant refresh_at{};
    domain::Instant expires_at{};
  };

  bool Fresh() const;
  bool Usable() const;
  async::Task<void> Fetch();
  systems::SystemProblem Rejected(domain::Reason reason, std::vector<std::string> details);
  // Nothing when `trace` brought a token.
  std::optional<systems::SystemProblem> Judge(const wire::AskTrace& trace, domain::Instant asked_at);
  std::optional<systems::SystemProblem> JudgeFailure(const wire::AskTrace& trace);

  const TenantConfig& tenant_;
  wire::HttpCall call_;
  async::Semaphore turn_;
  std::optional<Token> token_;
  std::optional<systems::SystemProblem> problem_;  // of the last attempt
  domain::Instant next_attempt_at_{};
  std::uint64_t attempts_ = 0;
  bool ever_accepted_ = false;
};

}  // namespace ikp::procare_online
