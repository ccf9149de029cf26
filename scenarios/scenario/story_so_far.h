// What the drawing of actions remembers of the story so far: roughly who is recorded where, so that most of what people
// do next is possible. The systems themselves decide in the end; an action that is impossible is skipped.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario/scenario.h"

namespace ikp::scenarios {

struct ChildSoFar {
  bool in_iks = true;
  bool in_procare = false;  // typed, or probably pushed
  bool triggered = false;
  bool has_birth_date = true;
  std::string status;
};

struct FamilySoFar {
  int site = 0;
  bool in_iks = true;
  bool gone = false;  // deleted, or merged into another one
  bool typed = false;
  std::vector<ChildSoFar> children;

  bool live() const { return in_iks && !gone; }
  bool in_procare() const {
    for (const auto& child : children) {
      if (child.in_procare) return true;
    }
    return false;
  }
};

// A person's action that follows from another one, at its own time.
struct FollowUp {
  Milliseconds at{0};
  Action action;
};

std::vector<FamilySoFar> BeginningOf(const Scenario& scenario);
void Apply(const Action& action, std::vector<FamilySoFar>& families);
// Whether the action makes sense now, as far as that is known.
bool Possible(const Action& action, const std::vector<FamilySoFar>& families);

inline constexpr std::array<std::string_view, 2> kTriggerStatuses = {"Enrolled", "Pre-Registered"};
inline bool IsTriggerStatus(const std::string& status) { return status == "Enrolled" || status == "Pre-Registered"; }

}  // namespace ikp::scenarios
