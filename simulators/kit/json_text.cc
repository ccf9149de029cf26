#include "simulators/kit/json_text.h"

#include <date/date.h>

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace ikp::simulators::kit {
namespace {

constexpr int kMaximumDepth = 64;

thread_local bool hand_over_documents = false;

std::string PositionOf(std::string_view text, std::size_t offset) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Nesting is checked on the text, since the library's destructor and printer recurse.
std::optional<std::size_t> TooDeepAt(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaximumDepth) return i;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::nullopt;
}

}  // namespace

tl::expected<nlohmann::json, std::string> ParseJson(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return tl::unexpected(std::string("the body is empty where JSON is expected"));
  }
  if (const auto deep = TooDeepAt(text)) {
    return tl::unexpected(PositionOf(text, *deep) + ": nested deeper than " + std::to_string(kMaximumDepth) +
                          " levels");
  }
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    return tl::unexpected(PositionOf(text, offset) + ": not valid JSON (or not UTF-8)");
  } catch (const nlohmann::json::exception&) {
    return tl::unexpected(std::string("a number is out of range"));
  }
}

std::string DumpJson(const nlohmann::json& value, int indent) {
  return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

http::Response JsonResponse(int status, nlohmann::json body) {
  http::Response response{.status = status, .headers = {{"Content-Type", "application/json"}}, .body = {}};
  if (hand_over_documents) {
    response.document = std::make_shared<const nlohmann::json>(std::move(body));
  } else {
    response.body = DumpJson(body);
  }
  return response;
}

DocumentScope::DocumentScope(bool on) : before_(std::exchange(hand_over_documents, on)) {}
DocumentScope::~DocumentScope() { hand_over_documents = before_; }

std::string BodyText(const http::Response& response) {
  return response.document ? DumpJson(*response.document) : response.body;
}

std::string TextOr(const nlohmann::json& object, std::string_view name, std::string fallback) {
  if (!object.is_object()) return fallback;
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : fallback;
}

std::string FormatInstant(Instant instant) {
  return date::format("%FT%TZ", date::sys_time<std::chrono::milliseconds>(instant.time_since_epoch()));
}

std::optional<Instant> ParseInstant(std::string_view text) {
  if (text.size() < 20 || text.size() > 40 || text[10] != 'T') return std::nullopt;
  // %Ez reads both +0100 and +01:00.
  constexpr std::array kFormats = {"%FT%TZ", "%FT%T%Ez"};
  for (const char* format : kFormats) {
    std::istringstream in{std::string(text)};
    date::sys_time<std::chrono::nanoseconds> time;
    in >> date::parse(format, time);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) continue;
    return Instant(std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()));
  }
  return std::nullopt;
}

}  // namespace ikp::simulators::kit
