// Inside of PowerLossVfs: the state behind it and SQLite's handles of open files. Only for power_loss_vfs.cc (the
// directory and the faults) and power_loss_vfs_file.cc (what SQLite does with an open file).
#pragma once

#include <sqlite3.h>  // lint: allow(files) the interface that this implements, in memory

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "scenarios/disk/drive.h"
#include "scenarios/disk/power_loss_vfs.h"
#include "scenarios/disk/vfs_locks.h"

namespace ikp::scenarios::disk {

// A file while connections have it open.
struct OpenFile {
  explicit OpenFile(Drive::File drive_file) : file(std::move(drive_file)) {}
  Drive::File file;
  VfsLocks locks;
};

// SQLite's handle of an open file; lives in memory that SQLite gives.
struct Handle {
  sqlite3_file base{};
  PowerLossVfs::Impl* vfs = nullptr;
  std::shared_ptr<OpenFile> open;
  LockHolder holder;
  std::string name = {};  // empty: a temporary file without a name
  std::uint64_t boot = 0;
  bool deletes_on_close = false;
  bool syncs_directory = false;  // at its next sync
};

// What SQLite calls for a Handle.
extern const sqlite3_io_methods kFileMethods;

struct PowerLossVfs::Impl {
  Impl();

  static Impl& Of(sqlite3_vfs* table) { return *static_cast<Impl*>(table->pAppData); }

  bool Alive(const Handle& handle) const { return !down && handle.boot == boot; }
  // A change of a named file begins. `apply` brings it into the cache. False when the power went with it.
  template <typename Apply>
  bool Change(const std::string& name, Apply apply) {
    apply();
    if (name.empty()) return true;
    ++counts.changes;
    if (cut_at == 0 || --cut_at > 0) return true;
    Stop(cut_seed);
    return false;
  }
  // The machine stops: with a seed its power goes, without one the process dies.
  void Stop(std::optional<std::uint64_t> seed) {
    if (down) return;
    if (seed) drive.LosePower(*seed);
    down = true;
    ++boot;
    open_files.clear();
    cut_at = 0;
  }

  mutable std::mutex mutex;
  sqlite3_vfs table{};
  sqlite3_vfs* system = nullptr;  // SQLite's own, for what is not about files
  std::mt19937_64 random{1};
  Drive drive;
  std::map<std::string, std::weak_ptr<OpenFile>> open_files;
  std::uint64_t boot = 1;
  bool down = false;
  std::uint64_t cut_at = 0;  // changes until Stop(cut_seed); 0: never
  std::optional<std::uint64_t> cut_seed;
  std::optional<std::uint64_t> free_bytes;
  bool broken = false;
  bool ignores_syncs = false;
  Counts counts;
};

}  // namespace ikp::scenarios::disk
