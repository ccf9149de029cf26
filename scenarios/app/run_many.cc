// tools/scenarios run: many scenarios, drawn from one seed, judged, counted, and what fails shown small.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "scenarios/app/failures.h"
#include "scenarios/app/options.h"
#include "scenarios/app/workers.h"
#include "scenarios/report/junit.h"
#include "scenarios/report/tables.h"
#include "scenarios/run/runner.h"

namespace ikp::scenarios::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kUsualRuns = 2000;
constexpr std::size_t kMostTold = 6;  // kinds of failure that are reduced and shown

struct Totals {
  std::uint64_t runs = 0, failures = 0, messages = 0, steps = 0, actions = 0, faults = 0, deaths = 0, virtual_ms = 0;
  std::uint64_t through_codec = 0;
  std::vector<std::int64_t> marks;
  std::map<int, std::int64_t> findings;
  std::vector<std::uint64_t> failed;  // numbers of runs
};

Totals TotalsOf(const Shared& shared, int jobs) {
  Totals totals;
  totals.marks.resize(oracle::AllMarks().size());
  for (int job = 0; job < jobs; ++job) {
    const auto& tally = shared.tallies[static_cast<std::size_t>(job)];
    totals.runs += tally.runs;
    totals.failures += tally.failures;
    totals.messages += tally.messages;
    totals.steps += tally.steps;
    totals.actions += tally.actions;
    totals.faults += tally.faults;
    totals.deaths += tally.deaths;
    totals.virtual_ms += tally.virtual_ms;
    totals.through_codec += tally.through_codec;
    for (std::size_t i = 0; i < totals.marks.size(); ++i) totals.marks[i] += static_cast<std::int64_t>(tally.marks[i]);
    for (int i = 0; i < kKinds; ++i) {
      if (tally.findings[static_cast<std::size_t>(i)] > 0)
        totals.findings[i] += static_cast<std::int64_t>(tally.findings[static_cast<std::size_t>(i)]);
    }
  }
  totals.failed = FailedRuns(shared, jobs);
  return totals;
}

void Count(Tally& tally, const Scenario& scenario, const RunResult& result, std::uint64_t number) {
  ++tally.runs;
  tally.messages += static_cast<std::uint64_t>(result.messages);
  tally.steps += result.steps;
  tally.actions += static_cast<std::uint64_t>(result.actions);
  tally.faults += scenario.faults.size();
  tally.deaths += static_cast<std::uint64_t>(result.engine_deaths);
  tally.virtual_ms += static_cast<std::uint64_t>((result.history.ended - result.history.began).count());
  tally.through_codec += scenario.through_codec ? 1 : 0;
  for (std::size_t i = 0; i < oracle::AllMarks().size(); ++i) {
    if (result.marks[i]) ++tally.marks[i];
  }
  AddAccounting(tally, result.verdict.accounting);
  if (result.verdict.good()) return;
  ++tally.failures;
  int last = -1;
  for (const auto& finding : result.verdict.findings) {
    if (finding.invariant != last)
      ++tally.findings[static_cast<std::size_t>(std::clamp(finding.invariant, 0, kKinds - 1))];
    last = finding.invariant;
  }
  NoteFailed(tally, number);
}

void ShowProgress(const Totals& totals, const RunOptionsGiven& options, double seconds, std::uint64_t wanted) {
  if (!IsTerminal() || options.quiet) return;
  const auto rate = seconds > 0 ? static_cast<double>(totals.runs) / seconds : 0;
  const auto of = wanted > 0 ? "/" + std::to_string(wanted) : std::string();
  std::fprintf(stderr, "\r\033[K%llu%s scenarios, %llu failing, %.0f/s, %.0f s",
               static_cast<unsigned long long>(totals.runs), of.c_str(),
               static_cast<unsigned long long>(totals.failures), rate, seconds);
}

// Those that these kinds of Procare can reach.
std::vector<report::MarkCount> MarkCounts(const Totals& totals, const std::string& kinds) {
  std::vector<report::MarkCount> counts;
  const auto& marks = oracle::AllMarks();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const bool never = (kinds == kDesktop && marks[i].of == oracle::MarkOf::kOnline) ||
                       (kinds == kOnline && marks[i].of == oracle::MarkOf::kDesktop);
    if (never) continue;
    counts.push_back(
        {.name = marks[i].name, .what = marks[i].what, .common = marks[i].common, .reached = totals.marks[i]});
  }
  return counts;
}

