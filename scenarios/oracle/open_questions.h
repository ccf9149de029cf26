// What a person is asked at the end of a run, by the engine's own store: intents whose outcome a review is about, and
// children that wait behind the question about another family.
#pragma once

#include "scenarios/oracle/model.h"

namespace ikp::scenarios::oracle {

// A person is asked about the effect of this intent: of its child, or of its family.
bool IsAsked(const Model& model, const ports::Intent& intent);

// Retried, because what may be the same family is in doubt itself, and a person is asked about that one.
bool BehindAQuestion(const Model& model, const ports::PushState& state);

}  // namespace ikp::scenarios::oracle
