// VfsLocks: the locks of one file as SQLite knows them: the five levels of a database file, and the eight slots and the
// regions of the shared memory of WAL mode. For several connections in one process. Callers lock around every call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <vector>

namespace ikp::scenarios::disk {

// SQLite's lock levels, by their numbers.
enum class LockLevel { kNone = 0, kShared = 1, kReserved = 2, kPending = 3, kExclusive = 4 };

// What one connection holds.
struct LockHolder {
  LockLevel level = LockLevel::kNone;
  std::uint32_t shared_slots = 0;     // bits
  std::uint32_t exclusive_slots = 0;  // bits
};

class VfsLocks {
 public:
  // False: busy. A failed wish for kExclusive leaves the holder at kPending, which keeps new readers out.
  bool Lock(LockHolder& holder, LockLevel level);
  void Unlock(LockHolder& holder, LockLevel level);
  bool reserved() const { return writer_ != nullptr; }

  // The memory of a region, zeroed when it is new; null when it is not there and not to be made.
  void* Region(LockHolder& holder, std::size_t index, std::size_t bytes, bool extend);
  bool LockSlots(LockHolder& holder, std::uint32_t slots, bool exclusive);
  void UnlockSlots(LockHolder& holder, std::uint32_t slots);
  // The memory goes with the last who has it mapped.
  void Unmap(LockHolder& holder);

 private:
  int readers_ = 0;  // holders at kShared or above
  LockHolder* writer_ = nullptr;
  std::set<LockHolder*> mapped_;
  std::vector<std::unique_ptr<std::uint64_t[]>> regions_;
};

}  // namespace ikp::scenarios::disk
