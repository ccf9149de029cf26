// JUnit: results as the XML that CI systems read: a suite for each group (scenarios, regressions, ...), with properties
// (seed, commit, runs) and for each failure a message and a text.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ikp::scenarios::report {

struct JUnitFailure {
  std::string message;  // one sentence
  std::string type;     // stable word: "duplicate_child"
  std::string text;     // what a person reads; FailureText
};

struct JUnitCase {
  std::string name;
  double seconds = 0;
  std::optional<JUnitFailure> failure = {};
  std::optional<std::string> skipped = {};  // why
};

struct JUnitSuite {
  std::string name;  // also the class name of its cases
  std::vector<std::pair<std::string, std::string>> properties = {};
  std::vector<JUnitCase> cases = {};
};

// A whole document. Characters that XML does not know are replaced.
std::string JUnitXml(const std::vector<JUnitSuite>& suites);

}  // namespace ikp::scenarios::report
