// Flows: canonical stories, small and without faults, each a way in which a family comes into Procare and back into
// IKS. Exhaustive tests break each of them at every durable write and every message.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

struct Flow {
  std::string_view name;  // stable word, "push_new_family"
  bool core = false;      // the ones that are tried in every run of the tests
  Scenario scenario;
};

// The core ones first.
const std::vector<Flow>& CanonicalFlows();

// Nothing when there is no such flow.
const Flow* FindFlow(std::string_view name);

}  // namespace ikp::scenarios
