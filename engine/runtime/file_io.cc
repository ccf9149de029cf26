#include "engine/runtime/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace ikp::runtime {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  bool valid() const { return fd_ >= 0; }
  int get() const { return fd_; }
  // Closes and says whether the system accepted everything.
  bool Close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

tl::unexpected<std::string> Failed(const char* what, const std::string& path) {
  const int reason = errno;
  return tl::unexpected(std::string("cannot ") + what + " " + path + ": " + std::generic_category().message(reason));
}

bool WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string FolderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

tl::expected<std::string, std::string> ReadFile(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return Failed("open", path);
  std::string content;
  std::array<char, 64 << 10> block;
  for (;;) {
    const auto got = ::read(file.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read", path);
    if (got == 0) return content;
    content.append(block.data(), static_cast<std::size_t>(got));
  }
}

tl::expected<std::string, std::string> WriteFileAtomically(const std::string& path, std::string_view content) {
  std::string beside = path + ".XXXXXX";
  Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file.valid()) return Failed("create a file beside", path);
  const auto give_up = [&](const char* what) {
    auto failed = Failed(what, path);
    ::unlink(beside.c_str());
    return failed;
  };
  if (!WriteAll(file.get(), content)) return give_up("write");
  if (::fsync(file.get()) != 0) return give_up("flush");
  if (!file.Close()) return give_up("close");
  if (::rename(beside.c_str(), path.c_str()) != 0) return give_up("replace");
  // The new name is durable only when the folder is.
  const Descriptor folder(::open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) return Failed("flush the folder of", path);
  return path;
}

std::optional<std::string> Environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

}  // namespace ikp::runtime
