// BackOff: growing pauses between attempts, with jitter so that many waiters do not come back at the same moment (H5).
#pragma once

#include "engine/domain/instant.h"
#include "engine/ports/random.h"

namespace ikp::wire {

struct BackOffSettings {
  domain::Milliseconds shortest = std::chrono::seconds(1);
  domain::Milliseconds longest = std::chrono::seconds(60);
};

class BackOff {
 public:
  explicit BackOff(ports::Random& random, BackOffSettings settings = {})
      : random_(random), settings_(settings), ceiling_(settings.shortest * 2) {}

  // Between half of the present ceiling and the ceiling; the ceiling doubles with every call, from twice the shortest
  // pause up to the longest.
  domain::Milliseconds Next();

 private:
  ports::Random& random_;
  BackOffSettings settings_;
  domain::Milliseconds ceiling_;
};

}  // namespace ikp::wire
