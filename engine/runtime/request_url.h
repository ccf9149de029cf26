// Where a request goes: an absolute http or https URL taken apart. Only for the bindings of this room.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ikp::runtime {

struct RequestUrl {
  bool tls = false;
  std::string host;  // without brackets; as written
  std::uint16_t port = 0;
  std::string host_header;    // host, and the port where it is not the scheme's own
  std::string origin_target;  // path and query, still encoded; at least "/"

  // Names the peer for connections that are kept: scheme, host and port.
  std::string Key() const;
};

// Nothing when `text` is not an absolute http or https URL, or carries a user name: credentials belong into headers.
std::optional<RequestUrl> ParseRequestUrl(std::string_view text);

// The addresses of an IP literal or of "localhost", which need no name service; empty for other names.
std::vector<boost::asio::ip::address> KnownAddresses(const std::string& host);

// 127.0.0.0/8, ::1 or "localhost", judged by what is written, not by what a name resolves to.
bool IsLoopback(const std::string& host);

}  // namespace ikp::runtime
