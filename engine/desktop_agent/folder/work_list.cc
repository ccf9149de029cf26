#include "engine/desktop_agent/folder/work_list.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/desktop_agent/folder/work_match.h"

namespace ikp::desktop_agent {
namespace {

constexpr std::string_view kPrefix = "work:";
constexpr std::chrono::days kKeepDone{14};
constexpr std::chrono::days kKeepNotWanted{60};

// Asks for the same, all of it, in other words: then it is the one to be shown.
bool ShowsMore(const WorkItem& item, const WorkItem& card) {
  if (item.kind != card.kind || (item.payers == card.payers && item.children == card.children)) return false;
  return std::all_of(card.children.begin(), card.children.end(), [&](const WorkChild& child) {
    return std::any_of(item.children.begin(), item.children.end(), [&](const WorkChild& other) {
      return other.name == child.name && other.birth_date == child.birth_date;
    });
  });
}

}  // namespace

async::Task<void> WorkList::Load() {
  if (loaded_) co_return;
  const std::map<std::string, std::string> entries = co_await journal_.Load();
  for (const auto& [key, value] : entries) {
    if (!key.starts_with(kPrefix)) continue;
    auto item = ReadWorkItem(value);
    if (item && key.substr(kPrefix.size()) == item->id) {
      items_.emplace(item->id, std::move(*item));
    } else {
      unreadable_.insert(key.substr(kPrefix.size()));
    }
  }
  loaded_ = true;
}

const WorkItem* WorkList::Find(const std::string& id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? nullptr : &found->second;
}

const WorkItem* WorkList::OpenAlike(const WorkItem& item) const {
  const WorkItem* alike = nullptr;
  for (const auto& [id, other] : items_) {
    if (id == item.id || other.state != WorkState::kOpen || !AskForTheSame(item, other)) continue;
    // A card of its own before one that stands on another's; a family before a child alone.
    if (alike == nullptr ||
        std::pair(!other.shown_with.empty(), other.kind) < std::pair(!alike->shown_with.empty(), alike->kind)) {
      alike = &other;
    }
  }
  return alike;
}

const WorkItem* WorkList::NotWantedAlike(const WorkItem& item) const {
  for (const auto& [id, other] : items_) {
    if (other.state == WorkState::kNotWanted && AskForTheSame(item, other)) return &other;
  }
  return nullptr;
}

std::vector<std::string> WorkList::OpenIds() const {
  std::vector<std::string> ids(unreadable_.begin(), unreadable_.end());
  for (const auto& [id, item] : items_) {
    if (item.state == WorkState::kOpen) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::size_t WorkList::OpenCards() const {
  return static_cast<std::size_t>(std::count_if(items_.begin(), items_.end(), [](const auto& entry) {
    return entry.second.state == WorkState::kOpen && entry.second.shown_with.empty();
  }));
}

std::set<std::string> WorkList::ProposedKeys(std::int64_t school_id) const {
  std::set<std::string> keys;
  for (const auto& [id, item] : items_) {
    if (item.state == WorkState::kOpen && item.kind == WorkKind::kFamily && item.school_id == school_id) {
      keys.insert(item.account_key);
    }
  }
  return keys;
}

async::Task<void> WorkList::Add(WorkItem item, domain::Instant now) {
  item.state = WorkState::kOpen;
  item.since = now;
  item.number = 1;
  for (const auto& [id, other] : items_) item.number = std::max(item.number, other.number + 1);
  if (const WorkItem* alike = OpenAlike(item)) {
    // A family is never hidden behind a child alone: its card shows more.
    const bool shows_all = item.kind != WorkKind::kFamily || alike->kind == WorkKind::kFamily;
    if (shows_all) item.shown_with = alike->shown_with.empty() ? alike->id : alike->shown_with;
    const WorkItem* card = Find(item.shown_with);
    if (card != nullptr && ShowsMore(item, *card)) {
      co_await PutUnder(card->id, item.id);
      item.shown_with.clear();
    }
  }
  co_await Keep(std::move(item));
}

async::Task<void> WorkList::PutUnder(std::string card, std::string new_card) {
  std::vector<WorkItem> moved;
  for (const auto& [id, item] : items_) {
    if (id == card || item.shown_with == card) moved.push_back(item);
  }
  for (WorkItem& item : moved) {
    item.shown_with = new_card;
    co_await Keep(std::move(item));
  }
}

async::Task<void> WorkList::Refresh(WorkItem item) {
  const WorkItem* before = Find(item.id);
  if (before == nullptr || before->state != WorkState::kOpen) co_return;
  WorkItem fresh = *before;
  fresh.payers = std::move(item.payers);
  fresh.children = std::move(item.children);
  fresh.school = std::move(item.school);
  if (fresh != *before) co_await Keep(std::move(fresh));
}

async::Task<std::vector<std::string>> WorkList::TakeBack(std::vector<std::string> ids, domain::Instant now) {
  std::vector<std::string> taken;
  for (const std::string& id : ids) {
    if (unreadable_.contains(id)) {
      co_await Forget(id);
      taken.push_back(id);
      continue;
    }
    const WorkItem* item = Find(id);
    if (item == nullptr || item->state != WorkState::kOpen) continue;
    WorkItem ended = *item;
    ended.state = WorkState::kTakenBack;
    ended.ended = now;
    co_await Keep(std::move(ended));
    taken.push_back(id);
  }
  co_return taken;
}

async::Task<void> WorkList::FamilyIsThere(WorkItem child, domain::Instant now) {
  std::vector<std::string> ids;
  for (const auto& [id, other] : items_) {
    const bool family = other.kind == WorkKind::kFamily && other.state == WorkState::kOpen;
    if (family && AskForTheSame(child, other)) ids.push_back(id);
  }
  co_await TakeBack(std::move(ids), now);
}

async::Task<void> WorkList::Settle(const Reports& reports, domain::Instant now) {
  const ExportIndex index(reports);
  std::vector<WorkItem> items;
  for (const auto& [id, item] : items_) items.push_back(item);
  for (WorkItem& item : items) {
    if (item.state == WorkState::kOpen) {
      const std::vector<std::string> records = index.RecordsThatShow(item);
      if (records.empty()) {
        std::vector<std::string> look_at = index.NearMatches(item);
        if (look_at == item.look_at) continue;
        item.look_at = std::move(look_at);
        co_await Keep(std::move(item));
        continue;
      }
      item.state = WorkState::kDone;
      item.ended = now;
      item.record = records.size() == 1 ? records.front() : std::string();
      co_await Keep(std::move(item));
    } else if (now - item.ended > (item.state == WorkState::kNotWanted ? kKeepNotWanted : kKeepDone)) {
      co_await Forget(item.id);
    }
  }
}

async::Task<std::vector<std::string>> WorkList::Strike(std::set<std::string> struck, std::set<std::string> listed,
                                                       domain::Instant now) {
  std::vector<std::string> now_struck;
  std::vector<WorkItem> items;
  for (const auto& [id, item] : items_) items.push_back(item);
  for (WorkItem& item : items) {
    const std::string& card = item.shown_with.empty() ? item.id : item.shown_with;
    const bool marked = struck.contains(item.id) || struck.contains(card);
    if (item.state == WorkState::kOpen && marked) {
      item.state = WorkState::kNotWanted;
      item.ended = now;
      now_struck.push_back(item.id);
      co_await Keep(std::move(item));
    } else if (item.state == WorkState::kNotWanted && !marked && (listed.contains(item.id) || listed.contains(card))) {
      co_await Forget(item.id);
    }
  }
  co_return now_struck;
}

async::Task<void> WorkList::Keep(WorkItem item) {
  co_await journal_.Put(std::string(kPrefix) + item.id, WriteWorkItem(item));
  unreadable_.erase(item.id);
  items_.insert_or_assign(item.id, std::move(item));
}

async::Task<void> WorkList::Forget(std::string id) {
  co_await journal_.Erase(std::string(kPrefix) + id);
  unreadable_.erase(id);
  items_.erase(id);
}

}  // namespace ikp::desktop_agent
