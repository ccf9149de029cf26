// ConfigProblem: one mistake in the configuration, for the person who wrote it. Texts never hold a secret.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace ikp::config {

struct ConfigProblem {
  std::string path;     // "sites[2].time_zone"; "line 3, column 7" or "(whole file)" where there is no field yet
  std::string message;  // what is wrong
  std::string fix;      // what to write instead
  bool operator==(const ConfigProblem&) const = default;
};

// One line each: "sites[2].time_zone: it is missing. Fix: ...".
std::string FormatProblem(const ConfigProblem& problem);
std::string FormatProblems(const std::vector<ConfigProblem>& problems);
std::ostream& operator<<(std::ostream& out, const ConfigProblem& problem);

}  // namespace ikp::config
