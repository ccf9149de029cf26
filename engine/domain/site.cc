#include "engine/domain/site.h"

namespace ikp::domain {

std::map<StatusLabel, Placement> DefaultTriggers() {
  return {{StatusLabel("Pre-Registered"), Placement::kPreRegistered}, {StatusLabel("Enrolled"), Placement::kEnrolled}};
}

std::vector<StatusRow> DefaultOnlineStatusRows() {
  using When = StatusRow::When;
  return {
      {StatusLabel("active"), When::kStartInFuture, StatusLabel("Pre-Registered")},
      {StatusLabel("active"), When::kAlways, StatusLabel("Enrolled")},
      {StatusLabel("hold"), When::kNeverActive, StatusLabel("Pre-Registered")},
      {StatusLabel("hold"), When::kAlways, StatusLabel("On Hold")},
      {StatusLabel("inactive"), When::kAlways, StatusLabel("Withdrawn")},
      {StatusLabel("graduate"), When::kAlways, StatusLabel("Graduated")},
  };
}

}  // namespace ikp::domain
