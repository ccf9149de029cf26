// MemoryJournal: a Journal in memory. What was put stays when the agent over it is destroyed: the way tests let an
// agent crash. For tests only.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/desktop_agent/journal.h"

namespace ikp::desktop_agent::testing {

class MemoryJournal final : public Journal {
 public:
  async::Task<std::map<std::string, std::string>> Load() override { co_return entries; }
  async::Task<void> Put(std::string key, std::string value) override {
    entries[key] = std::move(value);
    co_return;
  }
  async::Task<void> Erase(std::string key) override {
    entries.erase(key);
    co_return;
  }

  std::map<std::string, std::string> entries;
};

}  // namespace ikp::desktop_agent::testing
