#include "scenarios/world/agent_journal.h"

#include <algorithm>
#include <utility>

namespace ikp::scenarios {

async::Task<std::map<std::string, std::string>> AgentJournal::Load() { co_return parts_.disk.entries; }

async::Task<void> AgentJournal::Put(std::string key, std::string value) {
  return Write({std::move(key), std::move(value), false});
}

async::Task<void> AgentJournal::Erase(std::string key) { return Write({std::move(key), {}, true}); }

async::Task<void> AgentJournal::Write(Entry entry) {
  Awaited durable(parts_.executor);
  if (parts_.goes_on(true)) {
    under_way_.push_back(std::move(entry));
    parts_.later(parts_.delay(), [this, ticket = durable.ticket()] {
      if (dead_) return;
      Arrive();
      if (parts_.goes_on(false)) Awaited::Tell(ticket);
    });
  }
  co_await durable;  // for ever, when the process has died
}

void AgentJournal::Arrive() {
  auto& entry = under_way_.front();
  if (entry.erases) {
    parts_.disk.entries.erase(entry.key);
  } else {
    parts_.disk.entries[entry.key] = std::move(entry.value);
  }
  under_way_.pop_front();
}

void AgentJournal::Die(std::size_t keep) {
  dead_ = true;
  for (keep = std::min(keep, under_way_.size()); keep > 0; --keep) Arrive();
  under_way_.clear();
}

}  // namespace ikp::scenarios
