// BatchRules: what no caller may ever put into a batch, whatever the store holds. Breaking one is a mistake in the
// program, not a conflict, and both stores answer it alike.
#pragma once

#include "engine/ports/store.h"

namespace ikp::store {

// Throws std::invalid_argument when an intent is opened in another state than kOpen or settled back to kOpen.
void CheckWellFormed(const ports::WriteBatch& batch);

}  // namespace ikp::store
