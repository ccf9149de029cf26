// ChildProcess: a program that the demo (or a test) starts, listens to, and stops by its process id.
#pragma once

#include <sys/types.h>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace ikp::demo {

class ChildProcess {
 public:
  // Starts `arguments[0]`; its stdout is read here, its stderr goes to the file `error_path`. `environment` is added to
  // ours.
  static tl::expected<ChildProcess, std::string> Start(const std::vector<std::string>& arguments,
                                                       const std::string& error_path,
                                                       const std::map<std::string, std::string>& environment = {});
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();  // kills what still runs

  // The next line of its stdout without the line break; nothing at its end or after the timeout.
  std::optional<std::string> ReadLine(std::chrono::milliseconds timeout);

  pid_t id() const { return id_; }
  void Kill();  // SIGKILL, and waits for the end
  // SIGTERM, then SIGKILL after the timeout. The exit code, or nothing when it had to be killed.
  std::optional<int> Stop(std::chrono::milliseconds timeout);
  // Until it ends. The exit code (128 and the signal when one ended it), or nothing when it still runs afterwards.
  std::optional<int> WaitFor(std::chrono::milliseconds timeout);
  bool running();

 private:
  ChildProcess(pid_t id, int output) : id_(id), output_(output) {}

  pid_t id_ = -1;
  int output_ = -1;
  std::string buffer_;
  std::optional<int> exit_status_;
};

}  // namespace ikp::demo
