#include "engine/explain/time_text.h"

#include "engine/explain/words.h"

namespace ikp::explain {

std::string UtcMinute(domain::Instant instant) {
  const std::string iso = domain::FormatInstant(instant);  // 2026-03-08T09:00:00.000Z
  return iso.substr(0, 10) + " " + iso.substr(11, 5) + " UTC";
}

std::string TimeText::Local(domain::Instant instant) const {
  if (!zone_) return {};
  return zone_->DateAt(instant).str() + " " + domain::FormatMinuteOfDay(zone_->MinuteAt(instant));
}

std::string TimeText::At(domain::Instant instant) const {
  const std::string utc = UtcMinute(instant);
  if (!zone_) return utc;
  const std::string local = Local(instant);
  const bool same_day = local.substr(0, 10) == utc.substr(0, 10);
  return local + " " + zone_->name() + " (" + (same_day ? utc.substr(11) : utc) + ")";
}

std::string TimeText::When(domain::Instant instant) const { return At(instant) + ", " + Distance(instant); }

std::string TimeText::Distance(domain::Instant instant) const {
  const bool ahead = instant > now_;
  const auto distance = ahead ? instant - now_ : now_ - instant;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(distance).count();
  if (minutes == 0) return ahead ? "in less than a minute" : "less than a minute ago";
  const std::string length = minutes < 120       ? Counted(minutes, "minute")
                             : minutes < 48 * 60 ? Counted(minutes / 60, "hour")
                                                 : Counted(minutes / (24 * 60), "day");
  return ahead ? "in " + length : length + " ago";
}

}  // namespace ikp::explain
