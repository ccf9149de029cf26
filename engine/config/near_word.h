// The word that somebody who mistyped another one probably meant.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace ikp::config {

// The nearest of `known` by edits (insert, remove, replace, swap of neighbours), when it is near enough to be meant.
std::optional<std::string> NearestWord(std::string_view typed, const std::set<std::string>& known);

}  // namespace ikp::config
