// What IKS delivers: verified (signature, age, size) and read into a trigger. Pure; the HTTP host calls it and answers.
//
// The signature is HMAC-SHA256 over "<timestamp>.<raw body>", so neither can be changed; the timestamp is of the
// sending, so an old delivery that somebody kept cannot be played again later. Inside the tolerance a repetition is
// harmless: the inbox drops a known event id.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/domain/instant.h"
#include "engine/http/message.h"
#include "engine/ports/store.h"

namespace ikp::iks {

struct WebhookSettings {
  std::vector<std::string> secrets;  // any of them will do: during a rotation both the old and the new one
  std::string account;               // deliveries that name another account are refused; empty takes all
  domain::Milliseconds tolerance = std::chrono::minutes(5);
  std::size_t most_bytes = 64u << 10;
};

// Why a delivery was not taken. The reason is safe to send back and to log.
struct WebhookRefusal {
  int status = 400;  // 401: not proven to be from IKS; 413: too large; 400: not understood
  std::string reason;
};

// Nothing to do (but accepted) for pings and for event types that are not ours.
tl::expected<std::optional<ports::Trigger>, WebhookRefusal> VerifyAndParse(const http::Headers& headers,
                                                                           std::string_view body,
                                                                           const WebhookSettings& settings,
                                                                           domain::Instant now);

// "sha256=<lower hex>": what the sender puts into X-IKS-Signature.
std::string WebhookSignature(std::string_view secret, std::string_view timestamp, std::string_view body);

}  // namespace ikp::iks
