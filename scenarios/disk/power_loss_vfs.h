// PowerLossVfs: a file system of SQLite that lives in memory and can lose power, so that the production store (SQLite,
// WAL mode, several connections, a thread of its own) is tried against a disk that forgets, tears and fills up.
//
//   PowerLossVfs vfs;                        // is SQLite's default file system while it lives
//   vfs.Provide(path);                       // an empty file, durable: what SqliteStore::Open makes before SQLite
//   opens
//   ... open a store at `path`, commit ...
//   vfs.LosePowerAt(7, seed);                // at the seventh change from now; the commit fails
//   store.reset();                           // closing it changes nothing any more
//   vfs.Restart();                           // the machine boots: files are what survived
//
// What it answers to SQLite is what SQLite's own "unix" file system answers: sector size, safe overwrites, and that the
// first sync of a journal or log makes its name durable too, while a main database's name is its maker's business.
// Locks and the shared memory of WAL mode belong to the process; other processes are not modelled.
//
// A change is a write, truncation, sync, creation or deletion of a named file, in the order in which SQLite asks.
// Threads: any, under one lock; faults are set while no other thread is in SQLite, or take effect at some change.
// At most one at a time; connections that were opened through it are closed before it goes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace ikp::scenarios::disk {

class PowerLossVfs {
 public:
  PowerLossVfs();
  ~PowerLossVfs();
  PowerLossVfs(const PowerLossVfs&) = delete;
  PowerLossVfs& operator=(const PowerLossVfs&) = delete;

  void Provide(const std::string& path);

  // The power goes: files fall back to what is durable and what the seed lets survive (drive.h). Until Restart every
  // call of SQLite fails; connections from before stay dead for ever.
  void LosePower(std::uint64_t seed);
  // At the `change`-th change from now (1: the next one), which has reached the volatile cache by then; a sync has not
  // taken effect. 0 takes it back.
  void LosePowerAt(std::uint64_t change, std::uint64_t seed);
  // The process dies: everything written stays, locks and shared memory vanish. Restart as above.
  void CrashProcess();
  // At the `change`-th change from now, which is then written; takes the place of LosePowerAt.
  void CrashProcessAt(std::uint64_t change);
  void Restart();
  bool down() const;

  // Files grow by so many more bytes, then writes fail with SQLITE_FULL, after what fits was written; nothing: no
  // limit.
  void DiskFull(std::optional<std::uint64_t> free_bytes);
  // Writes and syncs fail with SQLITE_IOERR, and do nothing.
  void BreakWrites(bool broken);
  // A disk that lies, or a program that asks for no syncs: a sync succeeds and makes nothing durable.
  void IgnoreSyncs(bool ignored);

  struct Counts {
    std::uint64_t changes = 0;
    std::uint64_t writes = 0;
    std::uint64_t syncs = 0;
  };
  Counts counts() const;
  // Nothing when there is no such file.
  std::optional<std::uint64_t> SizeOf(const std::string& path) const;

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace ikp::scenarios::disk
