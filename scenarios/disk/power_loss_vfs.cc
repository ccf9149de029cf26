#include "scenarios/disk/power_loss_vfs.h"

#include <cstring>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

#include "scenarios/disk/power_loss_vfs_impl.h"

namespace ikp::scenarios::disk {
namespace {

using Impl = PowerLossVfs::Impl;

// 2026-01-01, in SQLite's milliseconds: the schema asks for no time.
constexpr sqlite3_int64 kJulianMs = 212'634'504'000'000;

std::shared_ptr<OpenFile> OpenOf(Impl& vfs, const std::string& name, const Drive::File& file) {
  auto& slot = vfs.open_files[name];
  auto open = slot.lock();
  if (!open || open->file != file) {
    open = std::make_shared<OpenFile>(file);
    slot = open;
  }
  return open;
}

int Open(sqlite3_vfs* table, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto& vfs = Impl::Of(table);
  const std::lock_guard lock(vfs.mutex);
  file->pMethods = nullptr;
  if (vfs.down) return SQLITE_CANTOPEN;
  const std::string name = path == nullptr ? "" : path;
  auto found = name.empty() ? std::make_shared<DriveFile>() : vfs.drive.Find(name);
  if (!found) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (vfs.broken) return SQLITE_IOERR;
    if (!vfs.Change(name, [&] { found = vfs.drive.Create(name); })) return SQLITE_CANTOPEN;
  }
  constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
  auto& handle = *new (file) Handle;
  handle.base.pMethods = &kFileMethods;
  handle.vfs = &vfs;
  handle.open = name.empty() ? std::make_shared<OpenFile>(found) : OpenOf(vfs, name, found);
  handle.name = name;
  handle.boot = vfs.boot;
  handle.deletes_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  handle.syncs_directory = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kJournals) != 0;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* table, const char* path, int sync_directory) {
  auto& vfs = Impl::Of(table);
  const std::lock_guard lock(vfs.mutex);
  if (vfs.down || vfs.broken) return SQLITE_IOERR_DELETE;
  if (!vfs.drive.Find(path)) return SQLITE_IOERR_DELETE_NOENT;
  if (!vfs.Change(path, [&] { vfs.drive.Remove(path); })) return SQLITE_IOERR_DELETE;
  if (sync_directory != 0 && !vfs.ignores_syncs) vfs.drive.SyncDirectory();
  return SQLITE_OK;
}

int Access(sqlite3_vfs* table, const char* path, int flags, int* result) {
  auto& vfs = Impl::Of(table);
  const std::lock_guard lock(vfs.mutex);
  if (vfs.down) return SQLITE_IOERR_ACCESS;
  const auto file = vfs.drive.Find(path);
  // To SQLite's own file system, too, an empty file does not exist.
  const bool there = file && (flags != SQLITE_ACCESS_EXISTS || !file->written().empty());
  *result = there ? 1 : 0;
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* path, int size, char* full) {
  const auto length = std::strlen(path);
  if (length >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(full, path, length + 1);
  return SQLITE_OK;
}

int Randomness(sqlite3_vfs* table, int bytes, char* out) {
  auto& vfs = Impl::Of(table);
  const std::lock_guard lock(vfs.mutex);
  for (int i = 0; i < bytes; ++i) out[i] = static_cast<char>(vfs.random() & 0xffu);
  return bytes;
}

int Sleep(sqlite3_vfs* table, int microseconds) {
  auto* system = Impl::Of(table).system;
  return system->xSleep(system, microseconds);
}

int CurrentTime(sqlite3_vfs*, double* days) {
  *days = static_cast<double>(kJulianMs) / 86'400'000.0;
  return SQLITE_OK;
}

int CurrentTimeInt64(sqlite3_vfs*, sqlite3_int64* ms) {
  *ms = kJulianMs;
  return SQLITE_OK;
}

int GetLastError(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

PowerLossVfs::Impl::Impl() {
  system = sqlite3_vfs_find(nullptr);
  table.iVersion = 2;
  table.szOsFile = static_cast<int>(sizeof(Handle));
  table.mxPathname = 1024;
  table.zName = "power_loss";
  table.pAppData = this;
  table.xOpen = Open;
  table.xDelete = Delete;
  table.xAccess = Access;
  table.xFullPathname = FullPathname;
  table.xRandomness = Randomness;
  table.xSleep = Sleep;
  table.xCurrentTime = CurrentTime;
  table.xGetLastError = GetLastError;
  table.xCurrentTimeInt64 = CurrentTimeInt64;
}

PowerLossVfs::PowerLossVfs() : impl_(std::make_unique<Impl>()) {
  if (sqlite3_vfs_find(impl_->table.zName) != nullptr) throw std::logic_error("PowerLossVfs: there is one already");
  if (sqlite3_vfs_register(&impl_->table, 1) != SQLITE_OK) throw std::runtime_error("PowerLossVfs: not registered");
}

PowerLossVfs::~PowerLossVfs() { sqlite3_vfs_unregister(&impl_->table); }

void PowerLossVfs::Provide(const std::string& path) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->drive.Find(path)) return;
  impl_->drive.Create(path);
  impl_->drive.SyncDirectory();
}

void PowerLossVfs::LosePower(std::uint64_t seed) {
  const std::lock_guard lock(impl_->mutex);
  impl_->Stop(seed);
}

void PowerLossVfs::LosePowerAt(std::uint64_t change, std::uint64_t seed) {
  const std::lock_guard lock(impl_->mutex);
  impl_->cut_at = change;
  impl_->cut_seed = seed;
}

void PowerLossVfs::CrashProcess() {
  const std::lock_guard lock(impl_->mutex);
  impl_->Stop(std::nullopt);
}

void PowerLossVfs::CrashProcessAt(std::uint64_t change) {
  const std::lock_guard lock(impl_->mutex);
  impl_->cut_at = change;
  impl_->cut_seed.reset();
}

void PowerLossVfs::Restart() {
  const std::lock_guard lock(impl_->mutex);
  impl_->down = false;
}

bool PowerLossVfs::down() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->down;
}

void PowerLossVfs::DiskFull(std::optional<std::uint64_t> free_bytes) {
  const std::lock_guard lock(impl_->mutex);
  impl_->free_bytes = free_bytes;
}

void PowerLossVfs::BreakWrites(bool broken) {
  const std::lock_guard lock(impl_->mutex);
  impl_->broken = broken;
}

void PowerLossVfs::IgnoreSyncs(bool ignored) {
  const std::lock_guard lock(impl_->mutex);
  impl_->ignores_syncs = ignored;
}

PowerLossVfs::Counts PowerLossVfs::counts() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->counts;
}

std::optional<std::uint64_t> PowerLossVfs::SizeOf(const std::string& path) const {
  const std::lock_guard lock(impl_->mutex);
  const auto file = impl_->drive.Find(path);
  if (!file) return std::nullopt;
  return file->written().size();
}

}  // namespace ikp::scenarios::disk
