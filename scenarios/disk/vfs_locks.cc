#include "scenarios/disk/vfs_locks.h"

namespace ikp::scenarios::disk {

bool VfsLocks::Lock(LockHolder& holder, LockLevel level) {
  if (level <= holder.level) return true;
  if (writer_ != nullptr && writer_ != &holder) {
    if (level >= LockLevel::kReserved || writer_->level >= LockLevel::kPending) return false;
  }
  if (holder.level == LockLevel::kNone) ++readers_;
  holder.level = LockLevel::kShared;
  if (level == LockLevel::kShared) return true;
  writer_ = &holder;
  holder.level = level;
  if (level == LockLevel::kExclusive && readers_ > 1) {
    holder.level = LockLevel::kPending;
    return false;
  }
  return true;
}

void VfsLocks::Unlock(LockHolder& holder, LockLevel level) {
  if (level >= holder.level) return;
  if (writer_ == &holder && level <= LockLevel::kShared) writer_ = nullptr;
  if (level == LockLevel::kNone) --readers_;
  holder.level = level;
}

void* VfsLocks::Region(LockHolder& holder, std::size_t index, std::size_t bytes, bool extend) {
  mapped_.insert(&holder);
  if (index >= regions_.size() && !extend) return nullptr;
  while (index >= regions_.size()) regions_.push_back(std::make_unique<std::uint64_t[]>(bytes / sizeof(std::uint64_t)));
  return regions_[index].get();
}

bool VfsLocks::LockSlots(LockHolder& holder, std::uint32_t slots, bool exclusive) {
  for (const auto* other : mapped_) {
    if (other == &holder) continue;
    if ((other->exclusive_slots & slots) != 0) return false;
    if (exclusive && (other->shared_slots & slots) != 0) return false;
  }
  (exclusive ? holder.exclusive_slots : holder.shared_slots) |= slots;
  return true;
}

void VfsLocks::UnlockSlots(LockHolder& holder, std::uint32_t slots) {
  holder.shared_slots &= ~slots;
  holder.exclusive_slots &= ~slots;
}

void VfsLocks::Unmap(LockHolder& holder) {
  holder.shared_slots = holder.exclusive_slots = 0;
  mapped_.erase(&holder);
  if (mapped_.empty()) regions_.clear();
}

}  // namespace ikp::scenarios::disk
