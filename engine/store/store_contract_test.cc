#include "engine/store/store_contract.h"

namespace ikp::store {
namespace {

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract,
                         testing::Values(MemoryFactory(), SqliteFactory(Commits::kSynchronous),
                                         SqliteFactory(Commits::kThreaded)),
                         FactoryName);

}  // namespace
}  // namespace ikp::store