struct Outcome {
  Totals totals;
  double seconds = 0;
  std::uint64_t seed = 0;
  std::vector<FailureTold> told;
  std::vector<std::string> died;  // runs that ended their process
  std::size_t marks_reached = 0, marks_total = 0;
  std::vector<std::string> unreached;  // that should be common
};

std::string SeedText(std::uint64_t seed, std::uint64_t number) {
  return std::to_string(seed) + "." + std::to_string(number);
}

void TellAll(const RunOptionsGiven& options, const GenerateOptions& draw, Outcome& outcome) {
  std::vector<std::pair<int, std::string>> known;
  for (const auto number : outcome.totals.failed) {
    const auto scenario = Draw(SeedOfRun(outcome.seed, number), draw);
    const auto result = Run(scenario);
    if (result.verdict.good()) continue;
    const auto& finding = result.verdict.findings.front();
    const std::pair<int, std::string> kind{finding.invariant, finding.kind};
    if (std::find(known.begin(), known.end(), kind) != known.end()) continue;
    known.push_back(kind);
    if (known.size() > kMostTold) break;
    outcome.told.push_back(TellFailure({.scenario = scenario,
                                        .seed = SeedText(outcome.seed, number),
                                        .commit = options.commit,
                                        .command = options.command,
                                        .folder = options.out.empty() ? "scenario-failures" : options.out,
                                        .budget = options.budget},
                                       finding));
    if (!options.json) std::printf("%s\n", outcome.told.back().text.c_str());
  }
}

void Print(const RunOptionsGiven& options, const Outcome& outcome, int jobs, const oracle::Accounting& accounting) {
  const auto& totals = outcome.totals;
  const double days = static_cast<double>(totals.virtual_ms) / 86'400'000.0;
  std::printf("%s\n",
              report::MarksTable(MarkCounts(totals, options.kinds), static_cast<std::int64_t>(totals.runs)).c_str());
  std::printf("%s\n", report::AccountingTable(accounting).c_str());
  if (totals.failures > 0) {
    std::printf("%s\n", report::InvariantTable(totals.findings, static_cast<std::int64_t>(totals.runs)).c_str());
  }
  for (const auto& line : outcome.died) std::printf("%s\n", line.c_str());
  std::printf(
      "%llu scenarios in %.1f s on %d jobs (%.0f/s); %.0f virtual days, %llu messages, %llu actions, %llu faults, "
      "%llu deaths of the engine; seed %llu\n",
      static_cast<unsigned long long>(totals.runs), outcome.seconds, jobs,
      static_cast<double>(totals.runs) / std::max(outcome.seconds, 0.001), days,
      static_cast<unsigned long long>(totals.messages), static_cast<unsigned long long>(totals.actions),
      static_cast<unsigned long long>(totals.faults), static_cast<unsigned long long>(totals.deaths),
      static_cast<unsigned long long>(outcome.seed));
  std::printf(
      "%llu of them passed every message through the production HTTP codec as bytes; the others handed the "
      "messages over, which is faster.\n",
      static_cast<unsigned long long>(totals.through_codec));
  if (options.marks_must_be_reached && !outcome.unreached.empty()) {
    std::printf("Marks that a run of this size must reach, and did not:");
    for (const auto& name : outcome.unreached) std::printf(" %s", name.c_str());
    std::printf("\n");
  }
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(totals.runs - totals.failures),
              static_cast<unsigned long long>(totals.failures + outcome.died.size()));
}

void PrintJson(const Outcome& outcome, int jobs) {
  nlohmann::json object = {
      {"runs", outcome.totals.runs},
      {"failures", outcome.totals.failures + outcome.died.size()},
      {"seed", outcome.seed},
      {"marks_reached", outcome.marks_reached},
      {"marks_total", outcome.marks_total},
      {"seconds", outcome.seconds},
      {"jobs", jobs},
      {"runs_per_second", static_cast<double>(outcome.totals.runs) / std::max(outcome.seconds, 0.001)},
      {"messages", outcome.totals.messages},
      {"actions", outcome.totals.actions},
      {"through_codec", outcome.totals.through_codec}};
  auto findings = nlohmann::json::array();
  for (const auto& told : outcome.told) {
    findings.push_back({{"invariant", "I" + std::to_string(told.finding.invariant)},
                        {"kind", told.finding.kind},
                        {"actions_in_reduced", told.actions},
                        {"faults_in_reduced", told.faults},
                        {"executions", told.executions},
                        {"file", told.path}});
  }
  object["findings"] = std::move(findings);
  std::printf("%s\n", object.dump().c_str());
}

