// Random mutations over a small pool of ids, so that they meet: the same child, link or night is written again and
// again. For RapidCheck properties over stores.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "engine/ports/store.h"

namespace ikp::store {

inline constexpr int kPool = 3;  // ids of each kind: "x0", "x1", "x2"
std::string PoolId(const std::string& prefix, int index);

rc::Gen<ports::Mutation> AnyMutation();
rc::Gen<ports::WriteBatch> AnyBatch();

// One line, for the log of a failed property.
std::string Describe(const ports::WriteBatch& batch);

}  // namespace ikp::store
