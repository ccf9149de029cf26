#include <algorithm>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

#include "scenarios/disk/power_loss_vfs_impl.h"

namespace ikp::scenarios::disk {
namespace {

using Impl = PowerLossVfs::Impl;

// As SQLite's own file system for Unix: it assumes sectors of this size, and that a write harms no neighbouring bytes.
constexpr int kSectorBytes = 4096;
constexpr int kCharacteristics = SQLITE_IOCAP_POWERSAFE_OVERWRITE;

Handle& HandleOf(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

int Close(sqlite3_file* file) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  handle.open->locks.Unlock(handle.holder, LockLevel::kNone);
  handle.open->locks.Unmap(handle.holder);
  if (handle.deletes_on_close && !handle.name.empty() && handle.vfs->Alive(handle)) {
    handle.vfs->drive.Remove(handle.name);
  }
  handle.~Handle();
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  if (!handle.vfs->Alive(handle)) return SQLITE_IOERR_READ;
  const std::string_view content = handle.open->file->written();
  const auto wanted = static_cast<std::size_t>(amount);
  const auto at = std::min(static_cast<std::size_t>(offset), content.size());
  const auto found = content.substr(at, wanted);
  std::memset(buffer, 0, wanted);
  std::memcpy(buffer, found.data(), found.size());
  return found.size() == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

// How many bytes of a write fit on the disk; takes their space.
std::size_t Fitting(Impl& vfs, const DriveFile& file, std::uint64_t offset, std::size_t amount) {
  if (!vfs.free_bytes) return amount;
  const std::uint64_t size = file.written().size();
  const std::uint64_t end = offset + amount;
  const std::uint64_t grows = end > size ? end - size : 0;
  const auto taken = std::min(grows, *vfs.free_bytes);
  *vfs.free_bytes -= taken;
  const auto missing = grows - taken;
  return amount - static_cast<std::size_t>(std::min<std::uint64_t>(missing, amount));
}

int Write(sqlite3_file* file, const void* buffer, int amount, sqlite3_int64 offset) {
  auto& handle = HandleOf(file);
  auto& vfs = *handle.vfs;
  const std::lock_guard lock(vfs.mutex);
  if (!vfs.Alive(handle) || vfs.broken) return SQLITE_IOERR_WRITE;
  const auto wanted = static_cast<std::size_t>(amount);
  const auto at = static_cast<std::uint64_t>(offset);
  auto& content = *handle.open->file;
  const auto fits = Fitting(vfs, content, at, wanted);
  ++vfs.counts.writes;
  const std::string_view bytes(static_cast<const char*>(buffer), fits);
  const bool goes_on = vfs.Change(handle.name, [&] {
    if (fits > 0) content.Write(at, bytes);
  });
  if (!goes_on) return SQLITE_IOERR_WRITE;
  return fits == wanted ? SQLITE_OK : SQLITE_FULL;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  auto& handle = HandleOf(file);
  auto& vfs = *handle.vfs;
  const std::lock_guard lock(vfs.mutex);
  if (!vfs.Alive(handle) || vfs.broken) return SQLITE_IOERR_TRUNCATE;
  const auto truncate = [&] { handle.open->file->Truncate(static_cast<std::uint64_t>(size)); };
  return vfs.Change(handle.name, truncate) ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int Sync(sqlite3_file* file, int) {
  auto& handle = HandleOf(file);
  auto& vfs = *handle.vfs;
  const std::lock_guard lock(vfs.mutex);
  if (!vfs.Alive(handle) || vfs.broken) return SQLITE_IOERR_FSYNC;
  ++vfs.counts.syncs;
  if (!vfs.Change(handle.name, [] {})) return SQLITE_IOERR_FSYNC;
  if (vfs.ignores_syncs) return SQLITE_OK;
  handle.open->file->Sync();
  if (std::exchange(handle.syncs_directory, false)) vfs.drive.SyncDirectory();
  return SQLITE_OK;
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  if (!handle.vfs->Alive(handle)) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(handle.open->file->written().size());
  return SQLITE_OK;
}

int Lock(sqlite3_file* file, int level) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  if (!handle.vfs->Alive(handle)) return SQLITE_IOERR_LOCK;
  return handle.open->locks.Lock(handle.holder, static_cast<LockLevel>(level)) ? SQLITE_OK : SQLITE_BUSY;
}

int Unlock(sqlite3_file* file, int level) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  handle.open->locks.Unlock(handle.holder, static_cast<LockLevel>(level));
  return SQLITE_OK;
}

int CheckReservedLock(sqlite3_file* file, int* reserved) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  if (!handle.vfs->Alive(handle)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  *reserved = handle.open->locks.reserved() ? 1 : 0;
  return SQLITE_OK;
}

int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int SectorSize(sqlite3_file*) { return kSectorBytes; }
int DeviceCharacteristics(sqlite3_file*) { return kCharacteristics; }

// --- shared memory of WAL mode ---------------------------------------------------------------------------------------
int ShmMap(sqlite3_file* file, int region, int bytes, int extend, void volatile** memory) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  *memory = nullptr;
  if (!handle.vfs->Alive(handle)) return SQLITE_IOERR_SHMMAP;
  *memory = handle.open->locks.Region(handle.holder, static_cast<std::size_t>(region), static_cast<std::size_t>(bytes),
                                      extend != 0);
  return SQLITE_OK;
}

int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  const auto slots = ((1u << count) - 1u) << offset;
  auto& locks = handle.open->locks;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    locks.UnlockSlots(handle.holder, slots);
    return SQLITE_OK;
  }
  if (!handle.vfs->Alive(handle)) return SQLITE_IOERR_SHMLOCK;
  return locks.LockSlots(handle.holder, slots, (flags & SQLITE_SHM_EXCLUSIVE) != 0) ? SQLITE_OK : SQLITE_BUSY;
}

void ShmBarrier(sqlite3_file* file) { const std::lock_guard lock(HandleOf(file).vfs->mutex); }

int ShmUnmap(sqlite3_file* file, int) {
  auto& handle = HandleOf(file);
  const std::lock_guard lock(handle.vfs->mutex);
  handle.open->locks.Unmap(handle.holder);
  return SQLITE_OK;
}

}  // namespace

const sqlite3_io_methods kFileMethods = {
    2,
    Close,
    Read,
    Write,
    Truncate,
    Sync,
    FileSize,
    Lock,
    Unlock,
    CheckReservedLock,
    FileControl,
    SectorSize,
    DeviceCharacteristics,
    ShmMap,
    ShmLock,
    ShmBarrier,
    ShmUnmap,
    nullptr,
    nullptr,
};

}  // namespace ikp::scenarios::disk
