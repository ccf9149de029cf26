#include "engine/agent_app/export_folder_files.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "engine/runtime/file_io.h"

namespace ikp::agent_app {
namespace {

namespace fs = std::filesystem;

bool IsPlainName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find_first_of("/\\") == std::string::npos;
}

domain::Instant InstantOf(fs::file_time_type time) {
  return std::chrono::floor<domain::Milliseconds>(std::chrono::file_clock::to_sys(time));
}

}  // namespace

async::Task<std::vector<desktop_agent::ExportFile>> ExportFolderFiles::List() {
  std::vector<desktop_agent::ExportFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(path_, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code of_file;
    if (!entry->is_regular_file(of_file) || of_file) continue;
    const fs::file_time_type modified = entry->last_write_time(of_file);
    const auto bytes = of_file ? 0 : entry->file_size(of_file);
    if (!of_file) files.push_back({entry->path().filename().string(), InstantOf(modified), bytes});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  co_return files;
}

async::Task<std::optional<std::string>> ExportFolderFiles::Read(std::string name, std::uint64_t limit) {
  if (!IsPlainName(name)) co_return std::nullopt;
  const fs::path path = fs::path(path_) / name;
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > limit) co_return std::nullopt;
  auto bytes = runtime::ReadFile(path.string());
  if (!bytes) co_return std::nullopt;
  co_return std::move(*bytes);
}

async::Task<bool> ExportFolderFiles::Write(std::string name, std::string bytes) {
  if (!IsPlainName(name)) co_return false;
  const std::string path = (fs::path(path_) / name).string();
  if (!runtime::WriteFileAtomically(path, bytes)) co_return false;
  std::error_code error;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::group_write,
                  error);
  co_return true;
}

async::Task<bool> ExportFolderFiles::Rename(std::string from, std::string to) {
  if (!IsPlainName(from) || !IsPlainName(to)) co_return false;
  std::error_code error;
  fs::rename(fs::path(path_) / from, fs::path(path_) / to, error);
  co_return !error;
}

async::Task<bool> ExportFolderFiles::CanBeWritten() {
  const fs::path trial = fs::path(path_) / "worklist-check.tmp";
  const bool written = runtime::WriteFileAtomically(trial.string(), "").has_value();
  std::error_code error;
  fs::remove(trial, error);
  co_return written && !error;
}

}  // namespace ikp::agent_app
