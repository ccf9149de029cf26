#include "engine/config/url.h"

#include <algorithm>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <charconv>

namespace ikp::config {
namespace {

namespace urls = boost::urls;

constexpr std::size_t kLongestUrl = 500;

bool IsLocalhost(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  return std::equal(host.begin(), host.end(), kName.begin(), kName.end(),
                    [](unsigned char a, char b) { return std::tolower(a) == b; });
}

bool IsHostName(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
}

bool IsPort(std::string_view text, unsigned least) {
  unsigned port = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && rest == text.data() + text.size() && port >= least && port <= 65535;
}

bool IsHttpScheme(const urls::url_view& url) {
  return url.scheme_id() == urls::scheme::https || url.scheme_id() == urls::scheme::http;
}

// Boost.URL 1.81 ends the host of "http://127.0.0.1.evil.com" after the number and calls the rest a path; such a path
// does not start with a slash, as every path behind a host must.
std::optional<urls::url_view> Parse(std::string_view text) {
  const auto parsed = urls::parse_uri(urls::string_view(text.data(), text.size()));
  if (!parsed) return std::nullopt;
  const auto path = parsed->encoded_path();
  if (!path.empty() && path.front() != '/') return std::nullopt;
  return *parsed;
}

// What is wrong with the parts that must not or must be there; empty when nothing is.
std::string Complaint(const urls::url_view& url) {
  if (!IsHttpScheme(url)) return "The address must start with https://.";
  if (url.has_userinfo()) return "The address must not have a user name or password in it.";
  const bool is_address = url.host_type() == urls::host_type::ipv4 || url.host_type() == urls::host_type::ipv6;
  const auto encoded = url.encoded_host();
  if (!is_address && !IsHostName(std::string_view(encoded.data(), encoded.size()))) {
    return "The address has no valid host name.";
  }
  const auto port = url.port();
  if (url.has_port() && !IsPort(std::string_view(port.data(), port.size()), 1)) {
    return "The port in the address must be a number from 1 to 65535.";
  }
  if (url.has_query() || url.has_fragment()) return "The address must end before any ? or #.";
  return {};
}

}  // namespace

tl::expected<std::string, std::string> ParseBaseUrl(std::string_view text) {
  const auto parsed = Parse(text);
  if (!parsed || text.size() > kLongestUrl) return tl::unexpected(std::string("This is not a web address."));
  if (auto complaint = Complaint(*parsed); !complaint.empty()) return tl::unexpected(std::move(complaint));
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

bool IsHttps(std::string_view url) {
  const auto parsed = Parse(url);
  return parsed && parsed->scheme_id() == urls::scheme::https;
}

bool IsLoopbackUrl(std::string_view url) {
  const auto parsed = Parse(url);
  if (!parsed || !IsHttpScheme(*parsed) || parsed->has_userinfo()) return false;
  switch (parsed->host_type()) {
    case urls::host_type::ipv4:
      return parsed->host_ipv4_address().is_loopback();
    case urls::host_type::ipv6:
      return parsed->host_ipv6_address().is_loopback();
    case urls::host_type::name: {
      const auto encoded = parsed->encoded_host();
      return IsLocalhost(std::string_view(encoded.data(), encoded.size()));
    }
    default:
      return false;
  }
}

std::optional<HostPort> ParseListenAddress(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto host = text.substr(0, colon);
  const auto port = text.substr(colon + 1);
  if (!IsPort(port, 0)) return std::nullopt;
  HostPort address;
  std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (IsLocalhost(host)) {
    address.loopback = true;
  } else if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    const auto parsed = urls::parse_ipv6_address(urls::string_view(host.data(), host.size()));
    if (!parsed) return std::nullopt;
    address.loopback = parsed->is_loopback();
  } else {
    const auto parsed = urls::parse_ipv4_address(urls::string_view(host.data(), host.size()));
    if (!parsed) return std::nullopt;
    address.loopback = parsed->is_loopback();
  }
  address.host = std::string(host);
  return address;
}

}  // namespace ikp::config
