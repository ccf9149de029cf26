// The configuration text as JSON, strictly: a mistake is told with its line and column, and a field that is written
// twice is a mistake too, since only one of the two values could count.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/config/problem.h"

namespace ikp::config {

inline constexpr std::size_t kMostConfigBytes = 4u << 20;

// Fields that are written twice are appended to `problems`; the later value is kept.
tl::expected<nlohmann::json, ConfigProblem> ReadJson(std::string_view text, std::vector<ConfigProblem>& problems);

// "sites" + "id" is "sites.id"; a key that is not a plain word is quoted: classrooms["Room 1"].
std::string PathOfKey(const std::string& path, std::string_view key);
std::string PathOfElement(const std::string& path, std::size_t index);

// In quotes, without control characters, cut to a length that fits into a message.
std::string Quoted(std::string_view text);

}  // namespace ikp::config
