// Describe: actions, faults and families in words for people. Families, children and sites keep the numbers that they
// have in the scenario file, with a name behind: "family 2 (Okafor)".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios::report {

// Where an action happens.
enum class Place { kIks, kProcare, kOperator, kEverywhere };
Place PlaceOf(ActionKind kind);
// Who does it: "IKS staff", "Procare staff", "a parent", "the operator".
std::string_view WhoDoes(ActionKind kind);

// "family 2 (Okafor)"; "some family" when there is none of that number.
std::string FamilyName(const Scenario& scenario, int family);
// "Zoe Okafor (family 2, child 1)"
std::string ChildName(const Scenario& scenario, int family, int child);
// "IKS", "Procare", "the engine", "any system"
std::string_view NameOf(System system);

// "Staff in Procare type family 2 (Okafor), all in upper case": a sentence without a full stop.
std::string Describe(const Scenario& scenario, const Action& action);
// "The answer is lost for the 2nd POST to Procare"
std::string Describe(const Fault& fault);
// "Ada Okafor; children Zoe Okafor (born 2021-05-01), ...; at site 0; in IKS; typed in Procare in upper case"
std::string DescribeFamily(const Scenario& scenario, int family);
// "upper" as "all in upper case"; empty stays empty.
std::string DescribeSpelling(std::string_view variant);

// Actions and faults as one story by time.
struct StoryLine {
  Milliseconds at{0};
  std::string what;
  bool fault = false;
};
std::vector<StoryLine> StoryOf(const Scenario& scenario);

}  // namespace ikp::scenarios::report
