// Options of the scenario commands, as the command line gave them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/scenario/draw.h"

namespace ikp::scenarios::app {

// What `run`, `draw` and `hashes` take when nothing is said.
inline constexpr const char* kUsualKinds = "any";

struct RunOptionsGiven {
  std::optional<std::uint64_t> runs;  // neither runs nor minutes: 2,000 runs
  std::optional<double> minutes;
  std::optional<std::uint64_t> seed;  // else from the commit
  std::uint64_t first = 0;            // number of the first run of the series
  int jobs = 0;                       // 0: one for each core
  std::string junit, out;             // files and folder; empty: none, "scenario-failures"
  std::string commit;                 // for reports and the default seed
  std::string kinds = kUsualKinds;
  std::string command = "tools/scenarios";
  int budget = 500;  // of the reducer; 0: do not reduce
  bool json = false;
  bool until_failure = false;  // stop at the first
  bool marks_must_be_reached = false;
  bool quiet = false;
};

// Exit codes besides 0, 2 and 10 + invariant.
inline constexpr int kMarkNotReached = 40;
inline constexpr int kWorkerDied = 41;

std::uint64_t SeedOfCommit(const std::string& commit);

int RunMany(const RunOptionsGiven& options);

struct FileOptions {
  std::string file;
  std::string html;  // replay: page to write
  std::string out;   // reduce: file to write
  std::string commit;
  std::string command = "tools/scenarios";
  int budget = 500;
  bool json = false;
  bool all = false;  // replay: every line, also of quiet nights
};
int Replay(const FileOptions& options);
int ReduceFile(const FileOptions& options);

struct ExhaustiveOptions {
  std::string flow;  // one flow only; empty: all
  bool pairs = true;
  bool core_only = false;
  int jobs = 0;
  bool json = false;
  std::string out;
  std::string commit;
  std::string command = "tools/scenarios";
};
int Exhaustive(const ExhaustiveOptions& options);

struct BenchOptions {
  double seconds = 10;
  bool json = false;
  std::uint64_t seed = 20260302;
};
int Bench(const BenchOptions& options);

// The scenario of one run of a series, as a file.
int DrawFile(std::uint64_t seed, std::uint64_t run, const std::string& kinds, const std::string& out);

// Hashes of the runs of a series, one line each: to compare two processes or builds.
int PrintHashes(std::uint64_t seed, std::uint64_t first, std::uint64_t runs, const std::string& kinds);

}  // namespace ikp::scenarios::app
