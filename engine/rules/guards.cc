#include "engine/rules/guards.h"

#include <limits>

namespace ikp::rules {

bool IsMassChange(std::size_t linked_children, std::size_t status_changes, double share, int minimum) {
  if (status_changes == 0) return false;
  if (minimum > 0 && status_changes < static_cast<std::size_t>(minimum)) return false;
  // Exactly the share is still allowed; decimal shares are not exact in binary.
  constexpr double kRounding = 1e-9;
  return static_cast<double>(status_changes) > share * static_cast<double>(linked_children) + kRounding;
}

MissingVerdict JudgeMissing(int nights_before, bool found, bool snapshot_complete, int alert_after_nights) {
  if (found) return {0, false};
  const int before = nights_before > 0 ? nights_before : 0;
  if (!snapshot_complete) return {before, false};
  const int nights = before == std::numeric_limits<int>::max() ? before : before + 1;
  return {nights, nights >= alert_after_nights};
}

}  // namespace ikp::rules
