// Tolerant reading of other systems' JSON (G16, G56): numbers as strings, "" or null for nothing, null objects,
// booleans as words, missing and extra keys, Latin-1 bytes in a UTF-8 stream, an HTML page where JSON was promised.
// Nothing in here throws; what is not understood is nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/domain/civil_date.h"
#include "engine/domain/instant.h"

namespace ikp::wire {

struct JsonLimits {
  std::size_t bytes = 16u << 20;
  std::size_t depth = 64;
};

enum class JsonFailure { kEmpty, kTooLarge, kTooDeep, kHtml, kMalformed };
std::string_view ToWord(JsonFailure failure);

// Bytes that are not UTF-8 are taken as Latin-1 (F28).
tl::expected<nlohmann::json, JsonFailure> ParseJson(std::string_view text, const JsonLimits& limits = {});
// The first thing in `text` is a tag, and it is not XML of a program.
bool LooksLikeHtml(std::string_view text);

// Below, `object` may be any JSON value; one that is not an object has no keys.

// The key is there with a value other than null and "" (also when that value cannot be understood).
bool Present(const nlohmann::json& object, std::string_view key);
// Text without surrounding space and control characters, or a number as written; nothing when empty.
std::optional<std::string> ReadText(const nlohmann::json& object, std::string_view key);
std::string ReadTextOrEmpty(const nlohmann::json& object, std::string_view key);
// An id: text or an integer. What looks like a UUID comes in lower case, since systems differ in it (G17).
std::optional<std::string> ReadId(const nlohmann::json& object, std::string_view key);
std::optional<std::string> IdIn(const nlohmann::json& value);  // the same for a value that is one
std::optional<std::int64_t> ReadInteger(const nlohmann::json& object, std::string_view key);  // 5, "5", 5.0
std::optional<bool> ReadBool(const nlohmann::json& object, std::string_view key);  // true, 1, "true", "1", "yes"
// Exactly YYYY-MM-DD. For birth dates: with a time of day behind it, the day may be off by one (F29).
std::optional<domain::CivilDate> ReadDate(const nlohmann::json& object, std::string_view key);
// The day as written, also when a time of day stands behind it.
std::optional<domain::CivilDate> ReadWrittenDay(const nlohmann::json& object, std::string_view key);
std::optional<domain::Instant> ReadInstant(const nlohmann::json& object, std::string_view key);
// A shared empty value when the key is missing or holds something else.
const nlohmann::json& ReadObject(const nlohmann::json& object, std::string_view key);
const nlohmann::json& ReadArray(const nlohmann::json& object, std::string_view key);

// An id as it is compared and kept: trimmed, a UUID in lower case and with its dashes, whatever an endpoint made of it
// (G17).
std::string NormaliseId(std::string_view text);

}  // namespace ikp::wire
