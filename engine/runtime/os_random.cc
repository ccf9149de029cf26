#include "engine/runtime/os_random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace ikp::runtime {

std::uint64_t OsRandom::NextU64() {
  if (used_ == buffer_.size()) Refill();
  return std::exchange(buffer_[used_++], 0);
}

void OsRandom::Refill() {
  auto* const bytes = reinterpret_cast<unsigned char*>(buffer_.data());
  std::size_t filled = 0;
  while (filled < sizeof(buffer_)) {
    const auto got = ::getrandom(bytes + filled, sizeof(buffer_) - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      std::perror("getrandom");
      std::abort();
    }
    filled += static_cast<std::size_t>(got);
  }
  used_ = 0;
}

}  // namespace ikp::runtime
