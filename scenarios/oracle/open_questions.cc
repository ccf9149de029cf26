#include "scenarios/oracle/open_questions.h"

#include <algorithm>

namespace ikp::scenarios::oracle {

bool IsAsked(const Model& model, const ports::Intent& intent) {
  const auto& reviews = model.history().opinion.open_reviews;
  return std::any_of(reviews.begin(), reviews.end(), [&](const ports::Review& review) {
    if (review.site != intent.site || review.family != intent.family) return false;
    // One question at a time: while a child's record is in doubt, its family's is not asked about.
    return !intent.child || !review.child || review.child == intent.child;
  });
}

bool BehindAQuestion(const Model& model, const ports::PushState& state) {
  if (state.phase != ports::PushPhase::kRetrying) return false;
  const auto& details = state.details;
  const bool says_so = std::find(details.begin(), details.end(), "similar_family_settling") != details.end();
  const auto& intents = model.history().opinion.open_intents;
  return says_so && !intents.empty() && std::all_of(intents.begin(), intents.end(), [&](const ports::Intent& intent) {
           return IsAsked(model, intent);
         });
}

}  // namespace ikp::scenarios::oracle
