// Explain: why a child is where it is, in plain words (invariant I14): what happened, why, what was done, what to do,
// whether data is safe, when it is tried again, and how it came about. Pure: from facts of the store to text. Facts
// hold ids and words only, so texts do too (I13).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/domain/site.h"
#include "engine/ports/store.h"

namespace ikp::explain {

// How the computer at a centre with Procare Desktop stands.
struct DesktopFacts {
  std::optional<domain::Instant> last_heard = {};  // nothing: never
  bool online = false;
  int waiting = 0;  // commands
};

struct ExplainFacts {
  domain::IksChildId child;
  std::optional<ports::PushState> state = {};
  std::optional<domain::Site> site = {};  // of the state; nothing when the location is not mapped
  std::optional<ports::Link> link = {};   // of the child
  std::optional<ports::Agreement> agreement = {};
  std::optional<ports::Review> review = {};       // open, of the child or else of its family
  std::vector<ports::Intent> open_intents = {};   // effects on Procare, of the child or its family, not settled yet
  std::vector<ports::AuditEntry> audit = {};      // of the child, oldest first
  std::optional<ports::NightlyRun> nightly = {};  // the site's latest
  std::optional<domain::Instant> next_nightly = {};
  std::optional<DesktopFacts> desktop = {};  // of the site; nothing when it uses Procare Online
  bool trigger_pending = false;              // a trigger of the child is in the inbox, not handled yet
  domain::Instant now{};
};

struct Field {
  std::string name;   // "procare_child"
  std::string value;  // an id, a word, a number or a time
  bool operator==(const Field&) const = default;
};

struct TimelineLine {
  domain::Instant at{};
  std::string local;  // "2026-03-08 05:00" at the site; empty without one
  std::string text;
};

struct Explanation {
  domain::IksChildId child;
  std::string headline = {};
  std::string code = {};                      // "IKP-201"; "IKP-000" for a child that was never heard of
  std::string word = {};                      // "missing_data"; "never_heard_of"
  std::vector<std::string> what = {};         // what happened and why, one sentence or item each
  std::string done = {};                      // what the engine did
  std::vector<std::string> next_action = {};  // what a person should do
  std::string data_safe = {};
  std::string retry = {};                         // when it is tried again
  std::optional<domain::Instant> next_look = {};  // the same as an instant, where one is known
  std::vector<Field> details = {};
  std::vector<TimelineLine> timeline = {};
};

Explanation Explain(const ExplainFacts& facts);

// For a terminal, lines of at most about 100 characters; ends with a line break.
std::string ToText(const Explanation& explanation);
nlohmann::json ToJson(const Explanation& explanation);

}  // namespace ikp::explain
