// Times of a scenario as text: "01:02:03.004", "2d 00:00:00", "-00:00:05". Nothing is lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/domain/instant.h"

namespace ikp::scenarios {

std::string ToTimeText(domain::Milliseconds time);
// Anything that is not of that form is nothing; hours below 24, minutes and seconds below 60, one to three digits of
// milliseconds or none.
std::optional<domain::Milliseconds> ParseTimeText(std::string_view text);

}  // namespace ikp::scenarios
