// OAuth: client_credentials against a tenant [T1], tokens with an end, and the lock-out after repeated bad logins that
// only the account's own staff can lift [T2].
#pragma once

#include <string_view>

#include "simulators/procare_online/call.h"

namespace ikp::simulators::procare_online {

// POST /oauth/token. Faults: account_locked, token_not_cleared (G6).
http::Response IssueToken(Call& call);

// Nothing when the bearer token is good; otherwise the refusal.
std::optional<http::Response> CheckToken(Call& call);

void ExpireTokens(Tenant& tenant, Instant now);
void RevokeTokens(Tenant& tenant);

}  // namespace ikp::simulators::procare_online
