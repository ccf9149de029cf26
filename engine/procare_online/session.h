// Session: authorised calls to one tenant. A token that is not taken any more (401 or 403: expired, revoked [T2][T4])
// is renewed once, and the call repeated once: such an answer is a promise that nothing happened. The second time is
// final.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/async/task.h"
#include "engine/domain/id.h"
#include "engine/procare_online/tenant.h"
#include "engine/procare_online/token.h"
#include "engine/systems/outcome.h"
#include "engine/wire/environment.h"
#include "engine/wire/gate.h"
#include "engine/wire/http_call.h"

namespace ikp::procare_online {

class Session {
 public:
  // `tenant` outlives the session, the session its calls.
  Session(const wire::Environment& environment, const TenantConfig& tenant);

  // `path_and_query` starts behind the API prefix: "/schools". Any settled answer that is not about the token.
  async::Task<systems::Result<wire::Answer>> Get(std::string path_and_query);
  // A refusal about the token comes back as kNotDone.
  async::Task<wire::ActResult> Act(std::string method, std::string path, std::string body, domain::IntentId intent);
  // The login alone.
  async::Task<systems::Result<std::string>> Token() { return tokens_.Get(); }

  domain::Instant Now() const { return call_.Now(); }

 private:
  http::Request Request(std::string method, const std::string& path_and_query, const std::string& token) const;
  systems::SystemProblem Refused(const wire::Answer& answer);

  const TenantConfig& tenant_;
  wire::Gate gate_;
  wire::HttpCall call_;
  TokenSource tokens_;
  int refused_in_a_row_ = 0;  // new tokens, without a call between them that was let in
};

}  // namespace ikp::procare_online
