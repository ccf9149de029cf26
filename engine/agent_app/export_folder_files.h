// ExportFolderFiles: the export folder as a folder of the centre's computer. Sub-folders are not looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/desktop_agent/folder/export_folder.h"

namespace ikp::agent_app {

class ExportFolderFiles final : public desktop_agent::ExportFolder {
 public:
  explicit ExportFolderFiles(std::string path) : path_(std::move(path)) {}

  async::Task<std::vector<desktop_agent::ExportFile>> List() override;
  async::Task<std::optional<std::string>> Read(std::string name, std::uint64_t limit) override;
  // Staff who work with the folder get to read and change it, others do not: it holds names.
  async::Task<bool> Write(std::string name, std::string bytes) override;
  async::Task<bool> Rename(std::string from, std::string to) override;
  async::Task<bool> CanBeWritten() override;

 private:
  std::string path_;
};

}  // namespace ikp::agent_app
