// Dice: small random decisions off one rc::Random. Each number of it serves several decisions, because most of them are
// tiny and a scenario takes about a thousand. Not thread-safe.
#pragma once

#include <rapidcheck.h>

#include <cstddef>
#include <cstdint>

#include "engine/domain/instant.h"

namespace ikp::scenarios {

class Dice {
 public:
  explicit Dice(const rc::Random& random) : random_(random) {}

  std::uint64_t Word() { return random_.next(); }

  // 0 to sides - 1, `sides` at least 1. The bias is below one in a million of the range (one in 64 for the largest
  // that takes the short way), which no scenario notices.
  std::uint32_t Below(std::uint32_t sides) {
    if (sides <= 1024) return (Bits16() * sides) >> 16;
    return static_cast<std::uint32_t>((static_cast<unsigned __int128>(Word()) * sides) >> 64);
  }
  int Between(int low, int high) {  // both included; low when the range is empty
    return low >= high ? low : low + static_cast<int>(Below(static_cast<std::uint32_t>(high - low) + 1));
  }
  domain::Milliseconds Between(domain::Milliseconds low, domain::Milliseconds high) {
    return domain::Milliseconds(Between(static_cast<int>(low.count()), static_cast<int>(high.count())));
  }
  bool Percent(int percent) { return static_cast<int>(Below(100)) < percent; }

  template <typename List>
  const auto& Pick(const List& list) {
    return list[Below(static_cast<std::uint32_t>(std::size(list)))];
  }

  // An index, by weight; weights are not negative and not all zero.
  template <typename Weights>
  std::size_t Weighted(const Weights& weights) {
    int sum = 0;
    for (const int weight : weights) sum += weight;
    int rest = static_cast<int>(Below(static_cast<std::uint32_t>(sum)));
    std::size_t index = 0;
    for (const int weight : weights) {
      rest -= weight;
      if (rest < 0) break;
      ++index;
    }
    return index;
  }

 private:
  std::uint32_t Bits16() {
    if (left_ == 0) {
      bits_ = random_.next();
      left_ = 4;
    }
    const auto bits = static_cast<std::uint32_t>(bits_ & 0xffff);
    bits_ >>= 16;
    --left_;
    return bits;
  }

  rc::Random random_;
  std::uint64_t bits_ = 0;
  int left_ = 0;
};

}  // namespace ikp::scenarios
