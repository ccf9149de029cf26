// Marks: named states that a long run must have reached, or it proves less than it seems ("sometimes" assertions). They
// are read off the history after the run; the engine knows nothing of them.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>
#include <vector>

#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

// Which kind of Procare can reach it.
enum class MarkOf { kBoth, kOnline, kDesktop };

struct Mark {
  std::string_view name;  // stable word, "unknown_settled_by_finding_none"
  std::string_view what;  // one sentence
  bool common = true;     // must be reached in a run of CI's size (2,000 scenarios)
  MarkOf of = MarkOf::kBoth;
};

inline constexpr std::size_t kMostMarks = 192;
using MarkSet = std::bitset<kMostMarks>;

const std::vector<Mark>& AllMarks();
MarkSet MarksOf(const Model& model);

}  // namespace ikp::scenarios::oracle
