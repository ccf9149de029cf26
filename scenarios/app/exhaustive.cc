// tools/scenarios exhaustive: canonical flows, broken at every durable write and every message, and the core ones at
// every pair of such points.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "scenarios/app/failures.h"
#include "scenarios/app/options.h"
#include "scenarios/app/workers.h"
#include "scenarios/run/runner.h"
#include "scenarios/scenario/flows.h"

namespace ikp::scenarios::app {
namespace {

// Every way in which the flow can be broken once.
std::vector<Fault> PointsOf(const Flow& flow) {
  const auto clean = Run(flow.scenario);
  const auto late = flow.scenario.engine.request_timeout + Milliseconds(5000);
  std::vector<Fault> points;
  for (int n = 1; n <= static_cast<int>(clean.writes_in_story); ++n) {
    for (const char* when : {"before", "after"}) {
      points.push_back({.kind = FaultKind::kCrashAtWrite, .ms = Milliseconds(1000), .number = n, .value = when});
    }
  }
  for (int n = 1; n <= clean.messages_in_story; ++n) {
    for (const char* when : {"before", "after"}) {
      points.push_back({.kind = FaultKind::kCrashAtMessage, .ms = Milliseconds(1000), .number = n, .value = when});
    }
    points.push_back({.kind = FaultKind::kAnswerLost, .after = n - 1});
    points.push_back({.kind = FaultKind::kDuplicated, .after = n - 1, .ms = Milliseconds(50)});
    points.push_back({.kind = FaultKind::kLateAnswer, .after = n - 1, .ms = late});
  }
  return points;
}

Scenario Broken(const Flow& flow, const std::vector<Fault>& faults) {
  Scenario scenario = flow.scenario;
  scenario.faults = faults;
  return scenario;
}

struct Count {
  std::uint64_t points = 0, runs = 0, failures = 0;
};

struct Plan {
  const Flow* flow;
  std::vector<Fault> points;
  bool pairs;
  std::uint64_t runs() const {
    const auto n = static_cast<std::uint64_t>(points.size());
    return n + (pairs ? n * (n - 1) / 2 : 0);
  }
  // The n-th: first each point alone, then the pairs in order.
  std::vector<Fault> Faults(std::uint64_t n) const {
    if (n < points.size()) return {points[n]};
    n -= points.size();
    std::uint64_t first = 0;
    for (auto row = points.size() - 1; n >= row; --row) {
      n -= row;
      ++first;
    }
    return {points[first], points[first + 1 + n]};
  }
};

}  // namespace

int Exhaustive(const ExhaustiveOptions& options) {
  std::vector<Plan> plans;
  for (const auto& flow : CanonicalFlows()) {
    if (!options.flow.empty() && flow.name != options.flow) continue;
    if (options.core_only && !flow.core) continue;
    plans.push_back({&flow, PointsOf(flow), options.pairs && flow.core});
  }
  if (plans.empty()) {
    std::fprintf(stderr, "there is no flow %s; known:", options.flow.c_str());
    for (const auto& flow : CanonicalFlows()) std::fprintf(stderr, " %s", std::string(flow.name).c_str());
    std::fprintf(stderr, "\n");
    return 2;
  }
  const int jobs = JobsOr(options.jobs);
  auto& shared = ShareTallies();
  nlohmann::json list = nlohmann::json::array();
  int exit_code = 0;
  std::uint64_t points = 0, runs = 0, failures = 0;
  for (const auto& plan : plans) {
    for (auto& tally : shared.tallies) tally.runs = tally.failures = 0;
    for (auto& tally : shared.tallies) {
      for (auto& number : tally.failed) number = 0;
    }
    shared.next = 0;
    const auto wanted = plan.runs();
    Workers workers(jobs, [&](int job) {
      auto& tally = shared.tallies[static_cast<std::size_t>(job)];
      for (auto number = shared.next++; number < wanted; number = shared.next++) {
        tally.current = number + 1;
        const auto result = Run(Broken(*plan.flow, plan.Faults(number)));
        ++tally.runs;
        tally.current = 0;
        if (result.verdict.good()) continue;
        ++tally.failures;
        NoteFailed(tally, number);
      }
    });
    std::uint64_t died = 0;
    while (!workers.all_ended()) {
      died += workers.Reap().size();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    Count count{.points = plan.points.size()};
    for (int job = 0; job < jobs; ++job) {
      const auto& tally = shared.tallies[static_cast<std::size_t>(job)];
      count.runs += tally.runs;
      count.failures += tally.failures;
    }
    count.failures += died;
    const auto failed = FailedRuns(shared, jobs);
    points += count.points;
    runs += count.runs;
    failures += count.failures;
    const std::string name(plan.flow->name);
    if (!options.json) {
      std::printf("%-34s %5llu points, %8llu runs%s, %llu violations\n", name.c_str(),
                  static_cast<unsigned long long>(count.points), static_cast<unsigned long long>(count.runs),
                  plan.pairs ? " (every pair)" : "", static_cast<unsigned long long>(count.failures));
      std::fflush(stdout);
    }
    list.push_back({{"flow", name}, {"points", count.points}, {"runs", count.runs}, {"violations", count.failures}});
    if (died > 0) exit_code = kWorkerDied;
    if (!failed.empty()) {
      const auto scenario = Broken(*plan.flow, plan.Faults(failed.front()));
      const auto result = Run(scenario);
      if (!result.verdict.good()) {
        const auto told = TellFailure({.scenario = scenario,
                                       .seed = name + "." + std::to_string(failed.front()),
                                       .commit = options.commit,
                                       .command = options.command,
                                       .folder = options.out.empty() ? "scenario-failures" : options.out,
                                       .budget = 200},
                                      result.verdict.findings.front());
        if (!options.json) std::printf("%s\n", told.text.c_str());
        exit_code = oracle::ExitCodeOf(told.finding.invariant);
      }
    }
  }
  if (options.json) {
    std::printf(
        "%s\n",
        nlohmann::json({{"flows", list}, {"points", points}, {"runs", runs}, {"violations", failures}}).dump().c_str());
  } else {
    std::printf("%llu points visited in %zu flows, %llu runs, %llu violations\n",
                static_cast<unsigned long long>(points), plans.size(), static_cast<unsigned long long>(runs),
                static_cast<unsigned long long>(failures));
  }
  return exit_code;
}

}  // namespace ikp::scenarios::app