void WriteJUnit(const RunOptionsGiven& options, const Outcome& outcome) {
  report::JUnitSuite suite{.name = "scenarios"};
  suite.properties = {{"seed", std::to_string(outcome.seed)},
                      {"commit", options.commit},
                      {"runs", std::to_string(outcome.totals.runs)}};
  suite.cases.push_back({.name = std::to_string(outcome.totals.runs) + " scenarios", .seconds = outcome.seconds});
  for (const auto& told : outcome.told) {
    suite.cases.push_back({.name = "I" + std::to_string(told.finding.invariant) + " " + told.finding.kind,
                           .seconds = 0,
                           .failure = report::JUnitFailure{told.finding.sentence, told.finding.kind, told.text}});
  }
  for (const auto& line : outcome.died) {
    suite.cases.push_back(
        {.name = "process", .seconds = 0, .failure = report::JUnitFailure{line, "process_died", line}});
  }
  report::JUnitSuite marks{.name = "marks"};
  for (const auto& mark : MarkCounts(outcome.totals, options.kinds)) {
    report::JUnitCase one{.name = std::string(mark.name)};
    if (mark.reached == 0) one.skipped = "not reached in this run";
    marks.cases.push_back(std::move(one));
  }
  WriteText(options.junit, report::JUnitXml({suite, marks}));
}

}  // namespace

std::uint64_t SeedOfCommit(const std::string& commit) {
  std::uint64_t seed = 0;
  for (const char c : commit.substr(0, 12)) {
    if (c >= '0' && c <= '9') seed = seed * 16 + static_cast<std::uint64_t>(c - '0');
    if (c >= 'a' && c <= 'f') seed = seed * 16 + static_cast<std::uint64_t>(c - 'a' + 10);
  }
  return seed == 0 ? 20260302 : seed;
}

int RunMany(const RunOptionsGiven& options) {
  const int jobs = JobsOr(options.jobs);
  auto& shared = ShareTallies();
  Outcome outcome;
  outcome.seed = options.seed.value_or(SeedOfCommit(options.commit));
  const std::uint64_t wanted = options.runs.value_or(options.minutes ? 0 : kUsualRuns);
  GenerateOptions draw;
  draw.kind = options.kinds;
  if (!options.quiet) {
    std::fprintf(stderr, "seed %llu, %d jobs\n", static_cast<unsigned long long>(outcome.seed), jobs);
  }
  shared.next = options.first;
  const auto began = Clock::now();
  Workers workers(jobs, [&](int job) {
    auto& tally = shared.tallies[static_cast<std::size_t>(job)];
    while (!shared.stop) {
      const auto number = shared.next++;
      if (wanted > 0 && number >= options.first + wanted) break;
      tally.current = number + 1;
      const auto scenario = Draw(SeedOfRun(outcome.seed, number), draw);
      const auto result = Run(scenario);
      Count(tally, scenario, result, number);
      tally.current = 0;
      if (options.until_failure && !result.verdict.good()) shared.stop = true;
    }
  });
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - began).count(); };
  while (!workers.all_ended()) {
    for (const int job : workers.Reap()) {
      const auto number = shared.tallies[static_cast<std::size_t>(job)].current - 1;
      outcome.died.push_back("run " + SeedText(outcome.seed, number) + " ended its process; run it alone with --seed " +
                             std::to_string(outcome.seed) + " --first " + std::to_string(number) + " --runs 1");
      if (options.until_failure) shared.stop = true;
    }
    if (options.minutes && seconds() >= *options.minutes * 60) shared.stop = true;
    ShowProgress(TotalsOf(shared, jobs), options, seconds(), wanted);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  outcome.seconds = seconds();
  outcome.totals = TotalsOf(shared, jobs);
  if (IsTerminal() && !options.quiet) std::fprintf(stderr, "\r\033[K");
  for (const auto& mark : MarkCounts(outcome.totals, options.kinds)) {
    ++outcome.marks_total;
    outcome.marks_reached += mark.reached > 0 ? 1 : 0;
    if (mark.reached == 0 && mark.common) outcome.unreached.emplace_back(mark.name);
  }
  TellAll(options, draw, outcome);
  if (!options.junit.empty()) WriteJUnit(options, outcome);
  if (options.json) {
    PrintJson(outcome, jobs);
  } else {
    Print(options, outcome, jobs, SumOfAccounting(shared, jobs));
  }
  if (!outcome.told.empty()) return oracle::ExitCodeOf(outcome.told.front().finding.invariant);
  if (outcome.totals.failures > 0 || !outcome.died.empty()) return kWorkerDied;
  if (options.marks_must_be_reached && !outcome.unreached.empty()) return kMarkNotReached;
  return 0;
}

}  // namespace ikp::scenarios::app
