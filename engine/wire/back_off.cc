#include "engine/wire/back_off.h"

#include <algorithm>

namespace ikp::wire {

domain::Milliseconds BackOff::Next() {
  const domain::Milliseconds ceiling = std::min(ceiling_, settings_.longest);
  ceiling_ = std::min(ceiling_ * 2, settings_.longest);
  const domain::Milliseconds floor = std::max(ceiling / 2, std::min(settings_.shortest, ceiling));
  const auto span = static_cast<std::uint64_t>((ceiling - floor).count()) + 1;
  return floor + domain::Milliseconds(static_cast<std::int64_t>(random_.NextU64() % span));
}

}  // namespace ikp::wire
