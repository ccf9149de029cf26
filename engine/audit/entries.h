// Audit entries as push and nightly write them. The links among them suffice to rebuild the link table (I14).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/ports/store.h"

namespace ikp::audit {

// Values are ids, codes and field names only.
using Details = std::vector<std::pair<std::string, std::string>>;

// "a, b": how lists of words stand in entries, reports and logs.
std::string Joined(const std::vector<std::string>& words);

ports::AppendAudit Entry(domain::Instant at, std::string_view event, std::string site, std::string family,
                         std::string child, const Details& details);
ports::AppendAudit LinkEntry(const ports::Link& link, const domain::IksFamilyId& family);
ports::AppendAudit SettledEntry(const ports::Link& link, const domain::IksFamilyId& family, domain::Instant at);
// `reason` as its word, details joined.
ports::AppendAudit StateEntry(const ports::PushState& state);

}  // namespace ikp::audit
