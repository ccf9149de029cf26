// SqliteJournal: the agent's journal as one SQLite file, a row for each key. What Put has returned from survives a
// power cut (synchronous=FULL). A lock file beside it keeps a second agent out, since two agents with one journal would
// carry commands out twice.
//
// It waits for the disk on the caller's thread: the agent has nothing else to do meanwhile.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "engine/desktop_agent/journal.h"

namespace ikp::agent_app {

class SqliteJournal final : public desktop_agent::Journal {
 public:
  // Makes the file when it is not there, readable for its owner only. Otherwise a sentence that says why not.
  static tl::expected<std::unique_ptr<SqliteJournal>, std::string> Open(const std::string& path);
  ~SqliteJournal() override;

  // These throw std::runtime_error when the file cannot be read or written.
  async::Task<std::map<std::string, std::string>> Load() override;
  async::Task<void> Put(std::string key, std::string value) override;
  async::Task<void> Erase(std::string key) override;

 private:
  struct File;
  explicit SqliteJournal(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace ikp::agent_app
