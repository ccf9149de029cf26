// TimeText: instants as a person at the centre reads them, with UTC beside, and how long ago or ahead they are.
#pragma once

#include <optional>
#include <string>

#include "engine/domain/instant.h"
#include "engine/domain/time_zone.h"

namespace ikp::explain {

class TimeText {
 public:
  // Without a zone, times are in UTC only.
  TimeText(std::optional<domain::TimeZone> zone, domain::Instant now) : zone_(zone), now_(now) {}

  // "2026-03-08 05:00"; empty without a zone.
  std::string Local(domain::Instant instant) const;
  // "2026-03-08 05:00 America/New_York (09:00 UTC)"; the date of UTC too where it is another one.
  std::string At(domain::Instant instant) const;
  // At, and "in 12 minutes" or "3 hours ago".
  std::string When(domain::Instant instant) const;
  std::string zone_name() const { return zone_ ? zone_->name() : std::string(); }

 private:
  std::string Distance(domain::Instant instant) const;

  std::optional<domain::TimeZone> zone_;
  domain::Instant now_;
};

// "2026-03-08 09:00 UTC"
std::string UtcMinute(domain::Instant instant);

}  // namespace ikp::explain
