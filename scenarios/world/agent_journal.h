// The journal of an agent in the world: what is durable lies on the PC's disk; an entry takes a few milliseconds to get
// there, and what had not arrived when the process died, or the PC lost power, is gone.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "engine/desktop_agent/journal.h"
#include "scenarios/world/awaited.h"

namespace ikp::scenarios {

// Survives the process.
struct PcDisk {
  std::map<std::string, std::string> entries;
};

struct AgentJournalParts {
  PcDisk& disk;
  ProcessExecutor& executor;
  // Calls back so much later, unless the process is dead by then.
  std::function<void(domain::Milliseconds, std::function<void()>)> later;
  std::function<domain::Milliseconds()> delay;
  std::function<bool(bool before)> goes_on;  // around each write; false: the process dies there
};

class AgentJournal final : public desktop_agent::Journal {
 public:
  explicit AgentJournal(AgentJournalParts parts) : parts_(std::move(parts)) {}

  async::Task<std::map<std::string, std::string>> Load() override;
  async::Task<void> Put(std::string key, std::string value) override;
  async::Task<void> Erase(std::string key) override;

  // The process died: the `keep` oldest of the entries on their way arrive all the same.
  void Die(std::size_t keep);
  std::size_t under_way() const { return under_way_.size(); }

 private:
  struct Entry {
    std::string key, value;
    bool erases = false;
  };
  async::Task<void> Write(Entry entry);
  void Arrive();

  AgentJournalParts parts_;
  std::deque<Entry> under_way_;
  bool dead_ = false;
};

}  // namespace ikp::scenarios
