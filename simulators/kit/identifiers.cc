#include "simulators/kit/identifiers.h"

#include <string_view>

namespace ikp::simulators::kit {

std::uint64_t Mix(std::uint64_t seed, std::uint64_t counter) {
  std::uint64_t z = seed * 0xD1342543DE82EF95ULL + counter * 0x9E3779B97F4A7C15ULL + 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::string UuidOf(std::uint64_t seed, std::uint64_t counter) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  const std::uint64_t halves[2] = {Mix(seed, counter * 2), Mix(seed, counter * 2 + 1)};
  std::string uuid;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) uuid.push_back('-');
    unsigned nibble = (halves[i / 16] >> (60 - 4 * (i % 16))) & 0xF;
    if (i == 12) nibble = 4;
    if (i == 16) nibble = 8 | (nibble & 3);
    uuid.push_back(kHex[nibble]);
  }
  return uuid;
}

std::string IdentifierSource::Uuid() { return UuidOf(seed_, ++counter_); }

std::uint64_t IdentifierSource::Number() { return Mix(~seed_, ++counter_); }

double IdentifierSource::Fraction() { return static_cast<double>(Number() >> 11) * 0x1.0p-53; }

std::uint64_t IdentifierSource::Sequence() { return ++counter_; }

}  // namespace ikp::simulators::kit
