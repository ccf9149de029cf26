// Draw: random scenarios from a seed. The same seed and options give the same scenario in any process; a run of many
// derives the seed of each from one (SeedOfRun), so that run 731 can be drawn alone.
//
//   const Scenario scenario = Draw(SeedOfRun(20260302, 731));
//
// Swarm style: each scenario takes a random part of what people may do and of what may break, with weights of its own,
// so that the rare things also meet each other. Values stay within what an engine is entitled to; where that limits a
// value, the reason stands beside it.
#pragma once

#include <cstdint>

#include "scenarios/scenario/draw_options.h"
#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

Scenario Draw(std::uint64_t seed, const GenerateOptions& options = {});

// One action per virtual second over `seconds`, with many families at one or two sites, and faults.
Scenario DrawDense(std::uint64_t seed, int families = 50, int seconds = 600);

// The seed of run `run` (0, 1, ...) of a series.
std::uint64_t SeedOfRun(std::uint64_t base, std::uint64_t run);

}  // namespace ikp::scenarios
