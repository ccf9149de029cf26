// Reading a whole list by limit and offset while people work in it (G11 to G13, H4).
//
// Offset paging shows no list at one moment: a row that is inserted or deleted before the place where we are shifts all
// others, and one is skipped or comes twice. So a reading is believed only with proof:
//   - pages overlap: the last rows of a page must come again, in place, at the beginning of the next one; then nothing
//     before them has shifted in between;
//   - as many rows were read as the peer says that there are, and it said the same all the time;
//   - nothing came twice.
// Where the peer gives no total (a bare array), or pages are too small to overlap, two passes in a row must show
// exactly the same rows. After three passes without proof the reading is incomplete: it proves that what it holds is
// there, and nothing else (I5).
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/task.h"
#include "engine/systems/outcome.h"

namespace ikp::procare_online {

// A row stays where it was read: in the document of its page, which it keeps alive.
using Row = std::shared_ptr<const nlohmann::json>;

struct Page {
  std::vector<Row> rows;
  std::optional<std::int64_t> total;  // of the whole list
  std::optional<std::int64_t> limit;  // that the peer says it used; it may be lower than what was asked
};

// {"data":[...],"total":..,"limit":..} or a bare array (H3); nothing for anything else.
std::optional<Page> PageFromJson(const std::shared_ptr<const nlohmann::json>& document);

class PageSource {
 public:
  virtual ~PageSource() = default;
  virtual async::Task<systems::Result<Page>> Fetch(std::size_t offset, std::size_t limit) = 0;
};

struct PagingSettings {
  std::size_t limit = 100;
  std::size_t overlap = 10;  // at most half of a page
  int passes = 3;
  std::size_t pages = 1000;  // of one pass
};

struct ListReading {
  std::vector<Row> rows;  // each id once, as it was read last; rows without an id are left out
  bool complete = false;
  std::string incomplete_because;                 // one sentence
  std::optional<systems::SystemProblem> problem;  // a page could not be had; `rows` is what came before it
};

// `list` names the list in sentences: "children".
async::Task<ListReading> ReadList(PageSource& source, std::string list, PagingSettings settings = {});

}  // namespace ikp::procare_online
