// ExportFolder: the folder into which Procare Desktop's reports are exported, and in which the work list is put for the
// staff. The binding to real files is engine/agent_app/export_folder_files.h.
//
// Names are those of files directly in the folder, without a path. Expected failures are values: a folder that is not
// there is an empty one, a file that vanished or is locked cannot be read or written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/domain/instant.h"

namespace ikp::desktop_agent {

struct ExportFile {
  std::string name;
  domain::Instant modified{};
  std::uint64_t bytes = 0;
};

class ExportFolder {
 public:
  virtual ~ExportFolder() = default;
  virtual async::Task<std::vector<ExportFile>> List() = 0;
  // The whole file as bytes; nothing, without reading it, when it has more than `limit` (I15).
  virtual async::Task<std::optional<std::string>> Read(std::string name, std::uint64_t limit) = 0;
  // Replaces the file or leaves it as it was. False: it could not be written, for instance because a spreadsheet
  // program holds it open.
  virtual async::Task<bool> Write(std::string name, std::string bytes) = 0;
  // A file of the new name is replaced. False: it stayed as it was.
  virtual async::Task<bool> Rename(std::string from, std::string to) = 0;
  // Tries it with a file of its own, which is gone afterwards; all others stay as they are.
  virtual async::Task<bool> CanBeWritten() = 0;
};

}  // namespace ikp::desktop_agent
