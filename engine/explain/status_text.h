// `engine status`: how every centre is doing, as a table for people and as JSON for machines. Pure.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/domain/id.h"
#include "engine/domain/instant.h"
#include "engine/domain/time_zone.h"
#include "engine/ports/store.h"

namespace ikp::explain {

struct PhaseCount {
  ports::PushPhase phase = ports::PushPhase::kIgnored;
  domain::Reason reason = domain::Reason::kQueued;
  int children = 0;
};

struct SiteStatus {
  domain::SiteId id;
  std::string name;
  domain::TimeZone zone;
  std::optional<domain::Instant> next_nightly = {};
  std::optional<ports::NightlyRun> nightly = {};  // the latest
  std::vector<PhaseCount> counts = {};
};

struct StatusFacts {
  std::vector<SiteStatus> sites;
  std::vector<PhaseCount> unmapped = {};    // children of locations that no site has
  std::vector<ports::Review> reviews = {};  // open ones
  std::size_t pending_triggers = 0;
  std::vector<ports::Intent> open_intents = {};
  domain::Instant now{};
};

// Counts by phase and reason: of the states of `site`, or with nothing, of those without a site.
std::vector<PhaseCount> CountPhases(const std::vector<ports::PushState>& states,
                                    const std::optional<domain::SiteId>& site);

// Ends with a line break. `colour`: ANSI colours on what needs attention.
std::string StatusToText(const StatusFacts& facts, bool colour);
nlohmann::json StatusToJson(const StatusFacts& facts);

}  // namespace ikp::explain
