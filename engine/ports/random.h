// Random: the only source of entropy (jitter, ids). Bindings: the operating system, a seeded generator.
#pragma once

#include <cstdint>

namespace ikp::ports {

class Random {
 public:
  virtual ~Random() = default;
  // Uniform over all 64-bit values.
  virtual std::uint64_t NextU64() = 0;
};

}  // namespace ikp::ports
