#include "scenarios/report/junit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

struct Sums {
  std::size_t tests = 0, failures = 0, skipped = 0;
  double seconds = 0;
};

Sums SumsOf(const JUnitSuite& suite) {
  Sums sums;
  for (const auto& test : suite.cases) {
    ++sums.tests;
    sums.failures += test.failure ? 1 : 0;
    sums.skipped += test.skipped ? 1 : 0;
    sums.seconds += test.seconds;
  }
  return sums;
}

std::string Attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + EscapeMarkup(value) + "\"";
}

// With three decimals and a point, whatever the locale says.
std::string Seconds(double seconds) {
  const long long ms = std::llround(std::max(seconds, 0.0) * 1000);
  const std::string fraction = std::to_string(1000 + ms % 1000);
  return std::to_string(ms / 1000) + "." + fraction.substr(1);
}

std::string Attributes(const Sums& sums) {
  return Attribute("tests", std::to_string(sums.tests)) + Attribute("failures", std::to_string(sums.failures)) +
         Attribute("errors", "0") + Attribute("skipped", std::to_string(sums.skipped)) +
         Attribute("time", Seconds(sums.seconds));
}

std::string CaseXml(const JUnitSuite& suite, const JUnitCase& test) {
  std::string out = "    <testcase" + Attribute("name", test.name) + Attribute("classname", suite.name) +
                    Attribute("time", Seconds(test.seconds));
  if (!test.failure && !test.skipped) return out + "/>\n";
  out += ">\n";
  if (test.failure) {
    out += "      <failure" + Attribute("message", test.failure->message) + Attribute("type", test.failure->type) +
           ">" + EscapeMarkup(test.failure->text) + "</failure>\n";
  }
  if (test.skipped) out += "      <skipped" + Attribute("message", *test.skipped) + "/>\n";
  return out + "    </testcase>\n";
}

std::string SuiteXml(const JUnitSuite& suite) {
  std::string out = "  <testsuite" + Attribute("name", suite.name) + Attributes(SumsOf(suite)) + ">\n";
  if (!suite.properties.empty()) {
    out += "    <properties>\n";
    for (const auto& [name, value] : suite.properties) {
      out += "      <property" + Attribute("name", name) + Attribute("value", value) + "/>\n";
    }
    out += "    </properties>\n";
  }
  for (const auto& test : suite.cases) out += CaseXml(suite, test);
  return out + "  </testsuite>\n";
}

}  // namespace

std::string JUnitXml(const std::vector<JUnitSuite>& suites) {
  Sums all;
  std::string inside;
  for (const auto& suite : suites) {
    const Sums sums = SumsOf(suite);
    all = {all.tests + sums.tests, all.failures + sums.failures, all.skipped + sums.skipped,
           all.seconds + sums.seconds};
    inside += SuiteXml(suite);
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + Attributes(all) + ">\n" + inside +
         "</testsuites>\n";
}

}  // namespace ikp::scenarios::report
