#include "engine/wire/json_read.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ikp::wire {
namespace {

using nlohmann::json;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

bool IsHexDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string_view WithoutByteOrderMark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

bool DeeperThan(std::string_view text, std::size_t limit) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > limit) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

// The length of the UTF-8 sequence at the beginning of `text`, or 0 when there is none.
std::size_t SequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 && first <= 0xF4   ? 4
                             : first >= 0xE0                  ? 3
                             : first >= 0xC2 && first <= 0xDF ? 2
                                                              : 0;
  if (length == 0 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_high = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_high ? 0 : length;
}

// Returns the same text when it is UTF-8.
std::string LatinBytesToUtf8(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length > 0) {
      utf8.append(text.substr(0, length));
      text.remove_prefix(length);
      continue;
    }
    const auto byte = static_cast<unsigned char>(text.front());
    utf8.push_back(static_cast<char>(0xC0 | (byte >> 6)));
    utf8.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    text.remove_prefix(1);
  }
  return utf8;
}

const json* Find(const json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string CleanText(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), IsControl)) return std::string(Trim(text));
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    if (IsSpace(c)) {
      clean.push_back(' ');
    } else if (!IsControl(c)) {
      clean.push_back(c);
    }
  }
  return std::string(Trim(clean));
}

// CleanText would leave nothing.
bool IsBlank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || IsControl(c); });
}

bool LooksLikeUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHexDigit(text[i])) return false;
  }
  return true;
}

// The same record without dashes in another endpoint (G17).
bool LooksLikeCompactUuid(std::string_view text) {
  return text.size() == 32 && std::all_of(text.begin(), text.end(), IsHexDigit);
}

}  // namespace

std::string_view ToWord(JsonFailure failure) {
  switch (failure) {
    case JsonFailure::kEmpty:
      return "empty answer";
    case JsonFailure::kTooLarge:
      return "answer too large";
    case JsonFailure::kTooDeep:
      return "answer nested too deeply";
    case JsonFailure::kHtml:
      return "HTML page instead of JSON";
    case JsonFailure::kMalformed:
      return "answer is not JSON";
  }
  return "answer is not JSON";
}

bool LooksLikeHtml(std::string_view text) {
  text = Trim(WithoutByteOrderMark(text));
  return text.starts_with('<') && !text.starts_with("<?xml version");
}

tl::expected<json, JsonFailure> ParseJson(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) return tl::unexpected(JsonFailure::kTooLarge);
  text = Trim(WithoutByteOrderMark(text));
  if (text.empty()) return tl::unexpected(JsonFailure::kEmpty);
  if (LooksLikeHtml(text)) return tl::unexpected(JsonFailure::kHtml);
  if (DeeperThan(text, limits.depth)) return tl::unexpected(JsonFailure::kTooDeep);
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    const std::string repaired = LatinBytesToUtf8(text);
    if (repaired != text) value = json::parse(repaired, nullptr, false);
  }
  if (value.is_discarded()) return tl::unexpected(JsonFailure::kMalformed);
  return value;
}

bool Present(const json& object, std::string_view key) {
  const json* value = Find(object, key);
  if (value == nullptr || value->is_null()) return false;
  const auto* text = value->get_ptr<const std::string*>();
  return text == nullptr || !IsBlank(*text);
}

std::optional<std::string> ReadText(const json& object, std::string_view key) {
  const json* value = Find(object, key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return value->dump();
  const auto* text = value->get_ptr<const std::string*>();
  if (text == nullptr) return std::nullopt;
  auto clean = CleanText(*text);
  if (clean.empty()) return std::nullopt;
  return clean;
}

std::string ReadTextOrEmpty(const json& object, std::string_view key) {
  return ReadText(object, key).value_or(std::string());
}

std::string NormaliseId(std::string_view text) {
  text = Trim(text);
  if (LooksLikeUuid(text)) return Lower(text);
  if (!LooksLikeCompactUuid(text)) return std::string(text);
  std::string dashed = Lower(text);
  for (const std::size_t place : {8, 13, 18, 23}) dashed.insert(place, 1, '-');
  return dashed;
}

std::optional<std::string> ReadId(const json& object, std::string_view key) {
  const json* value = Find(object, key);
  return value == nullptr ? std::nullopt : IdIn(*value);
}

std::optional<std::string> IdIn(const json& value) {
  if (const auto* text = value.get_ptr<const std::string*>()) {
    if (IsBlank(*text)) return std::nullopt;
    const bool clean = std::none_of(text->begin(), text->end(), IsControl);
    return clean ? NormaliseId(*text) : NormaliseId(CleanText(*text));
  }
  if (value.is_number() && !value.is_number_float()) return NormaliseId(value.dump());
  return std::nullopt;
}

std::optional<std::int64_t> ReadInteger(const json& object, std::string_view key) {
  const json* value = Find(object, key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    return std::nullopt;
  }
  if (value->is_number_integer()) return value->get<std::int64_t>();
  if (value->is_number_float()) {
    const double number = value->get<double>();
    if (std::trunc(number) != number || std::abs(number) > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  const auto text = ReadText(object, key);
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return number;
}

std::optional<bool> ReadBool(const json& object, std::string_view key) {
  const json* value = Find(object, key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  const auto text = ReadText(object, key);
  if (!text) return std::nullopt;
  const std::string word = Lower(*text);
  if (word == "true" || word == "1" || word == "yes" || word == "t" || word == "y") return true;
  if (word == "false" || word == "0" || word == "no" || word == "f" || word == "n") return false;
  return std::nullopt;
}

std::optional<domain::CivilDate> ReadDate(const json& object, std::string_view key) {
  const auto text = ReadText(object, key);
  return text ? domain::CivilDate::Parse(*text) : std::nullopt;
}

std::optional<domain::CivilDate> ReadWrittenDay(const json& object, std::string_view key) {
  const auto text = ReadText(object, key);
  if (!text) return std::nullopt;
  if (text->size() > 10 && (*text)[10] != 'T' && (*text)[10] != ' ') return std::nullopt;
  return domain::CivilDate::Parse(std::string_view(*text).substr(0, 10));
}

std::optional<domain::Instant> ReadInstant(const json& object, std::string_view key) {
  const auto text = ReadText(object, key);
  return text ? domain::ParseInstant(*text) : std::nullopt;
}

const json& ReadObject(const json& object, std::string_view key) {
  static const json kEmpty = json::object();
  const json* value = Find(object, key);
  return value != nullptr && value->is_object() ? *value : kEmpty;
}

const json& ReadArray(const json& object, std::string_view key) {
  static const json kEmpty = json::array();
  const json* value = Find(object, key);
  return value != nullptr && value->is_array() ? *value : kEmpty;
}

}  // namespace ikp::wire
