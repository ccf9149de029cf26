// Workers: one process for each job, so that runs share nothing and a run that ends its process is a failure with a
// seed. What they count is in memory that they share with the parent.
#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracle/marks.h"
#include "scenarios/oracle/verdict.h"

namespace ikp::scenarios::app {

inline constexpr int kMostJobs = 256;
inline constexpr int kKinds = 32;  // finding numbers

struct Tally {
  std::atomic<std::uint64_t> current{0};  // number of the run under way, plus one; 0: none
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> failures{0};
  std::atomic<std::uint64_t> messages{0}, steps{0}, actions{0}, faults{0}, deaths{0}, virtual_ms{0};
  std::atomic<std::uint64_t> through_codec{0};
  std::array<std::atomic<std::uint64_t>, oracle::kMostMarks> marks{};
  std::array<std::atomic<std::uint64_t>, kKinds> findings{};  // by number
  std::array<std::atomic<std::int64_t>, 9> accounting{};
  std::array<std::atomic<std::uint64_t>, 8> failed{};  // numbers plus one of the first failing runs
};

struct Shared {
  std::atomic<std::uint64_t> next{0};  // number of the next run to hand out
  std::atomic<bool> stop{false};
  std::array<Tally, kMostJobs> tallies{};
};

// In memory that child processes share; never freed.
Shared& ShareTallies();

class Workers {
 public:
  Workers(int jobs, std::function<void(int job)> work);
  // Reaps those that have ended; the numbers of the jobs that ended badly.
  std::vector<int> Reap();
  bool all_ended() const;
  // Kills those that still run.
  void Kill();

 private:
  std::vector<pid_t> children_;  // 0: ended
};

int JobsOr(int given);
bool IsTerminal();

// Notes the number of a failing run, while there is room.
void NoteFailed(Tally& tally, std::uint64_t number);
// The numbers that were noted, in order.
std::vector<std::uint64_t> FailedRuns(const Shared& shared, int jobs);

void AddAccounting(Tally& tally, const oracle::Accounting& accounting);
oracle::Accounting SumOfAccounting(const Shared& shared, int jobs);

}  // namespace ikp::scenarios::app
