// The words of the store (details, field names, events) as plain English. What is not recognised is shown as it is,
// cleaned, so that nothing is hidden.
#pragma once

#include <string>
#include <string_view>

namespace ikp::explain {

// One line of valid UTF-8, at most 200 bytes: for values that come from outside.
std::string Clean(std::string_view text);

// "child.birth_date:missing" -> "the child's birth date is missing"; "rung:name_birth" -> "the records agree in name
// and birth date".
std::string DetailInWords(std::string_view detail);

// "name is missing" -> "Name is missing."
std::string Sentence(std::string text);

// 1, "night" -> "1 night"; 2, "night" -> "2 nights".
std::string Counted(long long count, const std::string& noun);
// "child" has a plural of its own.
std::string CountedChildren(long long count);

}  // namespace ikp::explain
