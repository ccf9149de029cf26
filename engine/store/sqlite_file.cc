#include "engine/store/sqlite_file.h"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ikp::store {
namespace {

constexpr mode_t kOwnerOnly = 0600;

std::string SystemMessage(const std::string& what, const std::string& path) {
  return what + " " + path + ": " + std::generic_category().message(errno);
}

// The process id that the holder wrote into its lock file, for the operator.
std::string HolderOf(int descriptor) {
  std::array<char, 32> text{};
  const auto length = ::pread(descriptor, text.data(), text.size() - 1, 0);
  if (length <= 0) return "unknown";
  const std::string holder(text.data(), static_cast<std::size_t>(length));
  return holder.substr(0, holder.find('\n'));
}

tl::expected<void, std::string> SyncDirectoryOf(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const std::string directory = parent.empty() ? "." : parent.string();
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(SystemMessage("cannot open the directory", directory));
  const int result = ::fsync(descriptor);
  const auto message = SystemMessage("cannot sync the directory", directory);
  ::close(descriptor);
  if (result != 0) return tl::unexpected(message);
  return {};
}

}  // namespace

tl::expected<StoreLock, std::string> StoreLock::Acquire(const std::string& database_path) {
  const auto path = database_path + ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return tl::unexpected(SystemMessage("cannot open the lock file", path));
  StoreLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return tl::unexpected(SystemMessage("cannot lock", path));
    return tl::unexpected("another engine (process " + HolderOf(descriptor) + ") is using the store " + database_path +
                          ": stop it first; two engines on one store would create families twice");
  }
  const auto holder = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size())) {
    return tl::unexpected(SystemMessage("cannot write the lock file", path));
  }
  return lock;
}

StoreLock::StoreLock(StoreLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

StoreLock::~StoreLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

tl::expected<void, std::string> EnsureDatabaseFile(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (descriptor >= 0) {
    ::close(descriptor);
    return SyncDirectoryOf(path);
  }
  if (errno != EEXIST) return tl::unexpected(SystemMessage("cannot create the store", path));
  if (::access(path.c_str(), R_OK | W_OK) != 0) return tl::unexpected(SystemMessage("cannot read and write", path));
  return {};
}

std::unique_ptr<soci::session> Connect(const std::string& path, Access access, std::chrono::milliseconds busy_timeout) {
  auto session = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + path + "\"");
  *session << "PRAGMA busy_timeout = " + std::to_string(busy_timeout.count());
  std::string mode;
  *session << "PRAGMA journal_mode = WAL", soci::into(mode);
  if (mode != "wal") throw soci::soci_error("the file system does not support SQLite's WAL mode");
  *session << "PRAGMA synchronous = FULL";
  *session << "PRAGMA foreign_keys = ON";
  // After a burst the log file is cut back to this size.
  *session << "PRAGMA journal_size_limit = 67108864";
  if (access == Access::kReadOnly) *session << "PRAGMA query_only = ON";
  return session;
}

}  // namespace ikp::store
