#include "scenarios/scenario/draw.h"

#include "scenarios/scenario/draw_run.h"

namespace ikp::scenarios {

Scenario Draw(std::uint64_t seed, const GenerateOptions& options) { return DrawRun(rc::Random(seed), options); }

Scenario DrawDense(std::uint64_t seed, int families, int seconds) {
  return DrawDenseRun(rc::Random(seed), families, seconds);
}

// SplitMix64: neighbouring runs of a series have nothing in common, nor have series with neighbouring bases.
std::uint64_t SeedOfRun(std::uint64_t base, std::uint64_t run) {
  std::uint64_t z = base + (run + 1) * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace ikp::scenarios
