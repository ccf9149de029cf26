// StoreContract: what every Store has to keep, as a parameterised test suite. A store passes it by
//
//   INSTANTIATE_TEST_SUITE_P(MyStore, StoreContract, testing::Values(MyFactory()), FactoryName);
//
// in a test that depends on :store_contract.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store_harness.h"

namespace ikp::store {

class StoreContract : public testing::TestWithParam<StoreFactory> {
 protected:
  StoreContract() : harness_(GetParam().make()) {}

  ports::Store& store() { return harness_->store(); }
  template <typename T>
  T Await(async::Task<T> task) {
    return harness_->Await(std::move(task));
  }
  ports::CommitResult Commit(ports::WriteBatch batch) { return harness_->Commit(std::move(batch)); }
  void MustCommit(ports::WriteBatch batch) { ASSERT_EQ(Commit(std::move(batch)), ports::CommitResult::kCommitted); }
  void MustConflict(ports::WriteBatch batch) { ASSERT_EQ(Commit(std::move(batch)), ports::CommitResult::kConflict); }

  std::unique_ptr<StoreHarness> harness_;
};

inline std::string FactoryName(const testing::TestParamInfo<StoreFactory>& info) { return info.param.name; }

}  // namespace ikp::store
