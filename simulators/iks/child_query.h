// The query of `GET /api/v1/children` and its cursor. Pages are cut by key (updated_at, id), so that a change between
// two pages moves a child to a later page and never hides one.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulators/iks/model.h"
#include "simulators/kit/fields.h"
#include "simulators/kit/switches.h"

namespace ikp::simulators::iks {

struct ChildQuery {
  std::string location_id;         // empty: all
  std::set<std::string> statuses;  // empty: all
  std::optional<Instant> updated_since;
  std::size_t limit = 50;
  std::optional<std::pair<Instant, std::string>> after;  // what the cursor says
};

// Reads the query of a target; mistakes go to `errors`.
ChildQuery ReadChildQuery(std::string_view target, const Account& account, const kit::SwitchBoard& switches,
                          kit::FieldErrors& errors);

// The matching children in order, from the cursor on, at most limit + 1: one more tells that there is a next page.
std::vector<const Child*> FindChildren(const Account& account, const ChildQuery& query, bool since_inclusive,
                                       std::optional<Instant> created_until);

// Opaque to clients. It belongs to its query: another query refuses it.
std::string MakeCursor(const ChildQuery& query, const Child& last);

}  // namespace ikp::simulators::iks
