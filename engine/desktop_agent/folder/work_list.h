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
  // Of what is to be typed, and of entries that this version cannot read.
  std::vector<std::string> OpenIds() const;
  std::size_t OpenCards() const;
  const std::set<std::string>& unreadable() const { return unreadable_; }
  std::set<std::string> ProposedKeys(std::int64_t school_id) const;  // of open families

  // A new open item, with its number; on the card of one that asks for the same, where there is one. Where it
  // asks for all of that in other words, its own card takes that one's place: staff see what was asked for last.
  async::Task<void> Add(WorkItem item, domain::Instant now);
  // An open item that was asked for again shows what is asked for now.
  async::Task<void> Refresh(WorkItem item);
  // The engine does not need these any more. Returns those that were open.
  async::Task<std::vector<std::string>> TakeBack(std::vector<std::string> ids, domain::Instant now);
  // The engine wants the child in an account that is there, so its family is not to be entered any more.
  async::Task<void> FamilyIsThere(WorkItem child, domain::Instant now);
  // Marks what the export shows, says where to look before typing the rest, and forgets what ended long ago.
  async::Task<void> Settle(const Reports& reports, domain::Instant now);
  // `struck` are ids whose line in the CSV is marked as not wanted, `listed` all ids in it: an item that was struck and
  // is not any more is forgotten, so that it may be asked for again. Returns the ids that were struck off just now.
  async::Task<std::vector<std::string>> Strike(std::set<std::string> struck, std::set<std::string> listed,
                                               domain::Instant now);

 private:
  // What stood on one card stands on the other from now on.
  async::Task<void> PutUnder(std::string card, std::string new_card);
  async::Task<void> Keep(WorkItem item);
  async::Task<void> Forget(std::string id);

  Journal& journal_;
  bool loaded_ = false;
  std::set<std::string> unreadable_;  // ids; they stay open until they are asked for again or taken back
  std::map<std::string, WorkItem> items_;
};

}  // namespace ikp::desktop_agent
