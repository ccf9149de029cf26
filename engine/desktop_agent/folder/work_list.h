// WorkList: the items, kept in the journal under "work:<command id>". What is not wanted or done stays for a while, so
// that the page can show it and the engine is not answered with the same item again.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/desktop_agent/folder/export_reports.h"
#include "engine/desktop_agent/folder/work_item.h"
#include "engine/desktop_agent/journal.h"
#include "engine/domain/instant.h"

namespace ikp::desktop_agent {

class WorkList {
 public:
  explicit WorkList(Journal& journal) : journal_(journal) {}  // outlives the list

  // Reads the journal the first time.
  async::Task<void> Load();
  // As long as the list is loaded.
  const std::map<std::string, WorkItem>& items() const { return items_; }
  const WorkItem* Find(const std::string& id) const;
  const WorkItem* OpenAlike(const WorkItem& item) const;
  const WorkItem* NotWantedAlike(const WorkItem& item) const;
  std::vector<std::string> OpenIds() const;
  std::set<std::string> ProposedKeys(std::int64_t school_id) const;  // of open families

  // A new open item, with its number; on the card of one that asks for the same, where there is one.
  async::Task<void> Add(WorkItem item, domain::Instant now);
  // Marks what the export shows, and forgets what ended long ago.
  async::Task<void> Settle(const Reports& reports, domain::Instant now);
  // `struck` are ids whose line in the CSV is marked as not wanted, `listed` all ids in it: an item that was struck and
  // is not any more is forgotten, so that it may be asked for again. Returns the ids that were struck off just now.
  async::Task<std::vector<std::string>> Strike(std::set<std::string> struck, std::set<std::string> listed,
                                               domain::Instant now);

 private:
  async::Task<void> Keep(WorkItem item);
  async::Task<void> Forget(std::string id);

  Journal& journal_;
  bool loaded_ = false;
  std::map<std::string, WorkItem> items_;
};

}  // namespace ikp::desktop_agent
