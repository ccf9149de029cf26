// Scenarios as files: JSON that a person can read, write and compare. What has its default is left out, so that a
// reduced scenario is short. Times are "01:02:03.004", or "2d 01:02:03" with days; "-" before it is a time back. Plain
// numbers are milliseconds. The fields are those of scenario.h, kinds are their words.
//
//   {"version": 1, "bug": "A late repeat of POST made a second child.", "seed": "7", "start":
//   "2026-03-08T05:00:00.000Z",
//    "sites": [{}], "families": [...], "actions": [{"at": "00:00:05", "kind": "set_status", "family": 0, ...}], ...}
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

struct ScenarioFile {
  Scenario scenario;
  std::string bug = {};     // a sentence on the bug that it once found
  std::string expect = {};  // what a run of it is to give, a word for whoever replays it; empty: nothing wrong
  bool operator==(const ScenarioFile&) const = default;
};

std::string ToText(const ScenarioFile& file);
std::string ToText(const Scenario& scenario);

// All mistakes at once, each "path: what is wrong; what to do". Unknown fields are mistakes, and so is what makes no
// sense (valid.h).
tl::expected<ScenarioFile, std::vector<std::string>> ParseScenarioFile(std::string_view text);
tl::expected<Scenario, std::vector<std::string>> ParseScenario(std::string_view text);

}  // namespace ikp::scenarios
