// Digits at fixed places of a text, for dates and times without streams.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ikp::simulators::kit {

// The number that the characters from `place` on are; they must be digits.
inline int DigitsAt(std::string_view text, std::size_t place, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(place, count)) value = value * 10 + (c - '0');
  return value;
}

// Writes the last `count` digits of a number that is not negative, with leading zeros.
template <typename Number>
void PutDigits(std::string& text, std::size_t place, std::size_t count, Number value) {
  for (; count > 0; --count, value /= 10) text[place + count - 1] = static_cast<char>('0' + value % 10);
}

}  // namespace ikp::simulators::kit
