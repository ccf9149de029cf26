// IksClient: systems::Iks over HTTP, in the assumed contract (engine/FACTS.md, D.2 and H20). One per IKS account; the
// API token is static.
//
// A rejected token (401, 403) pauses the account for 15 minutes: until then every call fails at once, with the reason
// and the end of the pause, and nothing is sent (I12, F19).
#pragma once

#include <optional>
#include <string>

#include "engine/systems/iks.h"
#include "engine/wire/environment.h"
#include "engine/wire/gate.h"
#include "engine/wire/http_call.h"

namespace ikp::iks {

struct IksConfig {
  std::string base_url;   // "https://api.example.com", without a slash at the end
  std::string api_token;  // secret
  std::string account;    // for messages
  wire::GateSettings gate{.pace = {.per_second = 10, .burst = 20}, .concurrent = 8, .queued = 1000};
  wire::CallSettings call;
};

class IksClient final : public systems::Iks {
 public:
  // The ports outlive the client, the client outlives its calls.
  IksClient(const wire::Environment& environment, IksConfig config);

  async::Task<systems::Result<systems::IksFamilyReading>> ReadFamily(domain::IksFamilyId family) override;
  async::Task<systems::Result<systems::IksChildPage>> ReadChangedChildren(std::optional<domain::IksLocationId> location,
                                                                          std::vector<domain::StatusLabel> statuses,
                                                                          std::optional<domain::Instant> since,
                                                                          std::string cursor) override;
  async::Task<systems::Effect> WriteBack(domain::IksChildId child, systems::IksChildUpdate update) override;
  async::Task<std::vector<systems::CheckLine>> Check(domain::IksLocationId location) override;

 private:
  http::Request Request(std::string method, std::string path_and_query) const;
  // An answer below 500 that is not about the token.
  async::Task<systems::Result<wire::Answer>> Get(std::string path_and_query);
  std::optional<systems::SystemProblem> Paused() const;
  systems::SystemProblem Pause(const wire::Answer& answer);

  IksConfig config_;
  wire::Gate gate_;
  wire::HttpCall call_;
  std::optional<systems::SystemProblem> login_rejected_;  // until its not_before
};

}  // namespace ikp::iks
