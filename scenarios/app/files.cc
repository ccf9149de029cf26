// tools/scenarios replay, reduce, draw and hashes: single scenarios.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "scenarios/app/failures.h"
#include "scenarios/app/options.h"
#include "scenarios/reduce/reducer.h"
#include "scenarios/report/failure_text.h"
#include "scenarios/report/html_page.h"
#include "scenarios/report/text_log.h"
#include "scenarios/report/timeline.h"
#include "scenarios/scenario/scenario_json.h"

namespace ikp::scenarios::app {
namespace {

std::optional<ScenarioFile> ReadScenario(const std::string& path) {
  std::string text;
  try {
    text = ReadText(path);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s; give the path of a scenario file\n", error.what());
    return std::nullopt;
  }
  auto file = ParseScenarioFile(text);
  if (file) return std::move(*file);
  for (const auto& problem : file.error()) std::fprintf(stderr, "%s: %s\n", path.c_str(), problem.c_str());
  return std::nullopt;
}

int ExitCodeOf(const RunResult& result) {
  return result.verdict.good() ? 0 : oracle::ExitCodeOf(result.verdict.findings.front().invariant);
}

}  // namespace

int Replay(const FileOptions& options) {
  const auto file = ReadScenario(options.file);
  if (!file) return 2;
  const auto result = Run(file->scenario, {.detailed = true});
  const auto& findings = result.verdict.findings;
  const auto seed = std::to_string(file->scenario.seed);
  const auto command = options.command + " replay " + options.file;
  if (!options.html.empty()) {
    WriteText(options.html, report::HtmlPage({.scenario = file->scenario,
                                              .history = result.history,
                                              .findings = findings,
                                              .seed = seed,
                                              .hash = result.hash,
                                              .commit = options.commit,
                                              .command = command,
                                              .path = options.file}));
  }
  char hash[32];
  std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(result.hash));
  if (options.json) {
    nlohmann::json object = {{"hash", hash}, {"good", findings.empty()}, {"messages", result.messages}};
    auto list = nlohmann::json::array();
    for (const auto& finding : findings) {
      list.push_back({{"invariant", "I" + std::to_string(finding.invariant)},
                      {"kind", finding.kind},
                      {"sentence", finding.sentence}});
    }
    object["findings"] = std::move(list);
    std::printf("%s\n", object.dump().c_str());
    return ExitCodeOf(result);
  }
  if (!file->bug.empty()) std::printf("This scenario once found: %s\n\n", file->bug.c_str());
  std::printf("%s\n%s\n", report::Legend().c_str(),
              report::TextLog(report::JoinCalls(report::TimelineOf(file->scenario, result.history, findings)),
                              file->scenario.start)
                  .c_str());
  for (const auto& finding : findings) {
    std::printf("%s\n", report::FailureText({.scenario = file->scenario,
                                             .finding = finding,
                                             .seed = seed,
                                             .commit = options.commit,
                                             .command = command,
                                             .path = options.file})
                            .c_str());
  }
  std::printf("hash %s, %d messages, %s\n", hash, result.messages,
              findings.empty() ? "nothing wrong" : (std::to_string(findings.size()) + " findings").c_str());
  if (!options.html.empty()) std::printf("page %s\n", options.html.c_str());
  return ExitCodeOf(result);
}

int ReduceFile(const FileOptions& options) {
  const auto file = ReadScenario(options.file);
  if (!file) return 2;
  const auto first = Run(file->scenario);
  if (first.verdict.good()) {
    std::fprintf(stderr, "%s: nothing is wrong with this run, so there is nothing to reduce\n", options.file.c_str());
    return 1;
  }
  const auto finding = first.verdict.findings.front();
  const auto reduction = Reduce(file->scenario, [&](const Scenario& one) { return FailsLike(Run(one), finding); },
                                {.budget = options.budget});
  const auto text = ToText(ScenarioFile{.scenario = reduction.scenario, .bug = file->bug, .expect = file->expect});
  if (options.out.empty()) {
    std::printf("%s", text.c_str());
  } else {
    WriteText(options.out, text);
  }
  std::fprintf(stderr, "%zu actions and %zu faults became %zu and %zu in %d executions\n", reduction.before.actions,
               reduction.before.faults, reduction.after.actions, reduction.after.faults, reduction.executions);
  return 0;
}

int DrawFile(std::uint64_t seed, std::uint64_t run, const std::string& kinds, const std::string& out) {
  GenerateOptions options;
  options.kind = kinds;
  const auto text = ToText(Draw(SeedOfRun(seed, run), options));
  if (out.empty()) {
    std::printf("%s", text.c_str());
  } else {
    WriteText(out, text);
  }
  return 0;
}

int PrintHashes(std::uint64_t seed, std::uint64_t first, std::uint64_t runs, const std::string& kinds) {
  GenerateOptions options;
  options.kind = kinds;
  for (std::uint64_t number = first; number < first + runs; ++number) {
    const auto result = Run(Draw(SeedOfRun(seed, number), options));
    std::printf("%llu %016llx\n", static_cast<unsigned long long>(number),
                static_cast<unsigned long long>(result.hash));
  }
  return 0;
}

}  // namespace ikp::scenarios::app
