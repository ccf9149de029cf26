#include "engine/procare_online/paging.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "engine/wire/json_read.h"

namespace ikp::procare_online {
namespace {

using nlohmann::json;

// Rows by id, in the order in which they were met.
class Rows {
 public:
  // True when the id was there already.
  bool Put(const std::string& id, Row row) {
    const auto [position, is_new] = index_.try_emplace(id, rows_.size());
    if (is_new) {
      rows_.push_back(std::move(row));
    } else {
      rows_[position->second] = std::move(row);
    }
    return !is_new;
  }
  std::size_t size() const { return rows_.size(); }
  std::vector<Row> Take() && { return std::move(rows_); }

 private:
  std::map<std::string, std::size_t> index_;
  std::vector<Row> rows_;
};

// One walk from the beginning to the end of the list.
class Pass {
 public:
  Pass(const PagingSettings& settings, const std::string& list) : settings_(settings), list_(list) {}

  async::Task<void> Walk(PageSource& source, Rows& rows);

  // The walk came to an end of the list and nothing speaks against it.
  bool sound() const { return !problem && doubt.empty(); }
  // Sound, and proven by itself.
  bool certain() const { return sound() && (all_told_ || (total_ && !unchecked_ && !repeated_)); }

  std::vector<std::string> sequence;  // the id at each position; "" for a row without one
  std::string doubt;                  // the first thing that speaks against the walk
  std::optional<systems::SystemProblem> problem;
  Rows own_rows;
  bool hopeless = false;  // another walk would be no better

 private:
  enum class Next { kGoOn, kEnd };

  void Doubt(std::string sentence) {
    if (doubt.empty()) doubt = std::move(sentence);
  }
  Next Take(Page page, Rows& rows);
  Next ServerIgnoresOffset();
  void TakeTotal(const Page& page);
  // True when the walk saw something new, or something else than before.
  bool Merge(const std::vector<std::string>& ids);
  void CheckTheEnd();

