// Diagram: a timeline as the sequence diagram of an HTML page: one row for each entry, lanes for people, IKS, the
// engine and Procare, gaps in time named, quiet stretches folded away. The styles are in page_style.h.
#pragma once

#include <optional>
#include <string>

#include "engine/domain/instant.h"
#include "scenarios/report/timeline.h"

namespace ikp::scenarios::report {

// The moment at which a promise broke: a line of its own in the diagram.
struct BreakingPoint {
  domain::Instant at{};
  std::string words;
};

// HTML. `timeline` as JoinCalls gives it; `start` of the scenario.
std::string Diagram(const Timeline& timeline, domain::Instant start, const std::optional<BreakingPoint>& breaks);

// What the signs of a diagram mean, as HTML.
std::string DiagramLegend();

}  // namespace ikp::scenarios::report
