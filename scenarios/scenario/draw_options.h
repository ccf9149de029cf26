// GenerateOptions: bounds of what is drawn; see draw.h.
#pragma once

#include <string>

namespace ikp::scenarios {

struct GenerateOptions {
  std::string kind = "online";  // of Procare: online, desktop, mixed (both in each run), any (all of these)
  int min_actions = 18;
  int max_actions = 34;
  int min_families = 2;
  int max_families = 9;
  int min_faults = 0;
  int max_faults = 8;
  int safety_min_hours = 6;
  int safety_max_hours = 42;
  int codec_percent = 5;    // of the runs pass every message through the production HTTP codec
  int switch_percent = 25;  // of the assumption switches differ from their default
};

}  // namespace ikp::scenarios
