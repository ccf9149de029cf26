#include "engine/agent_app/sqlite_journal.h"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace ikp::agent_app {
namespace {

constexpr mode_t kOwnerOnly = 0600;

std::string SystemMessage(const std::string& what, const std::string& path) {
  return what + " " + path + ": " + std::generic_category().message(errno);
}

// Without the values of the statement, which may be about a person.
std::runtime_error Broken(const soci::soci_error& error) {
  return std::runtime_error("the journal cannot be read or written: " + error.get_error_message());
}

// Held while the descriptor is open; dies with the process.
tl::expected<int, std::string> Lock(const std::string& path) {
  const auto lock_path = path + ".lock";
  const int descriptor = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return tl::unexpected(SystemMessage("cannot open the lock file", lock_path));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> holder{};
    const auto length = ::pread(descriptor, holder.data(), holder.size() - 1, 0);
    ::close(descriptor);
    const std::string who = length > 0 ? "process " + std::string(holder.data()) : "another process";
    return tl::unexpected("the journal " + path + " is in use by another agent (" + who +
                          "): stop it first; two agents on one journal would enter families twice");
  }
  const auto self = std::to_string(::getpid());
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, self.data(), self.size(), 0) != static_cast<ssize_t>(self.size())) {
    const auto message = SystemMessage("cannot write the lock file", lock_path);
    ::close(descriptor);
    return tl::unexpected(message);
  }
  return descriptor;
}

std::string FolderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// The file for its owner only, and its name durable, before anything is in it.
tl::expected<void, std::string> MakeFile(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return tl::unexpected(SystemMessage("cannot open the journal", path));
  ::close(descriptor);
  const int folder = ::open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return tl::unexpected(SystemMessage("cannot open the folder of", path));
  const int synced = ::fsync(folder);
  ::close(folder);
  if (synced != 0) return tl::unexpected(SystemMessage("cannot make durable", path));
  return {};
}

}  // namespace

struct SqliteJournal::File {
  File(int lock, const std::string& path) : lock_descriptor(lock) {
    session.open(soci::sqlite3, "dbname=\"" + path + "\"");
    std::string mode;
    session << "PRAGMA journal_mode = WAL", soci::into(mode);
    session << "PRAGMA synchronous = FULL";
    session << "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  struct Descriptor {
    explicit Descriptor(int number) : value(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(value); }
    int value;
  };
  Descriptor lock_descriptor;  // let go after the session
  soci::session session;
};

SqliteJournal::SqliteJournal(std::unique_ptr<File> file) : file_(std::move(file)) {}
SqliteJournal::~SqliteJournal() = default;

tl::expected<std::unique_ptr<SqliteJournal>, std::string> SqliteJournal::Open(const std::string& path) {
  const auto lock = Lock(path);
  if (!lock) return tl::unexpected(lock.error());
  if (auto made = MakeFile(path); !made) {
    ::close(*lock);
    return tl::unexpected(made.error());
  }
  try {
    return std::unique_ptr<SqliteJournal>(new SqliteJournal(std::make_unique<File>(*lock, path)));
  } catch (const soci::soci_error& error) {
    return tl::unexpected("the journal " + path + " cannot be opened: " + error.get_error_message() +
                          "; if the file is damaged, move it away and register with a new activation key");
  }
}

async::Task<std::map<std::string, std::string>> SqliteJournal::Load() {
  std::map<std::string, std::string> entries;
  try {
    const soci::rowset<soci::row> rows = (file_->session.prepare << "SELECT key, value FROM entries");
    for (const auto& row : rows) entries[row.get<std::string>(0)] = row.get<std::string>(1);
  } catch (const soci::soci_error& error) {
    throw Broken(error);
  }
  co_return entries;
}

async::Task<void> SqliteJournal::Put(std::string key, std::string value) {
  try {
    file_->session << "INSERT INTO entries (key, value) VALUES (:key, :value) "
                      "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        soci::use(key), soci::use(value);
  } catch (const soci::soci_error& error) {
    throw Broken(error);
  }
  co_return;
}

async::Task<void> SqliteJournal::Erase(std::string key) {
  try {
    file_->session << "DELETE FROM entries WHERE key = :key", soci::use(key);
  } catch (const soci::soci_error& error) {
    throw Broken(error);
  }
  co_return;
}

}  // namespace ikp::agent_app
