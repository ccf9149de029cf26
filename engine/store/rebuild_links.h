// RebuildLinks: the link table as the audit log tells it (I14). It restores a lost table and checks a kept one.
//
// Events that carry it; site and time come from the entry:
//   "linked"        {"kind", "iks_id", "procare_id", "origin", "settled": bool}
//   "link_settled"  {"kind", "iks_id"}
//   "unlinked"      {"kind", "iks_id"}
#pragma once

#include <vector>

#include "engine/ports/store.h"

namespace ikp::store {

// `log` in ascending sequence, from the beginning. Links in the order of site, kind and IKS id. Other events are passed
// over, as is an event whose details cannot be read: the link is then missing or unsettled in the result, which a
// comparison with the link table shows.
std::vector<ports::Link> RebuildLinks(const std::vector<ports::AuditEntry>& log);

}  // namespace ikp::store
