#include "scenarios/disk/vfs_locks.h"

#include <gtest/gtest.h>

namespace ikp::scenarios::disk {
namespace {

TEST(VfsLocks, OneWriterBesideReadersAndAloneWhenItWrites) {
  VfsLocks locks;
  LockHolder writer, reader, late;
  EXPECT_TRUE(locks.Lock(writer, LockLevel::kShared));
  EXPECT_TRUE(locks.Lock(reader, LockLevel::kShared));
  EXPECT_TRUE(locks.Lock(writer, LockLevel::kReserved));
  EXPECT_FALSE(locks.Lock(reader, LockLevel::kReserved));
  EXPECT_FALSE(locks.Lock(writer, LockLevel::kExclusive));
  EXPECT_EQ(writer.level, LockLevel::kPending);
  EXPECT_FALSE(locks.Lock(late, LockLevel::kShared));
  locks.Unlock(reader, LockLevel::kNone);
  EXPECT_TRUE(locks.Lock(writer, LockLevel::kExclusive));
  locks.Unlock(writer, LockLevel::kShared);
  EXPECT_FALSE(locks.reserved());
  EXPECT_TRUE(locks.Lock(late, LockLevel::kShared));
}

TEST(VfsLocks, SlotsAreSharedOrExclusive) {
  VfsLocks locks;
  LockHolder one, other;
  locks.Region(one, 0, 32768, true);
  locks.Region(other, 0, 32768, true);
  EXPECT_TRUE(locks.LockSlots(one, 0b0110, true));
  EXPECT_FALSE(locks.LockSlots(other, 0b0010, false));
  EXPECT_TRUE(locks.LockSlots(other, 0b1000, false));
  EXPECT_TRUE(locks.LockSlots(one, 0b1000, false));
  EXPECT_FALSE(locks.LockSlots(one, 0b1000, true));
  locks.UnlockSlots(one, 0b0110);
  EXPECT_TRUE(locks.LockSlots(other, 0b0010, true));
}

TEST(VfsLocks, SharedMemoryLivesWhileSomebodyMapsIt) {
  VfsLocks locks;
  LockHolder one, other;
  EXPECT_EQ(locks.Region(one, 1, 32768, false), nullptr);
  auto* bytes = static_cast<char*>(locks.Region(one, 1, 32768, true));
  bytes[32767] = 'x';
  EXPECT_EQ(locks.Region(other, 1, 32768, false), bytes);
  locks.Unmap(one);
  EXPECT_EQ(static_cast<char*>(locks.Region(other, 1, 32768, false))[32767], 'x');
  locks.Unmap(other);
  EXPECT_EQ(locks.Region(one, 1, 32768, false), nullptr);
  EXPECT_EQ(static_cast<char*>(locks.Region(one, 1, 32768, true))[32767], 0);
}

}  // namespace
}  // namespace ikp::scenarios::disk
