// Addresses in the configuration: what is acceptable as a base URL, and what certainly stays on this machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ikp::config {

// The URL without slashes at the end; otherwise what is wrong with it, as a sentence that does not quote it (a URL may
// carry credentials).
tl::expected<std::string, std::string> ParseBaseUrl(std::string_view text);

bool IsHttps(std::string_view url);

// http or https to 127.0.0.0/8, ::1 or "localhost", as written, without user name. Names are not looked up: only what
// can be nothing else counts as loopback.
bool IsLoopbackUrl(std::string_view url);

struct HostPort {
  std::string host;  // an IP address without brackets, or "localhost"
  std::uint16_t port = 0;
  bool loopback = false;
};
// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; otherwise nothing.
std::optional<HostPort> ParseListenAddress(std::string_view text);

}  // namespace ikp::config
