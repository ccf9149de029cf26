// worklist.html: the work list as a page to print and to tick off, for somebody who has never seen it. One card per
// family, its fields in the order of Procare Desktop's own screens. Self-contained, without scripts; A4 and Letter.
#pragma once

#include <functional>
#include <string>

#include "engine/desktop_agent/folder/work_csv.h"
#include "engine/domain/civil_date.h"
#include "engine/domain/instant.h"

namespace ikp::desktop_agent {

inline constexpr const char* kWorkPageFile = "worklist.html";

struct WorkPageFacts {
  std::string centre;  // its name; may be empty
  domain::CivilDate today = domain::CivilDate::FromDays({});
  std::function<domain::CivilDate(domain::Instant)> date_at;  // on the calendar of the centre
  std::string put_aside = {};                                 // a worklist.csv in which no marks could be read
};

std::string WriteWorkPage(const WorkView& view, const WorkPageFacts& facts);

}  // namespace ikp::desktop_agent
