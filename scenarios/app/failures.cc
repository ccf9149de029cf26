#include "scenarios/app/failures.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "scenarios/reduce/reducer.h"
#include "scenarios/report/failure_text.h"
#include "scenarios/report/html_page.h"
#include "scenarios/scenario/scenario_json.h"

namespace ikp::scenarios::app {

bool FailsLike(const RunResult& result, const oracle::Finding& finding) {
  return std::any_of(result.verdict.findings.begin(), result.verdict.findings.end(),
                     [&](const auto& one) { return one.invariant == finding.invariant && one.kind == finding.kind; });
}

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path);
  return text.str();
}

void WriteText(const std::string& path, const std::string& text) {
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.flush();
  if (!file) throw std::runtime_error("cannot write " + path);
}

FailureTold TellFailure(const FailureInput& input, const oracle::Finding& finding) {
  Scenario smallest = input.scenario;
  FailureTold told;
  if (input.budget > 0) {
    const auto reduction = Reduce(input.scenario, [&](const Scenario& one) { return FailsLike(Run(one), finding); },
                                  {.budget = input.budget});
    smallest = reduction.scenario;
    told.executions = reduction.executions;
  }
  const auto result = Run(smallest, {.detailed = true});
  // The one that was looked for comes first.
  auto findings = result.verdict.findings;
  std::stable_partition(findings.begin(), findings.end(), [&](const auto& one) {
    return one.invariant == finding.invariant && one.kind == finding.kind;
  });
  told.finding = findings.empty() ? finding : findings.front();
  told.actions = smallest.actions.size();
  told.faults = smallest.faults.size();
  const auto stem = input.folder + "/I" + std::to_string(finding.invariant) + "-" + finding.kind + "-" + input.seed;
  told.path = stem + ".json";
  WriteText(told.path, ToText(smallest));
  const auto command = input.command + " replay " + told.path + " --html " + stem + ".html";
  const report::PageInput page{.scenario = smallest,
                               .history = result.history,
                               .findings = findings,
                               .seed = input.seed,
                               .hash = result.hash,
                               .commit = input.commit,
                               .command = command,
                               .path = told.path};
  WriteText(stem + ".html", report::HtmlPage(page));
  told.text = report::FailureText({.scenario = smallest,
                                   .finding = told.finding,
                                   .seed = input.seed,
                                   .commit = input.commit,
                                   .command = command,
                                   .path = told.path,
                                   .original_actions = static_cast<int>(input.scenario.actions.size()),
                                   .original_faults = static_cast<int>(input.scenario.faults.size()),
                                   .executions = told.executions});
  return told;
}

}  // namespace ikp::scenarios::app
