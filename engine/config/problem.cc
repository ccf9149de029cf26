#include "engine/config/problem.h"

namespace ikp::config {

std::string FormatProblem(const ConfigProblem& problem) {
  return problem.path + ": " + problem.message + " Fix: " + problem.fix;
}

std::string FormatProblems(const std::vector<ConfigProblem>& problems) {
  std::string lines;
  for (const auto& problem : problems) lines += FormatProblem(problem) + "\n";
  return lines;
}

std::ostream& operator<<(std::ostream& out, const ConfigProblem& problem) { return out << FormatProblem(problem); }

}  // namespace ikp::config
