#include "engine/runtime/os_random.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

namespace ikp::runtime {
namespace {

// More values than two buffers hold: a refill that did not happen would show as repeated or zero values.
TEST(OsRandom, ValuesDifferAcrossRefillsAndSources) {
  OsRandom first;
  OsRandom second;
  std::set<std::uint64_t> seen;
  constexpr std::size_t kEach = 1000;
  for (std::size_t i = 0; i < kEach; ++i) {
    seen.insert(first.NextU64());
    seen.insert(second.NextU64());
  }
  EXPECT_EQ(seen.size(), 2 * kEach);
}

TEST(OsRandom, EveryBitTakesBothValues) {
  OsRandom random;
  std::uint64_t ever_one = 0;
  std::uint64_t ever_zero = 0;
  for (int i = 0; i < 200; ++i) {
    const auto value = random.NextU64();
    ever_one |= value;
    ever_zero |= ~value;
  }
  EXPECT_EQ(ever_one, ~std::uint64_t{0});
  EXPECT_EQ(ever_zero, ~std::uint64_t{0});
}

}  // namespace
}  // namespace ikp::runtime
