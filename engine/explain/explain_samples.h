// Facts of one child at one centre, for the tests of this room to vary. The clock shows 2026-03-10 15:00 UTC, which is
// 11:00 in New York.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/explain/explain.h"

namespace ikp::explain {

domain::Instant At(std::string_view iso);  // "2026-03-10T15:00:00Z"
domain::Instant Now();

domain::Site Brooklyn();
ExplainFacts NoFacts();  // only the child's id and the time
// The state was decided a minute ago; `site` as configured.
ExplainFacts WithState(ports::PushPhase phase, domain::Reason reason, std::vector<std::string> details = {});
// Pushed on 2 March, placed, and seen by the nightly of 10 March.
ExplainFacts Linked();
ports::NightlyRun Night(ports::NightlyOutcome outcome, std::string report_json);
ports::Review OpenReview(bool of_child, std::vector<std::string> candidates);
ports::Intent OpenIntent();  // to create the child, for ten minutes
// The audit of the state as it stands, first told at `at`.
ports::AuditEntry StateAudit(const ports::PushState& state, std::string_view at);

// What is told, without details and history, one labelled line each and not wrapped.
std::string Told(const ExplainFacts& facts);

}  // namespace ikp::explain
