// What a checker found wrong, as plain data that reports can print: which invariant, in one sentence, with the records
// that clash side by side.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/domain/instant.h"

namespace ikp::scenarios::oracle {

// Invariants I1 to I15 of the design, by number. Failures of the run itself have numbers beyond.
inline constexpr int kRunFailed = 16;  // an exception left the engine or a simulator
inline constexpr int kNotAtRest = 17;  // the world did not come to rest
inline constexpr int kNotDeterministic = 18;

struct ClashingRecord {
  std::string title;                                             // "Procare child 3f2a, created by the engine"
  std::vector<std::pair<std::string, std::string>> fields = {};  // in the order in which they are shown
};

struct Finding {
  int invariant = 0;
  std::string kind;      // stable word, "duplicate_child"; a reducer keeps (invariant, kind)
  std::string sentence;  // what is wrong, in one sentence that a newcomer understands
  domain::Instant at{};  // when it went wrong, as far as that can be said
  std::vector<ClashingRecord> records = {};
};

using Findings = std::vector<Finding>;

// "no duplicate" for 1.
std::string_view NameOf(int invariant);
// One sentence for people: the statement of the design.
std::string_view StatementOf(int invariant);
// Exit code of a failing run: 10 + invariant.
inline int ExitCodeOf(int invariant) { return 10 + invariant; }

}  // namespace ikp::scenarios::oracle
