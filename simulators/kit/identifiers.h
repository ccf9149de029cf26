// Deterministic identifiers and chance: everything that looks random in a simulator comes from a seed and a counter
// that are part of its state, so that the same run gives the same ids.
#pragma once

#include <cstdint>
#include <string>

namespace ikp::simulators::kit {

// A well-mixed 64-bit value of the two numbers (the finaliser of SplitMix64).
std::uint64_t Mix(std::uint64_t seed, std::uint64_t counter);

class IdentifierSource {
 public:
  IdentifierSource() : IdentifierSource(1) {}
  explicit IdentifierSource(std::uint64_t seed, std::uint64_t counter = 0) : seed_(seed), counter_(counter) {}

  std::string Uuid();        // "3f2b8c1e-....", version 4 in form
  std::uint64_t Number();    // any 64-bit value
  double Fraction();         // in [0, 1)
  std::uint64_t Sequence();  // 1, 2, 3, ...: shares the counter

  std::uint64_t seed() const { return seed_; }
  std::uint64_t counter() const { return counter_; }

 private:
  std::uint64_t seed_;
  std::uint64_t counter_;
};

// The UUID-looking text that belongs to a seed and a counter.
std::string UuidOf(std::uint64_t seed, std::uint64_t counter);

}  // namespace ikp::simulators::kit
