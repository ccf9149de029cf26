#include "scenarios/app/workers.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <thread>

namespace ikp::scenarios::app {

Shared& ShareTallies() {
  void* memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::runtime_error("no memory to share with the jobs");
  return *new (memory) Shared();
}

Workers::Workers(int jobs, std::function<void(int job)> work) {
  const pid_t parent = ::getpid();
  for (int job = 0; job < jobs; ++job) {
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot start a job");
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(1);
      work(job);
      ::_exit(0);
    }
    children_.push_back(child);
  }
}

std::vector<int> Workers::Reap() {
  std::vector<int> bad;
  for (std::size_t job = 0; job < children_.size(); ++job) {
    if (children_[job] == 0) continue;
    int status = 0;
    if (::waitpid(children_[job], &status, WNOHANG) != children_[job]) continue;
    children_[job] = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) bad.push_back(static_cast<int>(job));
  }
  return bad;
}

bool Workers::all_ended() const {
  return std::all_of(children_.begin(), children_.end(), [](pid_t child) { return child == 0; });
}

void Workers::Kill() {
  for (auto& child : children_) {
    if (child == 0) continue;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    child = 0;
  }
}

int JobsOr(int given) {
  if (given > 0) return std::min(given, kMostJobs);
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, static_cast<unsigned>(kMostJobs)));
}

bool IsTerminal() { return ::isatty(STDERR_FILENO) == 1; }

void NoteFailed(Tally& tally, std::uint64_t number) {
  for (auto& place : tally.failed) {
    std::uint64_t free = 0;
    if (place.compare_exchange_strong(free, number + 1)) break;
  }
}

std::vector<std::uint64_t> FailedRuns(const Shared& shared, int jobs) {
  std::vector<std::uint64_t> numbers;
  for (int job = 0; job < jobs; ++job) {
    for (const auto& place : shared.tallies[static_cast<std::size_t>(job)].failed) {
      if (place > 0) numbers.push_back(place - 1);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

void AddAccounting(Tally& tally, const oracle::Accounting& a) {
  const std::array<int, 9> values = {a.triggered,  a.linked, a.waiting,   a.refused,   a.withdrawn,
                                     a.duplicated, a.lost,   a.recovered, a.unexpected};
  for (std::size_t i = 0; i < values.size(); ++i) tally.accounting[i] += values[i];
}

oracle::Accounting SumOfAccounting(const Shared& shared, int jobs) {
  std::array<std::int64_t, 9> sums{};
  for (int job = 0; job < jobs; ++job) {
    for (std::size_t i = 0; i < sums.size(); ++i)
      sums[i] += shared.tallies[static_cast<std::size_t>(job)].accounting[i];
  }
  oracle::Accounting sum;
  const auto at = [&](std::size_t i) { return static_cast<int>(sums[i]); };
  sum.triggered = at(0);
  sum.linked = at(1);
  sum.waiting = at(2);
  sum.refused = at(3);
  sum.withdrawn = at(4);
  sum.duplicated = at(5);
  sum.lost = at(6);
  sum.recovered = at(7);
  sum.unexpected = at(8);
  return sum;
}

}  // namespace ikp::scenarios::app
