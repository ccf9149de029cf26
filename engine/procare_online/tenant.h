// One Procare Online tenant as configured: its address, its API credentials, and what is assumed about its contract
// (engine/FACTS.md, B.2, B.7, H1 to H9).
#pragma once

#include <string>

#include "engine/domain/instant.h"
#include "engine/wire/gate.h"
#include "engine/wire/http_call.h"

namespace ikp::procare_online {

struct TenantConfig {
  std::string name;      // as in our configuration; for messages
  std::string base_url;  // "https://sunrise.procareconnect.com"
  std::string client_id;
  std::string client_secret;  // secret
  std::string scope;          // left out when empty (H1)
  std::string token_path = "/oauth/token";
  std::string api_prefix = "/api/v1";                                 // H2
  bool send_external_id = false;                                      // H9
  domain::Milliseconds visibility_window = std::chrono::minutes(10);  // G50
  wire::GateSettings gate{};                                          // H5: 2 requests a second, 5 at once
  wire::CallSettings call{};
};

}  // namespace ikp::procare_online
