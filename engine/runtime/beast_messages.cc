#include "engine/runtime/beast_messages.h"

#include <algorithm>
#include <boost/beast/http/field.hpp>
#include <cctype>
#include <string>
#include <string_view>

namespace ikp::runtime {
namespace {

namespace beast_http = boost::beast::http;

bool IsToken(std::string_view name) {
  constexpr std::string_view kAlsoAllowed = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](unsigned char c) {
    return std::isalnum(c) != 0 || kAlsoAllowed.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool BelongsToConnection(std::string_view name) {
  switch (beast_http::string_to_field(boost::beast::string_view(name.data(), name.size()))) {
    case beast_http::field::content_length:
    case beast_http::field::transfer_encoding:
    case beast_http::field::connection:
      return true;
    default:
      return false;
  }
}

}  // namespace

http::Headers HeadersFrom(const beast_http::fields& fields) {
  http::Headers headers;
  for (const auto& field : fields) headers.Add(std::string(field.name_string()), std::string(field.value()));
  return headers;
}

void AppendHeaders(const http::Headers& headers, beast_http::fields& fields) {
  for (const auto& [name, value] : headers.entries()) {
    if (!IsToken(name) || BelongsToConnection(name)) continue;
    std::string one_line = value;
    std::replace_if(
        one_line.begin(), one_line.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    fields.insert(name, one_line);
  }
}

}  // namespace ikp::runtime
