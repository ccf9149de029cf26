#include "simulators/kit/json_text.h"

#include <date/date.h>

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "simulators/kit/digits.h"

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

// "2026-03-08T09:00:00.000Z" and nothing else: by far the most of what is read, and streams are slow.
std::optional<Instant> ParseUsual(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kShape[i];
    if (!fits) return std::nullopt;
  }
  const auto number = [text](std::size_t place, std::size_t count) { return DigitsAt(text, place, count); };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  const int hours = number(11, 2), minutes = number(14, 2), seconds = number(17, 2);
  // What is past the edges is left to the long way.
  if (!day.ok() || day.year() < std::chrono::year(1700) || day.year() > std::chrono::year(2200) || hours > 23 ||
      minutes > 59 || seconds > 59) {
    return std::nullopt;
  }
  return Instant(std::chrono::sys_days(day)) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
         std::chrono::seconds(seconds) + std::chrono::milliseconds(number(20, 3));
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

bool HandsOverDocuments() { return hand_over_documents; }

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
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day civil(day);
  const int year = static_cast<int>(civil.year());
  if (year >= 0 && year <= 9999) {
    const std::chrono::hh_mm_ss<std::chrono::milliseconds> clock(instant - day);
    std::string text = "yyyy-mm-ddThh:mm:ss.fffZ";
    PutDigits(text, 0, 4, year);
    PutDigits(text, 5, 2, static_cast<unsigned>(civil.month()));
    PutDigits(text, 8, 2, static_cast<unsigned>(civil.day()));
    PutDigits(text, 11, 2, clock.hours().count());
    PutDigits(text, 14, 2, clock.minutes().count());
    PutDigits(text, 17, 2, clock.seconds().count());
    PutDigits(text, 20, 3, clock.subseconds().count());
    return text;
  }
  return date::format("%FT%TZ", date::sys_time<std::chrono::milliseconds>(instant.time_since_epoch()));
}

std::optional<Instant> ParseInstant(std::string_view text) {
  if (text.size() < 20 || text.size() > 40 || text[10] != 'T') return std::nullopt;
  if (const auto usual = ParseUsual(text)) return usual;
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
