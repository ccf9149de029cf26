// Lists: which rows a list shows, in which order, cut into pages by limit and offset [T1], with the ways in which
// offset paging goes wrong (G11 to G14).
//
// Faults: page_cap {cap}, ignore_offset, window_cap {cap}, read_lag {ms}, and page_drift {change: "delete"|"insert",
// ms}. Page drift happens between pages: before this page when it is a later one, after it when it is the first.
//   delete (default): the first row of the list leaves it for `ms` (60 s), as when a person deletes and restores it;
//   every
//     later row moves up by one and the next page skips one.
//   insert: staff type a family that sorts before all others ("Aaberg"); every later row moves down and the next page
//     repeats one. It shifts only lists in order of name (po.list_order).
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulators/procare_online/call.h"

namespace ikp::simulators::procare_online {

struct ListRow {
  Id id;
  std::string sort_name;
  Instant created_at{}, updated_at{};
};

using ListRows = std::function<std::vector<ListRow>()>;

// `find` gives the rows that the query asks for, in any order; `view` builds one by its id.
http::Response AnswerPage(Call& call, const ListRows& find, const std::function<nlohmann::json(const Id&)>& view);
// A list without paging (schools, classrooms [T1]), in the given order.
http::Response AnswerWholeList(Call& call, nlohmann::json rows);
// One record.
http::Response AnswerRecord(Call& call, int status, nlohmann::json record);

}  // namespace ikp::simulators::procare_online
