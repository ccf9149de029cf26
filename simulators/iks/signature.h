// How IKS signs a webhook: lower-case hex of HMAC-SHA256(secret, timestamp + "." + raw body), prefixed "sha256=".
#pragma once

#include <string>
#include <string_view>

namespace ikp::simulators::iks {

std::string SignWebhook(std::string_view secret, std::string_view timestamp, std::string_view body);

}  // namespace ikp::simulators::iks
