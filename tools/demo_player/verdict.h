// Verdict: whether the two systems agree at the end, judged from what the simulators hold alone, never from what the
// engine believes. It has its own, deliberately simple, idea of who is who and what status means what.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tools/demo_player/story.h"

namespace ikp::demo {

struct VerdictInput {
  nlohmann::json iks;  // dumps
  nlohmann::json procare;
  nlohmann::json desktop = {};                            // null: there is no Procare Desktop
  nlohmann::json expected;                                // simulators/sample/expected.json
  std::map<std::string, std::string> school_of_location;  // "desktop/1": school 1 of Procare Desktop
  std::set<std::string> typed_by_people;  // ids of Procare children and families that were seeded or typed by staff
  std::map<std::string, std::string> today_at_school;  // civil date at the end, per school
};

// One IKS child beside its record in Procare.
struct VerdictRow {
  std::string location;
  std::string family;
  std::string child;
  std::string name;  // the demo's data is invented; a person is looking
  std::string iks_status;
  std::string iks_classroom;
  std::string procare_status;
  std::string procare_classroom;
  std::string procare_id;
  std::string expected;
  std::string problem;  // empty: as it should be
};

struct Verdict {
  bool converged = false;
  int duplicates = 0;  // records made by the engine that another record already stood for
  int lost = 0;        // children that should be in Procare and are not
  int differing = 0;   // linked children whose two sides differ
  int unexpected = 0;  // children in Procare that should not have been sent
  int pushed = 0;      // children that the engine created
  std::vector<VerdictRow> rows;
  std::vector<std::string> problems;
};

Verdict Judge(const VerdictInput& input);

// Ids of all children and families in a dump of Procare Online.
std::set<std::string> IdsOf(const nlohmann::json& procare_dump);
// GUIDs of all people in a dump of Procare Desktop: numbers are used again after a restore.
std::set<std::string> DesktopIdsOf(const nlohmann::json& desktop_dump);

}  // namespace ikp::demo
