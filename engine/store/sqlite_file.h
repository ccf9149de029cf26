// The files of a store: the database (mode 0600, with SQLite's -wal and -shm beside it), the lock file that keeps a
// second engine out, and the connections.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace soci {
class session;
}

namespace ikp::store {

// Holds an exclusive flock on "<database>.lock" while it lives. The lock dies with the process; the file stays and
// means nothing by itself.
class StoreLock {
 public:
  static tl::expected<StoreLock, std::string> Acquire(const std::string& database_path);
  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// Makes the database file when it is not there, readable for its owner only, and its directory entry durable.
tl::expected<void, std::string> EnsureDatabaseFile(const std::string& path);

enum class Access { kReadWrite, kReadOnly };

// A connection in WAL mode with synchronous=FULL: a commit that has returned survives a power cut. Throws
// soci::soci_error.
std::unique_ptr<soci::session> Connect(const std::string& path, Access access, std::chrono::milliseconds busy_timeout);

}  // namespace ikp::store
