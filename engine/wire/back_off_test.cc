#include "engine/wire/back_off.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/wire/testing/seeded_random.h"

namespace ikp::wire {
namespace {

using namespace std::chrono_literals;

TEST(BackOff, GrowsFromOneSecondToOneMinute) {
  testing::SeededRandom random(1);
  BackOff back_off(random);
  domain::Milliseconds ceiling = 2s;
  for (int i = 0; i < 12; ++i) {
    const auto pause = back_off.Next();
    EXPECT_GE(pause, ceiling / 2);
    EXPECT_LE(pause, ceiling);
    ceiling = std::min<domain::Milliseconds>(ceiling * 2, 60s);
  }
}

TEST(BackOff, JitterSpreadsWaitersThatStartTogether) {
  testing::SeededRandom one(1);
  testing::SeededRandom two(2);
  EXPECT_NE(BackOff(one).Next(), BackOff(two).Next());
}

RC_GTEST_PROP(BackOffProperty, StaysBetweenItsLimits, (std::uint64_t seed)) {
  testing::SeededRandom random(seed);
  const BackOffSettings settings{domain::Milliseconds(*rc::gen::inRange(1, 5000)),
                                 domain::Milliseconds(*rc::gen::inRange(5000, 100'000))};
  BackOff back_off(random, settings);
  for (int i = 0; i < 20; ++i) {
    const auto pause = back_off.Next();
    RC_ASSERT(pause >= settings.shortest);
    RC_ASSERT(pause <= settings.longest);
  }
}

}  // namespace
}  // namespace ikp::wire