  const PagingSettings& settings_;
  const std::string& list_;
  std::size_t offset_ = 0;
  std::vector<std::string> previous_;
  std::set<std::string> placed_;
  std::optional<std::int64_t> total_;
  bool unchecked_ = false;  // a page did not overlap with the one before
  bool repeated_ = false;   // an id at two positions
  bool all_told_ = false;   // the first page held everything that the peer says there is
};

async::Task<void> Pass::Walk(PageSource& source, Rows& rows) {
  for (std::size_t pages = 0; pages < settings_.pages; ++pages) {
    auto page = co_await source.Fetch(offset_, settings_.limit);
    if (!page) {
      problem = std::move(page.error());
      co_return;
    }
    if (Take(std::move(*page), rows) == Next::kEnd) co_return;
  }
  hopeless = true;
  Doubt("The list of " + list_ + " has more than " + std::to_string(settings_.pages) + " pages.");
}

Pass::Next Pass::Take(Page page, Rows& rows) {
  std::vector<std::string> ids;
  ids.reserve(page.rows.size());
  for (auto& row : page.rows) {
    ids.push_back(wire::ReadId(*row, "id").value_or(std::string()));
    if (ids.back().empty()) {
      Doubt("The list of " + list_ + " has a row without an id.");
      continue;
    }
    rows.Put(ids.back(), row);
    own_rows.Put(ids.back(), std::move(row));
  }
  TakeTotal(page);
  if (!ids.empty() && ids == previous_) return ServerIgnoresOffset();

  const std::size_t before = sequence.size();
  const bool news = Merge(ids);
  const std::size_t reached = offset_ + ids.size();
  const bool all = total_ && static_cast<std::int64_t>(sequence.size()) >= *total_;
  if (ids.empty()) {
    if (offset_ < before) Doubt("Rows left the list of " + list_ + " while it was read.");
    CheckTheEnd();
    return Next::kEnd;
  }
  // A short page alone may be the peer's own cap, and a total alone may be wrong; together they are the end.
  const bool is_short = page.limit && ids.size() < settings_.limit &&
                        static_cast<std::int64_t>(ids.size()) < *page.limit &&
                        static_cast<std::int64_t>(sequence.size()) == total_.value_or(-1);
  const bool only_known = !news && reached == before;
  if ((is_short && news) || (only_known && all)) {
    CheckTheEnd();
    return Next::kEnd;
  }
  // Half of a page at most, so that every page leads on.
  const std::size_t overlap = total_ ? std::min(settings_.overlap, ids.size() / 2) : 0;
  if (overlap == 0) unchecked_ = true;
  offset_ = reached - overlap;
  previous_ = std::move(ids);
  return Next::kGoOn;
}

Pass::Next Pass::ServerIgnoresOffset() {
  if (doubt.empty() && total_ && static_cast<std::int64_t>(own_rows.size()) == *total_) {
    all_told_ = true;
  } else {
    Doubt("Procare shows the same page of " + list_ + " again and again, so that the rest cannot be read.");
  }
  return Next::kEnd;
}

void Pass::TakeTotal(const Page& page) {
  if (!page.total) return;
  if (total_ && *total_ != *page.total) Doubt("The number of " + list_ + " changed while they were read.");
  total_ = page.total;
}

bool Pass::Merge(const std::vector<std::string>& ids) {
  bool news = false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::size_t position = offset_ + i;
    if (position < sequence.size()) {
      if (sequence[position] == ids[i]) continue;
      Doubt("Rows moved in the list of " + list_ + " while it was read.");
      sequence.resize(position);
    }
    if (!placed_.insert(ids[i]).second) repeated_ = true;
    sequence.push_back(ids[i]);
    news = true;
  }
  return news;
}

void Pass::CheckTheEnd() {
  if (total_ && static_cast<std::int64_t>(sequence.size()) != *total_) {
    Doubt("Procare says that there are " + std::to_string(*total_) + " " + list_ + ", but shows " +
          std::to_string(sequence.size()) + ".");
  }
}

}  // namespace

std::optional<Page> PageFromJson(const std::shared_ptr<const json>& document) {
  const json& body = *document;
  Page page;
  const json* rows = &body;
  if (body.is_object()) {
    const auto data = body.find("data");
    if (data == body.end() || !(data->is_array() || data->is_null())) return std::nullopt;
    rows = &*data;
    page.total = wire::ReadInteger(body, "total");
    page.limit = wire::ReadInteger(body, "limit");
    if (page.total && *page.total < 0) page.total.reset();
  } else if (!body.is_array()) {
    return std::nullopt;
  }
  page.rows.reserve(rows->size());
  for (const auto& row : *rows) page.rows.emplace_back(document, &row);
  return page;
}

async::Task<ListReading> ReadList(PageSource& source, std::string list, PagingSettings settings) {
  ListReading reading;
  Rows all_rows;
  std::optional<std::vector<std::string>> last_sound;
  for (int attempt = 1; attempt <= settings.passes; ++attempt) {
    Pass pass(settings, list);
    co_await pass.Walk(source, all_rows);
    const bool agreed = pass.sound() && last_sound == pass.sequence;
    if (pass.certain() || agreed) {
      reading.complete = true;
      reading.rows = std::move(pass.own_rows).Take();
      co_return reading;
    }
    last_sound.reset();
    if (pass.sound()) last_sound = std::move(pass.sequence);
    reading.incomplete_because = std::move(pass.doubt);
    reading.problem = std::move(pass.problem);
    if (reading.problem || pass.hopeless) break;
  }
  if (reading.problem) {
    reading.incomplete_because = "A page of the list of " + list + " could not be read.";
  } else if (reading.incomplete_because.empty()) {
    reading.incomplete_because = "The list of " + list + " was different each time that it was read.";
  }
  // What any of the passes saw was there.
  reading.rows = std::move(all_rows).Take();
  co_return reading;
}

}  // namespace ikp::procare_online
