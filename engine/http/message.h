// HTTP messages as plain values: what crosses the Transport port and the inbound handlers. No Beast in here.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ikp::http {

// Header names compare without case; the order of arrival is kept.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> entries) : entries_(entries) {}

  void Add(std::string name, std::string value) { entries_.emplace_back(std::move(name), std::move(value)); }
  // Replaces every header of that name.
  void Set(std::string name, std::string value);
  void Remove(std::string_view name);
  // The first header of that name, or nothing.
  std::optional<std::string_view> Get(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& entries() const { return entries_; }

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

struct Request {
  std::string method;  // upper case
  std::string target;  // outbound: an absolute URL; inbound: path with query, as received
  Headers headers;
  std::string body;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // The JSON of the body, from a peer in the same process that had it at hand; `body` is empty then. It spares both
  // sides the text. Nothing that came over a connection has it.
  std::shared_ptr<const nlohmann::json> document = {};
};

// A target without its query, percent-decoded per segment by the caller where needed.
std::string_view PathOf(std::string_view target);

// Query parameters in order, decoded ('+' is a space). Repeated names stay repeated.
std::vector<std::pair<std::string, std::string>> QueryOf(std::string_view target);

// Percent-encodes everything but unreserved characters (RFC 3986).
std::string PercentEncode(std::string_view text);
// Reverses it; a malformed escape stays as it is. `plus_is_space` for form bodies and queries.
std::string PercentDecode(std::string_view text, bool plus_is_space = false);

}  // namespace ikp::http
