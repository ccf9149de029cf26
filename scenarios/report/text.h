// Small tools for texts that people read: widths, wrapping, times, gaps, and the escaping that HTML and XML share.
// Widths count characters (code points of UTF-8), not bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/domain/instant.h"

namespace ikp::scenarios::report {

std::size_t Width(std::string_view text);
// Filled up with blanks to `width`; longer text stays as it is.
std::string PadRight(std::string_view text, std::size_t width);
std::string PadLeft(std::string_view text, std::size_t width);
// Cut to `width` with "…" at its end.
std::string Clip(std::string_view text, std::size_t width);
// Lines of at most `width`, broken at blanks where there are any. Never empty.
std::vector<std::string> Wrap(std::string_view text, std::size_t width);

// "13:00:05.120"
std::string Clock(domain::Instant at);
// "Mon 2026-03-02"
std::string Day(domain::Instant at);
// After the start: "+00:00:05.120", "+2d 03:00:00.000"; a time before it has "-".
std::string Offset(domain::Milliseconds since_start);
// The same without parts that say nothing: "+5 s", "+1 h 2 min", "+250 ms", "start".
std::string ShortOffset(domain::Milliseconds since_start);
// Two greatest parts: "5 h 12 min", "3 d 4 h", "42 s", "250 ms".
std::string Span(domain::Milliseconds time);

// "1 action", "2 actions"; the plural is the word with "s".
std::string Counted(long long count, std::string_view word);
// 1 is "1st".
std::string Ordinal(int number);
// "2,000,000"
std::string WithCommas(long long number);

// For text and for attribute values in double quotes, in HTML and XML 1.0. Characters that XML forbids and bytes that
// are no UTF-8 become U+FFFD; tab and line breaks stay.
std::string EscapeMarkup(std::string_view text);

}  // namespace ikp::scenarios::report
