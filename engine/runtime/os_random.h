// OsRandom: the production Random, on getrandom(2). Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/ports/random.h"

namespace ikp::runtime {

class OsRandom final : public ports::Random {
 public:
  // Ends the process when the system has no entropy to give: going on with guessable ids would be worse.
  std::uint64_t NextU64() override;

 private:
  void Refill();

  std::array<std::uint64_t, 32> buffer_{};
  std::size_t used_ = buffer_.size();
};

}  // namespace ikp::runtime
