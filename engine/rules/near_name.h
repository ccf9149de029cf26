// How alike two normalised names or two birth dates are. Only ever a reason to ask a person, never to link (E.4).
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/domain/civil_date.h"

namespace ikp::rules {

// Insertions, deletions, changes and swaps of neighbouring code points of UTF-8 text; gives limit + 1 for any more.
std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit);

// One slip in names from three letters, two from six; shorter names must be equal.
bool NearlyEqual(std::string_view a, std::string_view b);

// One name begins or ends with the other: "garcialopez" and "garcia" (double names that one system shortened).
bool IsPartOfName(std::string_view a, std::string_view b);

// Different dates with two of year, month and day equal, or day and month swapped.
bool LooksMistyped(domain::CivilDate a, domain::CivilDate b);

}  // namespace ikp::rules
