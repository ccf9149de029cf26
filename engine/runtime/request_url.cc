#include "engine/runtime/request_url.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <charconv>
#include <system_error>

namespace ikp::runtime {
namespace {

namespace urls = boost::urls;

bool IsLocalhost(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  return std::equal(host.begin(), host.end(), kName.begin(), kName.end(),
                    [](unsigned char a, char b) { return std::tolower(a) == b; });
}

// What may stand in a name that is looked up; percent-encoded names of other protocols are not for HTTP.
bool IsPlainName(std::string_view host) {
  return std::all_of(host.begin(), host.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_'; });
}

// The host to look up. Boost.URL keeps the brackets of an IPv6 address.
std::string HostOf(const urls::url_view& url) {
  std::string host = url.host();
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return host;
}

}  // namespace

std::string RequestUrl::Key() const { return (tls ? "https://" : "http://") + host + ":" + std::to_string(port); }

std::optional<RequestUrl> ParseRequestUrl(std::string_view text) {
  const auto parsed = urls::parse_uri(urls::string_view(text.data(), text.size()));
  if (!parsed) return std::nullopt;
  const urls::url_view& url = *parsed;
  const bool is_https = url.scheme_id() == urls::scheme::https;
  if (!is_https && url.scheme_id() != urls::scheme::http) return std::nullopt;
  if (url.has_userinfo() || url.host_type() == urls::host_type::none || url.encoded_host().empty()) return std::nullopt;

  RequestUrl target;
  target.tls = is_https;
  target.host = HostOf(url);
  if (url.host_type() == urls::host_type::ipvfuture) return std::nullopt;
  if (url.host_type() == urls::host_type::name && !IsPlainName(target.host)) return std::nullopt;
  const std::uint16_t usual_port = is_https ? 443 : 80;
  target.port = usual_port;
  if (url.has_port() && !url.port().empty()) {
    const std::string text_of_port(url.port());
    const char* const end = text_of_port.data() + text_of_port.size();
    const auto [rest, error] = std::from_chars(text_of_port.data(), end, target.port);
    if (error != std::errc() || rest != end || target.port == 0) return std::nullopt;
  }
  target.host_header = std::string(url.encoded_host());
  if (target.port != usual_port) target.host_header += ":" + std::to_string(target.port);
  // Boost.URL 1.81 reads "http://127.0.0.1.evil.com/" as host 127.0.0.1 with the path ".evil.com/".
  if (!url.encoded_path().empty() && url.encoded_path().front() != '/') return std::nullopt;
  target.origin_target = url.encoded_path().empty() ? "/" : std::string(url.encoded_path());
  if (url.has_query()) target.origin_target += "?" + std::string(url.encoded_query());
  return target;
}

std::vector<boost::asio::ip::address> KnownAddresses(const std::string& host) {
  using boost::asio::ip::address;
  if (IsLocalhost(host)) return {boost::asio::ip::address_v4::loopback(), boost::asio::ip::address_v6::loopback()};
  boost::system::error_code error;
  const address literal = boost::asio::ip::make_address(host, error);
  if (error) return {};
  return {literal};
}

bool IsLoopback(const std::string& host) {
  const auto addresses = KnownAddresses(host);
  return !addresses.empty() &&
         std::all_of(addresses.begin(), addresses.end(), [](const auto& address) { return address.is_loopback(); });
}

}  // namespace ikp::runtime
